"""Mutants of circuits: against published patterns, and against what a mutation means."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from grnstudio.core.curves import DrawnCurve
from grnstudio.core.mutants import WILD_TYPE, read
from grnstudio.core.task import Condition, Gene, PositionAxis, Task
from grnstudio.errors import SettingError
from grnstudio.jobs import run
from grnstudio.learn.circuit.config import CircuitConfig
from grnstudio.learn.circuit.data import test_cases as cases_of
from grnstudio.learn.circuit.model import drawn
from grnstudio.learn.circuit.mutants import courses, levels_of
from grnstudio.learn.circuit.result import CircuitResult, LinkReading
from grnstudio.learn.circuit.train import train

GENES = ("hb", "Kr", "kni", "gt")
PUBLISHED = "Bcd-, Tor-, Bcd x0.5, Bcd x2, hb-, Kr-, kni-, gt-"


@pytest.fixture
def gap(known_answers):
    return dict(np.load(known_answers / "rnn/gap_runs.npz"))


def gap_task():
    axis = PositionAxis()
    x = axis.values
    gradients = {"Bcd": np.exp(-x / 0.2), "Tor": np.exp(-x / 0.05) + np.exp(-(1 - x) / 0.05)}
    return Task(
        axis=axis,
        inputs=("Bcd", "Tor"),
        genes=tuple(Gene(name) for name in GENES),
        conditions=(Condition("embryo", {n: DrawnCurve(y) for n, y in gradients.items()}),),
    )


def gap_result(gap):
    """Return the ten published circuits; their inputs stand last, the project's first."""
    weights = {name: gap[name].transpose(0, 2, 1)[:, None] for name in ("W2", "W3")}
    weights["W1"] = gap["W1"][:, [4, 5, 0, 1, 2, 3]].transpose(0, 2, 1)[:, None]
    weights |= {name: gap[name][:, None] for name in ("b1", "b2", "b3")}
    weights["initial"] = np.zeros((10, 4))
    weights = {name: a.astype(np.float32) for name, a in weights.items()}
    reading = LinkReading(np.zeros((10, 6, 4)), "trajectory mutant", 0.0, "")
    return CircuitResult(gap_task(), weights, np.zeros(0), np.zeros(0), np.arange(10.0), reading)


def test_mutants_of_gap_genes_make_their_published_patterns(gap):
    found = run(courses(gap_result(gap), PUBLISHED, "all"))
    assert found.responses.shape == (10, 9, 1, 91, 4)
    np.testing.assert_allclose(found.responses[:, :, 0], gap["patterns"], atol=6e-5)


def test_without_kruppel_its_neighbours_move_to_the_middle(gap):
    found = run(courses(gap_result(gap), "Kr-", "1"))
    changes = dict(zip(GENES, found.changes[0, 0, 0], strict=True))
    assert changes["hb"] > 0.05
    assert changes["gt"] > 0.05
    assert changes["kni"] < -0.05
    assert changes["Kr"] < -0.05


@pytest.fixture
def trained(pulse_task):
    return run(train(CircuitConfig(networks=3, steps=20, hidden=6, spread=1.0), pulse_task))


def test_a_gene_that_is_knocked_out_is_absent_and_one_that_is_held_stays(trained):
    found = run(courses(trained, "g2-, g1 = 0.7", "all"))
    assert (found.responses[:, 1, :, :, 1] == 0).all()
    np.testing.assert_allclose(found.responses[:, 2, :, :, 0], 0.7, atol=1e-6)
    assert (found.probed[:, 1, :, :, 1] == 0).all()


def test_wild_type_is_what_was_trained_and_neutral_mutants_equal_it(trained):
    found = run(courses(trained, "g1 x1, I x1", "all"))
    np.testing.assert_allclose(found.responses[:, 0], trained.responses, atol=1e-6)
    np.testing.assert_allclose(found.probed[:, 0], trained.probed, atol=1e-6)
    np.testing.assert_allclose(found.losses[:, 0], trained.losses, rtol=1e-5)
    np.testing.assert_allclose(found.changes, 0, atol=1e-6)


@pytest.mark.parametrize("scale", [False, True])
def test_twice_the_synthesis_makes_twice_as_much_of_a_gene_that_nothing_reads(pulse_task, scale):
    circuits = drawn(
        pulse_task,
        CircuitConfig(networks=2, hidden=6, spread=1.0, scale=scale),
        torch.device("cpu"),
    )
    circuits.parameters()["W1"][..., 2] = 0.0  # nobody listens to g2
    circuits.parameters()["initial"][:] = 0.0
    stimuli = cases_of(pulse_task).stimuli
    (doubled,) = read("g2 x2", pulse_task)
    before, after = (
        levels_of(circuits, pulse_task, stimuli, one)[:, :, 1] for one in (WILD_TYPE, doubled)
    )
    np.testing.assert_allclose(after, 2 * before, rtol=1e-5)


def test_half_a_dose_is_half_the_input(pulse_task):
    circuits = drawn(
        pulse_task, CircuitConfig(networks=2, hidden=6, spread=1.0), torch.device("cpu")
    )
    stimuli = cases_of(pulse_task).stimuli
    (half,) = read("I x0.5", pulse_task)
    halved = replace(stimuli, inputs=0.5 * stimuli.inputs)
    np.testing.assert_array_equal(
        levels_of(circuits, pulse_task, stimuli, half),
        levels_of(circuits, pulse_task, halved, WILD_TYPE),
    )


def test_figures_show_the_mutant_asked_for_beside_wild_type(trained):
    found = run(courses(trained))
    heatmap, rest, *_, step = found.figures("I x0.5")
    assert heatmap.values.shape == (len(found.mutants), 4)
    assert rest.title == "I x0.5, rest"
    assert [curve.name for curve in rest.curves] == ["g1, wild type", "g1", "g2, wild type", "g2"]
    assert step.title == "I x0.5, step test of g1"
    assert found.figures()[1].title.endswith(", rest")
    with pytest.raises(SettingError, match="no mutant 'g3-'"):
        found.figures("g3-")
