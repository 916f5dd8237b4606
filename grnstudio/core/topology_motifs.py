"""Motifs of topologies by name, and known cores found up to renaming and sign reversal of genes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, permutations, product

import numpy as np

from grnstudio.core.topology import Topology, read

LOOPS_OF_TWO = {
    (1, 1): "mutual activation",
    (-1, -1): "mutual inhibition",
    (-1, 1): "negative feedback loop",
}


@dataclass(frozen=True, slots=True)
class Motif:
    """A motif by its name, and the regulators it is made of, in its own order."""

    name: str
    genes: tuple[str, ...]

    @property
    def text(self) -> str:
        """Name and genes, as in "mutual inhibition (g1, g2)"."""
        return f"{self.name} ({', '.join(self.genes)})"


@dataclass(frozen=True, slots=True)
class Core:
    """A known small circuit; its regulators stand for any that play their part."""

    name: str
    topology: Topology
    note: str = ""


@dataclass(frozen=True, slots=True)
class CoreMatch:
    """Where a core was found.

    ``parts`` says which of the core's regulators is which of the topology's; ``reversed_genes`` are
    those whose high and low levels change places in it; ``whole`` that the topology links the
    genes in no other way.
    """

    core: Core
    parts: Mapping[str, str]
    reversed_genes: tuple[str, ...]
    whole: bool

    @property
    def text(self) -> str:
        """What was found, as in "p53 core (g1, g2, g3; g2, g3 reversed)"."""
        genes = ", ".join(self.parts.values())
        turned = f"; {', '.join(self.reversed_genes)} reversed" if self.reversed_genes else ""
        return f"{self.core.name} ({genes}{turned})"


def _core(name: str, links: str, inputs: str = "", genes: str = "A B", note: str = "") -> Core:
    targets = tuple(genes.split())
    return Core(name, read(links, (*inputs.split(), *targets), targets), note)


CORES = (
    _core(
        "adapting feed-forward loop",
        "I -> A, I -> B, B -| A",
        "I",
        note="The input raises A at once and, by way of B, lowers it again.",
    ),
    _core(
        "adapting feedback loop",
        "I -> A, A -> B, B -| A",
        "I",
        note="A raises B, which lowers A until it is back near where it was.",
    ),
    _core("toggle switch", "A -| B, B -| A", note="Each holds the other down: two states."),
    _core(
        "activator-inhibitor oscillator",
        "A -> A, A -> B, B -| A",
        note="A feeds itself and its own inhibitor, which comes late.",
    ),
    _core("repressilator", "A -| B, B -| C, C -| A", genes="A B C", note="A ring of repressors."),
    _core(
        "p53 core",
        "A -> C, C -| A, B -> A, C -| B",
        genes="A B C",
        note="A (p53) raises C, which represses A and B, the activator of A.",
    ),
)


def motifs(topology: Topology) -> tuple[Motif, ...]:
    """Return the motifs among a topology's links: autoregulation, loops, feed-forward loops."""
    found = [*_autoregulation(topology), *_loops_of_two(topology)]
    return (*found, *_loops_of_three(topology), *_feed_forward(topology))


def motif_names(topology: Topology) -> tuple[str, ...]:
    """Return the names of a topology's motifs, each once."""
    return tuple(dict.fromkeys(motif.name for motif in motifs(topology)))


def cores_in(topology: Topology, free: Iterable[str] | None = None) -> tuple[CoreMatch, ...]:
    """Return the first match of every known core, see `core_match`."""
    free = None if free is None else tuple(free)
    matches = (core_match(topology, core, free) for core in CORES)
    return tuple(match for match in matches if match)


def core_match(
    topology: Topology, core: Core, free: Iterable[str] | None = None
) -> CoreMatch | None:
    """Find ``core`` among a topology's links, up to renaming and sign reversal of ``free`` genes.

    Every gene is free unless said otherwise. The match with the fewest reversed genes is returned,
    one that leaves no other link among its genes before others.
    """
    free = set(topology.targets if free is None else free)
    return min(_matches(topology, core, free), key=_preference, default=None)


def _preference(match: CoreMatch) -> tuple[bool, int]:
    return not match.whole, len(match.reversed_genes)


def _matches(topology: Topology, core: Core, free: set[str]) -> Iterator[CoreMatch]:
    wanted = core.topology
    signs, core_signs = topology.matrix, wanted.matrix
    for parts in _casts(topology, wanted):
        rows = [topology.regulators.index(parts[name]) for name in wanted.regulators]
        columns = [topology.targets.index(parts[name]) for name in wanted.targets]
        there = signs[np.ix_(rows, columns)]
        if not (there[core_signs != 0] != 0).all():
            continue
        whole = bool((there[core_signs == 0] == 0).all())
        for turned in _reversals(wanted, parts, free):
            row_signs, column_signs = (
                np.array([-1 if name in turned else 1 for name in names])
                for names in (wanted.regulators, wanted.targets)
            )
            seen = there * row_signs[:, None] * column_signs
            if (seen == core_signs)[core_signs != 0].all():
                reversed_genes = tuple(sorted(parts[name] for name in turned))
                yield CoreMatch(core, parts, reversed_genes, whole)


def _casts(topology: Topology, core: Topology) -> Iterator[dict[str, str]]:
    """Yield every way to give the core's inputs and genes to those of the topology."""
    for inputs in permutations(topology.inputs, len(core.inputs)):
        for genes in permutations(topology.targets, len(core.targets)):
            parts = (*zip(core.inputs, inputs, strict=True), *zip(core.targets, genes, strict=True))
            yield dict(parts)


def _reversals(
    core: Topology, parts: Mapping[str, str], free: set[str]
) -> Iterator[tuple[str, ...]]:
    """Yield the core's genes that may be reversed together, the fewest first."""
    genes = [name for name in core.targets if parts[name] in free]
    for count in range(len(genes) + 1):
        yield from combinations(genes, count)


def _autoregulation(topology: Topology) -> Iterator[Motif]:
    for gene in topology.targets:
        if sign := topology.sign(gene, gene):
            yield Motif(f"{'positive' if sign > 0 else 'negative'} autoregulation", (gene,))


def _loops_of_two(topology: Topology) -> Iterator[Motif]:
    for a, b in combinations(topology.targets, 2):
        low, high = sorted((topology.sign(a, b), topology.sign(b, a)))
        if low and high:
            yield Motif(LOOPS_OF_TWO[low, high], (a, b))


def _loops_of_three(topology: Topology) -> Iterator[Motif]:
    for a, b, c in combinations(topology.targets, 3):
        for ring in ((a, b, c), (a, c, b)):
            ends = zip(ring, (*ring[1:], ring[0]), strict=True)
            signs = [topology.sign(source, target) for source, target in ends]
            if 0 not in signs:
                yield Motif(_ring_name(signs), ring)


def _ring_name(signs: list[int]) -> str:
    if max(signs) < 0:
        return "repressilator"
    return f"{'positive' if np.prod(signs) > 0 else 'negative'} feedback loop of three"


def _feed_forward(topology: Topology) -> Iterator[Motif]:
    """Yield the triples in which X regulates Z both directly and by way of Y, in that order."""
    for x, y, z in product(topology.regulators, topology.targets, topology.targets):
        if len({x, y, z}) < 3:
            continue
        direct, first, second = topology.sign(x, z), topology.sign(x, y), topology.sign(y, z)
        if direct and first and second:
            kind = "coherent" if direct == first * second else "incoherent"
            yield Motif(f"{kind} feed-forward loop", (x, y, z))
