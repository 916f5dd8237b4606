"""What only this program writes into SBML: marks on mass action and on compartments for nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape

from grnstudio.core.expressions import Apply, Expression, Number, Symbol
from grnstudio.core.network import MassAction, Network, RateLaw, Reaction, Species
from grnstudio.core.rates import parse, write
from grnstudio.io.sbml.extras import Kept

SPACE = "urn:grnstudio:sbml"
_MARK = re.compile(rf'\s*<massAction xmlns="{SPACE}" constant="([^"<>]*)"\s*/>')


def with_mass_action(network: Network, reaction: Reaction, extras: dict[str, Kept]) -> Reaction:
    """Return ``reaction`` with mass action where its law is marked so and still says the same."""
    about = extras.get(f"{reaction.id}:law:", {})
    mark = _MARK.search(about.get("annotation", ""))
    if mark is None or not isinstance(reaction.kinetics, RateLaw):
        return reaction
    constant = unescape(mark[1])
    if mass_action_law(network, reaction, constant) != reaction.kinetics.formula:
        return reaction
    _unmark(about)
    if not about:
        extras.pop(f"{reaction.id}:law:")
    return replace(reaction, kinetics=MassAction(constant))


NOWHERE = f'<annotation><implicit xmlns="{SPACE}"/></annotation>'
"""Marks the compartment of species that have none, since SBML wants one."""


def is_nowhere(about: Kept) -> bool:
    """Return whether a compartment was only written for species that have none."""
    return f'<implicit xmlns="{SPACE}"/>' in about.get("annotation", "")


def marked(annotation: str, constant: str) -> str:
    """Return an annotation that says which constant a mass-action law has."""
    mark = f'<massAction xmlns="{SPACE}" constant="{escape(constant)}"/>'
    head, end, tail = annotation.rpartition("</annotation>")
    return f"{head}{mark}{end}{tail}" if end else f"<annotation>{mark}</annotation>"


def _unmark(about: Kept) -> None:
    rest = _MARK.sub("", about["annotation"])
    if re.fullmatch(r"\s*<annotation[^>]*>\s*</annotation>\s*", rest):
        del about["annotation"]
    else:
        about["annotation"] = rest


def mass_action_law(network: Network, reaction: Reaction, constant: str) -> str:
    """Return the rate law in amounts that mass action stands for, as text."""
    species = {one.id: one for one in network.species}
    factors: list[Expression] = [parse(constant, None, None)]
    for one in reaction.reactants:
        amount = _amount(species[one.species])
        number = Number(1.0 if one.stoichiometry is None else one.stoichiometry)
        exponent: Expression = Symbol(one.id) if one.id and not one.constant else number
        factors.append(amount if exponent == Number(1.0) else Apply("^", (amount, exponent)))
    return write(factors[0] if len(factors) == 1 else Apply("*", tuple(factors)))


def _amount(species: Species) -> Expression:

    symbol = Symbol(species.id)
    if species.only_substance or not species.compartment:
        return symbol
    return Apply("*", (symbol, Symbol(species.compartment)))
