"""The written-out gradient against autograd, and the model against its definition."""

import numpy as np
import pytest
import torch

from grnstudio.core.curves import DrawnCurve, constant
from grnstudio.core.task import Condition, Gene, Task, TimeAxis
from grnstudio.learn.circuit import euler_compiled
from grnstudio.learn.circuit.config import CircuitConfig
from grnstudio.learn.circuit.euler import Course, simulate, synthesis
from grnstudio.learn.circuit.model import Circuits, drawn

CPU = torch.device("cpu")
TASK = Task(
    axis=TimeAxis(0.2, 7),
    inputs=("I", "J"),
    genes=(Gene("g1", 0.4), Gene("g2", None), Gene("g3", None)),
    conditions=tuple(
        Condition(str(k), {"I": constant(0.2 * k, 7), "J": DrawnCurve(np.linspace(0, k, 7))})
        for k in range(4)
    ),
    forbidden=(("I", "g2"), ("g3", "g3")),
)
FREE = Task(axis=TASK.axis, inputs=TASK.inputs, genes=TASK.genes, conditions=TASK.conditions)


def ensemble(task, **settings):
    settings = {"networks": 3, "hidden": 5, "spread": 0.8} | settings
    circuits = drawn(task, CircuitConfig(**settings), CPU)
    flat = circuits.flat.double()
    return Circuits(circuits.architecture, circuits.initial, task.allowed, flat)


def step_by_step(circuits, course):
    """Integrate with autograd, one Euler step after the other."""
    named = circuits.parameters()
    layers = circuits.layers(named, circuits.links)
    start, scale = circuits.start(named, course.start.shape[2])
    levels, g = [], start
    for t in range(course.steps):
        u = course.inputs[t if len(course.inputs) > 1 else 0]
        made = synthesis(layers, torch.cat([u, g], 1), g.shape[1])
        made = made if scale is None else made * scale
        made = made if course.noise is None else made + course.noise[t]
        after = (1 - course.step) * g + course.step * made
        if course.kicks is not None:
            root = (made + g).clamp_min(1e-6).sqrt()
            after = after + course.langevin * course.step**0.5 * root * course.kicks[t]
        g = after
        levels.append(g)
    return torch.stack(levels)


def both(circuits, steady_inputs, noisy):
    """Return levels and gradients of a weighted sum of them, by both ways."""
    draw = torch.Generator().manual_seed(1)
    times = 1 if steady_inputs else 7
    inputs = torch.rand(times, 3, 2, 4, generator=draw, dtype=torch.float64)
    shape = (7, 3, 3, 4)
    noise, kicks, weights = (torch.randn(shape, generator=draw).double() for _ in range(3))
    answers = []
    for way in ("written out", "autograd"):
        circuits.flat = circuits.flat.detach().clone().requires_grad_()
        start, scale = circuits.start(circuits.parameters(), 4)
        more = (0.1 * noise, kicks, 0.3) if noisy else (None, None, 0.0)
        course = Course(start, scale, inputs, 0.2, 7, *more)
        if way == "autograd":
            levels = step_by_step(circuits, course)
        else:
            allowed = None if bool(circuits.links.all()) else circuits.links
            levels = simulate(circuits.layers(circuits.parameters(), allowed), course)
        (levels * weights).sum().backward()
        answers.append((levels.detach(), circuits.flat.grad))
    return answers


@pytest.mark.parametrize("task", [TASK, FREE], ids=["some links forbidden", "all links"])
@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("scale", [True, False])
@pytest.mark.parametrize("steady_inputs", [True, False])
@pytest.mark.parametrize("noisy", [True, False])
@pytest.mark.parametrize("narrow", [0, 1_000], ids=["matrix products", "compiled"])
def test_the_written_out_gradient_is_autograds(
    task, shared, scale, steady_inputs, noisy, narrow, monkeypatch
):
    monkeypatch.setattr(euler_compiled, "NARROW", narrow)
    circuits = ensemble(task, shared=shared, scale=scale)
    ours, theirs = both(circuits, steady_inputs, noisy)
    torch.testing.assert_close(ours[0], theirs[0], rtol=1e-6, atol=1e-8)
    torch.testing.assert_close(ours[1], theirs[1], rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("shared", [True, False])
def test_threads_do_not_change_what_comes_out(shared):
    circuits = ensemble(FREE, networks=7, shared=shared)
    inputs = torch.rand(1, 7, 2, 3, dtype=torch.float64)
    answers = []
    for threads in (1, 3):
        circuits.flat = circuits.flat.detach().clone().requires_grad_()
        circuits.threads = threads
        levels = circuits.run(inputs, 0.2, 7)
        levels.square().sum().backward()
        answers.append((levels.detach(), circuits.flat.grad))
    assert torch.equal(answers[0][0], answers[1][0])
    assert torch.equal(answers[0][1], answers[1][1])


def test_a_network_is_the_same_bit_by_bit_in_any_company():
    circuits = ensemble(FREE, networks=7)
    inputs = torch.rand(1, 1, 2, 3, dtype=torch.float64).expand(-1, 7, -1, -1)
    together = circuits.run(inputs, 0.2, 7)
    alone = circuits.some([4]).run(inputs[:, :1], 0.2, 7)
    assert torch.equal(together[:, 4], alone[:, 0])


def test_a_level_that_is_no_number_stays_none():
    circuits = ensemble(FREE)
    circuits.flat[1] = np.nan
    levels = circuits.run(torch.zeros(1, 3, 2, 2, dtype=torch.float64), 0.2, 7)
    assert torch.isnan(levels[:, 1]).all()
    assert torch.isfinite(levels[:, [0, 2]]).all()


def test_the_first_sample_is_the_state_after_the_first_step():
    circuits = ensemble(TASK)
    inputs = torch.zeros(1, 3, 2, 1, dtype=torch.float64)
    levels = circuits.run(inputs, 0.2, 3)
    named = circuits.parameters()
    start, _ = circuits.start(named, 1)
    assert torch.all(start[:, 0] == 0.4)
    states = torch.cat([inputs[0], start], 1)
    made = synthesis(circuits.layers(named, circuits.links), states, 3)
    torch.testing.assert_close(levels[0], 0.8 * start + 0.2 * made)


def test_a_forbidden_link_passes_nothing_on():
    circuits = ensemble(TASK)
    low, high = (torch.full((1, 3, 2, 1), x, dtype=torch.float64) for x in (0.0, 5.0))
    low[:, :, 1] = high[:, :, 1] = 0.3
    assert not torch.equal(circuits.run(low, 0.2, 1)[0, :, 0], circuits.run(high, 0.2, 1)[0, :, 0])
    assert torch.equal(circuits.run(low, 0.2, 1)[0, :, 1], circuits.run(high, 0.2, 1)[0, :, 1])


def test_weights_are_cut_at_two_standard_deviations_and_starts_lie_between_0_and_1():
    named = ensemble(FREE, networks=20, hidden=16, spread=0.1).parameters()
    assert named["W2"].abs().max() <= 0.2
    assert 0.08 < named["W2"].std() < 0.095  # 0.088 for a normal cut at two
    assert 0 <= named["initial"].min() <= named["initial"].max() <= 1
