"""Which build of the program this is: its version, and in a packaged one the commit it is of."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grnstudio import __version__

FACTS = "_build.json"  # beside this module, written where the program is packaged


@dataclass(frozen=True, slots=True)
class Build:
    """``commit`` and ``date`` are those of the sources, empty where they are not known."""

    version: str
    commit: str = ""
    date: str = ""
    packaged: bool = False

    @property
    def words(self) -> str:
        """The build in a line, such as ``0.1.0, packaged from 1a2b3c4d5e of 2026-01-31``."""
        made = "packaged" if self.packaged else "from Python packages"
        return " ".join(
            [
                f"{self.version}, {made}",
                *([f"from {self.commit[:10]}"] if self.commit else []),
                *([f"of {self.date[:10]}"] if self.date else []),
            ]
        )


@cache
def build() -> Build:
    """Return the build that runs."""
    return read(Path(__file__).parent / FACTS)


def read(path: Path) -> Build:
    """Return the build that a file of facts tells of, or one that knows its version only."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Build(__version__)
    if not isinstance(facts, dict):
        return Build(__version__)
    return Build(
        __version__,
        _text(facts.get("commit")),
        _text(facts.get("date")),
        facts.get("kind") == "packaged",
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
