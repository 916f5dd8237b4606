"""A network that cells of a table change one after another, made whole once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from grnstudio.core.expressions import COMMON_SYMBOLS, operators, symbols
from grnstudio.core.network import Compartment, Network, Parameter, Part, Reaction, Species
from grnstudio.core.network_edits import FIELDS
from grnstudio.core.network_rename import check_id, renamed
from grnstudio.core.rates import parse
from grnstudio.core.rules import AssignmentRule, Event, Function, InitialAssignment, RateRule
from grnstudio.core.settling import settled
from grnstudio.errors import ModelError

P = TypeVar("P", Compartment, Species, Parameter, Function, Reaction, Event)


class Draft:
    """Parts by name, which cells put others in the place of; `network` makes the network of them.

    What a cell adds on the way, such as the species of a reaction, is told in ``added``.
    """

    def __init__(self, network: Network) -> None:
        self.added: list[str] = []
        self._begin(network)

    def _begin(self, network: Network) -> None:
        self._before = network
        self._parts: dict[type, dict[str, Any]] = {
            kind: {one.id: one for one in getattr(network, field)} for kind, field in FIELDS.items()
        }
        self.initial = {one.target: one for one in network.initial}
        self.rules = {one.target: one for one in network.rules}
        self._touched: set[type] = set()
        self._changed: set[str] = set()
        self._numbers: dict[str, int] = {}
        places = {one.compartment for one in network.species}
        self._usual = network.species[-1] if len(places) == 1 else None
        self._symbols = set(network.symbols)
        self._names = self._symbols | {one.id for one in network.parts()}

    @property
    def symbols(self) -> set[str]:
        """Names that stand for a value in formulas."""
        return self._symbols

    @property
    def functions(self) -> dict[str, Function]:
        """The user's functions, by name."""
        return self._parts[Function]

    def parts(self, kind: type[P]) -> dict[str, P]:
        """Return the parts of a kind, by name; they are changed by `put` only."""
        return self._parts[kind]

    def find(self, kind: type[P], id: str) -> P:
        """Return a part; raises `ModelError` if it is not there."""
        if id not in self._parts[kind]:
            raise ModelError(f"The network has no {kind.__name__.lower()} called '{id}' any more.")
        found: P = self._parts[kind][id]
        return found

    def put(self, part: Part) -> None:
        """Put a part in the place of its namesake, or at the end."""
        self._parts[type(part)][part.id] = part
        self._touched.add(type(part))
        self._changed.add(part.id)
        self._names.add(part.id)
        if not isinstance(part, Function | Event):
            self._symbols.add(part.id)

    def name(self, text: str, stem: str) -> str:
        """Return what a part can be called: ``text``, or a free name; raises `ModelError`."""
        if not text.strip():
            return self._free(stem.rstrip("0123456789") or stem)
        check_id(text.strip(), self._names)
        return text.strip()

    def rename(self, old: str, new: str) -> None:
        """Call a part otherwise, wherever it is spoken of; raises `ModelError`."""
        if new.strip() != old:
            self._begin(renamed(self.network(), old, new.strip()))

    def become(self, network: Network) -> None:
        """Go on from another network, made of this one."""
        self._begin(network)

    def set_rule(self, rule: AssignmentRule | RateRule | None, target: str) -> None:
        """Let a rule set ``target``, or none."""
        self.rules.pop(target, None) if rule is None else self.rules.update({target: rule})
        self._changed.add(target)

    def set_initial(self, target: str, formula: str) -> None:
        """Let a formula give the value of ``target`` at the start, or none."""
        if formula:
            self.initial[target] = InitialAssignment(target, formula)
        else:
            self.initial.pop(target, None)
        self._changed.add(target)

    def touch(self, ids: Iterable[str]) -> None:
        """Say that what ``ids`` are follows from what was changed elsewhere."""
        self._changed.update(ids)

    def formula(self, text: str, own: Collection[str] = (), adding: bool = False) -> str:
        """Return ``text`` if it is a formula of this network; ``own`` names are known there too.

        With ``adding``, names of nothing become parameters. Raises `RateSyntaxError`.
        """
        text = " ".join(text.split())
        if adding:
            for name in sorted(self._missing(text, own)):
                self.add_parameter(name)
        parse(text, self._symbols | set(own) if own else self._symbols, self.functions)
        return text

    def add_parameter(self, name: str, value: float | None = 1.0, constant: bool = True) -> None:
        """Add a parameter that something speaks of."""
        self.put(Parameter(self.name(name, "k"), value, constant))
        self.added.append(f"parameter {name}")

    def add_species(self, name: str, like: Species | None = None) -> Species:
        """Add a species, in the place of one it is with or where all the others are."""
        like = like or self._usual
        one = Species(self.name(name, "S"))
        if like and like.compartment:
            one = replace(
                one,
                compartment=like.compartment,
                only_substance=like.only_substance,
                is_concentration=not like.only_substance,
            )
        self.put(one)
        return one

    def network(self) -> Network:
        """Return the network as it was changed, such as its text would be read; raises errors."""
        if not self._changed:
            return self._before
        edit: dict[str, Any] = {
            FIELDS[kind]: tuple(self._parts[kind].values()) for kind in self._touched
        }
        edit["initial"] = _kept(self._before.initial, self.initial.values())
        edit["rules"] = _kept(self._before.rules, self.rules.values())
        return settled(replace(self._before, **edit), self._changed)

    def _free(self, stem: str) -> str:
        number = self._numbers.get(stem, 1)
        while f"{stem}{number}" in self._names:
            number += 1
        self._numbers[stem] = number
        return f"{stem}{number}"

    def _missing(self, text: str, own: Collection[str]) -> set[str]:
        """Return the names in a formula that could be parameters; none if it cannot be mended."""
        tree = parse(text, None, None)
        missing = {one for one in symbols(tree) if one not in self._symbols and one not in own}
        missing -= COMMON_SYMBOLS
        calls = operators(tree)
        return set() if any(one in calls or one in self._names for one in missing) else missing


def _kept(before: tuple[P, ...], after: Iterable[P]) -> tuple[P, ...]:
    """Return the same tuple if nothing in it is another."""
    found = tuple(after)
    same = len(found) == len(before) and all(a is b for a, b in zip(found, before, strict=True))
    return before if same else found
