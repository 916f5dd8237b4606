"""Criteria of success as slopes to descend: how far each set is from passing, by autograd."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import softplus

from grnstudio.core.criteria import (
    Above,
    Adapts,
    Criterion,
    Follows,
    Oscillates,
    Protocol,
    Steady,
)

SMALL = 1e-6  # keeps logarithms of levels finite
NOTHING = 1e-3  # of a limit is as little as none
PARTS = 5  # of a course that shall not come to rest
WISHED = 0.5  # by how much to pass, so that a small change of parameters does no harm


def shortfall(courses: Tensor, protocol: Protocol, criteria: tuple[Criterion, ...]) -> Tensor:
    """Return by how much each set misses the criteria, all in all, ``[sets]``.

    ``courses`` are ``[T, sets, genes, cases]``. Well below 1 all of them are passed.
    """
    short = [WISHED - _margin(courses, protocol, one) for one in criteria]
    return torch.stack([softplus(part, beta=4.0) for part in short]).sum(dim=0)


def _margin(courses: Tensor, protocol: Protocol, criterion: Criterion) -> Tensor:
    """Return the criterion's margin, smooth where there are slopes to be had, ``[sets]``."""
    gene = protocol.genes.index(criterion.gene)
    if isinstance(criterion, Follows):
        return _following(courses, protocol, criterion, gene)
    course = courses[:, :, gene, protocol.cases.index(criterion.case)]
    late = course[-protocol.window :]
    match criterion:
        case Steady(variance=variance):
            return _below(_variance(late), variance)
        case Oscillates(variance=variance, swing=swing):
            return _swinging(course, variance, swing)
        case Above(than=than, times=times):
            other = courses[-protocol.window :, :, gene, protocol.cases.index(than)]
            return _log(late.mean(dim=0)) - _log(times * other.mean(dim=0))
        case Adapts(onset=onset, sensitivity=wanted, error=error):
            before, after = course[onset - 1], course[onset:]
            up = after.amax(dim=0) - before
            answer = up if wanted > 0 else before - after.amin(dim=0)
            left = (course[-1] - before).abs()
            return torch.minimum(_above(answer, abs(wanted)), _below(left, error))


def _swinging(course: Tensor, variance: float, swing: float) -> Tensor:
    """Return the mean margin over parts of a course: what dies away is better the later it does.

    A steady level has no slope, however near the parameters are to those that oscillate.
    """
    found = []
    for part in course.chunk(PARTS):
        change = part.diff(dim=0)
        swung = -change.amax(dim=0) * change.amin(dim=0)
        found.append(torch.minimum(_above(_variance(part), variance), _above(swung, swing)))
    return torch.stack(found).clamp_max(WISHED).mean(dim=0)


def _following(courses: Tensor, protocol: Protocol, criterion: Follows, gene: int) -> Tensor:
    cases = [protocol.cases.index(name) for name in criterion.cases]
    wanted = torch.as_tensor(criterion.levels.T)[:, None]
    asked = ~torch.isnan(wanted)
    error = torch.where(asked, courses[:, :, gene, cases] - wanted.nan_to_num(), 0.0)
    mean = error.square().sum(dim=(0, 2)) / max(1, int(asked.sum()))
    return _below((mean + SMALL**2).sqrt(), criterion.rmse)


def _variance(late: Tensor) -> Tensor:
    return late.var(dim=0, unbiased=False)


def _log(value: Tensor, floor: float = SMALL) -> Tensor:
    return value.clamp_min(0.0).add(floor).log()


def _above(value: Tensor, limit: float) -> Tensor:
    return _log(value, NOTHING * limit) - float(np.log(limit))


def _below(value: Tensor, limit: float) -> Tensor:
    return float(np.log(limit)) - _log(value, NOTHING * limit)
