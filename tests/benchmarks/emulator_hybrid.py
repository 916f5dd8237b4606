"""Exact runs of X40, whose molecules live and die independently while its genes stay as they are.

Only the genes are followed switch by switch. In between, what becomes of every molecule is drawn at
once: of those there were, some are still P2, some have become P1, and some are gone; of those
supplied meanwhile, Poisson numbers are P2 and P1.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np


def runs(
    starts: np.ndarray,
    count: int,
    step: float,
    steps: int,
    values: Mapping[str, float],
    rng: np.random.Generator,
) -> np.ndarray:
    """Return ``[starts, count, steps, species]`` from ``starts`` ``[starts, (G1, G2, P1, P2)]``."""
    g1, g2, p1, p2 = np.repeat(starts.astype(np.int64), count, axis=0).T.copy()
    out = np.empty((g1.size, steps, 4), dtype=np.int32)
    for number in range(steps):
        left = np.full(g1.size, step)
        while (moving := np.flatnonzero(left > 0)).size:
            to_g2, to_g1 = values["gamma12"] * g1[moving], values["gamma21"] * g2[moving]
            wait = rng.exponential(1.0 / (to_g2 + to_g1))
            spent = np.minimum(wait, left[moving])
            genes = values["a11"] * g1[moving] + values["a21"] * g2[moving]
            p1[moving], p2[moving] = _later(p1[moving], p2[moving], genes, spent, values, rng)
            forth = rng.random(moving.size) < to_g2 / (to_g2 + to_g1)
            change = np.where(wait < left[moving], np.where(forth, 1, -1), 0)
            g1[moving] -= change
            g2[moving] += change
            left[moving] -= spent
        out[:, number] = np.stack([g1, g2, p1, p2], axis=1)
    return out.reshape(len(starts), count, steps, 4)


def _later(
    p1: np.ndarray,
    p2: np.ndarray,
    used: np.ndarray,
    time: np.ndarray,
    values: Mapping[str, float],
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Return P1 and P2 after ``time`` at which P2 is ``used`` at one rate, and P1 decays."""
    decay, supply = values["b1"], values["b2"]
    stays, lives = np.exp(-used * time), np.exp(-decay * time)
    apart = np.abs(decay - used) > 1e-9
    gap = np.where(apart, decay - used, 1.0)
    becomes = np.where(apart, used / gap * (stays - lives), used * time * lives)
    over = (1 - stays) / used
    over_lives = (1 - lives) / decay
    over_becomes = np.where(
        apart, used / gap * (over - over_lives), (1 - lives * (1 + decay * time)) / decay
    )
    still = rng.binomial(p2, stays)
    turned = rng.binomial(p2 - still, np.clip(becomes / np.maximum(1 - stays, 1e-300), 0, 1))
    found = rng.binomial(p1, lives) + turned + rng.poisson(supply * np.maximum(over_becomes, 0))
    return found, still + rng.poisson(supply * over)
