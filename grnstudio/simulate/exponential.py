"""Waiting times: exponential numbers by the ziggurat of Marsaglia and Tsang (2000), exactly.

The area below the density lies in 256 layers of equal area. All but one number in a hundred are
below the layer above, and need neither a logarithm nor an exponential.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from grnstudio.simulate.chance import Stream, uniform, word

_LAYERS = 256
_TAIL = 7.69711747013104972
_AREA = 3.9496598225815571993e-3


def _widths() -> np.ndarray:
    """Return how wide each layer is, from the lowest, which stands for the tail as well."""
    widths = np.zeros(_LAYERS + 1)
    widths[0], widths[1] = _AREA * math.exp(_TAIL), _TAIL
    for layer in range(2, _LAYERS):
        widths[layer] = -math.log(math.exp(-widths[layer - 1]) + _AREA / widths[layer - 1])
    return widths


_WIDTHS = _widths()
_HEIGHTS = np.exp(-_WIDTHS)
SCALES = _WIDTHS[:-1] * 2.0**-53
"""By layer, what 53 bits are to be multiplied by."""
INSIDE = np.floor(_WIDTHS[1:] / _WIDTHS[:-1] * 2.0**53).astype(np.uint64)
"""By layer, below which 53 bits the number lies below the layer above."""

LOW, SHIFT = np.uint64(_LAYERS - 1), np.uint64(11)


@njit(nogil=True, cache=True, error_model="numpy")
def outside(layer: np.int64, number: float, s: Stream) -> tuple[float, Stream]:
    """Return what becomes of a number outside the layer above: itself, the tail or another."""
    while True:
        u, s = uniform(s)
        if layer == 0:
            return _TAIL - math.log(u), s
        low, high = _HEIGHTS[layer], _HEIGHTS[layer + 1]
        if low + u * (high - low) < math.exp(-number):
            return number, s
        bits, s = word(s)
        layer = np.int64(bits & LOW)
        number = np.float64(bits >> SHIFT) * SCALES[layer]
        if (bits >> SHIFT) < INSIDE[layer]:
            return number, s


@njit(nogil=True, error_model="numpy", inline="always")
def exponential(
    s: Stream,
) -> tuple[float, Stream]:
    """Return an exponential number of mean 1, and the stream after it."""
    bits, s = word(s)
    layer = bits & LOW
    number = np.float64(bits >> SHIFT) * SCALES[layer]
    if (bits >> SHIFT) >= INSIDE[layer]:
        number, s = outside(np.int64(layer), number, s)
    return number, s
