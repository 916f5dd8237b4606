"""Atlases: which topologies an ensemble of networks, or a search, has found, and how often."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import floor, log10

import numpy as np

from grnstudio.core.topology import Topology, of_signs

JOINED = ("both ways", "one way", "in any way")
ROUND = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0)  # cut-offs tried, in each decade
DECADES = 4  # below the strongest link


@dataclass(frozen=True, slots=True)
class Connection:
    """Which topologies count as connected.

    Every input regulates a gene and reaches one of the ``outputs`` (any gene if none is named).
    Genes are ``joined`` "both ways" if each reaches each, "one way" if no gene stands apart.
    """

    joined: str = JOINED[0]
    outputs: tuple[str, ...] = ()

    def holds(self, topology: Topology) -> bool:
        """Whether ``topology`` is connected."""
        there = topology.matrix[None] != 0
        return bool(self.mask(there, topology.regulators, topology.targets)[0])

    def mask(
        self, links: np.ndarray, regulators: tuple[str, ...], targets: tuple[str, ...]
    ) -> np.ndarray:
        """Return which of ``links`` ``[topologies, regulator, target]`` are connected."""
        inputs = [regulators.index(name) for name in regulators if name not in targets]
        genes = [regulators.index(name) for name in targets]
        links = np.asarray(links) != 0
        among = links[:, genes]
        reached = _reached(among)
        ends = [targets.index(name) for name in self.outputs or targets]
        arrives = (links[:, inputs].astype(int) @ reached[:, :, ends].astype(int)).any(axis=2)
        connected: np.ndarray = arrives.all(axis=1)
        if self.joined == JOINED[0]:
            connected &= reached.all(axis=(1, 2))
        elif self.joined == JOINED[1]:
            connected &= _reached(among | among.transpose(0, 2, 1)).all(axis=(1, 2))
        return connected


def _reached(links: np.ndarray) -> np.ndarray:
    """Return which gene reaches which over any number of links, itself over none."""
    size = links.shape[1]
    reached: np.ndarray = links | np.eye(size, dtype=bool)
    for _ in range(max(1, (size - 1).bit_length())):
        reached = (reached.astype(int) @ reached.astype(int)) > 0
    return reached


@dataclass(frozen=True, slots=True)
class Entry:
    """A topology, how often it was found, and by which networks (counted from 0)."""

    topology: Topology
    count: int
    members: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Atlas:
    """The topologies found, the most frequent first. An entry's place is its key.

    ``unconnected`` are the networks left out; a link counts above ``cutoff``.
    """

    entries: tuple[Entry, ...]
    cutoff: float = 0.0
    unconnected: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        """How often any of the topologies was found."""
        return sum(entry.count for entry in self.entries)

    @cached_property
    def keys(self) -> dict[Topology, int]:
        """The place of each topology."""
        return {entry.topology: key for key, entry in enumerate(self.entries)}

    @cached_property
    def distances(self) -> np.ndarray:
        """By how many links any two topologies differ, ``[topologies, topologies]``."""
        return distances(self, self)

    def key_of(self, network: int) -> int:
        """Return the place of a network's topology, -1 if it was left out."""
        found = (key for key, entry in enumerate(self.entries) if network in entry.members)
        return next(found, -1)

    def topologies_by_links(self) -> dict[int, int]:
        """Return the number of topologies for each number of links."""
        counts = [entry.topology.links for entry in self.entries]
        return {links: counts.count(links) for links in sorted(set(counts))}

    def frequencies(self) -> np.ndarray:
        """Return how often each topology was found, as shares of all, ``[topologies]``."""
        counts = np.array([entry.count for entry in self.entries], dtype=float)
        shares: np.ndarray = counts / max(1.0, float(counts.sum()))
        return shares


def of_links(
    values: np.ndarray,
    regulators: Iterable[str],
    targets: Iterable[str],
    cutoff: float,
    connection: Connection | None = None,
    free: Iterable[str] = (),
    numbers: Iterable[int] | None = None,
) -> Atlas:
    """Return the atlas of networks with link ``values`` ``[networks, regulator, target]``.

    A link is there if its value exceeds ``cutoff`` in size. Topologies equal up to sign reversal
    of ``free`` genes are one. ``numbers`` are the networks' own, 0, 1, ... unless given.
    """
    regulators, targets, free = tuple(regulators), tuple(targets), tuple(free)
    values = np.asarray(values)
    signs = link_signs(values, cutoff)
    numbers = range(len(values)) if numbers is None else tuple(numbers)
    kept = np.ones(len(values), dtype=bool)
    if connection is not None:
        kept = connection.mask(signs, regulators, targets)
    members: dict[Topology, list[int]] = {}
    for number, one, connected in zip(numbers, signs, kept, strict=True):
        if connected:
            topology = of_signs(regulators, targets, one).gauged(free)
            members.setdefault(topology, []).append(number)
    entries = [Entry(topology, len(who), tuple(who)) for topology, who in members.items()]
    out = tuple(number for number, connected in zip(numbers, kept, strict=True) if not connected)
    return Atlas(_ordered(entries), cutoff, out)


def of_hits(hits: Mapping[Topology, int], least: int = 1, free: Iterable[str] = ()) -> Atlas:
    """Return the atlas of topologies with at least ``least`` hits, such as a search's successes.

    Those equal up to sign reversal of ``free`` genes are one, their hits added.
    """
    free, summed = tuple(free), dict[Topology, int]()
    for topology, count in hits.items():
        if count >= least:
            form = topology.gauged(free) if free else topology
            summed[form] = summed.get(form, 0) + count
    return Atlas(_ordered([Entry(topology, count) for topology, count in summed.items()]))


def link_signs(values: np.ndarray, cutoff: float) -> np.ndarray:
    """Return -1, 0 or 1 for each link value; those at or below ``cutoff`` and NaN are 0."""
    values = np.nan_to_num(np.asarray(values))
    signs: np.ndarray = np.where(np.abs(values) > cutoff, np.sign(values), 0).astype(int)
    return signs


def _ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda one: (-one.count, one.topology.signs)))


@dataclass(frozen=True, slots=True, eq=False)
class CutoffCurve:
    """Distinct connected topologies at each of some ``cutoffs``, and how many up to sign reversal.

    ``networks`` are those connected at each.
    """

    cutoffs: np.ndarray
    topologies: np.ndarray
    gauged: np.ndarray
    networks: np.ndarray

    @property
    def chosen(self) -> float:
        """The cut-off by the rule: the smallest that keeps the most distinct topologies apart."""
        return float(self.cutoffs[int(np.argmax(self.topologies))])


def cutoff_curve(
    values: np.ndarray,
    regulators: Iterable[str],
    targets: Iterable[str],
    connection: Connection | None = None,
    free: Iterable[str] = (),
    cutoffs: Iterable[float] | None = None,
) -> CutoffCurve:
    """Count topologies at round ``cutoffs`` up to the strongest link, see `of_links`."""
    regulators, targets, free = tuple(regulators), tuple(targets), tuple(free)
    values = np.asarray(values)
    tried = tuple(round_cutoffs(values) if cutoffs is None else cutoffs)
    rows, forms = [], dict[bytes, Topology]()
    for cutoff in tried:
        signs = link_signs(values, cutoff)
        if connection is not None:
            signs = signs[connection.mask(signs, regulators, targets)]
        distinct = np.unique(signs.reshape(len(signs), len(regulators) * len(targets)), axis=0)
        for one in distinct:
            if one.tobytes() not in forms:
                signs_of_one = one.reshape(len(regulators), len(targets))
                forms[one.tobytes()] = of_signs(regulators, targets, signs_of_one).gauged(free)
        apart = {forms[one.tobytes()] for one in distinct}
        rows.append((len(distinct), len(apart), len(signs)))
    return CutoffCurve(np.array(tried, dtype=float), *np.array(rows, dtype=int).reshape(-1, 3).T)


def round_cutoffs(values: np.ndarray) -> tuple[float, ...]:
    """Return 0 and round numbers over some decades up to the largest of ``values``."""
    strongest = float(np.nanmax(np.abs(np.asarray(values)), initial=0.0))
    if not 0 < strongest < np.inf:
        return (0.0,)
    top = floor(log10(strongest))
    grid = [k * 10.0**e for e in range(top - DECADES, top + 1) for k in ROUND]
    return (0.0, *(float(f"{one:.3g}") for one in grid if one < strongest))


def distances(first: Atlas, second: Atlas) -> np.ndarray:
    """Return by how many links the topologies of two atlases differ, ``[first, second]``."""
    one, other = (
        np.array([entry.topology.matrix.ravel() for entry in atlas.entries], dtype=np.int16)
        for atlas in (first, second)
    )
    if not len(one) or not len(other):
        return np.zeros((len(one), len(other)), dtype=int)
    apart = np.zeros((len(one), len(other)), dtype=int)
    for a, b in zip(one.T, other.T, strict=True):
        apart += np.abs(a[:, None] - b[None, :])
    return apart


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the topologies of one atlas stand to those of another, by their keys in the first.

    ``direct`` are in both, ``near`` differ by one link from one there. ``others_near`` are the
    keys in the second that are in the first or one link away. Shares are of what was found.
    """

    direct: tuple[int, ...]
    near: tuple[int, ...]
    others_near: tuple[int, ...]
    direct_share: float
    near_share: float
    only_first: int
    both: int
    only_second: int

    def mark(self, key: int) -> str:
        """Return "direct", "near" or "" for a topology of the first atlas."""
        return "direct" if key in self.direct else "near" if key in self.near else ""


def compare(first: Atlas, second: Atlas) -> Comparison:
    """Compare two atlases of the same regulators, such as an ensemble's with a Hill search's."""
    apart = distances(first, second)
    nearest = apart.min(axis=1, initial=99) if apart.size else np.full(len(first.entries), 99)
    back = apart.min(axis=0, initial=99) if apart.size else np.full(len(second.entries), 99)
    direct, near = (tuple(int(k) for k in np.flatnonzero(nearest == d)) for d in (0, 1))
    shares = first.frequencies()
    return Comparison(
        direct,
        near,
        tuple(int(key) for key in np.flatnonzero(back <= 1)),
        float(shares[list(direct)].sum()),
        float(shares[list(near)].sum()),
        len(first.entries) - len(direct),
        len(direct),
        len(second.entries) - len(direct),
    )


def degeneracy(counts: Iterable[float], share: float = 0.8) -> float:
    """Return which share of the topologies, the most frequent first, holds ``share`` of all."""
    ordered = np.sort(np.array(tuple(counts), dtype=float))[::-1]
    if not len(ordered) or not ordered.sum() > 0:
        return 0.0
    held = np.cumsum(ordered) / ordered.sum()
    return float((np.searchsorted(held, share - 1e-12) + 1) / len(ordered))


def by_motif(atlas: Atlas, names: Callable[[Topology], Iterable[str]]) -> dict[str, float]:
    """Return the share of what was found in which each of ``names(topology)`` occurs."""
    shares: dict[str, float] = {}
    for entry, share in zip(atlas.entries, atlas.frequencies(), strict=True):
        for name in dict.fromkeys(names(entry.topology)):
            shares[name] = shares.get(name, 0.0) + float(share)
    return dict(sorted(shares.items(), key=lambda item: -item[1]))
