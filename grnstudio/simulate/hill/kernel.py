"""Hill circuits by Euler steps, many sets of parameters at once, compiled once for all of them.

Sets lie side by side in lanes, so that the processor takes several at a time: every inner loop goes
over lanes. What inputs do to a gene is worked out anew only where they change.
"""

from __future__ import annotations

import numpy as np
from numba import njit

LANES = 64


@njit(nogil=True, cache=True, error_model="numpy")
def _power(x: np.ndarray, exponent: float, out: np.ndarray) -> None:
    """Raise levels of lanes to a power, quickly where it is small and whole."""
    lanes = out.size
    if exponent == 2.0:
        for i in range(lanes):
            out[i] = x[i] * x[i]
    elif exponent == 1.0:
        for i in range(lanes):
            out[i] = x[i]
    elif exponent == 3.0:
        for i in range(lanes):
            out[i] = x[i] * x[i] * x[i]
    elif exponent == 4.0:
        for i in range(lanes):
            square = x[i] * x[i]
            out[i] = square * square
    else:
        for i in range(lanes):
            out[i] = x[i] ** exponent


@njit(nogil=True, cache=True, error_model="numpy")
def _raise(b: np.ndarray, k: np.ndarray, power: np.ndarray, activation: np.ndarray) -> None:
    for i in range(activation.size):
        activation[i] += b[i] * power[i] / (k[i] + power[i])


@njit(nogil=True, cache=True, error_model="numpy")
def _hold(k: np.ndarray, power: np.ndarray, repression: np.ndarray) -> None:
    for i in range(repression.size):
        repression[i] *= k[i] / (k[i] + power[i])


@njit(nogil=True, cache=True, error_model="numpy")
def _advance(x: np.ndarray, activation: np.ndarray, repression: np.ndarray, step: float) -> None:
    for i in range(x.size):
        x[i] += step * (activation[i] * repression[i] - x[i])


@njit(nogil=True, cache=True, error_model="numpy")
def run_lanes(
    source: np.ndarray, target: np.ndarray, sign: np.ndarray, b: np.ndarray, k: np.ndarray,
    levels: np.ndarray, start: np.ndarray, exponent: float, basal: float, step: float,
    substeps: int, work: np.ndarray, out: np.ndarray,
) -> None:  # fmt: skip
    """Fill ``out`` ``[genes, steps, lanes]`` with the course of each set, ``[links, lanes]``.

    ``k`` holds powers of thresholds; ``levels`` are inputs, ``[steps or 1, inputs]``; ``work`` is
    ``[7, genes, lanes]``, scratch.
    """
    genes, steps, lanes = out.shape
    inputs = levels.shape[1]
    activated, repressed, x, powers = work[0], work[1], work[2], work[3]
    activation, repression = work[4], work[5]
    scratch = work[6, 0]
    for g in range(genes):
        for i in range(lanes):
            x[g, i] = start[g]
    for t in range(steps):
        is_changed = t == 0
        if not is_changed and t < levels.shape[0]:
            for u in range(inputs):
                is_changed = is_changed or levels[t, u] != levels[t - 1, u]
        if is_changed:
            for g in range(genes):
                for i in range(lanes):
                    activated[g, i] = basal
                    repressed[g, i] = 1.0
            for link in range(source.size):
                if source[link] < inputs:
                    power = levels[t, source[link]] ** exponent
                    for i in range(lanes):
                        scratch[i] = power
                    if sign[link] > 0:
                        _raise(b[link], k[link], scratch, activated[target[link]])
                    else:
                        _hold(k[link], scratch, repressed[target[link]])
        for _ in range(substeps):
            for g in range(genes):
                _power(x[g], exponent, powers[g])
                for i in range(lanes):
                    activation[g, i] = activated[g, i]
                    repression[g, i] = repressed[g, i]
            for link in range(source.size):
                if source[link] >= inputs:
                    power_of = powers[source[link] - inputs]
                    if sign[link] > 0:
                        _raise(b[link], k[link], power_of, activation[target[link]])
                    else:
                        _hold(k[link], power_of, repression[target[link]])
            for g in range(genes):
                _advance(x[g], activation[g], repression[g], step / substeps)
        for g in range(genes):
            for i in range(lanes):
                out[g, t, i] = x[g, i]
