"""Courses of Hill circuits and the way back through them: slopes in every parameter, compiled.

Each set has an exponent, basal syntheses [S, G] and starts of its own. Axes: times T, sets S,
genes G, cases B, links L; all parameters sets first.
"""

from __future__ import annotations

import numpy as np
from numba import njit

TINY = 1e-9  # a level below it binds nothing


@njit(nogil=True, cache=True, error_model="numpy")
def _occupied(level: float, threshold: float, exponent: float) -> float:
    if level < TINY:
        return 0.0
    ratio = level / threshold
    power = ratio * ratio if exponent == 2.0 else ratio**exponent
    return 1.0 - 1.0 / (1.0 + power)


@njit(nogil=True, cache=True, error_model="numpy")
def _made(
    target: np.ndarray, sign: np.ndarray, b: np.ndarray, bound: np.ndarray, basal: np.ndarray,
    sums: np.ndarray, holds: np.ndarray,
) -> None:  # fmt: skip
    """Fill each gene's sum of activators and product of repressors, given links' occupancies."""
    sums[:] = basal
    holds[:] = 1.0
    for link in range(len(target)):
        if sign[link] > 0:
            sums[target[link]] += b[link] * bound[link]
        else:
            holds[target[link]] *= 1.0 - bound[link]


@njit(nogil=True, cache=True, error_model="numpy")
def forward(
    source: np.ndarray, target: np.ndarray, sign: np.ndarray, b: np.ndarray, k: np.ndarray,
    exponent: np.ndarray, basal: np.ndarray, start: np.ndarray, inputs: np.ndarray, step: float,
    levels: np.ndarray, bound: np.ndarray,
) -> None:  # fmt: skip
    """Fill ``levels`` [T, S, G, B] and occupancies ``bound`` [T or 1, S, B, L].

    ``inputs`` are [T or 1, I, B], ``b`` and ``k`` [S, L].
    """
    steps, sets, genes, cases = levels.shape
    given = inputs.shape[1]
    x, sums, holds = np.empty(given + genes), np.empty(genes), np.empty(genes)
    for s in range(sets):
        for case in range(cases):
            x[given:] = start[s]
            for t in range(steps):
                for i in range(given):
                    x[i] = inputs[t if len(inputs) > 1 else 0, i, case]
                row = bound[t if len(bound) > 1 else 0, s, case]
                for link in range(len(source)):
                    row[link] = _occupied(x[source[link]], k[s, link], exponent[s])
                _made(target, sign, b[s], row, basal[s], sums, holds)
                for g in range(genes):
                    x[given + g] += step * (sums[g] * holds[g] - x[given + g])
                    levels[t, s, g, case] = x[given + g]


@njit(nogil=True, cache=True, error_model="numpy")
def _link_back(
    sign: int, b: float, exponent: float, bound: float, level: float, wanted: float,
    total: float, hold: float,
) -> tuple[float, float, float]:  # fmt: skip
    """Return slopes of a link in strength, in the logarithm of its ratio, and in its level.

    ``wanted`` is that of its target's synthesis, ``total`` and ``hold`` what that is made of.
    """
    if level < TINY:
        return 0.0, 0.0, 0.0
    if sign > 0:
        toward_b = wanted * hold * bound
        toward_ratio = toward_b * b * (1.0 - bound)
    else:
        toward_b = 0.0
        toward_ratio = -wanted * total * hold * bound
    return toward_b, toward_ratio, exponent * toward_ratio / level


@njit(nogil=True, cache=True, error_model="numpy")
def backward(
    source: np.ndarray, target: np.ndarray, sign: np.ndarray, b: np.ndarray, k: np.ndarray,
    exponent: np.ndarray, basal: np.ndarray, start: np.ndarray, inputs: np.ndarray, step: float,
    levels: np.ndarray, bound: np.ndarray, wanted: np.ndarray, to_b: np.ndarray,
    to_k: np.ndarray, to_exponent: np.ndarray, to_basal: np.ndarray, to_start: np.ndarray,
) -> None:  # fmt: skip
    """Add up slopes in the parameters, given those ``wanted`` in the levels, [T, S, G, B].

    ``to_k`` are slopes in the logarithms of thresholds.
    """
    steps, sets, genes, cases = levels.shape
    given = inputs.shape[1]
    x, sums, holds = np.empty(given + genes), np.empty(genes), np.empty(genes)
    onward, made = np.empty(genes), np.empty(genes)
    for s in range(sets):
        for case in range(cases):
            onward[:] = 0.0
            for back in range(steps):
                t = steps - 1 - back
                for i in range(given):
                    x[i] = inputs[t if len(inputs) > 1 else 0, i, case]
                for g in range(genes):
                    x[given + g] = levels[t - 1, s, g, case] if t > 0 else start[s, g]
                _made(target, sign, b[s], bound[t, s, case], basal[s], sums, holds)
                for g in range(genes):
                    onward[g] += wanted[t, s, g, case]
                    made[g] = step * onward[g]
                    onward[g] -= made[g]
                    to_basal[s, g] += made[g] * holds[g]
                for link in range(len(source)):
                    i, g = source[link], target[link]
                    toward_b, toward_ratio, toward_level = _link_back(
                        sign[link], b[s, link], exponent[s], bound[t, s, case, link], x[i],
                        made[g], sums[g], holds[g],
                    )  # fmt: skip
                    to_b[s, link] += toward_b
                    to_k[s, link] -= exponent[s] * toward_ratio
                    if toward_ratio != 0.0:
                        to_exponent[s] += toward_ratio * np.log(x[i] / k[s, link])
                    if i >= given:
                        onward[i - given] += toward_level
            for g in range(genes):
                to_start[s, g] += onward[g]


def warm() -> None:
    """Compile both ways for a gene that makes itself, or load them."""
    links = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64)
    one, each = np.ones(1), np.ones((1, 1))
    levels, bound = np.ones((1, 1, 1, 1)), np.ones((1, 1, 1, 1))
    course = (*links, each, each, one, each, each, np.zeros((1, 0, 1)), 0.1, levels, bound)
    forward(*course)
    flat = np.zeros((1, 1))
    slopes = flat.copy(), flat.copy(), np.zeros(1), flat.copy(), flat.copy()
    arguments = (*course, levels.copy(), *slopes)
    backward(*arguments)
