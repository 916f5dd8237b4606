"""What two networks do not have in common, part by part, and in which fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

from grnstudio.core.expressions import Expression
from grnstudio.core.network import (
    MassAction,
    Network,
    Part,
    Participant,
    RateLaw,
    Reaction,
)
from grnstudio.core.rates import parse
from grnstudio.core.regulation_view import regulation_view
from grnstudio.core.rules import AssignmentRule, Event, Function, InitialAssignment, RateRule
from grnstudio.errors import RateSyntaxError

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
Pair: TypeAlias = tuple[str, str]
Rule: TypeAlias = AssignmentRule | RateRule | InitialAssignment

_WORDS = {
    "initial": "initial value",
    "is_concentration": "given as concentration",
    "only_substance": "meant as amount",
    "boundary": "held from outside",
    "constant": "constant",
    "conversion": "conversion factor",
    "locals": "own parameters",
    "kinetics": "rate",
    "at_trigger": "values from trigger time",
    "initially": "true at the start",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A part that only one of two networks has, or that they have differently.

    ``fields`` are what differs, with both values in words, the first network's before. ``id`` is
    what the change is about: a part's id, or the target of a rule.
    """

    how: str
    kind: str
    id: str
    fields: tuple[tuple[str, str, str], ...] = ()

    @property
    def text(self) -> str:
        """The change in words."""
        if self.how != CHANGED:
            return self.how
        return "; ".join(f"{name}: {old} → {new}" for name, old, new in self.fields)


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two networks, in the order of the second, what is gone last."""

    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    def of(self, *hows: str) -> tuple[Change, ...]:
        """Return the changes of some sorts."""
        return tuple(one for one in self.changes if one.how in hows)

    def marks(self, side: int) -> dict[str, str]:
        """Return how what the first (0) or second (1) network shows differs, by its id."""
        gone = (ADDED, REMOVED)[side]
        found: dict[str, str] = {}
        for one in self.changes:
            if one.how != gone:
                how = CHANGED if one.kind.endswith("rule") or one.kind == "start" else one.how
                if found.get(one.id) in (None, CHANGED):
                    found[one.id] = how
        return found

    @property
    def summary(self) -> str:
        """How much was added, removed and changed, in a line."""
        counts = [(len(self.of(how)), how) for how in (ADDED, REMOVED, CHANGED)]
        return ", ".join(f"{count} {how}" for count, how in counts if count) or "no difference"


def difference(before: Network, after: Network) -> Difference:
    """Return what tells ``after`` from ``before``; spelling of formulas does not count."""
    old, new = dict(_everything(before)), dict(_everything(after))
    found = []
    for key, one in new.items():
        if key not in old:
            found.append(Change(ADDED, *key))
        elif changed := _changed(old[key], one):
            found.append(Change(CHANGED, *key, changed))
    found += [Change(REMOVED, *key) for key in old if key not in new]
    return Difference(tuple(found))


def link_marks(before: Network, after: Network) -> tuple[dict[Pair, str], dict[Pair, str]]:
    """Return how the regulations that two networks show differ, by regulator and target."""
    old, new = (
        {(one.source, one.target): one.sign for one in regulation_view(network).links}
        for network in (before, after)
    )
    turned = {pair: CHANGED for pair, sign in new.items() if old.get(pair, sign) != sign}
    gone = {pair: REMOVED for pair in old if pair not in new}
    come = {pair: ADDED for pair in new if pair not in old}
    return {**gone, **turned}, {**come, **turned}


def _everything(network: Network) -> Iterator[tuple[tuple[str, str], Part | Rule]]:
    """Yield all that is compared, by its kind and id."""
    for part in network.parts():
        yield (type(part).__name__.lower(), part.id), part
    for rule in network.rules:
        yield ("rule" if isinstance(rule, AssignmentRule) else "rate rule", rule.target), rule
    for start in network.initial:
        yield ("start", start.target), start


def _changed(old: Part | Rule, new: Part | Rule) -> tuple[tuple[str, str, str], ...]:
    found = []
    for field in fields(new):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after and not _same_formula(field.name, new, before, after):
            word = _WORDS.get(field.name, field.name.replace("_", " "))
            found.append((word, _told(before), _told(after)))
    return tuple(found)


def _same_formula(name: str, part: Part | Rule, before: Any, after: Any) -> bool:
    """Return whether two values are formulas that differ in spelling alone."""
    if isinstance(before, MassAction | RateLaw) and type(before) is type(after):
        return _tree(_formula(before)) == _tree(_formula(after))
    if isinstance(part, Event) and name == "assignments":
        return bool(before.keys() == after.keys()) and all(
            _tree(before[key]) == _tree(after[key]) for key in before
        )
    is_formula = isinstance(part, Function | AssignmentRule | RateRule | InitialAssignment)
    if (is_formula and name == "formula") or name in ("trigger", "delay", "priority"):
        return _tree(before) == _tree(after)
    return isinstance(part, Reaction) and name == "modifiers" and set(before) == set(after)


def _tree(formula: str) -> Expression | str:
    try:
        return parse(formula, None, None) if formula else formula
    except RateSyntaxError:
        return formula


def _formula(kinetics: MassAction | RateLaw) -> str:
    return kinetics.constant if isinstance(kinetics, MassAction) else kinetics.formula


def _told(value: Any) -> str:
    """Return a value of a field in words."""
    match value:
        case None | "" | () | {}:
            return "none"
        case bool():
            return "yes" if value else "no"
        case float() | int():
            return f"{value:.6g}"
        case MassAction(constant):
            return f"mass action, {constant}"
        case RateLaw(formula):
            return formula
        case tuple():
            return ", ".join(map(_one, value))
    if hasattr(value, "items"):
        return ", ".join(f"{key} = {_one(one)}" for key, one in value.items())
    return str(value)


def _one(value: Any) -> str:
    if isinstance(value, Participant):
        if value.stoichiometry == 1:
            return value.species
        count = "n" if value.stoichiometry is None else f"{value.stoichiometry:.6g}"
        return f"{count} {value.species}"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
