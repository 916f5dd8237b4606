"""Which rows of a table are shown, and in which order."""

from __future__ import annotations

from collections.abc import Iterable

from grnstudio.core.tables import Row, Table
from grnstudio.core.tables.cells import is_number, number


class RowOrder:
    """Rows as the network has them, and as they are shown: sorted, and filtered by words.

    An edit moves no row and hides none: only sorting or filtering anew does.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self.rows: list[Row] = []
        self.shown: list[Row] = []
        self.coming: list[Row] = []
        self._column, self._is_descending = -1, False
        self._words: list[str] = []
        self._expected: set[str] = set()

    def take(self, rows: list[Row]) -> list[Row]:
        """Take over other rows; returns those shown, by the names that they have among the others.

        What is to be shown is then ``coming``.
        """
        names = _renamed(self.rows, rows)
        before = list(self.shown)
        if names:
            before = [row._replace(key=names.get(row.key, row.key)) for row in before]
        seen = {row.key: place for place, row in enumerate(before)}
        self.rows = rows
        kept = [row for row in rows if row.key in seen or self._suits(row)]
        if self._column >= 0:
            kept.sort(key=lambda row: seen.get(row.key, len(seen)))
        self.coming = kept
        return before

    def expect(self, keys: Iterable[str]) -> None:
        """Show the rows ``keys`` that an edit makes even if the filter would not."""
        self._expected = set(keys) if self._words else set()

    def sort_by(self, column: int, is_descending: bool) -> None:
        """Sort by a column from the next time on, by none with -1."""
        self._column, self._is_descending = column, is_descending
        self._arrange()

    def filter_by(self, text: str) -> None:
        """Show only rows that have all words of ``text``."""
        self._words, self._expected = text.casefold().split(), set()
        self._arrange()

    def _arrange(self) -> None:
        found = [row for row in self.rows if self._suits(row)]
        if self._column >= 0:
            column = self._table.columns[self._column]
            found.sort(key=lambda row: _sorting(column.typed(row)), reverse=self._is_descending)
        self.coming = found

    def _suits(self, row: Row) -> bool:
        if not self._words or row.key in self._expected:
            return True
        text = "\n".join(column.text(row) for column in self._table.columns).casefold()
        return all(word in text for word in self._words)


def groups(places: list[int]) -> list[tuple[int, int]]:
    """Return ascending numbers as stretches of neighbours, first and last."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def differs(one: Row, other: Row) -> bool:
    """Say whether a row shows something else than before; most parts are the very same object."""
    is_same = one.part is other.part or one.part == other.part
    return not is_same or one.formula != other.formula


def are_same(rows: list[Row], others: list[Row]) -> bool:
    """Say whether rows stand for the very same parts."""
    return len(rows) == len(others) and all(
        one.part is other.part and one[:2] == other[:2] and one[3:] == other[3:]
        for one, other in zip(rows, others, strict=True)
    )


def _renamed(before: list[Row], after: list[Row]) -> dict[str, str]:
    """Return what rows that kept their place are called, if all that differ are other names."""
    if len(before) != len(after):
        return {}
    names = {a.key: b.key for a, b in zip(before, after, strict=True) if a.key != b.key}
    if not names or names.keys() & {row.key for row in after}:
        return {}
    return names


def _sorting(text: str) -> tuple[int, float, str]:
    if is_number(text):
        return 0, number(text), ""
    return (1, 0.0, text.casefold()) if text else (2, 0.0, "")
