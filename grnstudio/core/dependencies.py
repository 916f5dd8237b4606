"""Which rates depend on what, through rules, functions and other rates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grnstudio.core.expressions import Apply, operators, symbols, walk
from grnstudio.core.network import MassAction, Network, Reaction
from grnstudio.core.rates import parse
from grnstudio.core.rules import AssignmentRule

_SLOPE = "rateOf "  # begins what stands for the slope of a symbol; no id has a space


def dependency_graph(network: Network) -> dict[str, frozenset[str]]:
    """Return for each reaction the species that its rate depends on."""
    species = frozenset(one.id for one in network.species)
    return {id: names & species for id, names in rate_dependencies(network).items()}


def rate_dependencies(network: Network) -> dict[str, frozenset[str]]:
    """Return for each reaction all that its rate depends on: species, parameters, ``time``, ...

    What an assignment rule sets, and the reactions a formula speaks of, are followed further.
    A reaction without kinetics depends on nothing.
    """
    direct = _Direct(network)
    return {one.id: direct.closure(one.id) for one in network.reactions}


class _Direct:
    """What each rate and ruled symbol depends on by its own formula, read when asked for."""

    def __init__(self, network: Network) -> None:
        self._functions = {one.id: one for one in network.functions}
        self._reactions = {one.id: one for one in network.reactions}
        self._network = network
        self._rules = {one.target: one for one in network.rules}
        self._known: dict[str, frozenset[str]] = {}

    def closure(self, reaction: str) -> frozenset[str]:
        """Return what is reached from a reaction, itself only if it depends on itself."""
        found: set[str] = set()
        waiting = set(self._of(reaction))
        while waiting:
            name = waiting.pop()
            found.add(name)
            waiting |= self._of(name) - found
        return frozenset(name for name in found if not name.startswith(_SLOPE))

    def _of(self, name: str) -> frozenset[str]:
        if name not in self._known:
            self._known[name] = frozenset(self._read(name))
        return self._known[name]

    def _read(self, name: str) -> Iterator[str]:
        rule = self._rules.get(name)
        if name.startswith(_SLOPE):
            yield from self._of_slope(name.removeprefix(_SLOPE))
        elif isinstance(rule, AssignmentRule):
            yield from self._names(rule.formula, {})
        elif name in self._reactions:
            yield from self._of_rate(self._reactions[name])

    def _of_rate(self, reaction: Reaction) -> Iterator[str]:
        kinetics = reaction.kinetics
        if isinstance(kinetics, MassAction):
            yield from self._names(kinetics.constant, reaction.locals)
            for one in reaction.reactants:
                yield one.species
                if one.id:
                    yield one.id
        elif kinetics:
            yield from self._names(kinetics.formula, reaction.locals)

    def _names(self, formula: str, hidden: Mapping[str, float]) -> Iterator[str]:
        tree = parse(formula, None, self._functions)
        yield from symbols(tree) - hidden.keys()
        if {"time", "delay"} & operators(tree):
            yield "time"
        for node in walk(tree):
            if isinstance(node, Apply) and node.operator == "rateOf":
                yield from (_SLOPE + name for name in symbols(node))

    def _of_slope(self, name: str) -> Iterator[str]:
        """Yield what a symbol changes by: its rule, or the reactions it takes part in."""
        if name in self._rules:
            yield from self._names(self._rules[name].formula, {})
        for reaction in self._network.reactions:
            if any(one.species == name for one in (*reaction.reactants, *reaction.products)):
                yield reaction.id
