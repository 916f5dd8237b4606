"""Brings files of earlier versions up to date, and refuses those of later ones by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from grnstudio import __version__
from grnstudio.errors import FileFormatError

Migration: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]


def _add_network(data: dict[str, Any]) -> dict[str, Any]:
    """Projects of version 1 knew no reaction networks."""
    design = data.get("design")
    return {**data, "design": {**design, "network": False}} if isinstance(design, dict) else data


# By format, one function per step: the first makes version 2 of version 1.
MIGRATIONS: Mapping[str, tuple[Migration, ...]] = MappingProxyType(
    {
        "grnstudio-task": (),
        "grnstudio-network": (),
        "grnstudio-reactions": (),
        "grnstudio-project": (_add_network,),
        "grnstudio-emulator": (),
    }
)
TITLES = MappingProxyType(
    {
        "grnstudio-task": "a task",
        "grnstudio-network": "a network",
        "grnstudio-reactions": "a reaction network",
        "grnstudio-project": "a project",
        "grnstudio-emulator": "an emulator",
    }
)


def version_of(kind: str) -> int:
    """Return the version of the format ``kind`` that is written."""
    return 1 + len(MIGRATIONS[kind])


def migrated(data: Any, kind: str, where: str) -> dict[str, Any]:
    """Return ``data`` in the version of ``kind`` that is written; ``where`` names the file."""
    if not isinstance(data, dict) or data.get("format") != kind:
        raise FileFormatError(f"{where} is not {TITLES[kind]} of GRNStudio: {_found(data, kind)}")
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise FileFormatError(f"{where}: version takes a whole number from 1, not {version!r}.")
    reads = version_of(kind)
    if version > reads:
        by = f"GRNStudio {data['program']}" if data.get("program") else "a later GRNStudio"
        raise FileFormatError(
            f"{where} was written by {by} (format {version}); this is {__version__}, which reads "
            f"up to {reads}. Open it with a later GRNStudio."
        )
    for migration in MIGRATIONS[kind][version - 1 :]:
        data = migration(data)
    return {**data, "version": reads}


def _found(data: Any, kind: str) -> str:
    found = data.get("format") if isinstance(data, dict) else None
    if isinstance(found, str) and found in TITLES:
        return f"it is {TITLES[found]}. Choose another file."
    if found is None:
        return f'it has no "format": "{kind}". Choose another file.'
    return f'its "format" is {found!r}, not "{kind}". Choose another file.'
