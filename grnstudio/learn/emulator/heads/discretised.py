"""Normal distributions of whole numbers: the chance of an interval, stable everywhere."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

OPEN = 1e6  # an edge this many units away leaves an interval open
_HALF_LOG_2PI = 0.5 * math.log(2 * math.pi)
_NARROW = 0.1  # width below which the density's course within the interval is taken as exponential


class _LogInterval(torch.autograd.Function):
    """log of the chance that a standard normal number falls between ``a`` and ``b``."""

    @staticmethod
    def forward(ctx: Any, a: Tensor, b: Tensor) -> Tensor:
        chance = torch.where(b - a < _NARROW, _narrow(a, b), _wide(a, b))
        ctx.save_for_backward(a, b, chance)
        return chance

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor]:
        a, b, chance = ctx.saved_tensors
        (grad,) = grads
        return -grad * _ratio(a, chance), grad * _ratio(b, chance)


def log_interval(a: Tensor, b: Tensor) -> Tensor:
    """Return the log of the chance that a standard normal number falls between ``a`` and ``b``.

    No part of it is ever cut off: far from the middle it falls as it should.
    """
    chance: Tensor = _LogInterval.apply(a, b)
    return chance


def _narrow(a: Tensor, b: Tensor) -> Tensor:
    width, middle = b - a, 0.5 * (a + b)
    half = (0.5 * middle * width).abs().clamp(min=1e-3)
    tilt = half + torch.log(-torch.expm1(-2 * half) / (2 * half))
    return torch.log(width.clamp(min=1e-30)) - 0.5 * middle**2 - _HALF_LOG_2PI + tilt


def _wide(a: Tensor, b: Tensor) -> Tensor:
    right = a + b > 0
    near, far = torch.where(right, -a, b), torch.where(right, -b, a)
    top = torch.special.log_ndtr(near)
    gap = (torch.special.log_ndtr(far) - top).clamp(max=-1e-6)
    chance: Tensor = top + torch.log(-torch.expm1(gap))
    return chance


def _ratio(edge: Tensor, chance: Tensor) -> Tensor:
    """Return the density at an edge, in units of the interval's chance."""
    return torch.exp((-0.5 * edge**2 - _HALF_LOG_2PI - chance).clamp(max=30.0))
