"""A reaction network as a signed graph: which species raises or lowers which, and through what.

A species regulates another if the rate of what makes or uses that one depends on it. That a species
is used up in proportion to itself, or passes back what it came from, is no regulation of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from grnstudio.core.expressions import Apply, Expression, symbols
from grnstudio.core.influences import Influences
from grnstudio.core.network import MassAction, Network, Participant, RateLaw, Reaction
from grnstudio.core.rates import parse, write
from grnstudio.core.regulating import formula_of, net
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.core.rules import AssignmentRule, RateRule
from grnstudio.errors import GRNStudioError


@dataclass(frozen=True, slots=True)
class Link:
    """A regulation; ``sign`` is 0 if it depends, or cannot be told.

    ``carriers`` are the reactions, and the targets of rules, that it acts through.
    """

    source: str
    target: str
    sign: int
    carriers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Regulations:
    """What is drawn: ``genes`` are the species, ``inputs`` those that nothing changes.

    ``templates`` names, by protein, the RNA that is drawn as one with it.
    """

    genes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    inputs: frozenset[str] = frozenset()
    templates: Mapping[str, str] = field(default_factory=dict)

    def link(self, source: str, target: str) -> Link | None:
        """Return the link between two genes, None if there is none."""
        return next((o for o in self.links if (o.source, o.target) == (source, target)), None)

    def expressed(self, gene: str) -> str:
        """Return the species whose making is what regulates a gene: its RNA if it has one."""
        return self.templates.get(gene, gene)

    def graph(self) -> RegulatoryGraph:
        """Return the graph of those links whose sign is known."""
        targets = tuple(one for one in self.genes if one not in self.inputs)
        regulators = (*targets, *(one for one in self.genes if one in self.inputs))
        rows = {name: row for row, name in enumerate(regulators)}
        weights = np.zeros((len(regulators), len(targets)))
        for one in self.links:
            weights[rows[one.source], rows[one.target]] = one.sign
        return RegulatoryGraph(regulators, targets, weights, method="signs of the rate laws")


def regulation(network: Network) -> RegulatoryGraph:
    """Return who raises (1) and who lowers (-1) whom in a network."""
    return regulation_view(network).graph()


def regulation_view(network: Network) -> Regulations:
    """Return the regulations of a network."""
    return RegulationReader().read(network)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was found of a part, and what it was found with."""

    part: Reaction | AssignmentRule | RateRule
    names: frozenset[str]
    values: Mapping[str, float | None]
    links: tuple[Link, ...]


class RegulationReader:
    """Reads one network after the other, and only what has changed since the last one."""

    def __init__(self) -> None:
        self._context: tuple[object, ...] = ()
        self._known: dict[str, _Read] = {}
        self._kinds: set[tuple[str, bool]] = set()  # genes, and whether they are held

    def read(self, network: Network) -> Regulations:
        """Return the regulations of ``network``."""
        genes = tuple(one.id for one in network.species) + _variables(network)
        held = frozenset(o.id for o in network.species if o.boundary or o.constant)
        context = (network.functions, network.rules, network.compartments)
        if context != self._context:
            self._context, self._known = context, {}
        kinds = {(name, name in held) for name in genes}
        others = {name for name, _ in kinds ^ self._kinds}
        self._kinds = kinds
        reading = _Reading(network, frozenset(genes), held, others)
        known: dict[str, _Read] = {}
        for part in (*network.reactions, *network.rules):
            id = part.id if isinstance(part, Reaction) else part.target
            old = self._known.get(id)
            known[id] = old if old and reading.still_holds(old, part) else reading.read(part)
        self._known = known
        links = _joined((link for one in known.values() for link in one.links), genes)
        return Regulations(genes, links, frozenset(genes) - _changed(network, held))


class _Reading:
    def __init__(
        self, network: Network, genes: frozenset[str], held: frozenset[str], others: set[str]
    ) -> None:
        self._genes, self._held, self._others = genes, held, others
        rules = [one for one in network.rules if isinstance(one, AssignmentRule)]
        self._rules = {one.target: one.formula for one in rules if one.target not in genes}
        self._functions = {one.id: one for one in network.functions}
        self._values = {one.id: one.value for one in network.parameters}
        # What a species is set to is a link by itself, not to be looked through.
        kept = tuple(one for one in rules if one.target in self._rules)
        self._influences = Influences(replace(network, rules=kept))

    def still_holds(self, old: _Read, part: Reaction | AssignmentRule | RateRule) -> bool:
        """Return whether what was read of ``part`` before would be read again."""
        if not (old.part is part or old.part == part) or old.names & self._others:
            return False
        return all(self._values.get(name) == value for name, value in old.values.items())

    def read(self, part: Reaction | AssignmentRule | RateRule) -> _Read:
        """Return the links that a reaction or a rule carries."""
        links: list[Link] = []
        used: set[str] = set()
        try:
            for flow in self._flows(part):
                drivers = self._drivers(flow)
                used |= drivers
                links += self._links(flow, drivers & self._genes)
        except GRNStudioError:
            links = []  # a formula that cannot be read says nothing yet
        values = {name: self._values[name] for name in sorted(used & self._values.keys())}
        names = frozenset(used | _touched(part))
        return _Read(part, names, values, _joined(links, ()))

    def _flows(self, part: Reaction | AssignmentRule | RateRule) -> Iterator[Reaction]:
        """Yield reactions that make and use as ``part`` does."""
        if isinstance(part, Reaction):
            yield part
        elif part.target not in self._genes or part.target in self._held:
            return
        elif isinstance(part, AssignmentRule):
            made = (Participant(part.target),)
            yield Reaction(part.target, (), made, RateLaw(part.formula))
        else:
            yield from self._of_rate_rule(part)

    def _of_rate_rule(self, rule: RateRule) -> Iterator[Reaction]:
        here = (Participant(rule.target),)
        for sign, term in _addends(parse(rule.formula, None, self._functions), 1):
            law = RateLaw(write(term, self._values))
            yield Reaction(rule.target, () if sign > 0 else here, here if sign > 0 else (), law)

    def _drivers(self, flow: Reaction) -> set[str]:
        """Return what a rate depends on: rules of parameters followed, those of species not."""
        waiting = list(symbols(self._tree(formula_of(flow))) - flow.locals.keys())
        if isinstance(flow.kinetics, MassAction):
            waiting += [one.species for one in flow.reactants]
        found: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += symbols(self._tree(self._rules[name])) if name in self._rules else ()
        return found

    def _tree(self, formula: str) -> Expression:
        return parse(formula, None, self._functions) if formula else Apply("+")

    def _links(self, flow: Reaction, sources: Iterable[str]) -> Iterator[Link]:
        changes = net(flow)
        targets = [one for one, by in changes.items() if by and one in self._genes - self._held]
        if not targets:
            return
        for source in sorted(sources):
            slope = self._influences.sign(flow, source)
            for target in targets:
                way = slope * (1 if changes[target] > 0 else -1)
                if source != target or not _is_own_loss(flow, changes[target], slope):
                    yield Link(source, target, way, (flow.id,))


def _touched(part: Reaction | AssignmentRule | RateRule) -> set[str]:
    if not isinstance(part, Reaction):
        return {part.target}
    return {one.species for one in (*part.reactants, *part.products)}


def _is_own_loss(flow: Reaction, change: float, slope: int) -> bool:
    """Return whether what a species does to itself is to be used up, or to go back."""
    goes_back = bool(flow.reversible and flow.reactants and flow.products)
    return (change < 0 and slope >= 0) or (change > 0 and slope < 0 and goes_back)


def _addends(tree: Expression, sign: int) -> Iterator[tuple[int, Expression]]:
    """Yield what is added (1) and what is taken off (-1)."""
    match tree:
        case Apply("+", arguments):
            for one in arguments:
                yield from _addends(one, sign)
        case Apply("-", (first, second)):
            yield from _addends(first, sign)
            yield from _addends(second, -sign)
        case Apply("neg", (inside,)):
            yield from _addends(inside, -sign)
        case _:
            yield sign, tree


def _variables(network: Network) -> tuple[str, ...]:
    """Return the parameters that change at a rate of their own."""
    ruled = {one.target for one in network.rules if isinstance(one, RateRule)}
    return tuple(one.id for one in network.parameters if one.id in ruled)


def _changed(network: Network, held: frozenset[str]) -> frozenset[str]:
    made = {name for one in network.reactions for name, by in net(one).items() if by}
    made |= {one.target for one in network.rules}
    return frozenset(made - held)


def _joined(links: Iterable[Link], order: tuple[str, ...]) -> tuple[Link, ...]:
    """Return one link for each pair, in the order of the genes."""
    pairs: dict[tuple[str, str], Link] = {}
    for one in links:
        pair = one.source, one.target
        old = pairs.get(pair)
        if old is not None:
            carriers = tuple(dict.fromkeys((*old.carriers, *one.carriers)))
            one = Link(*pair, one.sign if one.sign == old.sign else 0, carriers)
        pairs[pair] = one
    places = {name: place for place, name in enumerate(order)}
    return tuple(
        sorted(pairs.values(), key=lambda o: (places.get(o.source, 0), places.get(o.target, 0)))
    )


def as_genes(view: Regulations, network: Network) -> Regulations:
    """Return the view with each RNA drawn as one with the only protein that is made from it."""
    templates = _templates(network)
    genes = set(view.genes)
    templates = {p: m for p, m in templates.items() if {p, m} <= genes}
    proteins = {rna: protein for protein, rna in templates.items()}
    links = (
        Link(proteins.get(o.source, o.source), proteins.get(o.target, o.target), o.sign, o.carriers)
        for o in view.links
        if templates.get(o.target) != o.source
    )
    shown = tuple(one for one in view.genes if one not in proteins)
    inputs = frozenset(shown) & view.inputs
    return Regulations(shown, _joined(links, shown), inputs, templates)


def _templates(network: Network) -> dict[str, str]:
    """Return by protein its RNA: the one thing it is made from, and that makes nothing else.

    An RNA is made without anything being used, and nothing but decay uses it.
    """
    makers: dict[str, list[str]] = {}
    converted: set[str] = set()
    made: set[str] = set()
    for one in network.reactions:
        changes = {name: by for name, by in net(one).items() if by}
        up = {name for name, by in changes.items() if by > 0}
        made |= up
        if len(up) < len(changes) and up:
            converted |= changes.keys()
        used = {part.species for part in one.reactants}
        for name in up:
            makers.setdefault(name, []).extend(used - changes.keys() or {""})
    times = Counter(rna for some in makers.values() for rna in some)
    return {
        protein: some[0]
        for protein, some in makers.items()
        if len(some) == 1 and times[some[0]] == 1 and some[0] in made - converted
    }
