"""The formulas of a network, over the values that a simulation holds.

A simulation holds species as amounts. So where a formula speaks of a concentration, it is written
here as amount over size; local parameters become ``reaction.parameter``; the concentration of a
species that a rule sets is a value of its own, ``[species]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from grnstudio.core.expressions import Apply, Expression, Number, Symbol, symbols
from grnstudio.core.network import MassAction, Network, Participant, Reaction, Species
from grnstudio.core.rate_slopes import derivative
from grnstudio.core.rates import parse
from grnstudio.core.rules import AssignmentRule, RateRule
from grnstudio.errors import ModelError, Unsupported

TIME = Symbol("(time)")
AVOGADRO = Symbol("(avogadro)")
DEEPEST = 30  # rules and reactions, each needed for the rate of the one before
MOST_STEPS = 50_000  # of following rates, in a whole network
MOST_IN_CHAIN = (
    50  # factors in a row; more are multiplied in groups, as what walks a formula recurs
)
MOST_TOGETHER = 100  # molecules of one species that a mass action takes


@dataclass(slots=True)
class Formulas:
    """Reads the formulas of ``network`` and says them in terms of held values."""

    network: Network
    species: dict[str, Species] = field(init=False)
    assigned: dict[str, str] = field(init=False)
    rated: dict[str, str] = field(init=False)
    _names: frozenset[str] = field(init=False)
    sizeless: frozenset[str] = field(init=False)
    _meanings: dict[str, Expression] = field(init=False)
    _reactions: dict[str, Reaction] = field(init=False)
    _asked: list[str] = field(default_factory=list, init=False)
    _steps: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        network = self.network
        self.species = {one.id: one for one in network.species}
        rules = network.rules
        self.assigned = {r.target: r.formula for r in rules if isinstance(r, AssignmentRule)}
        self.rated = {r.target: r.formula for r in rules if isinstance(r, RateRule)}
        self._reactions = {one.id: one for one in network.reactions}
        self._names = network.symbols | {"time", "avogadro"}
        self.sizeless = frozenset(
            one.id for one in network.compartments if one.dimensions == 0 and one.size is None
        )
        self._meanings = {"time": TIME, "avogadro": AVOGADRO}
        self._meanings |= {name: Symbol(name) for name in network.symbols}
        self._meanings |= {one.id: self._meaning(one) for one in network.species}

    def is_concentration(self, name: str) -> bool:
        """Whether formulas mean a concentration by ``name``."""
        one = self.species.get(name)
        return (
            one is not None
            and not one.only_substance
            and bool(one.compartment)
            and one.compartment not in self.sizeless
        )

    def held(self, name: str) -> str:
        """Return the value that a rule for ``name`` sets: itself or, of a species, ``[name]``."""
        ruled = name in self.assigned or name in self.rated
        return f"[{name}]" if ruled and self.is_concentration(name) else name

    def _meaning(self, one: Species) -> Expression:
        if not self.is_concentration(one.id):
            return Symbol(one.id)
        if self.held(one.id) != one.id:
            return Symbol(self.held(one.id))
        return Apply("/", (Symbol(one.id), Symbol(one.compartment)))

    def read(self, text: str, reaction: Reaction | None = None) -> Expression:
        """Return the formula ``text``, as a reaction's kinetics may say it."""
        own = reaction.locals if reaction else {}
        known = self._names.union(own) if own else self._names
        formula = parse(text, known, {one.id: one for one in self.network.functions})
        private = {name: Symbol(f"{reaction.id}.{name}") for name in own} if reaction else {}
        return self._rewrite(formula, private)

    def _rewrite(self, formula: Expression, private: Mapping[str, Symbol]) -> Expression:
        if isinstance(formula, Symbol):
            return private.get(formula.name) or self._meanings[formula.name]
        if not isinstance(formula, Apply):
            return formula
        if formula.operator in ("time", "avogadro"):
            return TIME if formula.operator == "time" else AVOGADRO
        if formula.operator == "rateOf":
            return self._rate_of(formula.arguments, private)
        arguments = tuple(self._rewrite(one, private) for one in formula.arguments)
        return Apply(formula.operator, arguments)

    def rate(self, reaction: Reaction) -> Expression:
        """Return the speed of ``reaction`` in the rate equations."""

        def power(part: Participant) -> Expression:
            meant, times = self._meanings[part.species], _stoichiometry(part, reaction)
            return meant if times == Number(1.0) else Apply("^", (meant, times))

        return self._speed(reaction, power)

    def propensity(self, reaction: Reaction) -> Expression:
        """Return the chance of ``reaction`` per unit of time, such as ``k*A*(A - 1)``."""

        def falling(part: Participant) -> Expression:
            times = part.stoichiometry
            if times is None or not (0 <= times <= MOST_TOGETHER and times == int(times)):
                raise ModelError(
                    f"Reaction '{reaction.id}' takes {times} of {part.species}; mass action among "
                    f"single molecules needs a whole number up to {MOST_TOGETHER}. Give it a rate "
                    "law instead."
                )
            amount = Symbol(part.species)
            ladder: list[Expression] = [self._meanings[part.species]]
            for taken in range(1, int(times)):
                left = Apply("-", (amount, Number(float(taken))))
                ladder.append(self._per_size(left, part.species))
            return product(ladder) if times else Number(1.0)

        return self._speed(_merged(reaction), falling)

    def stoichiometry(self, part: Participant, reaction: Reaction) -> float:
        """Return how many of ``part`` take part, where it is a plain number."""
        times = _stoichiometry(part, reaction)
        assert isinstance(times, Number)
        return times.value

    def _per_size(self, amount: Expression, species: str) -> Expression:
        if not self.is_concentration(species):
            return amount
        return Apply("/", (amount, Symbol(self.species[species].compartment)))

    def _speed(self, reaction: Reaction, power: Callable[[Participant], Expression]) -> Expression:
        kinetics = reaction.kinetics
        if kinetics is None:
            return Number(0.0)
        if not isinstance(kinetics, MassAction):
            return self.read(kinetics.formula, reaction)
        constant = self.read(kinetics.constant, reaction)
        return product((constant, *(power(one) for one in reaction.reactants)))

    def _rate_of(
        self, arguments: tuple[Expression, ...], private: Mapping[str, Symbol]
    ) -> Expression:
        if len(arguments) != 1 or not isinstance(arguments[0], Symbol):
            raise ModelError("rateOf() needs the name of one thing that changes; name it.")
        name = arguments[0].name
        return Number(0.0) if name in private else self._slope(self._meanings[name])

    def _slope(self, formula: Expression) -> Expression:
        """Return how fast the value of ``formula`` changes, by the chain rule."""
        terms: list[Expression] = []
        for name in sorted(symbols(formula)):
            change = self._change(name)
            if change != Number(0.0):
                partial = Number(1.0) if formula == Symbol(name) else derivative(formula, name)
                terms.append(product((partial, change)))
        if len(terms) < 2:
            return terms[0] if terms else Number(0.0)
        return Apply("+", tuple(terms))

    def _change(self, held: str) -> Expression:
        """Return how fast a held value changes; 0 where only events change it."""
        if held in self._asked:
            raise ModelError(f"rateOf({held}) depends on itself; correct the rule of {held}.")
        if held == TIME.name:
            return Number(1.0)
        self._steps += 1
        if self._steps > MOST_STEPS or len(self._asked) > DEEPEST:
            raise Unsupported(
                f"rateOf({held}) runs through too many rules to be followed. Write what it comes "
                "to in its place."
            )
        self._asked.append(held)
        change = self._change_of(held, held.strip("[]"))
        self._asked.pop()
        return change

    def _change_of(self, held: str, name: str) -> Expression:
        if self.held(name) != held:  # an amount whose concentration is ruled
            return self._slope(product((Symbol(self.held(name)), self._place(name))))
        if name in self.rated:
            return self.read(self.rated[name])
        if name in self.assigned:
            return self._slope(self.read(self.assigned[name]))
        if name in self._reactions:
            return self._slope(self.rate(self._reactions[name]))
        return self._turnover(name) if name in self.species else Number(0.0)

    def _place(self, name: str) -> Symbol:
        return Symbol(self.species[name].compartment)

    def _turnover(self, name: str) -> Expression:
        """Return how fast reactions change the amount of ``name``."""
        one = self.species[name]
        if one.boundary or one.constant:
            return Number(0.0)
        terms: list[Expression] = []
        for reaction in self.network.reactions:
            sides = ((reaction.reactants, -1.0), (reaction.products, 1.0))
            for part, sign in ((part, sign) for parts, sign in sides for part in parts):
                if part.species == name:
                    factors = (Number(sign), _stoichiometry(part, reaction), Symbol(reaction.id))
                    terms.append(product(factors))
        change: Expression = Apply("+", tuple(terms)) if terms else Number(0.0)
        conversion = one.conversion or self.network.conversion
        return product((change, Symbol(conversion))) if conversion else change


def _stoichiometry(part: Participant, reaction: Reaction) -> Expression:
    if part.id:
        return Symbol(part.id)
    if part.stoichiometry is None:
        raise ModelError(
            f"Reaction '{reaction.id}' does not say how many of {part.species} take part; say it."
        )
    return Number(part.stoichiometry)


def product(factors: Iterable[Expression]) -> Expression:
    """Return the product of ``factors``; 1 if there is none."""
    parts = tuple(one for one in factors if one != Number(1.0))
    while len(parts) > MOST_IN_CHAIN:
        starts = range(0, len(parts), MOST_IN_CHAIN)
        parts = tuple(_chained(parts[start : start + MOST_IN_CHAIN]) for start in starts)
    return _chained(parts) if parts else Number(1.0)


def _chained(factors: Sequence[Expression]) -> Expression:
    return reduce(lambda left, right: Apply("*", (left, right)), factors)


def _merged(reaction: Reaction) -> Reaction:
    """Return ``reaction`` with each reactant named once, so that A + A falls as 2 A does."""
    if not isinstance(reaction.kinetics, MassAction):
        return reaction
    parts: dict[str, Participant] = {}
    for one in reaction.reactants:
        before = parts.get(one.species)
        if before and before.stoichiometry is not None and one.stoichiometry is not None:
            one = replace(before, stoichiometry=before.stoichiometry + one.stoichiometry)
        parts[one.species] = one
    return replace(reaction, reactants=tuple(parts.values()))
