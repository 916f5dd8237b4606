"""What the texts of cells stand for."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from grnstudio.core.antimony_numbers import PLAIN, SCALED, as_number
from grnstudio.core.network import Compartment, Parameter, Species
from grnstudio.core.tables.draft import Draft
from grnstudio.core.tables.table import NO, YES, Column, Row
from grnstudio.errors import ModelError

_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
_FLAGS = {
    **dict.fromkeys(("yes", "true", "1", "x", "✓", "on"), True),
    **dict.fromkeys(("no", "false", "0", "", "-", "off"), False),
}


def is_number(text: str) -> bool:
    """Say whether a text is a number, with a point or a comma."""
    return bool(PLAIN.fullmatch(text.strip()) or _COMMA.fullmatch(text.strip()))


def number(text: str) -> float:
    """Return the number that a text is; raises `ModelError`."""
    text = text.strip()
    if _THOUSANDS.fullmatch(text):
        plain = text.replace(",", "")
        raise ModelError(f"'{text}' may mean {plain} or {text.replace(',', '.', 1)}; write it out.")
    if not is_number(text):
        raise ModelError(f"'{text}' is no number; type one such as 0.5 or 1e-3.")
    value = as_number(text.replace(",", "."))
    if not math.isfinite(value):
        raise ModelError(f"'{text}' is no finite number; type one such as 0.5 or 1e-3.")
    return value


def shown_number(value: float | None) -> str:
    """Return a number so that typing it gives the same one."""
    return "" if value is None else repr(float(value)).removesuffix(".0")


def flag(text: str) -> bool:
    """Return what a text says of a yes or no; raises `ModelError`."""
    word = text.strip().casefold()
    if word not in _FLAGS:
        raise ModelError(f"'{text.strip()}' is neither yes nor no; type one of them.")
    return _FLAGS[word]


def field(
    kind: Any,
    name: str,
    read: Callable[[str], Any] = str,
) -> Callable[[Draft, str, str], None]:
    """Return what writes a cell straight into a field of a part of ``kind``."""

    def write(draft: Draft, key: str, text: str) -> None:
        draft.put(replace(draft.find(kind, key), **{name: read(text.strip())}))

    return write


def flag_column(kind: Any, title: str, name: str, tip: str, width: int = 72) -> Column:
    """Return a column of boxes for a field that is true or false."""
    return Column(
        title,
        tip,
        lambda row: YES if getattr(row.part, name) else NO,
        field(kind, name, flag),
        "flag",
        width,
    )


def name_column(kind: Any, what: str) -> Column:
    """Return the column of ids; another id there is followed wherever the part is spoken of."""
    tip = f"What formulas call the {what}. Another name here is another name everywhere."

    def write(draft: Draft, key: str, text: str) -> None:
        draft.find(kind, key)
        draft.rename(key, text)

    return Column("Name", tip, lambda row: str(row.key), write, width=112)


def title_column(kind: Any) -> Column:
    """Return the column of titles in plain words."""
    tip = "What it is called in plain words, beside its name in formulas"
    return Column("Title", tip, lambda row: str(row.part.name), field(kind, "name"), width=120)


def value_column(kind: Any, title: str, name: str, tip: str, width: int = 88) -> Column:
    """Return the column of what a part is at the start: a number, or a formula."""

    def read(row: Row) -> str:
        return row.formula or shown_number(getattr(row.part, name))

    def write(draft: Draft, key: str, text: str) -> None:
        _set_value(draft, draft.find(kind, key), name, text.strip())

    return Column(title, tip, read, write, "number", width)


def _set_value(draft: Draft, part: Any, name: str, text: str) -> None:
    if not text and not isinstance(part, Parameter) and part.id not in draft.rules:
        what = "size" if isinstance(part, Compartment) else "amount"
        raise ModelError(f"'{part.id}' needs an initial {what}; type a number or a formula.")
    if not text or is_number(text) or _THOUSANDS.fullmatch(text):
        _set_number(draft, part, name, number(text) if text else None)
    elif isinstance(part, Species) and (scaled := _scaled(part, text)):
        draft.set_initial(part.id, "")
        draft.put(replace(part, initial=scaled, is_concentration=part.only_substance))
    else:
        draft.set_initial(part.id, draft.formula(text))
        draft.put(replace(part, **{name: None}))


def _set_number(draft: Draft, part: Any, name: str, value: float | None) -> None:
    draft.set_initial(part.id, "")
    edit: dict[str, Any] = {name: value}
    if isinstance(part, Species) and part.initial is None:
        edit["is_concentration"] = not part.only_substance
    draft.put(replace(part, **edit))


def _scaled(one: Species, text: str) -> float | None:
    """Return the number in ``2 * cell`` where that is the other of amount and concentration."""
    found = SCALED.fullmatch(text)
    sign = "*" if one.only_substance else "/"
    fits = found and one.compartment and (found[2], found[3]) == (sign, one.compartment)
    return number(found[1]) if found and fits else None
