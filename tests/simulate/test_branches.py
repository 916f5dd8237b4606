"""Equal states are found again, and each has a place of its own."""

import numpy as np

from grnstudio.simulate.branches import Branches, find_states


def test_equal_states_have_one_place_that_stays():
    rng = np.random.default_rng(0)
    tree, known = [Branches() for _ in range(3)], {}
    for _ in range(20):
        states = rng.integers(0, 4, size=(50, 3)).astype(float)
        states[:, 1] *= 1e9
        place, fresh = find_states(tree, states)
        added = sorted(place[fresh].tolist())
        assert added == list(range(len(known), len(known) + len(fresh)))
        for state, at in zip(map(tuple, states), place.tolist(), strict=True):
            assert known.setdefault(state, at) == at
    assert sorted(known.values()) == list(range(len(known)))


def test_no_states_have_no_places():
    place, fresh = find_states([Branches()], np.zeros((0, 1)))
    assert place.size == fresh.size == 0
