"""Courses of Hill circuits, and which sets of parameters do what a task asks."""

from __future__ import annotations

import numpy as np

from grnstudio.core.criteria import Criterion, Protocol
from grnstudio.simulate.hill.checks import Checks
from grnstudio.simulate.hill.checks_kernel import passing as passing_lanes
from grnstudio.simulate.hill.kernel import LANES, run_lanes
from grnstudio.simulate.hill.model import HillModel


def courses(model: HillModel, b: np.ndarray, K: np.ndarray, protocol: Protocol) -> np.ndarray:
    """Return the courses of sets of parameters, ``[sets, cases, steps, genes]``.

    ``b`` and ``K`` are ``[sets, regulator, target]``; where there is no link they count for
    nothing. Raises `ModelError` where names or shapes do not fit.
    """
    model.check(protocol)
    strengths, halves = _padded(model.by_link(b)), _padded(model.by_link(K) ** model.exponent)
    genes, cases, sets = len(protocol.genes), len(protocol.cases), len(b)
    found = np.empty((sets, cases, protocol.steps, genes))
    work, out = np.empty((7, genes, LANES)), np.empty((genes, protocol.steps, LANES))
    for first in range(0, sets, LANES):
        lanes = slice(first, first + LANES)
        for case in range(cases):
            run_lanes(
                model.source, model.target, model.sign,
                strengths[:, lanes].copy(), halves[:, lanes].copy(),
                _levels(protocol)[case], np.array(protocol.start), model.exponent, model.basal,
                protocol.step, protocol.substeps, work, out,
            )  # fmt: skip
            found[lanes, case] = out.transpose(2, 1, 0)[: sets - first]
    return found


def passing(
    model: HillModel,
    b: np.ndarray,
    K: np.ndarray,
    protocol: Protocol,
    criteria: tuple[Criterion, ...],
) -> np.ndarray:
    """Return which sets of parameters pass every criterion, ``[sets]``; for the rest see above."""
    found = np.zeros(len(b), dtype=bool)
    strengths, halves = model.by_link(b), model.by_link(K) ** model.exponent
    found[numbers_passing(model, strengths, halves, Checks(protocol, criteria))] = True
    return found


def numbers_passing(
    model: HillModel, strengths: np.ndarray, halves: np.ndarray, checks: Checks
) -> np.ndarray:
    """Return the numbers of the sets that pass; ``halves`` are thresholds to the exponent.

    Both are ``[links, sets]``. Lets other threads work meanwhile.
    """
    protocol = checks.protocol
    model.check(protocol)
    return passing_lanes(
        model.source, model.target, model.sign, strengths, halves, _levels(protocol),
        np.array(protocol.start), model.exponent, model.basal, protocol.step, protocol.substeps,
        protocol.steps, protocol.window, checks.order, checks.rows, checks.limits, checks.drawn,
        checks.slots,
    )  # fmt: skip


def _levels(protocol: Protocol) -> np.ndarray:
    return np.ascontiguousarray(protocol.levels, dtype=float)


def _padded(values: np.ndarray) -> np.ndarray:
    """Return ``[links, sets]`` with as many more sets, all ones, as make lanes full."""
    missing = -values.shape[1] % LANES
    return np.concatenate([values, np.ones((len(values), missing))], axis=1)
