"""The table of parameters, those that only one reaction knows among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from grnstudio.core.expressions import symbols
from grnstudio.core.network import MassAction, Network, Parameter, Reaction
from grnstudio.core.network_edits import without
from grnstudio.core.network_rename import renamed_local
from grnstudio.core.rates import parse
from grnstudio.core.tables.cells import (
    field,
    flag,
    name_column,
    number,
    shown_number,
    title_column,
    value_column,
)
from grnstudio.core.tables.draft import Draft
from grnstudio.core.tables.table import NO, YES, Column, Row, Table, named
from grnstudio.errors import ModelError


class Own(NamedTuple):
    """A parameter that only ``reaction`` knows."""

    reaction: str
    name: str
    value: float


def _rows(network: Network, key: str = "") -> list[Row]:
    starts = {one.target: one.formula for one in network.initial}
    rows = [
        Row(one.id, one.id, one, starts.get(one.id, "")) for one in named(network.parameters, key)
    ]
    for one in network.reactions if not key or "." in key else ():
        for name, value in one.locals.items():
            rows.append(Row(f"{one.id}.{name}", one.id, Own(one.id, name, value)))
    return rows


def _is_shared(row: Row) -> bool:
    return not isinstance(row.part, Own)


def _own(draft: Draft, key: str) -> tuple[Reaction, str] | None:
    """Return the reaction and the name of a parameter of its own, None for a shared one."""
    reaction, _, name = ("", "", "") if key in draft.parts(Parameter) else key.partition(".")
    return (draft.find(Reaction, reaction), name) if name else None


_NAME = name_column(Parameter, "parameter")
_VALUE = value_column(
    Parameter,
    "Value",
    "value",
    "A number, or a formula for the start; nothing if something else sets it",
)


def _rename(draft: Draft, key: str, text: str) -> None:
    own = _own(draft, key)
    if own is None:
        _NAME.write(draft, key, text)
        return
    reaction, old = own
    new = text.strip().removeprefix(f"{reaction.id}.")
    if new != old:
        draft.become(renamed_local(draft.network(), reaction.id, old, new))


def _read_value(row: Row) -> str:
    return _VALUE.read(row) if _is_shared(row) else shown_number(row.part.value)


def _set_value(draft: Draft, key: str, text: str) -> None:
    own = _own(draft, key)
    if own is None:
        _VALUE.write(draft, key, text)
        return
    reaction, name = own
    draft.put(replace(reaction, locals={**reaction.locals, name: number(text)}))


def _shared(draft: Draft, key: str, name: str, value: object) -> None:
    if _own(draft, key):
        raise ModelError(f"'{key}' belongs to one reaction; it has a name and a value alone.")
    field(Parameter, name, lambda text: value)(draft, key, "")


def _create(draft: Draft, text: str) -> str:
    one = Parameter(draft.name(text, "k"), 1.0)
    draft.put(one)
    return one.id


def _remove(network: Network, rows: Sequence[Row]) -> Network:
    for row in rows:
        if isinstance(row.part, Own):
            network = _without_own(network, row.part)
    shared = [row.id for row in rows if _is_shared(row)]
    return without(network, shared) if shared else network


def _without_own(network: Network, own: Own) -> Network:
    reaction = network.part(own.reaction)
    if not isinstance(reaction, Reaction):
        return network
    law = reaction.kinetics
    formula = "" if law is None else law.constant if isinstance(law, MassAction) else law.formula
    if formula and own.name in symbols(parse(formula, None, None)):
        raise ModelError(
            f"The rate of '{own.reaction}' uses its parameter '{own.name}'; change the rate first."
        )
    kept = {name: value for name, value in reaction.locals.items() if name != own.name}
    return network.with_reaction(replace(reaction, locals=kept))


PARAMETERS = Table(
    "parameters",
    "Parameters",
    "parameter",
    "Numbers that rates and rules use. Those of one reaction alone are called J1.k.",
    _rows,
    lambda network: (network.parameters, network.initial, network.reactions),
    (
        replace(_NAME, write=_rename),
        replace(_VALUE, read=_read_value, write=_set_value, width=112),
        Column(
            "Unit",
            "Its unit in words, such as per_second",
            lambda row: str(row.part.unit) if _is_shared(row) else "",
            lambda draft, key, text: _shared(draft, key, "unit", text.strip()),
            width=104,
            applies=_is_shared,
        ),
        Column(
            "Constant",
            "Nothing changes it, no rule and no event",
            lambda row: YES if not _is_shared(row) or row.part.constant else NO,
            lambda draft, key, text: _shared(draft, key, "constant", flag(text)),
            "flag",
            72,
            applies=_is_shared,
        ),
        replace(
            title_column(Parameter),
            read=lambda row: str(row.part.name) if _is_shared(row) else "",
            write=lambda draft, key, text: _shared(draft, key, "name", text.strip()),
            applies=_is_shared,
        ),
    ),
    _create,
    _remove,
)
