"""Training: it learns, keeps what tested best, goes on where it stopped, and survives accidents."""

import numpy as np
import pytest
import torch

from grnstudio.core.antimony import parse
from grnstudio.core.transitions import Transitions
from grnstudio.errors import ModelError
from grnstudio.jobs import run
from grnstudio.learn.emulator.coordinates import coordinates_of
from grnstudio.learn.emulator.fit import Plan, fit
from grnstudio.learn.emulator.model import Model
from grnstudio.learn.emulator.pairs import Pairs, states_of

PLAN = Plan(epochs=6, patience=6, batch=100, learning_rate=0.02)
HEADS = (
    {"kind": "one by one", "hidden": 8, "components": 3},
    {"kind": "mixture", "hidden": 8, "components": 2, "triangular": 1, "lognormal": 1},
)


@pytest.fixture
def network():
    return parse(
        """
        model bursts()
          species P
          making:  => P; mass_action(a)
          decay: P => ; mass_action(d)
          P = 20
          a = 20; d = 1
        end
        """
    )


@pytest.fixture
def data():
    """Half of what there is stays, and 10 or 50 come, each as often."""
    rng = np.random.default_rng(1)
    before = rng.integers(0, 80, 1200)
    after = rng.binomial(before, 0.5) + rng.poisson(rng.choice([10, 50], 1200))
    return Transitions(
        ("P",), (), 1.0, before[:, None], after[:, None], np.zeros((1200, 0)),
        np.arange(1200) // 10,
    )  # fmt: skip


@pytest.fixture
def parts(data):
    return data.of_settings(np.arange(100)), data.of_settings(np.arange(100, 120))


def begun(network, data, head=HEADS[0]):
    torch.manual_seed(0)
    model = Model(coordinates_of(network, data), {"kind": "fixed", "width": 8, "layers": 1}, head)
    model.measure(*states_of(data))
    return model


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head["kind"])
def test_what_is_learned_has_the_moments_of_what_was_seen(network, parts, head):
    plan = Plan(epochs=15, patience=15, batch=100, learning_rate=0.02)
    found = run(fit(begun(network, parts[0], head), *parts, plan))
    drawn = found.model.sample(torch.full((4000, 1), 40.0), torch.Generator().manual_seed(1))
    assert float(drawn.mean()) == pytest.approx(50, abs=3)
    assert float(drawn.std()) == pytest.approx(np.sqrt(10 + 30 + 400), rel=0.15)
    assert found.tested[-1] < found.tested[0]


def test_a_training_that_was_stopped_goes_on_as_if_it_had_not_been(network, parts):
    whole = run(fit(begun(network, parts[0]), *parts, PLAN))
    kept = []
    run(
        fit(begun(network, parts[0]), *parts, PLAN),
        lambda step: kept.append(step.checkpoint()),
    )
    again = run(fit(begun(network, parts[0]), *parts, PLAN, resume=kept[4]))
    assert np.array_equal(whole.tested, again.tested)
    for name, one in whole.model.weights().items():
        np.testing.assert_array_equal(again.model.weights()[name], one)


def test_the_weights_that_tested_best_are_kept(network, parts):
    found = run(fit(begun(network, parts[0]), *parts, PLAN))
    tests = Pairs.of(found.model, parts[1])
    with torch.no_grad():
        loss = -float(found.model.log_prob_of(tests.targets).mean())
    assert loss == pytest.approx(found.best, rel=1e-4)
    assert found.best == found.tested.min()


def test_tests_that_no_longer_improve_bring_the_training_to_an_early_end(network, parts):
    plan = Plan(epochs=200, patience=2, batch=100, learning_rate=0.05)
    found = run(fit(begun(network, parts[0].of_settings(np.arange(3))), *parts, plan))
    assert len(found.tested) < 150


def test_a_loss_that_stops_being_a_number_is_gone_back_from_and_said(network, parts):
    model = begun(network, parts[0])
    steps = fit(model, *parts, PLAN)
    for _ in range(4):
        next(steps)
    with torch.no_grad():
        next(model.parameters()).fill_(torch.nan)
    found = run(steps)
    assert np.isfinite(found.best)
    assert "stopped being a number: went back" in found.notes[0]


def test_a_loss_that_never_is_a_number_is_an_error_that_says_what_to_do(network, parts):
    model = begun(network, parts[0])
    with torch.no_grad():
        next(model.parameters()).fill_(torch.nan)
    with pytest.raises(ModelError, match="lower the learning rate"):
        run(fit(model, *parts, PLAN))
