"""Ensembles: what a network becomes, and what is kept of it."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from grnstudio.core.curves import constant
from grnstudio.core.task import Condition, Gene, Task, TimeAxis
from grnstudio.errors import ModelError, SettingError
from grnstudio.jobs import run
from grnstudio.learn.circuit.config import CircuitConfig
from grnstudio.learn.circuit.train import train

TINY = CircuitConfig(networks=3, steps=50, hidden=6, learning_rate=0.01, spread=0.5, seed=5)


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_a_network_becomes_what_it_becomes_alone(pulse_task, shared, noise):
    config = replace(TINY, shared=shared, noise=noise, langevin=noise)
    together = run(train(config, pulse_task))
    alone = run(train(replace(config, networks=1, seed=6), pulse_task))
    for name, values in alone.weights.items():
        np.testing.assert_allclose(together.weights[name][1], values[0], atol=2e-4, err_msg=name)
    np.testing.assert_allclose(together.losses[1], alone.losses[0], rtol=1e-3)


def test_each_network_is_kept_where_it_tested_best(pulse_task):
    bests = []
    wild = replace(TINY, learning_rate=0.2, steps=200)
    result = run(train(wild, pulse_task), lambda step: bests.append(step.checkpoint()))
    np.testing.assert_allclose(result.losses, bests[-1]["best_losses"], rtol=1e-5)
    for earlier, later in pairwise(bests):
        assert (later["best_losses"] <= earlier["best_losses"]).all()


def test_a_spatial_task_is_compared_at_its_last_step(stripe_task):
    result = run(train(replace(TINY, steps=400, learning_rate=0.005), stripe_task))
    assert result.responses.shape == (3, 1, 9, 2)
    wanted = stripe_task.conditions[0].targets["s"].values
    error = ((result.responses[:, 0, :, 0] - wanted) ** 2).mean(axis=1)
    np.testing.assert_allclose(result.errors[:, 0], error, rtol=1e-4)
    assert result.errors.min() < 0.03


def test_a_gene_with_a_found_maximal_level_can_exceed_one():
    high = Task(
        axis=TimeAxis(0.2, 20),
        genes=(Gene("g", 0.0),),
        conditions=(Condition("high", {}, {"g": constant(1.5, 20)}),),
    )
    settings = {"networks": 1, "steps": 400, "hidden": 8, "learning_rate": 0.01}
    bound = run(train(CircuitConfig(**settings), high))
    free = run(train(CircuitConfig(scale=True, **settings), high))
    assert bound.responses[..., -1, 0].max() <= 1
    assert free.responses[..., -1, 0].max() > 1.3


def test_a_diverged_ensemble_says_what_to_do(pulse_task):
    out_of_reach = pulse_task.with_curve(0, "g1", constant(1e30, 12))
    with pytest.raises(ModelError, match="lower the learning rate"):
        run(train(TINY, out_of_reach))


def test_settings_outside_their_limits_are_refused_by_name():
    with pytest.raises(SettingError, match="Learning rate"):
        CircuitConfig(learning_rate=-1.0)
    with pytest.raises(SettingError, match="Optimiser is one of RMSProp, Adam"):
        CircuitConfig(optimizer="SGD")


def test_figures_show_every_condition_the_step_test_and_the_links(pulse_task):
    steps = train(TINY, pulse_task)
    titles = [figure.title for figure in next(steps).figures()]
    steps.close()
    assert titles == ["rest", "any level", "Step test", "Link mutation", "Inferred network"]


@pytest.mark.parametrize("scale", [False, True])
def test_found_starts_stay_where_a_gene_can_be(pulse_task, scale):
    wild = replace(TINY, learning_rate=0.1, scale=scale)
    starts = []
    run(
        train(wild, pulse_task),
        lambda step: starts.append(step.result().weights["initial"]),
    )
    assert min(one.min() for one in starts) >= 0
    if not scale:
        assert max(one.max() for one in starts) <= 1
