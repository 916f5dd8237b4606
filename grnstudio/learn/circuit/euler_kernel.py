"""Time courses of circuits and the way back through them, compiled: one network after the other.

The arrays of a small circuit are so small that `euler` spends its time on calling operations. Here
a network goes through all of its Euler steps while its weights stay in the nearest cache, and
units that are silent cost nothing. Networks do not meet, so that several threads may share them.

Axes: networks N, groups K, regulators R, units W, outputs of a group O, genes G, cases B, times T.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numba import njit

Arrays: TypeAlias = tuple[np.ndarray, ...]

_compiled: Any = njit(
    nogil=True,
    cache=True,
    error_model="numpy",
    fastmath={"reassoc", "contract", "nsz", "arcp"},  # NaN must go on to the loss
)


@_compiled
def _add_layer(into: np.ndarray, weights: np.ndarray, values: np.ndarray) -> None:
    """Add what ``values`` [n] send through ``weights`` [n, W] to ``into`` [W]."""
    for v in range(len(values)):
        x = values[v]
        if x != 0:
            for w in range(len(into)):
                into[w] += x * weights[v, w]


@_compiled
def _rectify(units: np.ndarray) -> None:
    for w in range(len(units)):
        if units[w] <= 0:
            units[w] = 0


@_compiled
def _dot(a: np.ndarray, b: np.ndarray) -> Any:
    total = a[0] * b[0]
    for w in range(1, len(a)):
        total += a[w] * b[w]
    return total


@_compiled
def _synthesis(
    weights: Arrays,
    group: int,
    u: np.ndarray,
    g: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    f: np.ndarray,
) -> None:
    """Set the two layers of one group and its outputs ``f`` [O], for one case."""
    w1, b1, w2, b2, w3, b3 = weights
    first[:] = b1[group]
    _add_layer(first, w1[group, : len(u)], u)
    _add_layer(first, w1[group, len(u) :], g)
    _rectify(first)
    second[:] = b2[group]
    _add_layer(second, w2[group], first)
    _rectify(second)
    for o in range(len(f)):
        f[o] = 1 / (1 + np.exp(-(b3[group, o] + _dot(w3[group, o], second))))


@_compiled
def record(
    low: int,
    high: int,
    weights: Arrays,
    start: np.ndarray,
    scale: np.ndarray,
    inputs: np.ndarray,
    noise: np.ndarray,
    kicks: np.ndarray,
    numbers: tuple[float, float],
    tape: Arrays,
) -> None:
    """Take the Euler steps of the networks from ``low`` up to ``high``, and keep all on the tape.

    ``weights`` are those of `simulate`, ``start`` [N, B, G], ``scale`` [N, G], ``inputs``
    [N, T or 1, B, I], ``noise`` and ``kicks`` [N, T, B, G] or of no length, ``numbers`` the step
    and the strength of the kicks. The tape: layers [N, T, B, K, W], f and levels [N, T, B, G] and
    how kicks change with turnover, [N, T, B, G] or of no length.
    """
    step, strength = numbers
    first, second, f, levels, slopes = tape
    times, cases, genes = levels.shape[1:]
    groups = first.shape[3]
    outputs = genes // groups
    for n in range(low, high):
        for b in range(cases):
            g = start[n, b]
            for t in range(times):
                u = inputs[n, t if inputs.shape[1] > 1 else 0, b]
                for k in range(groups):
                    made = f[n, t, b, k * outputs : (k + 1) * outputs]
                    units = first[n, t, b, k], second[n, t, b, k]
                    _synthesis(weights, n * groups + k, u, g, units[0], units[1], made)
                after = levels[n, t, b]
                for i in range(genes):
                    made_i = f[n, t, b, i] * scale[n, i]
                    if len(noise):
                        made_i += noise[n, t, b, i]
                    after[i] = g[i] + step * (made_i - g[i])
                    if len(kicks):
                        turnover = made_i + g[i]
                        root = np.sqrt(max(turnover, levels.dtype.type(1e-6)))
                        kick = strength * kicks[n, t, b, i]
                        after[i] += kick * root
                        slopes[n, t, b, i] = kick / (2 * root) if turnover > 1e-6 else 0
                g = after


@_compiled
def _back_through(
    weights: Arrays,
    group: int,
    u: np.ndarray,
    g: np.ndarray,
    units: Arrays,
    out: np.ndarray,
    errors: Arrays,
    slopes: Arrays,
    onward: np.ndarray,
) -> None:
    """Go back through one group in one case; add to the weights' ``slopes`` and to ``onward``.

    ``out`` [O] are the slopes of what is wanted in the outputs before the sigmoid; ``errors`` two
    vectors [W] to work in.
    """
    w1, _, w2, _, w3, _ = weights
    to_w1, to_b1, to_w2, to_b2, to_w3, to_b3 = slopes
    first, second = units
    inner, outer = errors
    outer[:] = 0
    for o in range(len(out)):
        to_b3[group, o] += out[o]
        for w in range(len(second)):
            to_w3[group, o, w] += out[o] * second[w]
            outer[w] += out[o] * w3[group, o, w]
    for w in range(len(second)):
        if second[w] <= 0:
            outer[w] = 0
        to_b2[group, w] += outer[w]
    for v in range(len(first)):
        inner[v] = 0
        if first[v] != 0:
            inner[v] = _dot(w2[group, v], outer)
            for w in range(len(outer)):
                to_w2[group, v, w] += first[v] * outer[w]
            to_b1[group, v] += inner[v]
    for r in range(len(u)):
        if u[r] != 0:
            for w in range(len(inner)):
                to_w1[group, r, w] += u[r] * inner[w]
    for i in range(len(g)):
        r = len(u) + i
        for w in range(len(inner)):
            to_w1[group, r, w] += g[i] * inner[w]
        onward[i] += _dot(w1[group, r], inner)


@_compiled
def back(
    low: int,
    high: int,
    weights: Arrays,
    start: np.ndarray,
    scale: np.ndarray,
    inputs: np.ndarray,
    numbers: tuple[float, float],
    tape: Arrays,
    wanted: np.ndarray,
    slopes: Arrays,
    to_start: np.ndarray,
    to_scale: np.ndarray,
) -> None:
    """Go back through what `record` kept, given the slopes ``wanted`` in the levels.

    Adds to the slopes of the weights, of the start [N, B, G] and of the scale [N, G].
    """
    step, _ = numbers
    first, second, f, levels, kick_slopes = tape
    times, cases, genes = levels.shape[1:]
    groups, width = first.shape[3:]
    outputs = genes // groups
    out, onward = np.empty(genes, levels.dtype), np.empty(genes, levels.dtype)
    inner, outer = np.empty(width, levels.dtype), np.empty(width, levels.dtype)
    one = levels.dtype.type(1)
    for n in range(low, high):
        for b in range(cases):
            onward[:] = 0
            for t in range(times - 1, -1, -1):
                g = levels[n, t - 1, b] if t else start[n, b]
                u = inputs[n, t if inputs.shape[1] > 1 else 0, b]
                for i in range(genes):
                    extra = kick_slopes[n, t, b, i] if len(kick_slopes) else 0 * one
                    toward, made = onward[i] + wanted[n, t, b, i], f[n, t, b, i]
                    toward_made = toward * (step + extra)
                    to_scale[n, i] += toward_made * made
                    out[i] = toward_made * scale[n, i] * made * (1 - made)
                    onward[i] = toward * (one - step + extra)
                for k in range(groups):
                    units = first[n, t, b, k], second[n, t, b, k]
                    mine = out[k * outputs : (k + 1) * outputs]
                    _back_through(
                        weights, n * groups + k, u, g, units, mine, (inner, outer), slopes, onward
                    )
            to_start[n, b] += onward
