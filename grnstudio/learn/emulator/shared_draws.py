"""States that follow many others, where equal ones share what the network says of them.

Species are drawn one after the other, so what is known is a tree: from a state branches lead to
what was drawn first, from there to what was drawn next. At each fork stands how the next species is
distributed, worked out once, from which every row draws with chance of its own. Networks are
asked of batches of one size, so what they say of a state does not depend on those beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
import torch
from torch import Tensor

from grnstudio.errors import ModelError
from grnstudio.learn.emulator.chance import Streams, draw_counts, draw_levels
from grnstudio.learn.emulator.heads.one_by_one import OneByOne, Part
from grnstudio.learn.emulator.model import Model
from grnstudio.simulate.background import Stopped
from grnstudio.simulate.branches import Branches, find_states

BATCH = 512  # rows that a network is asked of at once, filled up
NEAR = 2  # reactions away from a state, within which others are looked at with it
ROOM = 64 * 2**20  # bytes that are kept, or a few more
NO_NUMBER = (
    "The emulator drew no number of molecules. It may have been asked of states unlike any it was "
    "taught; see what its report says of them."
)


class Rows:
    """Numbers by place ``[places, columns]``, which grow."""

    def __init__(self) -> None:
        self._kept = torch.zeros(0, 0)
        self.count = 0

    def add(self, rows: Tensor) -> None:
        """Add ``rows`` behind those there are."""
        count = self.count + len(rows)
        if count > len(self._kept):
            kept = torch.empty(max(count, 2 * self.count), rows.shape[1])
            if self.count:
                kept[: self.count] = self._kept[: self.count]
            self._kept = kept
        self._kept[self.count : count] = rows
        self.count = count

    def take(self, places: np.ndarray) -> Tensor:
        """Return a copy of the rows at ``places``."""
        return self._kept[torch.from_numpy(places)]

    @property
    def array(self) -> np.ndarray:
        """All rows."""
        return self._kept.numpy()

    @property
    def bytes(self) -> int:
        """How much memory they take."""
        return 4 * self.count * self._kept.shape[1]


class Fork:
    """All that is known where so many species have been drawn: how the next is distributed."""

    def __init__(self) -> None:
        self.branches, self.parts, self.laws = Branches(), Rows(), Rows()
        self.is_wrong = False  # somewhere, where what is said of the next is no number


class SharedDraws:
    """Draws from ``model``, whose head draws species one by one; not for several threads."""

    def __init__(self, model: Model, head: OneByOne) -> None:
        self.model, self.head = model, head
        self.species = len(head.coordinates.species)
        changes = np.array(head.coordinates.changes, dtype=np.float64).reshape(-1, self.species)
        more = np.zeros((2 * len(changes), len(head.coordinates.parameters)))
        self._changes = np.hstack([np.concatenate([changes, -changes]), more])
        self._clear()
        species, drawn = self.species, len(head.order)
        numbers = (drawn + 1) * (3 * species + head.hidden * drawn)
        self.rows = max(BATCH, ROOM // (8 * numbers))

    def _clear(self) -> None:
        self._states = [Branches() for _ in range(self.species)]
        self._forks = [Fork() for _ in range(len(self.head.order) + 1)]
        self._sizes: list[int] = []

    def draw(self, x: np.ndarray, words: np.ndarray, stopped: Callable[[], bool]) -> np.ndarray:
        """Return states that follow ``x`` ``[rows, species + parameters]``.

        Parameters are the same in all calls. Raises `Stopped` once that is so.
        """
        out = np.empty((len(x), self.species))
        for first in range(0, len(x), self.rows):
            if sum(fork.parts.bytes + fork.laws.bytes for fork in self._forks) > ROOM:
                self._clear()
            part = slice(first, first + self.rows)
            out[part] = self._drawn(x[part], words[part], stopped)
        return out

    def _drawn(self, x: np.ndarray, words: np.ndarray, stopped: Callable[[], bool]) -> np.ndarray:
        place, fresh = find_states(self._states, x)
        begun = self._with_near_states(x[fresh])
        self._grow(0, self._begin, (torch.from_numpy(begun.astype(np.float32)),), stopped)
        for drawn in range(len(self.head.order)):
            value, parents = self._values(drawn, place, words), place
            branches = self._forks[drawn + 1].branches
            place, fresh = branches.find(parents, value)
            forks, values = _with_near_values(branches, parents[fresh], value[fresh])
            given = self._forks[drawn].parts.take(forks)
            told = torch.from_numpy(values.astype(np.float32))
            self._grow(drawn + 1, partial(self._go_on, drawn), (given, told), stopped)
        return self._forks[-1].parts.take(place).numpy().astype(np.float64)

    def _with_near_states(self, fresh: np.ndarray) -> np.ndarray:
        """Return states that were not known, and some that reactions lead to, to fill batches."""
        if not 0 < len(fresh) < BATCH:
            return fresh
        species, near, found = self.species, fresh, []
        for _ in range(NEAR):
            moved = near[:, None] + self._changes
            near = moved.reshape(-1, fresh.shape[1])
            near = near[(near[:, :species] >= 0).all(axis=1)][:BATCH]
            found.append(near)
        some = np.concatenate(found)[: -len(fresh) % BATCH]
        _, more = find_states(self._states, some)
        return np.concatenate([fresh, some[more]])

    def _values(self, drawn: int, place: np.ndarray, words: np.ndarray) -> np.ndarray:
        """Draw the next species where so many were ``drawn``."""
        head, fork = self.head, self._forks[drawn]
        laws, k = fork.laws.array, head.order[drawn]
        if fork.is_wrong and not np.isfinite(laws[place]).all():
            raise ModelError(NO_NUMBER)
        if k in head.leveled:
            return np.asarray(draw_levels(laws, place, words, drawn))
        is_root = bool(head.roots[head.counted.index(k)])
        return np.asarray(draw_counts(laws, place, words, drawn, head.components, is_root))

    def _grow(
        self, drawn: int, work: Callable[..., tuple[Tensor, Tensor]], given: tuple[Tensor, ...],
        stopped: Callable[[], bool],
    ) -> None:  # fmt: skip
        """Add what ``work`` tells of the rows ``given`` to what is known of so many ``drawn``."""
        for batch, count in batches(given, stopped):
            with torch.inference_mode():
                part, law = work(*batch)
            fork = self._forks[drawn]
            fork.is_wrong |= not torch.isfinite(law).all()
            fork.parts.add(part[:count])
            fork.laws.add(law[:count])

    def _begin(self, x: Tensor) -> tuple[Tensor, Tensor]:
        state = self.model.encoding.state(x)
        return self._told(self.head.begin(self.model.body(state), state, x), 0)

    def _go_on(self, drawn: int, flat: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
        rest = flat.shape[1] - sum(self._sizes)
        part = Part(*(one.contiguous() for one in flat.split([*self._sizes, rest], 1)))
        return self._told(self.head.followed(part, drawn, value), drawn + 1)

    def _told(self, part: Part, drawn: int) -> tuple[Tensor, Tensor]:
        """Return what is kept of ``part``, and how its next species is distributed."""
        if drawn == len(self.head.order):
            return self.head.completed(part), part.x[:, :0]
        self._sizes = [one.shape[1] for one in part[:-1]]
        return torch.cat(list(part), 1), self.head.law(part, drawn)


def _with_near_values(
    branches: Branches, forks: np.ndarray, values: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return draws at ``forks`` that were not known, and some beside them, to fill batches."""
    if not 0 < len(forks) < BATCH:
        return forks, values
    off = np.array([1, -1, 2, -2, 3, -3])[:, None]
    near, at = (values + off).reshape(-1), np.tile(forks, off.size)
    chosen = np.flatnonzero(near >= 0)[: -len(forks) % BATCH]
    _, more = branches.find(at[chosen], near[chosen])
    more = chosen[more]
    return np.concatenate([forks, at[more]]), np.concatenate([values, near[more]])


def drawn_apart(
    model: Model, x: np.ndarray, words: np.ndarray, stopped: Callable[[], bool]
) -> np.ndarray:
    """Return states that follow ``x`` from a network that draws all species at once."""
    size, found = x.shape[1], [np.empty((0, len(model.coordinates.species)))]
    given = torch.from_numpy(x.astype(np.float32)), torch.from_numpy(words.astype(np.int64))
    for (states, of), count in batches(given, stopped):
        with torch.inference_mode():
            y = model.sample(states[:, :size], Streams(of.numpy().astype(np.uint64)))
        if not torch.isfinite(y).all():
            raise ModelError(NO_NUMBER)
        found.append(y[:count].numpy().astype(np.float64))
    return np.concatenate(found)


def batches(
    given: Sequence[Tensor], stopped: Callable[[], bool]
) -> Iterator[tuple[tuple[Tensor, ...], int]]:
    """Yield `BATCH` rows of each tensor at a time, filled up, and how many of them count."""
    for first in range(0, len(given[0]), BATCH):
        if stopped():
            raise Stopped
        parts = [one[first : first + BATCH] for one in given]
        count = len(parts[0])
        more = torch.arange(BATCH).clamp(max=count - 1)
        yield tuple(one[more] for one in parts), count
