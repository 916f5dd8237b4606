"""The table of species."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grnstudio.core.network import Compartment, Network, Species
from grnstudio.core.network_edits import without
from grnstudio.core.tables.cells import flag_column, name_column, title_column, value_column
from grnstudio.core.tables.draft import Draft
from grnstudio.core.tables.table import Column, Row, Table, named
from grnstudio.errors import ModelError

AMOUNT, CONCENTRATION = "amount", "concentration"


def _rows(network: Network, key: str = "") -> list[Row]:
    starts = {one.target: one.formula for one in network.initial}
    return [Row(one.id, one.id, one, starts.get(one.id, "")) for one in named(network.species, key)]


def _create(draft: Draft, text: str) -> str:
    return draft.add_species(draft.name(text, "S")).id


def _remove(network: Network, rows: Sequence[Row]) -> Network:
    return without(network, [row.id for row in rows])


def _measure(is_concentration: bool) -> str:
    return CONCENTRATION if is_concentration else AMOUNT


def _is_concentration(text: str) -> bool:
    word = text.strip().casefold()
    found = [one for one in (AMOUNT, CONCENTRATION) if word and one.startswith(word)]
    if len(found) != 1:
        raise ModelError(f"'{text.strip()}' is neither amount nor concentration.")
    return found[0] == CONCENTRATION


def _set_place(draft: Draft, key: str, text: str) -> None:
    place, one = text.strip(), draft.find(Species, key)
    if place and place not in draft.parts(Compartment):
        draft.put(Compartment(draft.name(place, "cell")))
        draft.added.append(f"compartment {place}")
    draft.put(replace(one, compartment=place))


def _set_start(draft: Draft, key: str, text: str) -> None:
    one = _in_place(draft, key)
    draft.put(replace(one, is_concentration=_is_concentration(text)))


def _set_meaning(draft: Draft, key: str, text: str) -> None:
    one = _in_place(draft, key)
    draft.put(replace(one, only_substance=not _is_concentration(text)))


def _in_place(draft: Draft, key: str) -> Species:
    one = draft.find(Species, key)
    if not one.compartment:
        raise ModelError(
            f"'{key}' is in no compartment, so it is an amount; name one for it first."
        )
    return one


def _is_placed(row: Row) -> bool:
    return bool(row.part.compartment)


def _starts_by_number(row: Row) -> bool:
    return bool(row.part.compartment) and row.part.initial is not None


def _measures(network: Network) -> tuple[str, ...]:
    return (AMOUNT, CONCENTRATION)


SPECIES = Table(
    "species",
    "Species",
    "species",
    "What is made, used up, and regulates: genes' products, metabolites, cells.",
    _rows,
    lambda network: (network.species, network.initial),
    (
        name_column(Species, "species"),
        value_column(
            Species, "Initial", "initial", "How much there is at the start: a number, or a formula"
        ),
        Column(
            "Compartment",
            "Where it is; another name here makes another compartment",
            lambda row: str(row.part.compartment),
            _set_place,
            width=100,
            choices=lambda network: [one.id for one in network.compartments],
        ),
        Column(
            "Starts as",
            "Whether the number at the start is an amount or a concentration",
            lambda row: _measure(row.part.is_concentration),
            _set_start,
            width=116,
            applies=_starts_by_number,
            choices=_measures,
        ),
        Column(
            "In formulas",
            "Whether its name in formulas means the amount or the concentration",
            lambda row: _measure(not row.part.only_substance),
            _set_meaning,
            width=116,
            applies=_is_placed,
            choices=_measures,
        ),
        flag_column(
            Species,
            "Held",
            "boundary",
            "Its surroundings hold it: reactions use it without changing how much there is",
            56,
        ),
        flag_column(Species, "Constant", "constant", "Nothing changes it, no rule either"),
        title_column(Species),
    ),
    _create,
    _remove,
)
