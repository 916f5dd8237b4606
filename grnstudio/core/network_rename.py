"""Giving a part of a network another id, everywhere it is spoken of."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeVar

from grnstudio.core.expressions import COMMON_SYMBOLS
from grnstudio.core.network import (
    MassAction,
    Network,
    Participant,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.core.rate_names import FUNCTIONS, RESERVED
from grnstudio.core.rate_tokens import tokens
from grnstudio.core.rules import Event, Function
from grnstudio.errors import ModelError

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_TAKEN = frozenset(RESERVED | COMMON_SYMBOLS)

_LAST: deque[tuple[Network, Mapping[str, str], Network]] = deque(maxlen=1)
"""What was renamed last, which is asked for again where a text follows its network."""

Rewrite = Callable[[str], str]
P = TypeVar("P")


def renamed(network: Network, old: str, new: str) -> Network:
    """Return the network with ``old`` called ``new`` in its parts, formulas and extras.

    Formulas keep their spelling otherwise. Raises `ModelError` for a name that is taken, that
    formulas understand otherwise, or that a reaction's own parameter would hide.
    """
    return all_renamed(network, {old: new})


def all_renamed(network: Network, names: Mapping[str, str]) -> Network:
    """Return the network with every part in ``names`` called as it says, all at once.

    Names may be exchanged. Raises `ModelError` as `renamed` does, and for a name given twice.
    """
    names = {old: new for old, new in names.items() if old != new}
    if not names:
        return network
    for before, asked, found in _LAST:
        if before is network and asked == names:
            return found
    known = network.symbols | {one.id for one in network.parts()}
    taken = known - names.keys()
    given: set[str] = set()
    for old, new in names.items():
        if old not in known:
            raise ModelError(f"The network has nothing called '{old}'.")
        check_id(new, taken | given)
        given.add(new)
    found = _renaming(network, names).network()
    _LAST.append((network, names, found))
    return found


def corrected(network: Network, old: str, new: str) -> Network:
    """Return the network with ``new`` in formulas that name ``old``, which it does not have."""
    changed = _renaming(network, {old: new}).network()
    if all(one.id != new for one in network.species):
        return changed
    pairs = zip(network.reactions, changed.reactions, strict=True)
    reactions = tuple(
        after if before.kinetics == after.kinetics else _with_modifier(after, new, network)
        for before, after in pairs
    )
    return replace(changed, reactions=reactions)


def _with_modifier(one: Reaction, species: str, network: Network) -> Reaction:
    sides = {each.species for each in (*one.reactants, *one.products)}
    named = {species, *one.modifiers} - sides
    return replace(one, modifiers=tuple(each.id for each in network.species if each.id in named))


def check_id(id: str, taken: frozenset[str] | set[str]) -> None:
    """Raise `ModelError` if nothing in a network whose names are ``taken`` can be called ``id``."""
    if not _PLAIN.fullmatch(id):
        raise ModelError(
            f"'{id}' cannot be a name in formulas; names are made of a-z, A-Z, 0-9 and _, and do "
            "not begin with a digit. A title in plain words can stand beside it."
        )
    if id in taken:
        raise ModelError(f"The network has something called '{id}' already; choose another name.")
    if id in _TAKEN:
        raise ModelError(f"'{id}' means something else in formulas; choose another name.")


def renamed_local(network: Network, reaction: str, old: str, new: str) -> Network:
    """Return the network with a reaction's own parameter called otherwise; raises `ModelError`."""
    one = network.part(reaction)
    if not isinstance(one, Reaction) or old not in one.locals:
        raise ModelError(f"'{reaction}' has no parameter of its own called '{old}'.")
    formula = _formula_of(one)
    check_id(new, set(one.locals) | {token.text for token in tokens(formula)})
    values = {new if name == old else name: value for name, value in one.locals.items()}
    changed = replace(one, locals=values, kinetics=_kinetics(one, _in_formula({old: new}, ())))
    return network.with_reaction(changed)


def _renaming(network: Network, names: Mapping[str, str]) -> _Renaming:
    functions = names.keys() & {one.id for one in network.functions}
    return _Renaming(network, names, _spelled(names).search, frozenset(functions))


@dataclass(frozen=True, slots=True)
class _Renaming:
    before: Network
    names: Mapping[str, str]
    spells: Callable[[str], object]  # finds one of the names in a text
    functions: frozenset[str]  # among the names

    def network(self) -> Network:
        """Return the network with the new name."""
        one = self.before
        return replace(
            one,
            compartments=tuple([self._id(place) for place in one.compartments]),
            species=tuple([self._species(kind) for kind in one.species]),
            parameters=tuple([self._id(number) for number in one.parameters]),
            functions=tuple(self._function(function) for function in one.functions),
            reactions=tuple([self._reaction(reaction) for reaction in one.reactions]),
            initial=tuple(self._ruled(rule) for rule in one.initial),
            rules=tuple(self._ruled(rule) for rule in one.rules),
            events=tuple(self._event(event) for event in one.events),
            constraints=tuple(
                replace(limit, formula=self._formula(limit.formula)) for limit in one.constraints
            ),
            conversion=self._name(one.conversion),
            extras={self._key(key): extra for key, extra in one.extras.items()},
            drawing=one.drawing.all_renamed(self.names),
        )

    def _name(self, name: str) -> str:
        return self.names.get(name, name)

    def _id(self, part: P) -> P:
        id = part.id  # type: ignore[attr-defined]
        return replace(part, id=self.names[id]) if id in self.names else part  # type: ignore

    def _key(self, key: str) -> str:
        return ":".join(self._name(word) for word in key.split(":"))

    def _formula(self, formula: str) -> str:
        return _in_formula(self.names, self.functions)(formula)

    def _species(self, one: Species) -> Species:
        names = self.names
        if one.id not in names and one.compartment not in names and one.conversion not in names:
            return one
        place, factor = self._name(one.compartment), self._name(one.conversion)
        return self._id(replace(one, compartment=place, conversion=factor))

    def _function(self, one: Function) -> Function:
        functions = self.functions
        if not functions:
            return self._id(one)  # its symbols are its arguments
        called = {name: self.names[name] for name in functions}
        return self._id(replace(one, formula=_in_formula(called, functions)(one.formula)))

    def _ruled(self, one: P) -> P:
        target = self._name(one.target)  # type: ignore[attr-defined]
        formula = self._formula(one.formula)  # type: ignore[attr-defined]
        if formula is one.formula and target == one.target:  # type: ignore[attr-defined]
            return one
        return replace(one, target=target, formula=formula)  # type: ignore[type-var]

    def _event(self, one: Event) -> Event:
        assigned = {self._name(k): self._formula(v) for k, v in one.assignments.items()}
        return self._id(
            replace(
                one,
                trigger=self._formula(one.trigger),
                assignments=assigned,
                delay=self._formula(one.delay),
                priority=self._formula(one.priority),
            )
        )

    def _reaction(self, one: Reaction) -> Reaction:
        if not self._is_spoken_of(one):
            return one
        found = self._id(
            replace(
                one,
                reactants=tuple(self._participant(each) for each in one.reactants),
                products=tuple(self._participant(each) for each in one.products),
                modifiers=tuple(self._name(each) for each in one.modifiers),
                kinetics=self._rate(one),
                compartment=self._name(one.compartment),
            )
        )
        return one if found == one else found

    def _is_spoken_of(self, one: Reaction) -> bool:
        """Say whether a reaction may name what gets another name."""
        names, formula = self.names, _formula_of(one)
        for side in (one.reactants, one.products):
            for each in side:
                if each.species in names or each.id in names:
                    return True
        is_named = one.id in names or one.compartment in names
        return (
            is_named
            or not names.keys().isdisjoint(one.modifiers)
            or self.spells(formula) is not None
        )

    def _rate(self, one: Reaction) -> MassAction | RateLaw | None:
        functions = self.functions
        names = {  # of its own parameters a reaction knows those names, and means them
            old: new for old, new in self.names.items() if old not in one.locals or old in functions
        }
        for old, new in names.items():
            if new in one.locals and _kinetics(one, _in_formula({old: new}, functions)) != (
                one.kinetics
            ):
                raise ModelError(
                    f"Reaction '{one.id}' has a parameter of its own called '{new}', which would "
                    f"hide what '{old}' is to be called. Choose another name."
                )
        return _kinetics(one, _in_formula(names, functions))

    def _participant(self, one: Participant) -> Participant:
        return self._id(replace(one, species=self._name(one.species)))


def _formula_of(reaction: Reaction) -> str:
    match reaction.kinetics:
        case MassAction(constant):
            return constant
        case RateLaw(formula):
            return formula
    return ""


def _kinetics(reaction: Reaction, rewrite: Rewrite) -> MassAction | RateLaw | None:
    match reaction.kinetics:
        case MassAction(constant):
            return MassAction(rewrite(constant))
        case RateLaw(formula):
            return RateLaw(rewrite(formula))
    return None


def _in_formula(names: Mapping[str, str], functions: Collection[str]) -> Rewrite:
    """Return what replaces names in a formula, and leaves every other character as it is."""
    spelled = _spelled(names)

    def rewrite(formula: str) -> str:
        if not spelled.search(formula):
            return formula
        found = tokens(formula)
        parts, end = [], 0
        for token, after in pairwise(found):
            old = _named(token.kind, token.text)
            if old in names and (after.text == "(") == (old in functions):
                new, quoted = names[old], token.kind == "quoted"
                parts += [formula[end : token.position], f"`{new}`" if quoted else new]
                end = token.position + len(token.text)
        return "".join([*parts, formula[end:]])

    return rewrite


def _spelled(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds one of ``names`` in a formula, but not where others begin like it."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?!\w)")


def _named(kind: str, text: str) -> str:
    """Return the name that a token is, an empty text for what is none."""
    return text if kind == "name" else text[1:-1] if kind == "quoted" else ""


def fresh_id(stem: str, taken: Mapping[str, Any] | frozenset[str] | set[str]) -> str:
    """Return ``stem``, or the first of ``stem1``, ``stem2``, ... that is not ``taken``."""
    if stem not in taken and stem not in _TAKEN and stem not in FUNCTIONS:
        return stem
    number = 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"
