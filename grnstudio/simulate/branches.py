"""Equal rows of whole numbers found quickly, each of which has a place that stays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

BITS = 32  # of a value; there are fewer forks than would fill the other half


class Branches:
    """Which place belongs to a fork and what was drawn there; places are counted from 0."""

    def __init__(self) -> None:
        self._keys = np.zeros(0, dtype=np.int64)
        self._places = np.zeros(0, dtype=np.int64)

    def find(self, forks: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the place of each row, and a row of each place that was not known before."""
        keys = (forks << BITS) | values.astype(np.int64)
        at = np.searchsorted(self._keys, keys)
        known = np.zeros(len(keys), dtype=bool)
        inside = at < len(self._keys)
        known[inside] = self._keys[at[inside]] == keys[inside]
        if known.all():
            return self._places[at], np.zeros(0, dtype=np.int64)
        unknown = np.flatnonzero(~known)
        fresh, first = np.unique(keys[unknown], return_index=True)
        into = np.searchsorted(self._keys, fresh)
        places = len(self._keys) + np.arange(len(fresh))
        self._keys = np.insert(self._keys, into, fresh)
        self._places = np.insert(self._places, into, places)
        return self._places[np.searchsorted(self._keys, keys)], unknown[first]


def find_states(tree: Sequence[Branches], states: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the place of each of ``states``, and a row of each that was not known before.

    ``tree`` has branches for each column of ``states`` that counts.
    """
    place = np.zeros(len(states), dtype=np.int64)
    fresh = place[:0]
    for branches, column in zip(tree, states.T, strict=False):
        place, fresh = branches.find(place, column)
    return place, fresh
