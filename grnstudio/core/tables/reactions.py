"""The table of reactions."""

from __future__ import annotations

from collections.abc import Sequence

from grnstudio.core.network import Network, Reaction
from grnstudio.core.network_edits import without
from grnstudio.core.tables.cells import name_column, title_column
from grnstudio.core.tables.draft import Draft
from grnstudio.core.tables.equations import (
    equation,
    rate,
    set_equation,
    set_rate,
    shown_equation,
)
from grnstudio.core.tables.laws import Forms, law, set_law
from grnstudio.core.tables.table import Column, Row, Table, named


def _rows(network: Network, key: str = "") -> list[Row]:
    return [Row(one.id, one.id, one) for one in named(network.reactions, key)]


def _create(draft: Draft, text: str) -> str:
    one = Reaction(draft.name(text, "J"))
    draft.put(one)
    return one.id


def _remove(network: Network, rows: Sequence[Row]) -> Network:
    return without(network, [row.id for row in rows])


def reactions(forms: Forms) -> Table:
    """Return the table, in which laws are called as ``forms`` calls them."""
    return Table(
        "reactions",
        "Reactions",
        "reaction",
        "What turns into what, and how fast. Type A + 2 B => C and then its rate.",
        _rows,
        lambda network: (network.reactions,),
        (
            name_column(Reaction, "reaction"),
            Column(
                "Equation",
                "A + 2 B => C; with -> it may also go back. Species that are not there are added.",
                lambda row: equation(row.part),
                set_equation,
                "formula",
                width=184,
                shown=lambda row: shown_equation(row.part),
                sample="A + 2 B => C",
            ),
            Column(
                "Rate",
                "How often it happens: a formula, or mass_action(k) for k times the reactants",
                lambda row: rate(row.part),
                set_rate,
                "formula",
                width=200,
                sample="k*A",
            ),
            Column(
                "Law",
                "The law of the library that the rate follows; another name here puts it in place",
                lambda row: law(row.part, forms()),
                lambda draft, key, text: set_law(draft, key, text, forms()),
                width=168,
                choices=lambda network: [one.title for one in forms()],
            ),
            title_column(Reaction),
        ),
        _create,
        _remove,
        starting=1,
    )
