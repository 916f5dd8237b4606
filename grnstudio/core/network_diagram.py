"""A reaction network as a diagram: species, processes, and what flows between them.

As in an SBGN process description, with two liberties that keep pictures small: a mass-action
reaction and its inverse are one process that runs both ways, and a species on both sides of a
reaction acts on it and is used or made by the difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from grnstudio.core.influences import Influences
from grnstudio.core.network import MassAction, Network, Participant, Reaction

CONSUMES, PRODUCES, ACTS = "consumes", "produces", "acts"
NOTHING = "∅ "  # begins the name of a source or sink; no id has a space


@dataclass(frozen=True, slots=True)
class Process:
    """A reaction, or a reaction and its inverse."""

    name: str
    reactions: tuple[str, ...]
    reversible: bool = False


@dataclass(frozen=True, slots=True)
class Arc:
    """What a species, or nothing, has to do with a process.

    ``stoichiometry`` is None where something else sets it. ``sign`` says of one that acts whether
    it speeds the process up, slows it down, or 0 if that depends. ``both`` stands for arcs of a
    reversible process, which run both ways.
    """

    species: str
    process: str
    role: str
    stoichiometry: float | None = 1.0
    sign: int = 0
    both: bool = False


@dataclass(frozen=True, slots=True)
class Diagram:
    """What is drawn; ``nothings`` are sources and sinks, one for each process that needs one."""

    species: tuple[str, ...]
    processes: tuple[Process, ...]
    nothings: tuple[str, ...]
    arcs: tuple[Arc, ...]


NO_DIAGRAM = Diagram((), (), (), ())


def diagram(network: Network) -> Diagram:
    """Return the diagram of ``network``."""
    processes: list[Process] = []
    arcs: list[Arc] = []
    influences = Influences(network)
    ranks = {one.id: rank for rank, one in enumerate(network.species)}
    for reaction, inverse in pairs(network):
        process = process_of(reaction, inverse)
        processes.append(process)
        arcs += arcs_of(reaction, process, influences, ranks)
    nothings = tuple(one.species for one in arcs if one.species.startswith(NOTHING))
    species = tuple(one.id for one in network.species)
    return Diagram(species, tuple(processes), nothings, tuple(arcs))


def process_of(reaction: Reaction, inverse: Reaction | None) -> Process:
    """Return what a reaction and its inverse, if it has one, are drawn as."""
    ids = (reaction.id, inverse.id) if inverse else (reaction.id,)
    return Process(reaction.id, ids, reaction.reversible or inverse is not None)


def pairs(network: Network) -> list[tuple[Reaction, Reaction | None]]:
    """Return each reaction with its inverse, where both follow mass action and nothing else."""
    waiting: dict[object, list[Reaction]] = {}
    found: dict[str, Reaction | None] = {}
    taken: set[str] = set()
    for reaction in network.reactions:
        sides = _sides(reaction)
        partners = waiting.get(sides and sides[::-1], [])
        if sides and partners:
            partner = partners.pop(0)
            found[partner.id] = reaction
            taken.add(reaction.id)
            continue
        found[reaction.id] = None
        if sides:
            waiting.setdefault(sides, []).append(reaction)
    return [(one, found[one.id]) for one in network.reactions if one.id not in taken]


def _sides(reaction: Reaction) -> tuple[frozenset[object], ...] | None:
    """Return what is on either side; None for reactions that are drawn by themselves."""
    plain = isinstance(reaction.kinetics, MassAction) and not reaction.modifiers
    if not plain or reaction.reversible or not (reaction.reactants and reaction.products):
        return None
    used, made = _amounts(reaction.reactants), _amounts(reaction.products)
    return None if used == made else (frozenset(used.items()), frozenset(made.items()))


def arcs_of(
    reaction: Reaction, process: Process, influences: Influences, ranks: Mapping[str, int]
) -> list[Arc]:
    """Return the arcs of one process; ``ranks`` says which species comes before which."""
    used, made = _amounts(reaction.reactants), _amounts(reaction.products)
    both_sides = used.keys() & made.keys()
    used, made = _less(used, made), _less(made, used)
    both, name = process.reversible, process.name
    arcs = [Arc(one, name, CONSUMES, times, both=both) for one, times in used.items()]
    arcs += [Arc(one, name, PRODUCES, times, both=both) for one, times in made.items()]
    if not used:
        arcs.append(Arc(f"{NOTHING}{name} in", name, CONSUMES, both=both))
    if not made:
        arcs.append(Arc(f"{NOTHING}{name} out", name, PRODUCES, both=both))
    acting = (both_sides | set(reaction.modifiers)) - used.keys()
    if not both:
        acting |= {one for one in made.keys() - used.keys() if influences.depends(reaction, one)}
    order = sorted(acting, key=ranks.__getitem__)
    return arcs + [Arc(one, name, ACTS, sign=influences.sign(reaction, one)) for one in order]


def _less(
    side: Mapping[str, float | None], other: Mapping[str, float | None]
) -> dict[str, float | None]:
    """Return what is on one side without what is on the other as well."""
    found: dict[str, float | None] = {}
    for name, times in side.items():
        against = other.get(name, 0.0)
        rest = times - against if times is not None and against is not None else None
        if rest is None or rest > 0:
            found[name] = rest
    return found


def _amounts(side: tuple[Participant, ...]) -> Mapping[str, float | None]:
    """Return how often each species stands on a side."""
    if len(side) == 1:
        times = side[0].stoichiometry
        return {side[0].species: None if times is None else float(times)}
    found: Counter[str] = Counter()
    unknown = {one.species for one in side if one.stoichiometry is None}
    for one in side:
        found[one.species] += one.stoichiometry or 0.0  # type: ignore[assignment]
    return {name: None if name in unknown else float(times) for name, times in found.items()}
