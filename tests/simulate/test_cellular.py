import numpy as np
import pytest

from grnstudio.core import scores
from grnstudio.core.cellular import CellRule, drawn_rule, scattered, seeded
from grnstudio.core.frames import neighbours
from grnstudio.errors import ModelError
from grnstudio.simulate.cellular import is_lively, liveliness, simulate


@pytest.fixture
def rule():
    return drawn_rule((3,), 0, 4)


def by_hand(rule, levels, step, steps, ring):
    beside = neighbours(levels.shape[1], ring)
    frames = [levels]
    for _ in range(steps):
        seen = np.concatenate([beside @ levels, levels], axis=-1)
        levels = levels + step * (rule.synthesis(seen) - levels)
        frames.append(levels)
    return np.stack(frames, axis=1)


@pytest.mark.parametrize("ring", [True, False])
def test_films_are_euler_steps_of_the_rule(rule, ring):
    start = scattered(np.random.default_rng(0), 3, 7, 4)
    films = simulate(rule, start, 0.2, 12, 3, ring)
    np.testing.assert_allclose(films, by_hand(rule, start, 0.2, 12, ring)[:, ::3], atol=1e-12)


def test_activators_add_and_inhibitors_multiply():
    signs, half = np.array([[1], [-1]]), np.array([[1.0], [2.0]])
    made = CellRule(signs, half).synthesis(np.array([1.0, 2.0]))
    assert made == pytest.approx([0.5 * 0.5])
    two = CellRule(np.array([[1, 0], [1, 0], [0, 0], [0, -1]]), np.ones((4, 2)))
    np.testing.assert_allclose(two.synthesis(np.ones(4)), [1.0, 0.0])


def test_films_from_the_middle_cell_are_mirrored_on_a_ring(rule):
    films = simulate(rule, seeded(np.random.default_rng(0), 1, 9, 4), 0.2, 40)
    np.testing.assert_allclose(films, films[:, :, ::-1], atol=1e-12)


def test_a_rule_without_activators_falls_silent():
    rule = CellRule(np.full((2, 1), -1), np.ones((2, 1)))
    assert not liveliness(rule, np.random.default_rng(0)).enough


def test_the_same_seed_finds_the_same_lively_rule():
    found = [c for c in range(60, 70) if is_lively((3,), c)]
    assert found
    assert found == [c for c in range(60, 70) if is_lively((3,), c)]
    first = drawn_rule((3,), found[0])
    np.testing.assert_array_equal(first.thresholds, drawn_rule((3,), found[0]).thresholds)


def test_links_are_drawn_as_often_as_published():
    signs = np.concatenate([drawn_rule((9,), 16 * c).signs for c in range(40)])
    count = signs.size
    assert abs((signs == 0).mean() - 0.3) < 5 * np.sqrt(0.3 * 0.7 / count)
    assert abs((signs == 1).mean() - 0.35) < 5 * np.sqrt(0.35 * 0.65 / count)


def test_draws_of_one_topology_differ_in_their_thresholds_alone():
    one, other = drawn_rule((3,), 0), drawn_rule((3,), 1)
    np.testing.assert_array_equal(one.signs, other.signs)
    assert not np.allclose(one.thresholds, other.thresholds)


def test_cutting_links_of_the_true_rules_tells_them_all_apart(known_answers):
    with np.load(known_answers / "rnn/ca_ground_truth.npz") as truth:
        signs, half = truth["links"].astype(int), truth["K"]
    rng = np.random.default_rng(0)
    for number in range(len(signs)):
        rule = CellRule(signs[number], half[number])
        seen = rng.random((100, 20))
        effects = []
        for regulator in range(20):
            cut = seen.copy()
            cut[:, regulator] = 0
            effects.append((rule.synthesis(seen) - rule.synthesis(cut)).mean(axis=0))
        found = np.array(effects)
        assert scores.auc(found, rule.signs == 1) > 0.999
        assert scores.auc(-found, rule.signs == -1) > 0.999


def test_a_rule_whose_parts_do_not_fit_is_refused():
    with pytest.raises(ModelError, match="2 genes, genes"):
        CellRule(np.zeros((3, 2)), np.zeros((3, 2)))
