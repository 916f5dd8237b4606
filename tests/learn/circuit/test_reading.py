"""Link mutation: what a link does is what cutting it takes away."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from grnstudio.core.curves import constant
from grnstudio.errors import SettingError
from grnstudio.jobs import run
from grnstudio.learn.circuit.config import PROCEDURES, CircuitConfig
from grnstudio.learn.circuit.data import reading_stimuli
from grnstudio.learn.circuit.model import drawn
from grnstudio.learn.circuit.reading import effects, reread
from grnstudio.learn.circuit.train import train

CONFIG = CircuitConfig(networks=3, hidden=6, spread=1.0)


def circuits(task, **settings):
    return drawn(task, replace(CONFIG, **settings), torch.device("cpu"))


@pytest.mark.parametrize("procedure", PROCEDURES)
@pytest.mark.parametrize("shared", [True, False])
def test_an_unused_link_has_no_effect_and_a_forbidden_one_no_value(pulse_task, procedure, shared):
    task = replace(pulse_task, forbidden=(("I", "g2"),))
    ensemble = circuits(task, shared=shared)
    ensemble.parameters()["W1"][..., 2] = 0.0  # nobody listens to g2
    found = effects(ensemble, reading_stimuli(task), procedure, 0.5)
    assert np.isnan(found[:, 0, 1]).all()
    np.testing.assert_allclose(found[:, 2], 0.0, atol=1e-6)
    assert (np.abs(found[:, 0, 0]) > 1e-5).all()


@pytest.mark.parametrize("procedure", PROCEDURES)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_link_that_raises_f_activates(pulse_task, procedure, sign):
    ensemble = circuits(pulse_task)
    for name, part in ensemble.parameters().items():
        part[:] = 0.1 if name.startswith(("W", "initial")) else 0.0
    ensemble.parameters()["W3"][:] = 0.1 * sign
    found = effects(ensemble, reading_stimuli(pulse_task), procedure, 0.5)
    assert (np.sign(found) == sign).all()


def test_the_static_difference_tends_to_the_derivative_limit(pulse_task):
    ensemble, stimuli = circuits(pulse_task), reading_stimuli(pulse_task)
    near = effects(ensemble, stimuli, "static difference", 0.99) / 0.01
    limit = effects(ensemble, stimuli, "derivative limit", 0.0)
    np.testing.assert_allclose(near, limit, atol=0.02 * np.abs(limit).max())


def test_networks_are_read_alike_in_parts_and_together(pulse_task, monkeypatch):
    trained = run(train(replace(CONFIG, steps=30), pulse_task))
    whole = run(reread(trained, CONFIG)).reading.effects
    monkeypatch.setattr("grnstudio.learn.circuit.reading.NUMBERS_AT_ONCE", 1)
    parts = run(reread(trained, CONFIG)).reading.effects
    np.testing.assert_allclose(parts, whole, atol=1e-6)


def test_a_reading_says_how_it_was_made(pulse_task):
    trained = run(train(replace(CONFIG, steps=5), pulse_task))
    words = "trajectory mutant, λ = 0.5, mean over 2 stimuli"
    assert trained.graph_of("all").method == f"{words}; mean of 3 networks"
    assert trained.graph_of("best").method == f"{words}; network {1 + trained.best}, the best of 3"
    again = run(reread(trained, replace(CONFIG, procedure="derivative limit")))
    assert again.graph.method.startswith("derivative limit, λ → 1, mean over 2 stimuli; ")


def test_with_a_free_gene_the_best_network_is_read_and_else_the_mean(pulse_task):
    trained = run(train(replace(CONFIG, steps=5), pulse_task))
    np.testing.assert_array_equal(trained.graph.weights, trained.reading.effects[trained.best])
    every = pulse_task.with_curve(0, "g2", constant(0.3, 12))
    assert run(train(replace(CONFIG, steps=5), every)).graph.networks == 3


@pytest.mark.parametrize("choice", ["0", "4", "-1", "worst"])
def test_an_unknown_network_is_refused(pulse_task, choice):
    trained = run(train(replace(CONFIG, steps=5), pulse_task))
    with pytest.raises(SettingError, match="all, best, or 1 to 3"):
        trained.graph_of(choice)


def test_a_spatial_task_is_read_at_its_last_step_over_its_positions(stripe_task):
    ensemble = circuits(stripe_task)
    stimuli = reading_stimuli(stripe_task)
    assert stimuli.label == "9 positions"
    cut = effects(ensemble, stimuli, "trajectory mutant", 0.0)
    assert cut.shape == (3, 3, 2)
