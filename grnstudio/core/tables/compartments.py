"""The table of compartments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grnstudio.core.network import Compartment, Network
from grnstudio.core.network_edits import without
from grnstudio.core.tables.cells import (
    flag_column,
    name_column,
    number,
    shown_number,
    title_column,
    value_column,
)
from grnstudio.core.tables.draft import Draft
from grnstudio.core.tables.table import Column, Row, Table, named
from grnstudio.errors import ModelError


def _rows(network: Network, key: str = "") -> list[Row]:
    starts = {one.target: one.formula for one in network.initial}
    return [
        Row(one.id, one.id, one, starts.get(one.id, "")) for one in named(network.compartments, key)
    ]


def _create(draft: Draft, text: str) -> str:
    one = Compartment(draft.name(text, "cell"))
    draft.put(one)
    return one.id


def _remove(network: Network, rows: Sequence[Row]) -> Network:
    return without(network, [row.id for row in rows])


def _set_dimensions(draft: Draft, key: str, text: str) -> None:
    value = number(text)
    if not 0 <= value <= 3:
        raise ModelError(f"A compartment has 0 to 3 dimensions, not {text.strip()}.")
    draft.put(replace(draft.find(Compartment, key), dimensions=value))


COMPARTMENTS = Table(
    "compartments",
    "Compartments",
    "compartment",
    "Where species are. A network without compartments counts amounts.",
    _rows,
    lambda network: (network.compartments, network.initial),
    (
        name_column(Compartment, "compartment"),
        value_column(
            Compartment, "Size", "size", "Its volume, area or length: a number, or a formula"
        ),
        Column(
            "Dimensions",
            "3 for a volume, 2 for a surface, 1 for a line, 0 for a point",
            lambda row: shown_number(row.part.dimensions),
            _set_dimensions,
            "number",
        ),
        flag_column(Compartment, "Constant", "constant", "Its size never changes"),
        title_column(Compartment),
    ),
    _create,
    _remove,
)
