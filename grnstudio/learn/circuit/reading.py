"""Reads the regulation a trained circuit has learned, by mutating its links one at a time.

A mutated link passes on only a fraction (lambda) of its source's level to its one target. Three
procedures are in use (Shen et al., Nature Communications 12:3125, 2021), and their signs may
differ, so that a reading always carries its own name, lambda and stimuli.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from grnstudio.jobs import Step, Steps
from grnstudio.learn.circuit.config import CircuitConfig
from grnstudio.learn.circuit.data import Stimuli, reading_stimuli
from grnstudio.learn.circuit.euler import Course, simulate, synthesis
from grnstudio.learn.circuit.model import Circuits, restored
from grnstudio.learn.circuit.result import CircuitResult, LinkReading
from grnstudio.learn.device import begin

NUMBERS_AT_ONCE = 4_000_000  # levels held at a time, 16 MB


def reread(result: CircuitResult, config: CircuitConfig) -> Steps[CircuitResult]:
    """Read the links of a trained ensemble with the procedure and lambda of ``config``."""
    begin(config.seed)
    circuits = restored(result.task, result.weights)
    stimuli = reading_stimuli(result.task)
    total, parts = len(result.losses), []
    for networks in _chunks(circuits, stimuli):
        parts.append(effects(circuits.some(networks), stimuli, config.procedure, config.fraction))
        yield Step(networks[-1] + 1, total, stage="reading links")
    reading = LinkReading(np.concatenate(parts), config.procedure, config.fraction, stimuli.label)
    return replace(result, reading=reading)


def read_links(circuits: Circuits, stimuli: Stimuli, config: CircuitConfig) -> LinkReading:
    """Read the links of ``circuits`` here and at once."""
    parts = [
        effects(circuits.some(networks), stimuli, config.procedure, config.fraction)
        for networks in _chunks(circuits, stimuli)
    ]
    return LinkReading(np.concatenate(parts), config.procedure, config.fraction, stimuli.label)


def effects(circuits: Circuits, stimuli: Stimuli, procedure: str, fraction: float) -> np.ndarray:
    """Return each link's effect, ``[networks, regulator, target]``, NaN for forbidden links.

    Positive is activation. "trajectory mutant" compares whole simulations, the other two the
    synthesis f at the states of the unmutated course.
    """
    with torch.no_grad():
        if procedure == "trajectory mutant":
            values = _trajectory_effects(circuits, stimuli, fraction)
        else:
            u, states = _wild_type_states(circuits, stimuli)
            if procedure == "static difference":
                values = _static_effects(circuits, torch.cat([u, states], 1), fraction)
            else:
                values = _limit_effects(circuits, torch.cat([u, states], 1))
    forbidden = (circuits.links == 0).cpu().numpy()
    return np.where(forbidden, np.nan, values.cpu().numpy().astype(float))


def mutated(
    circuits: Circuits, stimuli: Stimuli, links: Tensor, genes: Tensor | None = None
) -> Tensor:
    """Return the levels with factors on links, ``[mutants, regulator, target]``.

    ``genes`` are factors on each gene's synthesis, ``[mutants, genes]``: 0 knocks a gene out. The
    answer is ``[T, networks, mutants, genes, B]``.
    """
    mutants, networks = len(links), len(circuits.flat)
    named = {
        name: part.repeat_interleave(mutants, 0) for name, part in circuits.parameters().items()
    }
    factors = (links * circuits.links).repeat(networks, 1, 1)
    u = torch.as_tensor(stimuli.inputs, dtype=torch.float32, device=circuits.flat.device)
    start, scale = circuits.start(named, u.shape[-1])
    if genes is not None:
        factors_on_f = genes.repeat(networks, 1)[..., None]
        scale = factors_on_f if scale is None else scale * factors_on_f
    u = u[:, None].expand(-1, networks * mutants, -1, -1)
    course = Course(start, scale, u, stimuli.step, stimuli.steps, threads=circuits.threads)
    levels = simulate(circuits.layers(named, factors), course)
    by_mutant: Tensor = levels.unflatten(1, (networks, mutants))
    return by_mutant


def single_mutants(circuits: Circuits, fraction: float) -> Tensor:
    """Return the factors of the unmutated circuit, then of each link's mutant, source by source."""
    regulators, genes = circuits.links.shape
    links = torch.ones(1 + regulators * genes, regulators, genes, device=circuits.flat.device)
    for mutant in range(regulators * genes):
        links[1 + mutant].view(-1)[mutant] = fraction
    return links


def _trajectory_effects(circuits: Circuits, stimuli: Stimuli, fraction: float) -> Tensor:
    regulators, genes = circuits.links.shape
    levels = mutated(circuits, stimuli, single_mutants(circuits, fraction))
    if stimuli.final_only:
        levels = levels[-1:]
    change = (levels[:, :, :1] - levels[:, :, 1:]).mean(dim=(0, 4))  # [networks, mutants, genes]
    on_target: Tensor = change.unflatten(1, (regulators, genes)).diagonal(dim1=2, dim2=3)
    return on_target


def _wild_type_states(circuits: Circuits, stimuli: Stimuli) -> tuple[Tensor, Tensor]:
    """Return inputs and levels at which f is asked along the course, [networks, names, T x B]."""
    u = torch.as_tensor(stimuli.inputs, dtype=torch.float32, device=circuits.flat.device)
    u = u[:, None].expand(-1, len(circuits.flat), -1, -1)
    levels = circuits.run(u, stimuli.step, stimuli.steps)
    start, _ = circuits.start(circuits.parameters(), u.shape[-1])
    asked = torch.cat([start[None], levels[:-1]])
    u = u.expand(len(asked), -1, -1, -1)
    return u.permute(1, 2, 0, 3).flatten(2), asked.permute(1, 2, 0, 3).flatten(2)


def _static_effects(circuits: Circuits, states: Tensor, fraction: float) -> Tensor:
    regulators, genes = circuits.links.shape
    named = circuits.parameters()
    plain = synthesis(circuits.layers(named, circuits.links), states, genes)
    rows = []
    for regulator in range(regulators):
        links = circuits.links.clone()
        links[regulator] *= fraction
        f = synthesis(circuits.layers(named, links), states, genes)
        rows.append((plain - f).mean(dim=2))
    return _scaled(circuits, torch.stack(rows, dim=1))


def _limit_effects(circuits: Circuits, states: Tensor) -> Tensor:
    """Return the slope of f along each link's factor at 1: difference over (1 - lambda)."""
    regulators, genes = circuits.links.shape
    named = circuits.parameters()
    with torch.enable_grad():
        links = circuits.links.expand(len(circuits.flat), regulators, genes)
        links = links.clone().requires_grad_()
        f = synthesis(circuits.layers(named, links), states, genes)
        (slopes,) = torch.autograd.grad(f.mean(dim=2).sum(), links)
    return _scaled(circuits, slopes)


def _scaled(circuits: Circuits, effects: Tensor) -> Tensor:
    """Turn effects on f into effects on synthesis, ``[networks, regulator, target]``."""
    _, scale = circuits.start(circuits.parameters(), 1)
    return effects if scale is None else effects * scale[:, None, :, 0]


def _chunks(circuits: Circuits, stimuli: Stimuli) -> Iterator[list[int]]:
    """Yield the networks in groups whose mutants' courses fit into memory together."""
    regulators, genes = circuits.links.shape
    hidden = circuits.architecture.hidden
    cost = stimuli.steps * stimuli.inputs.shape[2] * genes * hidden * 2 * (1 + regulators * genes)
    size = max(1, NUMBERS_AT_ONCE * 8 // cost)
    networks = range(len(circuits.flat))
    return (list(networks[k : k + size]) for k in range(0, len(networks), size))
