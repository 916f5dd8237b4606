"""Rows of a table as text between tabs, as spreadsheets copy and paste them."""

from __future__ import annotations

from collections.abc import Sequence

from grnstudio.core.network import Network
from grnstudio.core.tables.draft import Draft
from grnstudio.core.tables.editing import Edited, create, problem_of
from grnstudio.core.tables.table import Column, Row, Table
from grnstudio.errors import GRNStudioError, ModelError

MOST_ROWS = 20_000
Grid = Sequence[Sequence[str]]


def grid(text: str) -> list[list[str]]:
    """Return the cells of a text: rows by line, columns by tab; quotes as spreadsheets put them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    return [[_unquoted(cell) for cell in line.split("\t")] for line in lines]


def tsv(rows: Sequence[Row], columns: Sequence[Column], heading: bool) -> str:
    """Return cells as text, below the columns' titles if ``heading``."""
    lines = ["\t".join(one.title for one in columns)] if heading else []
    lines += ["\t".join(_plain(one.typed(row)) for one in columns) for row in rows]
    return "\n".join(lines)


def pasted(
    network: Network, table: Table, cells: Grid, keys: Sequence[str], column: int = 0
) -> Edited:
    """Return the network with ``cells`` put into a table; raises `ModelError`, naming the place.

    If the first row names columns, the others go to the rows of their names, and those that are
    not there are added. Otherwise cells go to the rows ``keys`` from ``column`` on, and what is
    left over is added as rows.
    """
    if len(cells) > MOST_ROWS:
        raise ModelError(
            f"Nothing was pasted: there are {len(cells):,} rows, and at most {MOST_ROWS:,} can be "
            "pasted at once. Paste them in parts, or import a file."
        )
    headed = _heading(table, cells[0]) if cells else None
    draft = Draft(network)
    if headed is not None:
        found = _by_name(draft, table, cells[1:], headed)
    else:
        found = _by_place(draft, table, cells, keys, column)
    return Edited(draft.network(), tuple(found), tuple(draft.added))


def left_out(table: Table, cells: Grid) -> list[str]:
    """Return the titles in the first row of ``cells`` that are of no column, if it is a heading."""
    headed = _heading(table, cells[0]) if cells else None
    return [title for title, one in zip(cells[0], headed or (), strict=False) if one is None]


def _heading(table: Table, first: Sequence[str]) -> list[Column | None] | None:
    """Return the column of each title, None for those unknown; None if it is no heading."""
    titles = {one.title.casefold(): one for one in table.columns}
    found = [titles.get(cell.strip().casefold()) for cell in first]
    known = [one for one in found if one]
    if not known or (len(known) * 2 < len(found) and table.columns[0] not in known):
        return None
    if table.columns[0] not in known:
        told = ", ".join(one.title for one in table.columns)
        raise ModelError(
            f"Nothing was pasted: the heading has no column '{table.columns[0].title}', which says "
            f"what each row is about. The columns are: {told}."
        )
    return found


def _by_name(
    draft: Draft, table: Table, cells: Grid, columns: Sequence[Column | None]
) -> list[str]:
    rows = {row.key: row for row in table.rows(draft.network())}
    name, found = columns.index(table.columns[0]), []
    for number, line in enumerate(cells, 2):
        texts = {
            column: text for column, text in zip(columns, line, strict=False) if column is not None
        }
        if not any(text.strip() for text in line):
            continue
        if name >= len(line) or not line[name].strip():
            what = table.columns[0].title.lower()
            raise ModelError(f"Nothing was pasted: row {number} has no {what}.")
        key = line[name].strip()
        found.append(_put(draft, table, rows.get(key), key, texts, number))
    return found


def _by_place(
    draft: Draft, table: Table, cells: Grid, keys: Sequence[str], start: int
) -> list[str]:
    rows, found = {row.key: row for row in table.rows(draft.network())}, []
    columns = table.columns[start:]
    for number, line in enumerate(cells, 1):
        if len(line) > len(columns):
            raise ModelError(
                f"Nothing was pasted: row {number} has {len(line)} cells, and from "
                f"'{columns[0].title}' on there are {len(columns)} columns."
            )
        texts: dict[Column, str] = dict(zip(columns, line, strict=False))
        row = rows.get(keys[number - 1]) if number <= len(keys) else None
        if row is None and not any(text.strip() for text in line):
            continue
        name = texts.get(table.columns[0], "") if row is None else ""
        found.append(_put(draft, table, row, name, texts, number))
    return found


def _put(
    draft: Draft, table: Table, row: Row | None, name: str, texts: dict[Column, str], number: int
) -> str:
    first = table.columns[0]
    column: Column | None = first
    try:
        key = row.key if row else create(draft, table, {first.title: name})
        for column, text in texts.items():
            if column is not first and _is_other(column, row, text):
                column.write(draft, key, text)
        column = first
        if row and first in texts and texts[first].strip() not in ("", key):
            first.write(draft, key, texts[first])
            key = texts[first].strip()
    except GRNStudioError as error:
        place = f"row {number}, {column.title}" if column else f"row {number}"
        raise ModelError(f"Nothing was pasted. {place}: {problem_of(error)}") from error
    return key


def _is_other(column: Column, row: Row | None, text: str) -> bool:
    """Say whether a pasted cell changes something: columns that do not apply are left alone."""
    if row is None:
        return bool(text.strip())
    return column.applies(row) and text.strip() not in (column.read(row), column.text(row))


def _plain(text: str) -> str:
    return " ".join(text.split()) if "\t" in text or "\n" in text else text


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1].replace('""', '"')
    return cell
