"""Gates: what is drawn, and gradients beside exact ones."""

import numpy as np
import pytest
import torch

from grnstudio.learn.emulator.cells import SuperBody
from grnstudio.learn.emulator.gates import Gates, Pairs, softmax
from grnstudio.learn.emulator.genotype import OPERATIONS


def gates(edges=1, operations=3, rate=0.1, entropy=0.0, seed=0):
    return Gates(edges, operations, rate, entropy, np.random.default_rng(seed))


def test_pairs_are_drawn_without_putting_back_and_act_by_their_share():
    one = gates()
    one.scores[:] = np.log([0.5, 0.3, 0.2])
    rng = np.random.default_rng(1)
    drawn = [one.draw_pairs(rng).both[0] for _ in range(20_000)]
    seen = np.zeros((3, 3))
    np.add.at(seen, tuple(np.array(drawn).T), 1 / len(drawn))
    p = np.array([0.5, 0.3, 0.2])
    for a in range(3):
        for b in range(3):
            together = p[a] * p[b] / (1 - p[a]) + p[b] * p[a] / (1 - p[b]) if a != b else 0.0
            assert seen[a, b] == pytest.approx(together * p[a] / (p[a] + p[b]), abs=0.012)


def test_single_draws_follow_the_probabilities():
    one = gates()
    one.scores[:] = np.log([0.5, 0.3, 0.2])
    rng = np.random.default_rng(2)
    seen = np.bincount([one.draw(rng)[0] for _ in range(20_000)], minlength=3) / 20_000
    np.testing.assert_allclose(seen, [0.5, 0.3, 0.2], atol=0.012)


def test_the_gradient_is_that_of_the_expected_loss_of_the_pair():
    one = gates(edges=4, operations=5, seed=3)
    one.scores = np.random.default_rng(4).normal(size=(4, 5))
    pairs = one.draw_pairs(np.random.default_rng(5))
    worth = np.random.default_rng(6).normal(size=(4, 2))
    scores = torch.tensor(np.take_along_axis(one.scores, pairs.both, 1), requires_grad=True)
    (scores.softmax(1) * torch.tensor(worth)).sum().backward()
    np.testing.assert_allclose(one.gradient(pairs, worth), scores.grad)


def test_averaged_over_pairs_the_gradient_points_where_the_exact_one_does():
    one = gates(operations=4, seed=7)
    one.scores = np.random.default_rng(8).normal(size=(1, 4))
    worth, rng = np.array([1.0, -0.5, 0.3, 2.0]), np.random.default_rng(9)
    scores = torch.tensor(one.scores[0], requires_grad=True)
    (scores.softmax(0) * torch.tensor(worth)).sum().backward()
    whole = np.zeros(4)
    for _ in range(4_000):
        pairs = one.draw_pairs(rng)
        np.add.at(whole, pairs.both[0], one.gradient(pairs, worth[pairs.both])[0])
    assert np.corrcoef(whole, scores.grad)[0, 1] > 0.95
    assert abs(whole.sum()) < 1e-9 * np.abs(whole).sum()


def test_a_step_leaves_the_probabilities_of_all_others():
    one = gates(edges=3, operations=6, seed=10)
    before = one.probabilities()
    pairs = one.draw_pairs(np.random.default_rng(11))
    one.learn(pairs, np.array([[1.0, 0.0], [-1.0, 2.0], [0.5, 0.1]]))
    after, drawn = one.probabilities(), np.zeros((3, 6), bool)
    np.put_along_axis(drawn, pairs.both, True, 1)
    np.testing.assert_allclose(after[~drawn], before[~drawn])
    assert (np.abs(after - before)[drawn] > 1e-3).all()
    assert after[0, pairs.active[0]] < before[0, pairs.active[0]]  # it raised the loss


def test_the_entropy_term_is_the_gradient_of_the_entropy():
    one = gates(edges=2, operations=4, entropy=0.3, seed=12)
    one.scores = np.random.default_rng(13).normal(size=(2, 4))
    scores = torch.tensor(one.scores, requires_grad=True)
    p = scores.softmax(1)
    (-0.3 * (p * p.log()).sum()).backward()
    pairs = one.draw_pairs(np.random.default_rng(14))
    expected = np.take_along_axis(scores.grad.numpy(), pairs.both, 1)
    np.testing.assert_allclose(one.gradient(pairs, np.zeros((2, 2))), expected)


def test_gates_of_a_body_have_the_gradients_of_all_their_operations():
    """Beside a body in which both operations of an edge are weighted by numbers of their own."""
    torch.manual_seed(0)
    body = SuperBody(3, 3, 2, 2, 2, OPERATIONS)
    pairs = gates(len(body.ways), len(OPERATIONS), seed=15).draw_pairs(np.random.default_rng(16))
    x, worth = torch.randn(7, 3), torch.randn(7, body.width)
    body.compare(pairs)
    found = body.worth((body(x) * worth).sum())
    small = 1e-3
    for edge in range(len(body.ways)):
        for side in range(2):
            moved = []
            for sign in (1, -1):
                body.compare(pairs)
                weights = list(body.ways[edge].gates)
                weights[side] = weights[side].detach() + sign * small
                body.ways[edge].gates = tuple(weights)
                moved.append(float((body(x) * worth).sum().detach()))
            expected = (moved[0] - moved[1]) / (2 * small)
            assert found[edge, side] == pytest.approx(expected, rel=0.02, abs=0.01)


def test_only_two_operations_of_an_edge_are_computed():
    body = SuperBody(2, 2, 1, 2, 2, OPERATIONS)
    called = []
    for way in body.ways:
        for place, one in enumerate(way.operations):
            one.register_forward_hook(lambda *_, way=way, place=place: called.append((way, place)))
    body.compare(Pairs(np.zeros(5, np.int64), np.full(5, 3)))
    body(torch.randn(1, 2))
    assert sorted(place for _, place in called) == [0] * 5 + [3] * 5


def test_the_better_operation_is_found_in_a_noisy_comparison():
    one, rng = gates(edges=2, operations=4, rate=0.05), np.random.default_rng(17)
    worth = np.array([[0.0, -0.2, 0.1, 0.3], [0.4, 0.0, 0.0, -0.3]])
    for _ in range(1_500):
        pairs = one.draw_pairs(rng)
        seen = np.take_along_axis(worth, pairs.both, 1) + rng.normal(0, 0.5, (2, 2))
        one.learn(pairs, seen)
    assert one.probabilities().argmax(1).tolist() == [1, 3]


def test_gates_go_on_from_a_checkpoint_as_if_they_had_not_stopped():
    one, again = gates(2, 3), gates(2, 3, seed=9)
    pairs = one.draw_pairs(np.random.default_rng(1))
    one.learn(pairs, np.ones((2, 2)) * [0.1, -0.2])
    again.restore(one.checkpoint())
    for each in (one, again):
        each.learn(pairs, np.ones((2, 2)) * [0.3, 0.2])
    np.testing.assert_array_equal(one.scores, again.scores)


def test_a_single_operation_has_nothing_to_learn():
    one = gates(2, 1)
    pairs = one.draw_pairs(np.random.default_rng(0))
    one.learn(pairs, np.ones((2, 2)))
    np.testing.assert_array_equal(softmax(one.scores), 1.0)
