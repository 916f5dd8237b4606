"""Time courses of circuits and the way back through them, compiled: one network after the other.

The arrays of a small circuit are so small that `euler` spends its time on calling operations. Here
a network goes through all of its Euler steps while its weights stay in the nearest cache, and
units that are silent cost little. Networks do not meet, so that several threads may share them.

Axes: networks N, groups K, regulators R, units W, outputs of a group O, genes G, cases B, times T.
Parts are put into the loops as they stand and take whole arrays with a place in them: to cut an
array and hand it over costs the counting of references to it, as much as the work.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numba import njit

Arrays: TypeAlias = tuple[np.ndarray, ...]
Place: TypeAlias = tuple[int, int, int, int]  # network, time, case, group
_NAN_KEPT = {"reassoc", "contract", "nsz", "arcp"}  # what fast mathematics may do
_compiled: Any = njit(nogil=True, cache=True, error_model="numpy", fastmath=_NAN_KEPT)
_part: Any = njit(nogil=True, inline="always", error_model="numpy", fastmath=_NAN_KEPT)


@_part
def _first_layer(
    w1: np.ndarray,
    b1: np.ndarray,
    c: int,
    first: np.ndarray,
    at: Place,
    inputs: np.ndarray,
    ti: int,
    before: np.ndarray,
) -> None:
    """Set the units of the first layer, from inputs and the levels before the step."""
    n, t, b, k = at
    for w in range(first.shape[4]):
        first[n, t, b, k, w] = b1[c, w]
    held = inputs.shape[3]
    for r in range(held):
        x = inputs[n, ti, b, r]
        for w in range(first.shape[4]):
            first[n, t, b, k, w] += x * w1[c, r, w]
    for i in range(before.shape[3]):
        x = before[n, t, b, i]
        for w in range(first.shape[4]):
            first[n, t, b, k, w] += x * w1[c, held + i, w]


@_part
def _second_layer(
    w2: np.ndarray, b2: np.ndarray, c: int, first: np.ndarray, second: np.ndarray, at: Place
) -> None:
    """Rectify the first layer and set the second."""
    n, t, b, k = at
    for w in range(first.shape[4]):
        second[n, t, b, k, w] = b2[c, w]
    for v in range(first.shape[4]):
        x = first[n, t, b, k, v]
        if x <= 0:
            first[n, t, b, k, v] = 0
        else:
            for w in range(first.shape[4]):
                second[n, t, b, k, w] += x * w2[c, v, w]
    for w in range(first.shape[4]):
        if second[n, t, b, k, w] <= 0:
            second[n, t, b, k, w] = 0


@_part
def _outputs(
    w3: np.ndarray, b3: np.ndarray, c: int, second: np.ndarray, f: np.ndarray, at: Place
) -> None:
    """Set the synthesis of the genes of a group."""
    n, t, b, k = at
    for o in range(w3.shape[1]):
        total = b3[c, o]
        for w in range(second.shape[4]):
            total += w3[c, o, w] * second[n, t, b, k, w]
        f[n, t, b, k * w3.shape[1] + o] = 1 / (1 + np.exp(-total))


@_part
def _euler(
    numbers: tuple[float, float],
    scale: np.ndarray,
    noise: np.ndarray,
    kicks: np.ndarray,
    levels: np.ndarray,
    f: np.ndarray,
    slopes: np.ndarray,
    n: int,
    t: int,
    b: int,
) -> None:
    """Set the levels after a step of the genes in one case."""
    step, strength = numbers
    for i in range(f.shape[3]):
        g = levels[n, t, b, i]
        made = f[n, t, b, i] * scale[n, i]
        if len(noise):
            made += noise[n, t, b, i]
        after = g + step * (made - g)
        if len(kicks):
            turnover = made + g
            root = np.sqrt(max(turnover, levels.dtype.type(1e-6)))
            kick = strength * kicks[n, t, b, i]
            after += kick * root
            slopes[n, t, b, i] = kick / (2 * root) if turnover > 1e-6 else 0
        levels[n, t + 1, b, i] = after


@_compiled
def record(
    low: int,
    high: int,
    weights: Arrays,
    scale: np.ndarray,
    inputs: np.ndarray,
    noise: np.ndarray,
    kicks: np.ndarray,
    numbers: tuple[float, float],
    tape: Arrays,
) -> None:
    """Take the Euler steps of the networks from ``low`` up to ``high``, and keep all on the tape.

    ``weights`` are those of `simulate`, ``scale`` [N, G], ``inputs`` [N, T or 1, B, I], ``noise``
    and ``kicks`` [N, T, B, G] or of no length, ``numbers`` the step and the strength of the kicks.
    The tape: layers [N, T, B, K, W], f [N, T, B, G], levels [N, T + 1, B, G] with the start in
    the first place, and how kicks change with turnover, [N, T, B, G] or of no length.
    """
    w1, b1, w2, b2, w3, b3 = weights
    first, second, f, levels, slopes = tape
    times, cases, groups = first.shape[1:4]
    for n in range(low, high):
        for b in range(cases):
            for t in range(times):
                ti = t if inputs.shape[1] > 1 else 0
                for k in range(groups):
                    c, at = n * groups + k, (n, t, b, k)
                    _first_layer(w1, b1, c, first, at, inputs, ti, levels)
                    _second_layer(w2, b2, c, first, second, at)
                    _outputs(w3, b3, c, second, f, at)
                _euler(numbers, scale, noise, kicks, levels, f, slopes, n, t, b)


@_part
def _back_euler(
    about: tuple[float, np.ndarray, np.ndarray],
    wanted: np.ndarray,
    scale: np.ndarray,
    f: np.ndarray,
    n: int,
    t: int,
    b: int,
    onward: np.ndarray,
    out: np.ndarray,
) -> None:
    """Go back from the levels after a step to ``out``, and to what stays of those before it."""
    step, kick_slopes, to_scale = about
    for i in range(len(out)):
        extra = kick_slopes[n, t, b, i] if len(kick_slopes) else 0 * step
        toward, made = onward[i] + wanted[n, t, b, i], f[n, t, b, i]
        toward_made = toward * (step + extra)
        to_scale[n, i] += toward_made * made
        out[i] = toward_made * scale[n, i] * made * (1 - made)
        onward[i] = toward * (1 - step + extra)


@_part
def _back_outputs(
    w3: np.ndarray,
    to_w3: np.ndarray,
    to_b3: np.ndarray,
    c: int,
    second: np.ndarray,
    at: Place,
    out: np.ndarray,
    outer: np.ndarray,
) -> None:
    """Go back from the slopes ``out`` in what the sigmoid gets to those in the second layer."""
    n, t, b, k = at
    for w in range(len(outer)):
        outer[w] = 0
    for o in range(w3.shape[1]):
        x = out[k * w3.shape[1] + o]
        to_b3[c, o] += x
        for w in range(len(outer)):
            to_w3[c, o, w] += x * second[n, t, b, k, w]
        for w in range(len(outer)):
            outer[w] += x * w3[c, o, w]


@_part
def _back_second(
    w2: np.ndarray,
    to_w2: np.ndarray,
    to_b1: np.ndarray,
    to_b2: np.ndarray,
    c: int,
    first: np.ndarray,
    second: np.ndarray,
    at: Place,
    outer: np.ndarray,
    inner: np.ndarray,
) -> None:
    """Go back from the second layer to the first."""
    n, t, b, k = at
    for w in range(len(outer)):
        if second[n, t, b, k, w] <= 0:
            outer[w] = 0
        to_b2[c, w] += outer[w]
    for v in range(len(inner)):
        x, total = first[n, t, b, k, v], 0 * outer[0]
        if x != 0:
            for w in range(len(outer)):
                total += w2[c, v, w] * outer[w]
            for w in range(len(outer)):
                to_w2[c, v, w] += x * outer[w]
            to_b1[c, v] += total
        inner[v] = total


@_part
def _back_first(
    w1: np.ndarray,
    to_w1: np.ndarray,
    c: int,
    inputs: np.ndarray,
    ti: int,
    levels: np.ndarray,
    n: int,
    t: int,
    b: int,
    inner: np.ndarray,
    onward: np.ndarray,
) -> None:
    """Go back from the first layer to the levels before the step."""
    held = inputs.shape[3]
    for r in range(held):
        x = inputs[n, ti, b, r]
        if x != 0:
            for w in range(len(inner)):
                to_w1[c, r, w] += x * inner[w]
    for i in range(len(onward)):
        x, total = levels[n, t, b, i], 0 * inner[0]
        for w in range(len(inner)):
            to_w1[c, held + i, w] += x * inner[w]
        for w in range(len(inner)):
            total += w1[c, held + i, w] * inner[w]
        onward[i] += total


@_compiled
def back(
    low: int,
    high: int,
    weights: Arrays,
    scale: np.ndarray,
    inputs: np.ndarray,
    numbers: tuple[float, float],
    tape: Arrays,
    wanted: np.ndarray,
    slopes: Arrays,
    to_start: np.ndarray,
    to_scale: np.ndarray,
) -> None:
    """Go back through what `record` kept, given the slopes ``wanted`` [N, T, B, G] in the levels.

    Adds to the slopes of the weights, of the start [N, B, G] and of the scale [N, G].
    """
    w1, _, w2, _, w3, _ = weights
    to_w1, to_b1, to_w2, to_b2, to_w3, to_b3 = slopes
    step = numbers[0]
    first, second, f, levels, kick_slopes = tape
    times, cases, groups, width = first.shape[1:]
    genes, real = f.shape[3], f.dtype
    out, onward = np.empty(genes, real), np.empty(genes, real)
    inner, outer = np.empty(width, real), np.empty(width, real)
    for n in range(low, high):
        for b in range(cases):
            onward[:] = 0
            for t in range(times - 1, -1, -1):
                ti = t if inputs.shape[1] > 1 else 0
                about = step, kick_slopes, to_scale
                _back_euler(about, wanted, scale, f, n, t, b, onward, out)
                for k in range(groups):
                    c, at = n * groups + k, (n, t, b, k)
                    _back_outputs(w3, to_w3, to_b3, c, second, at, out, outer)
                    _back_second(w2, to_w2, to_b1, to_b2, c, first, second, at, outer, inner)
                    _back_first(w1, to_w1, c, inputs, ti, levels, n, t, b, inner, onward)
            for i in range(genes):
                to_start[n, b, i] += onward[i]
