"""Courses of many sets of parameters, each with an exponent and starts of its own. No torch."""

from __future__ import annotations

import numpy as np

from grnstudio.core.criteria import Criterion, Protocol, margins
from grnstudio.core.topology import Topology
from grnstudio.learn.circuit.verify.sets import Sets
from grnstudio.simulate.hill import slopes_kernel
from grnstudio.simulate.hill.model import HillModel


def courses(
    topology: Topology, sets: Sets, inputs: np.ndarray, step: float, steps: int, substeps: int = 1
) -> np.ndarray:
    """Return levels after each step, ``[steps, sets, genes, cases]``.

    ``inputs`` are ``[steps or 1, inputs, cases]``; each step is ``substeps`` Euler steps.
    """
    model = HillModel(topology)
    b, k = (np.ascontiguousarray(model.by_link(part).T) for part in sets[:2])
    levels = np.empty((steps * substeps, *sets.initial.shape, inputs.shape[2]))
    n, basal, start = (np.ascontiguousarray(part, dtype=float) for part in sets[2:])
    slopes_kernel.forward(
        model.source, model.target, model.sign, b, k, n, basal, start, finer(inputs, substeps),
        step / substeps, levels, np.empty((1, len(b), inputs.shape[2], len(model.sign))),
    )  # fmt: skip
    return levels[substeps - 1 :: substeps]


def finer(inputs: np.ndarray, substeps: int) -> np.ndarray:
    """Return inputs, ``[steps or 1, inputs, cases]``, for shorter steps."""
    repeated = inputs if len(inputs) == 1 else inputs.repeat(substeps, axis=0)
    return np.ascontiguousarray(repeated, dtype=float)


def inputs_of(protocol: Protocol) -> np.ndarray:
    """Return a test's inputs, ``[steps or 1, inputs, cases]``."""
    return protocol.levels.transpose(1, 2, 0)


def tested(topology: Topology, sets: Sets, protocol: Protocol) -> np.ndarray:
    """Return courses under a test, ``[sets, cases, steps, genes]``, from the sets' own starts."""
    found = courses(
        topology, sets, inputs_of(protocol), protocol.step, protocol.steps, protocol.substeps
    )
    return found.transpose(1, 3, 0, 2)


def margins_of(
    topology: Topology, sets: Sets, protocol: Protocol, criteria: tuple[Criterion, ...]
) -> np.ndarray:
    """Return by how much each set passes a test, ``[sets]``, above 0 where it does."""
    found = margins(tested(topology, sets, protocol), protocol, criteria)
    return np.where(np.isnan(found), -np.inf, found)
