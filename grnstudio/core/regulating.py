"""How the reactions of a network regulate: which make a gene, at rates that speak of what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from grnstudio.core.expressions import Expression, Number, Symbol, symbols
from grnstudio.core.hill_factors import Term, term_of
from grnstudio.core.network import MassAction, Network, RateLaw, Reaction
from grnstudio.core.network_formulas import formulas_besides
from grnstudio.core.rates import parse

_WORD = re.compile(r"[\w.]+")


def net(one: Reaction) -> Mapping[str, float]:
    """Return by how much each species changes, 0 for others.

    A stoichiometry that is not known counts as 1.
    """
    found: defaultdict[str, float] = defaultdict(float)
    for way, side in ((-1.0, one.reactants), (1.0, one.products)):
        for part in side:
            found[part.species] += way * (1.0 if part.stoichiometry is None else part.stoichiometry)
    return found


def change_of(one: Reaction, species: str) -> float:
    """Return by how much a reaction changes a species, as `net` does for all."""
    found = 0.0
    for way, side in ((-1.0, one.reactants), (1.0, one.products)):
        for part in side:
            if part.species == species:
                found += way * (1.0 if part.stoichiometry is None else part.stoichiometry)
    return found


def formula_of(one: Reaction) -> str:
    """Return the formula of a rate, or of its constant; empty if it has none."""
    match one.kinetics:
        case MassAction(formula) | RateLaw(formula):
            return formula
    return ""


def tree_of(one: Reaction) -> Expression:
    """Return the formula of a rate, calls of the user's functions as they are."""
    return parse(formula_of(one), None, None)


def synthesis(network: Network, gene: str) -> Reaction | None:
    """Return the reaction that makes a gene without using anything up, None if there is none.

    If there are more it is one from nothing, and of these one that is regulated.
    """
    found = [one for one in network.reactions if one.kinetics is not None and _makes(one, gene)]
    return min(found, key=lambda one: (len(one.reactants), not one.modifiers), default=None)


def _makes(one: Reaction, gene: str) -> bool:
    return change_of(one, gene) > 0 and all(change >= 0 for change in net(one).values())


def carrying(network: Network, source: str, target: str) -> Iterator[Reaction]:
    """Yield the reactions that change ``target`` at a rate that ``source`` has a say in."""
    for one in network.reactions:
        change = change_of(one, target)
        if not change or (source == target and change < 0):
            continue
        is_used = any(part.species == source for part in one.reactants)
        by_mass = is_used and isinstance(one.kinetics, MassAction) and source != target
        if by_mass or _speaks(one, source):
            yield one


def _speaks(one: Reaction, name: str) -> bool:
    is_there = name in formula_of(one) and name not in one.locals
    return is_there and name in symbols(tree_of(one))


def regulated_by(network: Network, genes: set[str]) -> Iterator[tuple[str, str]]:
    """Yield which of ``genes`` may regulate which others, as far as rates speak of them."""
    for one in network.reactions:
        text = formula_of(one)
        if not any(gene in text for gene in genes):
            continue
        sources = symbols(tree_of(one)) & genes
        for target, change in net(one).items():
            if change and target not in genes:
                yield from ((source, target) for source in sorted(sources))


def has_factor(one: Reaction, source: str) -> bool:
    """Return whether a Hill factor acts; that of a substrate only says how fast it is used."""
    return change_of(one, source) >= 0 and term_of(tree_of(one), source) is not None


def term(network: Network, source: str, target: str) -> tuple[Reaction, Term] | None:
    """Return the Hill factor by which one gene regulates another, and the reaction it is in."""
    for one in carrying(network, source, target):
        found = term_of(tree_of(one), source) if change_of(one, source) >= 0 else None
        if found is not None:
            return one, found
    return None


def is_added(network: Network, source: str, target: str) -> bool:
    """Return whether a regulation adds to the rate of its target by a factor of its own."""
    found = term(network, source, target)
    return found is not None and is_own(found[1])


def is_own(one: Term) -> bool:
    """Return whether a term of a sum is this regulation's alone: an activation, with its rate."""
    alone = len(one.above) <= 1 and all(isinstance(each, Symbol | Number) for each in one.above)
    if not one.is_addend or not alone or one.below:
        return False
    return one.hill.sign > 0 or one.coefficient.startswith(f"beta_{one.hill.regulator}_")


def without_unused(before: Network, after: Network) -> Network:
    """Return ``after`` without parameters that ``before`` used somewhere and it does not."""
    texts, left = _texts(before), _texts(after)
    named = _named(before).union(*map(_WORD.findall, set(texts).difference(left))) - _named(after)
    found = [one.id for one in after.parameters if one.id in named]
    if not found:
        return after
    spelled = re.compile("|".join(map(re.escape, found))).search
    gone = set(found).difference(*[_WORD.findall(text) for text in left if spelled(text)])
    if not gone:
        return after
    return replace(
        after,
        parameters=tuple(one for one in after.parameters if one.id not in gone),
        extras={key: v for key, v in after.extras.items() if key.partition(":")[0] not in gone},
    )


def _texts(network: Network) -> list[str]:
    """Return all formulas but those of functions."""
    laws = [one.kinetics for one in network.reactions]
    rates = [law.constant if isinstance(law, MassAction) else law.formula for law in laws if law]
    return rates + [one.text for one in formulas_besides(network)]


def _named(network: Network) -> set[str]:
    """Return what rules and events set, and by what reactions are multiplied."""
    named = {one.target for one in (*network.initial, *network.rules)}
    named |= {name for one in network.events for name in one.assignments}
    return named | {network.conversion, *(one.conversion for one in network.species)}
