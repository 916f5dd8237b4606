"""Edits of a network through its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grnstudio.core.network import Network
from grnstudio.core.settling import settled
from grnstudio.core.tables.draft import Draft
from grnstudio.core.tables.table import Column, Row, Table
from grnstudio.errors import ModelError, RateSyntaxError


@dataclass(frozen=True, slots=True)
class Edited:
    """A network after an edit; ``keys`` are the rows it was about, ``added`` what came with it."""

    network: Network
    keys: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


Cells = Mapping[tuple[str, str], str]
"""Texts by the key of a row and the title of a column."""


def filled(network: Network, table: Table, cells: Cells) -> Edited:
    """Return the network with the texts of some cells changed; raises `ModelError`."""
    draft, rows = Draft(network), {row.key: row for row in table.rows(network)}
    keys = []
    for (key, title), text in sorted(cells.items(), key=lambda cell: cell[0][1] == _first(table)):
        column = table.column(title)
        _write(draft, column, key, text, rows.get(key))
        keys.append(key)
    return Edited(draft.network(), tuple(dict.fromkeys(keys)), tuple(draft.added))


def added(network: Network, table: Table, texts: Mapping[str, str] | None = None) -> Edited:
    """Return the network with another row of ``texts``, by the columns' titles.

    Raises `ModelError`.
    """
    draft = Draft(network)
    key = create(draft, table, texts or {})
    return Edited(draft.network(), (key,), tuple(draft.added))


def create(draft: Draft, table: Table, texts: Mapping[str, str]) -> str:
    """Add a row to a draft and return its key; raises `ModelError`."""
    first = _first(table)
    key = table.create(draft, texts.get(first, ""))
    for title, text in texts.items():
        if title != first and text.strip():
            _write(draft, table.column(title), key, text, None)
    return key


def removed(network: Network, table: Table, rows: Sequence[Row]) -> Edited:
    """Return the network without ``rows``; ``added`` names what went with them, by its kind."""
    after = table.remove(network, rows)
    after = settled(after, {target for _, target in _settings(network) - _settings(after)})
    chosen = {row.id for row in rows}
    left = {one.id for one in after.parts()}
    gone = [one for one in network.parts() if one.id not in left and one.id not in chosen]
    words = [f"{type(one).__name__.lower()} {one.id}" for one in gone]
    rules = len(network.rules) + len(network.initial) - len(after.rules) - len(after.initial)
    rules -= len(rows) if table.key == "rules" else 0
    if rules > 0:
        words.append(f"{rules} rule{'s' * (rules > 1)}")
    return Edited(after, tuple(row.key for row in rows), tuple(words))


def problem_of(error: Exception) -> str:
    """Return an error's message for beside a cell, without a picture of the place."""
    return error.problem if isinstance(error, RateSyntaxError) else str(error)


def _write(draft: Draft, column: Column, key: str, text: str, row: Row | None) -> None:
    if row is not None and not column.applies(row):
        raise ModelError(f"'{key}' has no {column.title.lower()} of its own.")
    column.write(draft, key, text)


def _settings(network: Network) -> set[tuple[object, str]]:
    """Return what sets which values: each rule by its kind, each event by its name."""
    found: set[tuple[object, str]] = {
        (type(one), one.target) for one in (*network.rules, *network.initial)
    }
    return found | {(event.id, target) for event in network.events for target in event.assignments}


def _first(table: Table) -> str:
    return table.columns[0].title
