"""What a network's text says of single things: values, rates, rules, events, functions."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable

from grnstudio.core.antimony_statements import KEYWORDS, MASS_ACTION
from grnstudio.core.antimony_tokens import quoted
from grnstudio.core.network import (
    Compartment,
    MassAction,
    Network,
    Parameter,
    Participant,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.core.rules import AssignmentRule, Constraint, Event, Function, RateRule
from grnstudio.errors import ModelError

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_QUOTABLE = re.compile(r"[!-_a-~]+", re.ASCII)
_SIGNS = {RateRule: "' =", AssignmentRule: " :="}
_WORD = re.compile(r"[\w.]+", re.ASCII)


class Phrases:
    """The phrases of one network, which depend on what its rules and events change."""

    def __init__(self, network: Network) -> None:
        self.initial = {one.target: one.formula for one in network.initial}
        self.changed = {one.target for one in network.rules}
        self.changed |= {target for event in network.events for target in event.assignments}

    def is_set(self, id: str, value: float | None) -> bool:
        """Say whether a value is stated as a number."""
        return value is not None and id not in self.initial

    def constancy(self, id: str, is_constant: bool) -> str:
        """Return the word that is needed where constancy does not follow from the rules."""
        return "" if is_constant != (id in self.changed) else ("const " if is_constant else "var ")

    def value(self, one: Compartment | Species | Parameter | Participant) -> str:
        """Return what stands for a value at the start, an empty text if nothing does."""
        if one.id in self.initial:
            return formula_text(self.initial[one.id])
        match one:
            case Compartment():
                value = one.size
            case Species():
                value = one.initial
            case Parameter():
                value = one.value
            case _:
                value = one.stoichiometry
        if value is None:
            return ""
        scale = _scale(one) if isinstance(one, Species) else ""
        return f"{number_text(value)}{scale}"

    def reaction(self, one: Reaction, dollars: Collection[str] = ()) -> str:
        """Return the line of a reaction, with ``$`` before the species ``dollars``."""
        rate = rate_text(one)
        return f"{id_text(one.id)}: {self.sides(one, dollars)}" + (f"; {rate}" if rate else "")

    def sides(self, one: Reaction, dollars: Collection[str] = ()) -> str:
        """Return reactants and products with the arrow between them."""
        arrow = "->" if one.reversible else "=>"
        sides = (self._side(one.reactants, dollars), arrow, self._side(one.products, dollars))
        return " ".join(side for side in sides if side)

    def _side(self, side: Iterable[Participant], dollars: Collection[str]) -> str:
        return " + ".join(
            f"{self._count(one)}{'$' if one.species in dollars else ''}{id_text(one.species)}"
            for one in side
        )

    def is_labelled(self, one: Participant) -> bool:
        """Say whether the stoichiometry stands in the reaction by its id."""
        is_known = one.stoichiometry is not None or one.id in self.changed.union(self.initial)
        return bool(one.id) and is_known

    def _count(self, one: Participant) -> str:
        if self.is_labelled(one):
            return f"{id_text(one.id)} "
        if one.stoichiometry is None or not math.isfinite(one.stoichiometry):
            raise ModelError(
                f"How often a reaction uses '{one.species}' is no number, and text cannot say it; "
                "give its stoichiometry a number."
            )
        return "" if one.stoichiometry == 1.0 else f"{number_text(one.stoichiometry)} "


def _scale(one: Species) -> str:
    if not one.compartment or one.is_concentration != one.only_substance:
        return ""
    return (" * " if one.only_substance else " / ") + id_text(one.compartment)


def rate_text(one: Reaction) -> str:
    """Return the rate of a reaction, an empty text if it has none."""
    match one.kinetics:
        case MassAction(constant):
            return f"{MASS_ACTION}({formula_text(constant)})"
        case RateLaw(formula):
            return formula_text(formula)
    return ""


def rule_text(rule: AssignmentRule | RateRule) -> str:
    """Return ``y := x`` or ``y' = x``."""
    return f"{id_text(rule.target)}{_SIGNS[type(rule)]} {formula_text(rule.formula)}"


def event_text(one: Event) -> str:
    """Return the line of an event."""
    delay = f"{_guarded(one.delay)} after " if one.delay else ""
    options = f", priority={_guarded(one.priority)}" if one.priority else ""
    flags = {"t0": one.initially, "persistent": one.persistent, "fromTrigger": one.at_trigger}
    options += "".join(f", {name}=false" for name, value in flags.items() if not value)
    sets = ", ".join(
        f"{id_text(target)} = {formula_text(formula)}"
        for target, formula in one.assignments.items()
    )
    text = f"{id_text(one.id)}: at {delay}({formula_text(one.trigger)}){options}: {sets}"
    return text.rstrip()


def check_text(one: Constraint) -> str:
    """Return the line of a constraint."""
    message = f" else {quoted(one.message)}" if one.message else ""
    return f"assert ({formula_text(one.formula)}){message}"


def function_text(one: Function) -> str:
    """Return the lines of a function."""
    arguments = ", ".join(id_text(name) for name in one.arguments)
    return f"function {id_text(one.id)}({arguments})\n  {formula_text(one.formula)}\nend"


def unit_text(unit: str) -> str:
    """Return a unit as it stands after ``has``."""
    return unit if _PLAIN.fullmatch(unit) and unit not in KEYWORDS else quoted(unit)


def id_text(id: str) -> str:
    """Return an id, in backquotes where it needs them; raises `ModelError`."""
    if _PLAIN.fullmatch(id) and id not in KEYWORDS:
        return id
    if not _QUOTABLE.fullmatch(id):
        raise ModelError(f"'{id}' cannot be written in a text; rename it.")
    return f"`{id}`"


def formula_text(text: str) -> str:
    """Return a formula in one line."""
    return " ".join(text.split())


def number_text(value: float | None) -> str:
    """Return a number with all its digits."""
    return "nan" if value is None else repr(float(value)).removesuffix(".0")


def _guarded(text: str) -> str:
    """Keep a formula apart from the words that follow it."""
    text = formula_text(text)
    return text if _WORD.fullmatch(text) else f"({text})"
