"""A table of a network's parts: its rows, and columns whose texts can be read and written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias, TypeVar

from grnstudio.core.network import Network, Part
from grnstudio.core.tables.draft import Draft

Look: TypeAlias = Literal["text", "number", "formula", "flag"]
YES, NO = "yes", "no"


class Row(NamedTuple):
    """One row: ``key`` names it among the others, ``id`` is the part it belongs to.

    ``formula`` is what sets the part from outside, such as its value at the start.
    """

    key: str
    id: str
    part: Any
    formula: str = ""
    extra: Any = None


P = TypeVar("P", bound=Part)


def named(parts: Sequence[P], key: str) -> Sequence[P]:
    """Return the part of that id, or all parts where it is empty."""
    return [one for one in parts if one.id == key] if key else parts


def _always(row: Row) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``write`` raises an error of what cannot stand there, ``read`` gives it back.

    ``shown`` is how the text looks where it is not being edited. A column applies to the rows that
    ``applies`` says. ``choices`` are the texts that can be chosen.
    """

    title: str
    tip: str
    read: Callable[[Row], str]
    write: Callable[[Draft, str, str], object]
    look: Look = "text"
    width: int = 88
    shown: Callable[[Row], str] | None = None
    applies: Callable[[Row], bool] = _always
    choices: Callable[[Network], Sequence[str]] | None = None
    sample: str = ""

    def text(self, row: Row) -> str:
        """Return the text as it is shown; empty where the column does not apply."""
        return (self.shown or self.read)(row) if self.applies(row) else ""

    def typed(self, row: Row) -> str:
        """Return the text as it is typed; empty where the column does not apply."""
        return self.read(row) if self.applies(row) else ""


class Rows(Protocol):
    """Finds the rows of a network; of ``key`` alone, or with few others, where that is asked."""

    def __call__(self, network: Network, key: str = "") -> list[Row]: ...


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of part: how its rows are found, made and removed.

    ``sources`` are the parts of a network that the rows depend on. ``create`` makes a part, called
    as a text says or by a free name, and returns its key. ``starting`` is the column in which a
    row is begun.
    """

    key: str
    title: str
    one: str
    about: str
    rows: Rows
    sources: Callable[[Network], tuple[object, ...]]
    columns: tuple[Column, ...]
    create: Callable[[Draft, str], str]
    remove: Callable[[Network, Sequence[Row]], Network]
    starting: int = 0

    def row(self, network: Network, key: str) -> Row | None:
        """Return the row of ``key``, None if there is none."""
        return next((one for one in self.rows(network, key) if one.key == key), None)

    def column(self, title: str) -> Column:
        """Return the column of a title, however it is spelled; raises `KeyError`."""
        wanted = title.strip().casefold()
        for one in self.columns:
            if one.title.casefold() == wanted:
                return one
        raise KeyError(title)
