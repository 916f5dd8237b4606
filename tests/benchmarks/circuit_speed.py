"""Seconds to train circuits on one torch thread: one, an ensemble, and the same by autograd."""

import time

import torch

from grnstudio.io.examples import load_example
from grnstudio.learn.circuit.config import CircuitConfig
from grnstudio.learn.circuit.euler import synthesis
from grnstudio.learn.circuit.train import train
from tests.benchmarks.report import Measurement

STEPS = 2_000
ENSEMBLE = 64
AUTOGRAD_STEPS = 200


def measure():
    one, many = seconds(1), seconds(ENSEMBLE)
    sketch = by_autograd(AUTOGRAD_STEPS) * STEPS / AUTOGRAD_STEPS
    return [
        Measurement(f"one adaptation network, {STEPS} steps", one, "s", sketch, "s by autograd"),
        Measurement(f"{ENSEMBLE} networks together", many, "s", one, "s for one"),
        Measurement("  per network", many / ENSEMBLE, "s", one, "s for one", "ratio at most 0.125"),
    ]


def seconds(networks):
    task = load_example("adaptation")
    config = CircuitConfig(networks=networks, steps=STEPS, shared=True)
    steps = train(config, task)
    next(steps)
    start = time.perf_counter()
    for _ in steps:
        pass
    return time.perf_counter() - start


def by_autograd(count):
    """Train one network as a plain loop does: an Euler step after the other, all by autograd."""
    from grnstudio.learn.circuit import optimizers
    from grnstudio.learn.circuit.chance import Chance
    from grnstudio.learn.circuit.data import training_cases
    from grnstudio.learn.circuit.model import drawn
    from grnstudio.learn.circuit.objective import Objective

    torch.set_num_threads(1)
    task, cpu = load_example("adaptation"), torch.device("cpu")
    config = CircuitConfig(networks=1, shared=True)
    circuits, objective = drawn(task, config, cpu), Objective(training_cases(task), cpu)
    circuits.flat.requires_grad_()
    optimizer = optimizers.optimizer_of("RMSProp", circuits.flat, 1e-3)
    chance = Chance(0, 1, cpu)
    start = time.perf_counter()
    for step in range(count):
        inputs, goal = objective.draw(chance.levels(step, 3), 1)
        named = circuits.parameters()
        layers = circuits.layers(named, None)
        g, _ = circuits.start(named, 3)
        levels = []
        for _ in range(40):
            g = 0.8 * g + 0.2 * synthesis(layers, torch.cat([inputs[0], g], 1), 2)
            levels.append(g)
        optimizer.zero_grad()
        objective.losses(torch.stack(levels), goal).sum().backward()
        optimizer.step()
    return time.perf_counter() - start
