"""How the counts of a network are told to an emulator, and which of them follow from others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, TypeAlias

import numpy as np

from grnstudio.core.conservation import stoichiometry_laws
from grnstudio.core.network import Network
from grnstudio.core.transitions import Transitions
from grnstudio.simulate.jumps import JumpProcess, jump_process

_Parts: TypeAlias = tuple[tuple[int, float], ...]
Rate: TypeAlias = tuple[float, _Parts, float, _Parts, str]

LEVELS = 16  # a species that never has more values is drawn among them
MOVING = 0.5  # standard deviation of changes, in that of counts, up to which counts are linear
PROBES = 4  # counts of a species that are tried to see what a reaction needs
PLENTY = (53.0, 101.0, 211.0)  # counts of the others meanwhile


@dataclass(frozen=True, slots=True)
class Coordinates:
    """How each species is drawn, in which ``order``, and what holds between them.

    Those that move least come first, so that quick ones take up what the others leave.

    ``kinds`` say of each species whether it has few "levels", is one of large "counts", or is
    "dependent": then it follows from the row of ``laws`` at its place in ``dependents``, a sum
    that no reaction changes. ``levels`` is how many values a species with few has; ``roots`` says
    whose counts are best told by their square root. Reaction r happens only with ``needs[r]`` of
    each species there, and changes them by ``changes[r]``. Its rate in a step is one of ``rates``:
    a constant, times counts of species less something, over another constant and weights of
    species, times a formula. There are none where rate equations are no help.
    """

    species: tuple[str, ...]
    parameters: tuple[str, ...]
    kinds: tuple[str, ...]
    levels: tuple[int, ...]
    roots: tuple[bool, ...]
    order: tuple[int, ...]
    laws: tuple[tuple[int, ...], ...]
    dependents: tuple[int, ...]
    needs: tuple[tuple[int, ...], ...]
    changes: tuple[tuple[int, ...], ...]
    rates: tuple[Rate, ...] = ()

    def encode(self) -> dict[str, Any]:
        """Return the same as JSON can hold it."""
        return asdict(self)

    @classmethod
    def decode(cls, data: Mapping[str, Any]) -> Coordinates:
        """Return what `encode` made ``data`` of."""
        known = [field.name for field in fields(cls) if field.name in data]
        return cls(**{name: _tuples(data[name]) for name in known})


def coordinates_of(network: Network, data: Transitions) -> Coordinates:
    """Return how the states of ``network`` are best told, as seen from ``data``."""
    from grnstudio.learn.emulator.flow import does, rates_of

    process = jump_process(network)
    both = np.concatenate([data.before, data.after])
    means, most = both.mean(0), both.max(0)
    laws, dependents = _laws(process, means)
    few = most < LEVELS
    kinds = [
        "dependent" if place in dependents else "levels" if few[place] else "counts"
        for place in range(len(process.names))
    ]
    free = [place for place, kind in enumerate(kinds) if kind != "dependent"]
    spread, moved = data.before.std(0), (data.after - data.before).std(0)
    found = Coordinates(
        process.names,
        data.parameters,
        tuple(kinds),
        tuple(
            int(top) + 1 if kind == "levels" else 0 for top, kind in zip(most, kinds, strict=True)
        ),
        tuple((moved > MOVING * spread).tolist()),
        tuple(sorted(free, key=lambda place: (kinds[place] != "levels", moved[place]))),
        laws,
        dependents,
        _needs(process),
        tuple(tuple(int(one) for one in row) for row in np.asarray(process.changes)),
        rates_of(process, data.step),
    )
    return found if does(found, data) else replace(found, rates=())


def _laws(
    process: JumpProcess, means: np.ndarray
) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]:
    """Return conserved sums, each with a species of its own that follows from the others."""
    names = process.names
    found = stoichiometry_laws(np.asarray(process.changes).T.tolist(), names)
    rows = np.array(
        [[law.coefficients.get(name, 0) for name in names] for law in found], dtype=np.int64
    ).reshape(len(found), len(names))
    laws, dependents = [], []
    for row in rows:
        alone = (row == 1) & ((rows != 0).sum(0) == 1)
        if alone.any() and (row >= 0).all():
            laws.append(tuple(row.tolist()))
            dependents.append(int(np.where(alone, means, -1.0).argmax()))
    return tuple(laws), tuple(dependents)


def _needs(process: JumpProcess) -> tuple[tuple[int, ...], ...]:
    """Return how many of each species every reaction needs, by trying few of each in turn."""
    size = len(process.names)
    needs = np.zeros((len(process.reactions), size), dtype=np.int64)
    for place in range(size):
        possible = np.zeros((PROBES, len(process.reactions)), dtype=bool)
        for count in range(PROBES):
            for plenty in PLENTY:
                state = dict.fromkeys(process.names, plenty)
                state[process.names[place]] = float(count)
                possible[count] |= process.propensities(state) > 0
        first = possible.argmax(0)
        needs[:, place] = np.where(possible.any(0), first, 0)
    taken = np.maximum(0, -np.asarray(process.changes)).astype(np.int64)
    return tuple(tuple(row) for row in np.maximum(needs, taken).tolist())


def _tuples(value: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_tuples(one) for one in value)
    return value
