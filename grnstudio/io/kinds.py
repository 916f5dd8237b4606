"""What a file holds, told by its content where its name leaves it open."""

from __future__ import annotations

import re
from pathlib import Path

from grnstudio.errors import FileFormatError
from grnstudio.io.csv_curves import X_NAMES
from grnstudio.io.migrations import TITLES
from grnstudio.io.source import read_text

PROJECT, TASK, NETWORK, TABLE = "project", "task", "network", "table"
EMULATOR = "emulator"
PROJECT_SUFFIX = ".grnstudio"
MODELS = (".xml", ".sbml", ".ant")
TABLES = (".csv", ".tsv")
EMULATORS = (".emulator",)
KNOWN = (PROJECT_SUFFIX, *MODELS, ".txt", ".json", *TABLES, *EMULATORS)
_OF_FORMAT = {"grnstudio-task": TASK, "grnstudio-reactions": NETWORK}
_FORMAT = re.compile(r'"format"\s*:\s*"([^"]*)"')
_EVENTS = re.compile(r'"state_names"\s*:')


def kind_of(path: Path) -> str:
    """Return what kind of file ``path`` is; raises `FileFormatError` for what is none."""
    suffix = path.suffix.lower()
    if suffix == PROJECT_SUFFIX or path.is_dir():
        return PROJECT
    if suffix in MODELS:
        return NETWORK
    if suffix in TABLES:
        return TABLE
    if suffix in EMULATORS:
        return EMULATOR
    if suffix == ".json":
        return _kind_of_json(path)
    if suffix == ".txt":
        return TABLE if _is_table(read_text(path)) else NETWORK
    known = ", ".join(KNOWN)
    raise FileFormatError(f"{path.name} is of no kind that can be opened; known: {known}.")


def _kind_of_json(path: Path) -> str:
    """Return what is in a JSON file; what cannot be told is left to the reader of tasks."""
    text = read_text(path)
    found = _FORMAT.search(text)
    if found is None:
        return NETWORK if _EVENTS.search(text) else TASK
    if found[1] in TITLES and found[1] not in _OF_FORMAT:
        raise FileFormatError(
            f"{path.name} is {TITLES[found[1]]}, which cannot be opened here. Tasks, reaction "
            "networks and configurations of DynGPT can."
        )
    return _OF_FORMAT.get(found[1], TASK)


def _is_table(text: str) -> bool:
    """Say whether a text begins with the header of a table of curves."""
    for line in text.splitlines():
        word = re.match(r"[#\s\"]*(\w+)", line)
        is_header = word is not None and word[1].lower() in X_NAMES
        if line.strip() and (is_header or not line.startswith("#")):
            return is_header and not re.search(r"=|->|:|'", line)
    return False
