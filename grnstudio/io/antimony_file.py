"""Reaction networks as Antimony text files."""

from __future__ import annotations

from pathlib import Path

from grnstudio.core import antimony
from grnstudio.core.network import Network
from grnstudio.errors import FileFormatError, ModelError, RateSyntaxError
from grnstudio.io.atomic import write_text
from grnstudio.io.source import read_text


def read(path: Path | str) -> tuple[Network, tuple[str, ...]]:
    """Return the network in the file ``path``, and remarks on what was left out."""
    try:
        return antimony.read(read_text(path))
    except (ModelError, RateSyntaxError) as error:
        raise FileFormatError(f"{path}: {error}") from error


def write(network: Network, path: Path | str) -> None:
    """Save ``network`` as text, atomically; raises `ModelError` for what text cannot say."""
    write_text(antimony.write(network), path)
