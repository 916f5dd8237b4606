"""Distances between sampled distributions."""

import numpy as np
import pytest

from grnstudio.core.distances import (
    bin_edges,
    binned,
    chance_below,
    energy,
    expected_l1,
    fitting_bins,
    iou,
    kl,
    l1,
    wasserstein,
)


@pytest.fixture
def rng():
    return np.random.default_rng(1)


def test_counts_are_those_of_numpy_and_values_outside_stand_at_the_ends(rng):
    values = rng.normal(size=(3, 500))
    edges = np.linspace(-1, 1, 21)
    counts = binned(values, edges)
    assert counts.shape == (3, 22)
    for row, found in zip(values, counts, strict=True):
        assert (found[1:-1] == np.histogram(row, edges)[0]).all()
        assert found[0] == (row < -1).sum()
        assert found[-1] == (row > 1).sum()


def test_bins_reach_from_the_lowest_value_to_the_highest_which_both_count():
    values = np.array([[3, 7, 11]])
    counts = binned(values, bin_edges(values, 4))
    assert counts.tolist() == [[0, 1, 0, 1, 1, 0]]


def test_values_that_are_all_equal_fill_one_bin():
    edges = bin_edges(np.full(4, 5), 3)
    assert binned(np.full(4, 5), edges).tolist() == [0, 0, 4, 0, 0]


def test_the_number_of_bins_suits_the_runs():
    assert [fitting_bins(runs) for runs in (1, 1000, 10_000, 10**6)] == [10, 63, 200, 200]


def test_equal_histograms_have_no_distance_and_separate_ones_the_largest():
    left, right = np.array([4, 0, 0]), np.array([0, 1, 1])
    assert (l1(left, left), iou(left, left), kl(left, left)) == (0, 0, 0)
    assert (l1(left, right), iou(left, right)) == (2, 1)
    assert 0 < kl(left, right) < np.inf


def test_one_distance_follows_from_the_other(rng):
    first, second = rng.integers(0, 50, (2, 7, 30))
    distance = l1(first, second)
    assert iou(first, second) == pytest.approx(distance / (1 + distance / 2))


def test_chance_alone_is_foreseen(rng):
    runs = 4000
    edges = np.linspace(0, 100, 101)
    sets = binned(rng.poisson(50, (2, 40, runs)), edges)
    found = l1(sets[0], sets[1]).mean()
    assert found == pytest.approx(expected_l1(sets.sum(axis=(0, 1)), runs), rel=0.05)


def test_divergence_is_that_of_two_known_distributions(rng):
    edges = np.linspace(-0.5, 40.5, 42)
    first, second = binned(rng.poisson(10, 200_000), edges), binned(rng.poisson(12, 200_000), edges)
    assert kl(first, second) == pytest.approx(10 * np.log(10 / 12) + 2, rel=0.05)


def test_values_that_move_by_three_are_three_apart(rng):
    values = rng.poisson(20, (2, 300))
    assert wasserstein(values, values + 3) == pytest.approx([3, 3])
    assert wasserstein(values, np.repeat(values, 2, axis=-1) + 3) == pytest.approx([3, 3])


def test_energy_distance_is_what_its_means_say(rng):
    first, second = rng.poisson(5, 40), rng.poisson(7, 60)

    def mean_gap(one, other):
        return np.abs(one[:, None] - other).mean()

    said = 2 * mean_gap(first, second) - mean_gap(first, first) - mean_gap(second, second)
    assert energy(first[None], second[None])[0] == pytest.approx(said)


def test_chances_of_values_from_the_same_distribution_are_spread_evenly(rng):
    chances = chance_below(rng.poisson(1, 20_000), rng.poisson(1, 20_000), rng)
    counts = np.histogram(chances, 10, (0, 1))[0]
    assert counts == pytest.approx(np.full(10, 2000), rel=0.1)


def test_chances_of_wider_values_lie_at_the_ends(rng):
    chances = chance_below(rng.normal(0, 2, 5000), rng.normal(0, 1, 5000), rng)
    assert ((chances > 0.25) & (chances < 0.75)).mean() < 0.35
