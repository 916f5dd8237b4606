import csv

import numpy as np
import pytest

from grnstudio.core import scores


def test_the_curve_begins_at_no_hits_and_ends_at_all():
    curve = scores.roc(np.array([3.0, 1.0, 2.0]), np.array([True, False, True]))
    np.testing.assert_array_equal(curve.false_hits, [0, 0, 0, 1])
    np.testing.assert_array_equal(curve.true_hits, [0, 0.5, 1, 1])


def test_the_area_is_the_chance_that_a_positive_case_scores_above_a_negative_one():
    rng = np.random.default_rng(0)
    found, positive = rng.integers(0, 6, 80).astype(float), rng.random(80) < 0.4
    pairs = found[positive][:, None] - found[~positive][None, :]
    chance = ((pairs > 0) + 0.5 * (pairs == 0)).mean()
    assert scores.auc(found, positive) == pytest.approx(chance)


def test_scores_that_are_not_known_are_left_out():
    found = np.array([2.0, np.nan, 1.0])
    assert scores.auc(found, np.array([True, False, False])) == 1.0
    assert np.isnan(scores.auc(found, np.array([True, False, True])))


def test_the_weakest_share_counts_as_none():
    found = np.array([[0.1, -3.0], [np.nan, 2.0]])
    np.testing.assert_array_equal(scores.weakest_as_none(found, 1 / 3), [[0, -1], [0, 1]])


def test_a_confusion_matrix_has_the_truth_in_rows():
    matrix = scores.confusion(np.array([-1, 0, 1, 1]), np.array([-1, 1, 1, 0]))
    np.testing.assert_array_equal(matrix, [[1, 0, 0], [0, 0, 1], [0, 1, 1]])
    assert scores.accuracy(matrix) == 0.5


@pytest.fixture
def automata(known_answers):
    """Published link scores of 25 cellular automata, and their true links."""
    folder = known_answers / "rnn"
    with (
        np.load(folder / "ca_rnn_links.npz") as found,
        np.load(folder / "ca_ground_truth.npz") as truth,
    ):
        return found["delta100"], truth["links"].astype(int)


def test_published_link_scores_have_the_published_areas(automata):
    areas = [[scores.auc(s * f, t == s) for s in (1, -1)] for f, t in zip(*automata, strict=True)]
    np.testing.assert_allclose(np.mean(areas, axis=0), [0.7241, 0.7981], atol=5e-5)


def test_published_link_scores_have_the_published_confusion_matrices(automata, known_answers):
    with (known_answers / "rnn/ca_scores.csv").open() as file:
        rows = list(csv.DictReader(file))
    for row, found, truth in zip(rows, *automata, strict=True):
        matrix = scores.confusion(truth, scores.weakest_as_none(found, 0.3))
        wanted = [[int(row[f"conf_true{t}_pred{p}"]) for p in (-1, 0, 1)] for t in (-1, 0, 1)]
        np.testing.assert_array_equal(matrix, wanted, err_msg=row["model"])
        assert scores.accuracy(matrix) == pytest.approx(float(row["acc3_cut30"]))
    found, truth = (part[23] for part in automata)
    matrix = scores.confusion(truth, scores.weakest_as_none(found, 0.3))
    np.testing.assert_array_equal(matrix, [[39, 14, 8], [24, 23, 17], [10, 23, 42]])
