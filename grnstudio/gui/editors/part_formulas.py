"""Which equations a row of the network's tables stands for, to be shown as in print."""

from __future__ import annotations

from grnstudio.core.expressions import Apply, Expression, Number, Symbol
from grnstudio.core.network import MassAction, Participant, Reaction
from grnstudio.core.rates import parse
from grnstudio.core.rules import AssignmentRule, Event, Function, InitialAssignment, RateRule
from grnstudio.core.tables import Row
from grnstudio.errors import GRNStudioError
from grnstudio.gui.editors.formula_view import Equation


def equations(row: Row) -> list[Equation]:
    """Return the equations that a row stands for; none if it has no formula."""
    try:
        return _equations(row)
    except GRNStudioError:
        return []


def typed(row: Row | None, title: str, text: str) -> list[Equation]:
    """Return the equation of a formula that is being typed, as far as it can be read."""
    try:
        tree = parse(text, None, None)
    except GRNStudioError:
        return []
    if title == "Rate":
        return [Equation(_speed(row.key if row else ""), "=", _written_out(tree, row))]
    return [Equation("", "", tree)]


def _equations(row: Row) -> list[Equation]:
    part = row.part
    match part:
        case Reaction():
            return _of_reaction(part)
        case AssignmentRule():
            return [Equation(part.target, "=", parse(part.formula, None, None))]
        case RateRule():
            slope = Apply("/", (Symbol(f"d{part.target}"), Symbol("dt")))
            return [Equation(slope, "=", parse(part.formula, None, None))]
        case InitialAssignment():
            return [Equation(f"{part.target}(0)", "=", parse(part.formula, None, None))]
        case Function():
            head = f"{part.id}({', '.join(part.arguments)})"
            return [Equation(head, "=", parse(part.formula, None, None))]
        case Event():
            return _of_event(part)
    if row.formula:
        return [Equation(f"{row.id}(0)", "=", parse(row.formula, None, None))]
    return []


def _of_reaction(one: Reaction) -> list[Equation]:
    law = one.kinetics
    if law is None:
        return []
    tree = parse(law.constant if isinstance(law, MassAction) else law.formula, None, None)
    if isinstance(law, MassAction):
        tree = _product(tree, one.reactants)
    return [Equation(_speed(one.id), "=", tree)]


def _of_event(one: Event) -> list[Equation]:
    found = [Equation("", "", parse(one.trigger, None, None))]
    for target, formula in one.assignments.items():
        found.append(Equation(target, "←", parse(formula, None, None)))
    return found


def _speed(reaction: str) -> str:
    return f"v_{reaction}"


def _written_out(tree: Expression, row: Row | None) -> Expression:
    """Write mass action out as a product, as far as the reaction is known."""
    match tree:
        case Apply("mass_action", (constant,)):
            return _product(constant, row.part.reactants if row else ())
    return tree


def _product(constant: Expression, side: tuple[Participant, ...]) -> Expression:
    factors = [constant]
    for one in side:
        count = 1.0 if one.stoichiometry is None else one.stoichiometry
        base = Symbol(one.species)
        factors.append(base if count == 1.0 else Apply("^", (base, Number(count))))
    return Apply("*", tuple(factors)) if len(factors) > 1 else constant
