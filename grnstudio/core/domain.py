"""The domain of an emulator: which states and parameters it has seen, and so may be asked of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from grnstudio.core.conservation import law_matrix
from grnstudio.core.emulator import Emulator
from grnstudio.core.network import Network
from grnstudio.core.transitions import Transitions
from grnstudio.errors import ModelError

Level: TypeAlias = Literal["inside", "edge", "outside"]
LEVELS: tuple[Level, ...] = ("inside", "edge", "outside")
POINTS = 3000  # states kept, of all that were seen
MOST = 60_000  # states among which these are chosen
HELD_OUT = 2000  # states that tell how near the nearest one usually is
FEW = 24  # totals that are told one by one; of more, the lowest and the highest
MARGIN = 0.05  # of a range, within which a state beside it counts as being at its edge
USUAL = 0.99  # share of held-out states that are nearer to a kept one than the edge
NEAR = 0.25  # standard deviations, within which a state always counts as near another
FAR = 2.0  # times that, and a state lies outside
SHIFT = 0.375  # by which the root of a count has about the same chance whatever the count
_COARSE = 4.0  # states closer than a quarter of a standard deviation stand for each other
_TOLD = 3
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Lamp:
    """Whether a state is ``inside`` of what was seen, at its ``edge`` or ``outside``, and why."""

    level: Level
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Domain:
    """What an emulator has seen of ``species`` and ``parameters``, together called inputs.

    ``low`` and ``high`` ``[inputs]`` are their ranges, ``laws`` ``[laws, species]`` the conserved
    sums and ``totals`` ``[laws, few]`` their values, ascending and filled up with NaN; where there
    were many, these are the lowest and the highest, and ``many`` ``[laws]`` is 1. ``points``
    ``[states, inputs]`` are some of the states in a coordinate in which all count alike, ``scale``
    ``[inputs]`` its units. ``usual`` is how near the next point is to a state from other starts.
    """

    species: tuple[str, ...]
    parameters: tuple[str, ...]
    low: np.ndarray
    high: np.ndarray
    laws: np.ndarray
    totals: np.ndarray
    many: np.ndarray
    scale: np.ndarray
    points: np.ndarray
    usual: float

    @classmethod
    def of(cls, emulator: Emulator) -> Domain | None:
        """Return the domain that an emulator brings along, if it does."""
        kept = emulator.domain
        if "points" not in kept:
            return None
        arrays = {name: np.asarray(kept[name]) for name in _KEPT}
        usual = float(kept["usual"])
        return cls(emulator.species, emulator.parameters, usual=usual, **arrays)

    def to_arrays(self) -> dict[str, np.ndarray]:
        """Return the domain as `Emulator.domain` keeps it."""
        return {**{name: getattr(self, name) for name in _KEPT}, "usual": np.array(self.usual)}

    def look(self, state: Mapping[str, float], values: Mapping[str, float] | None = None) -> Lamp:
        """Say whether the emulator may be asked of ``state`` under the parameters ``values``.

        Amounts are taken as whole molecules; parameters that are not told stand in the middle of
        their range. Raises `ModelError` for a
        species that is not told.
        """
        missing = [name for name in self.species if name not in state]
        if missing:
            raise ModelError(f"The state does not say how much there is of {', '.join(missing)}.")
        told = dict(zip(self.parameters, self._middle(), strict=True)) | dict(values or {})
        counts = np.round([[float(state[name]) for name in self.species]])
        inputs = np.array([[told[name] for name in self.parameters]], dtype=float)
        level = int(self.levels(counts, inputs)[0])
        if level == 0:
            return Lamp("inside", "States like this one were among those it learned from.")
        reasons = list(self._reasons(counts[0], inputs[0], level))
        return Lamp(LEVELS[level], " ".join(reasons[:_TOLD]))

    def levels(self, states: np.ndarray, values: np.ndarray | None = None) -> np.ndarray:
        """Return 0 for ``states`` ``[states, species]`` inside, 1 at the edge and 2 outside.

        ``values`` ``[states, parameters]`` are in the middle of their ranges unless given.
        """
        if values is None:
            values = np.broadcast_to(self._middle(), (len(states), len(self.parameters)))
        inputs = np.hstack([np.asarray(states, dtype=float), values])
        level = self._by_ranges(inputs).max(axis=1, initial=0)
        level = np.maximum(level, self._by_totals(inputs[:, : len(self.species)]).max(1, initial=0))
        near = self._nearest(inputs) / self.usual
        return np.asarray(np.maximum(level, (near > 1).astype(np.int64) + (near > FAR)))

    def nearest(self, state: Mapping[str, float]) -> dict[str, float]:
        """Return, by species, what was learned from that is most like ``state``."""
        size = len(self.species)
        counts = np.array([[float(state.get(name, 0.0)) for name in self.species]])
        placed = _placed(np.hstack([counts, self._middle()[None]]), size) / self.scale
        points = self.points.astype(float)
        seen = points[np.argmin(((points - placed) ** 2).sum(axis=1))] * self.scale
        found = np.rint((seen[:size] / 2) ** 2 - SHIFT)
        return dict(zip(self.species, found.tolist(), strict=True))

    def _middle(self) -> np.ndarray:
        return np.asarray((self.low + self.high)[len(self.species) :] / 2)

    def _by_ranges(self, inputs: np.ndarray) -> np.ndarray:
        """Return the level of each of ``inputs``; that there is none of a species may matter."""
        ends = _placed(np.stack([self.low, self.high]), len(self.species))
        return _beside(_placed(inputs, len(self.species)), *ends)

    def _by_totals(self, states: np.ndarray) -> np.ndarray:
        """Return the level of each conserved sum of ``states``, ``[states, laws]``."""
        sums = states @ self.laws.T
        if not len(self.laws):
            return np.zeros(sums.shape, dtype=np.int64)
        seen = (sums[:, :, None] == self.totals).any(axis=2)
        beside = _beside(sums, self.totals[:, 0], np.nanmax(self.totals, axis=1))
        return np.where(self.many > 0, beside, np.where(seen, 0, 2))

    def _nearest(self, inputs: np.ndarray) -> np.ndarray:
        """Return how far the nearest point is from each of ``inputs``."""
        placed = _placed(inputs, len(self.species)) / self.scale
        return _nearest(placed, self.points)

    def _reasons(self, state: np.ndarray, values: np.ndarray, level: int) -> Iterator[str]:
        """Say what is unlike anything seen; the whole is told if no part of it explains it."""
        told = False
        inputs = np.concatenate([state, values])
        beside = self._by_ranges(inputs[None])[0]
        for place in np.flatnonzero(beside):
            told = told or beside[place] == level
            yield self._range_told(int(place), inputs[place])
        for law in np.flatnonzero(self._by_totals(state[None])[0]):
            told = True
            yield self._total_told(int(law), float(self.laws[law] @ state))
        if not told:
            times = float(self._nearest(inputs[None])[0]) / self.usual
            yield (
                "Such amounts together were not seen: the nearest state that was is "
                f"{times:.1f} times as far as usual."
            )

    def _range_told(self, place: int, value: float) -> str:
        name = (*self.species, *self.parameters)[place]
        verb = "was seen" if place < len(self.species) else "was varied"
        low, high = self.low[place], self.high[place]
        between = f"at {low:g} alone" if low == high else f"from {low:g} to {high:g}"
        return f"{name} is {value:g}; it {verb} {between}."

    def _total_told(self, law: int, total: float) -> str:
        terms = zip(self.laws[law], self.species, strict=True)
        text = " + ".join(name if one == 1 else f"{one:g} {name}" for one, name in terms if one)
        seen = [f"{one:g}" for one in self.totals[law] if np.isfinite(one)]
        among = f"{seen[0]} to {seen[-1]}" if self.many[law] else ", ".join(seen)
        return f"{text} is {total:g}, and no reaction changes it; it was {among} when it learned."


_KEPT = ("low", "high", "laws", "totals", "many", "scale", "points")


def domain_of(
    network: Network, seen: Transitions, held_out: Transitions | None = None, seed: int = 0
) -> Domain:
    """Return the domain of what is learned from ``seen``.

    States of ``held_out``, which descend from other starts, tell how near the next one usually is;
    without them, every fourth start of ``seen`` does.
    """
    rng = np.random.default_rng(seed)
    if held_out is None or not len(held_out):
        seen, held_out = _parted(seen)
    inputs, others = _inputs(seen), _inputs(held_out)
    species = len(seen.species)
    placed = _placed(inputs, species)
    scale = np.maximum(placed.std(axis=0), 0.5)
    scale[species:] = np.maximum(np.ptp(inputs[:, species:], axis=0), 1e-300)
    points = _spread_out(placed[rng.permutation(len(placed))[:MOST]] / scale, rng)
    some = others[rng.permutation(len(others))[:HELD_OUT]]
    distances = _nearest(_placed(some, species) / scale, points)
    laws = law_matrix(network, seen.species)
    totals, many = _totals(np.vstack([seen.before, held_out.before]) @ laws.T)
    return Domain(
        seen.species, seen.parameters,
        np.minimum(inputs.min(axis=0), others.min(axis=0)),
        np.maximum(inputs.max(axis=0), others.max(axis=0)),
        laws, totals, many, scale, points, max(float(np.quantile(distances, USUAL)), NEAR),
    )  # fmt: skip


def _parted(seen: Transitions) -> tuple[Transitions, Transitions]:
    settings = np.unique(seen.setting)
    apart = settings[3::4] if len(settings) > 3 else settings
    rest = np.setdiff1d(settings, apart) if len(settings) > 3 else settings
    return seen.of_settings(rest), seen.of_settings(apart)


def _inputs(transitions: Transitions) -> np.ndarray:
    return np.hstack([transitions.before.astype(float), transitions.values])


def _placed(inputs: np.ndarray, species: int) -> np.ndarray:
    """Return counts as twice their root, whose chance is about 1 whether they are few or many."""
    roots = 2 * np.sqrt(np.maximum(inputs[:, :species], 0) + SHIFT)
    return np.hstack([roots, inputs[:, species:]])


def _spread_out(placed: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return some of the states ``placed``, of crowded regions fewer than of rare ones."""
    _, first = np.unique(np.round(placed * _COARSE), axis=0, return_index=True)
    kept = rng.permutation(first)[:POINTS]
    more = rng.permutation(len(placed))[: POINTS - len(kept)]
    return np.unique(placed[np.concatenate([kept, more])], axis=0).astype(np.float32)


def _nearest(placed: np.ndarray, points: np.ndarray) -> np.ndarray:
    lengths = (points.astype(float) ** 2).sum(axis=1)
    found = np.empty(len(placed))
    for first in range(0, len(placed), _BLOCK):
        part = placed[first : first + _BLOCK]
        squares = (part**2).sum(axis=1)[:, None] + lengths - 2 * part @ points.T.astype(float)
        found[first : first + _BLOCK] = np.sqrt(np.maximum(squares.min(axis=1), 0))
    return found


def _beside(values: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return 0 for ``values`` ``[values, places]`` within a range, 1 just beside it, 2 beyond."""
    room = MARGIN * (high - low)
    outside = (values < low) | (values > high)
    beyond = (values < low - room) | (values > high + room)
    return np.asarray(outside.astype(np.int64) + beyond)


def _totals(sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the values of conserved ``sums`` ``[states, laws]``, and which have too many."""
    values = [np.unique(column) for column in sums.T]
    many = np.array([float(len(one) > FEW) for one in values])
    kept = [one if len(one) <= FEW else one[[0, -1]] for one in values]
    totals = np.full((len(kept), max(map(len, kept), default=1)), np.nan)
    for row, one in zip(totals, kept, strict=True):
        row[: len(one)] = one
    return totals, many
