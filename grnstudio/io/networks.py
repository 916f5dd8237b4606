"""Reaction networks from and to files; the suffix says how."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType

from grnstudio.core.network import Network
from grnstudio.errors import FileFormatError
from grnstudio.jobs import Step, Steps

SUFFIXES: Mapping[str, str] = {
    ".xml": "sbml",
    ".sbml": "sbml",
    ".ant": "antimony_file",
    ".txt": "antimony_file",
    ".json": "json_network",
}


def read(path: Path | str) -> tuple[Network, tuple[str, ...]]:
    """Return the network in a file, and remarks on what was changed or left out."""
    network, remarks = _format(path).read(path)
    return network, tuple(remarks)


def read_job(path: str) -> Steps[tuple[Network, tuple[str, ...]]]:
    """Read the network in a file as a job: for files so large that it takes a while."""
    yield Step(0, 1, stage="reading")
    return read(path)


def write(network: Network, path: Path | str) -> tuple[str, ...]:
    """Save ``network`` in the format of the path's suffix; return what could not be kept."""
    remarks = _format(path).write(network, path)
    return tuple(remarks) if isinstance(remarks, tuple) else ()


def _format(path: Path | str) -> ModuleType:
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise FileFormatError(
            f"{path}: networks are kept in files ending in {known}, not in '{suffix}'. Rename it."
        )
    return import_module(f"grnstudio.io.{SUFFIXES[suffix]}")
