"""Random numbers for the engines: xoshiro256++, one stream for each run of a seed.

A stream is four 64-bit words that kernels carry along as a tuple, so that they stay in registers.
Run r of a seed draws the same numbers whatever runs beside it, before it, or on which thread.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numba import njit

Stream: TypeAlias = tuple[np.uint64, np.uint64, np.uint64, np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S17, _S19, _S23, _S27 = np.uint64(17), np.uint64(19), np.uint64(23), np.uint64(27)
_S30, _S31, _S41, _S45, _S11 = (np.uint64(n) for n in (30, 31, 41, 45, 11))
_TO_UNIT = 2.0**-53


def _kernel(function):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    return njit(nogil=True, cache=True, error_model="numpy")(function)


@_kernel
def _mixed(word: np.uint64) -> np.uint64:
    word = (word ^ (word >> _S30)) * _MIX_1
    word = (word ^ (word >> _S27)) * _MIX_2
    return word ^ (word >> _S31)


@_kernel
def stream(seed: np.uint64, run: int) -> Stream:
    """Return the stream of one run, its words hashed from the seed and the run's number."""
    word = _mixed(np.uint64(seed) + _GOLDEN) ^ _mixed(np.uint64(run) * _GOLDEN + _MIX_1)
    a = _mixed(word + _GOLDEN)
    b = _mixed(word + _GOLDEN * np.uint64(2))
    c = _mixed(word + _GOLDEN * np.uint64(3))
    d = _mixed(word + _GOLDEN * np.uint64(4))
    return a, b, c, d


@njit(nogil=True, error_model="numpy", inline="always")
def word(
    s: Stream,
) -> tuple[np.uint64, Stream]:
    """Return 64 random bits, and the stream after them."""
    a, b, c, d = s
    summed = a + d
    out = ((summed << _S23) | (summed >> _S41)) + a
    shifted = b << _S17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << _S45) | (d >> _S19)
    return out, (a, b, c, d)


@njit(nogil=True, error_model="numpy", inline="always")
def uniform(
    s: Stream,
) -> tuple[float, Stream]:
    """Return a number in (0, 1], never 0, and the stream after it."""
    bits, s = word(s)
    return (np.float64(bits >> _S11) + 1.0) * _TO_UNIT, s


@_kernel
def normal(
    s: Stream,
) -> tuple[float, Stream]:
    """Return a standard normal number (Box and Muller), and the stream after it."""
    u, s = uniform(s)
    v, s = uniform(s)
    return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v), s


@_kernel
def poisson(mean: float, s: Stream) -> tuple[float, Stream]:
    """Return a Poisson number, and the stream after it.

    Below a mean of 10 by multiplying uniform numbers, above by transformed rejection (Hörmann's
    PTRS, 1993), which is exact.
    """
    if mean <= 0.0:
        return 0.0, s
    if mean < 10.0:
        limit, product, count = math.exp(-mean), 1.0, -1.0
        while product > limit:
            u, s = uniform(s)
            product *= u
            count += 1.0
        return count, s
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    inverse = 1.1239 + 1.1328 / (b - 3.4)
    likely = 0.9277 - 3.6224 / (b - 2.0)
    while True:
        u, s = uniform(s)
        v, s = uniform(s)
        u -= 0.5
        near = 0.5 - abs(u)
        count = math.floor((2.0 * a / near + b) * u + mean + 0.43) if near > 0.0 else -1.0
        if near >= 0.07 and v <= likely:
            return count, s
        if count < 0.0 or (near < 0.013 and v > near):
            continue
        bound = count * math.log(mean) - mean - math.lgamma(count + 1.0)
        if math.log(v * inverse / (a / (near * near) + b)) <= bound:
            return count, s


@_kernel
def binomial(count: float, share: float, s: Stream) -> tuple[float, Stream]:
    """Return how many of ``count`` there are if each is with a chance of ``share``; the stream.

    By inversion where few are expected, else by transformed rejection (Hörmann's BTRS, 1993), which
    is exact.
    """
    if count <= 0.0 or share <= 0.0:
        return 0.0, s
    if share >= 1.0:
        return count, s
    p = min(share, 1.0 - share)
    if count * p < 10.0:
        odds = p / (1.0 - p)
        found, chance = 0.0, math.exp(count * math.log1p(-p))
        u, s = uniform(s)
        while u > chance and found < count:
            u -= chance
            found += 1.0
            chance *= odds * (count - found + 1.0) / found
    else:
        spread = math.sqrt(count * p * (1.0 - p))
        b = 1.15 + 2.53 * spread
        a = -0.0873 + 0.0248 * b + 0.01 * p
        scale, likely = (2.83 + 5.1 / b) * spread, 0.92 - 4.2 / b
        middle, odds = math.floor((count + 1.0) * p), math.log(p / (1.0 - p))
        most = math.lgamma(middle + 1.0) + math.lgamma(count - middle + 1.0)
        while True:
            u, s = uniform(s)
            v, s = uniform(s)
            u -= 0.5
            near = 0.5 - abs(u)
            found = math.floor((2.0 * a / near + b) * u + count * p + 0.5) if near > 0.0 else -1.0
            if near >= 0.07 and v <= likely:
                break
            if found < 0.0 or found > count:
                continue
            bound = most - math.lgamma(found + 1.0) - math.lgamma(count - found + 1.0)
            if math.log(v * scale / (a / (near * near) + b)) <= bound + (found - middle) * odds:
                break
    return (found if share <= 0.5 else count - found), s
