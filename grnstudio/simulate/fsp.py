"""Exact distributions by finite state projection (Munsky and Khammash, 2006).

The states that matter are listed, and the master equation is solved among them. What leaves them
is lost and reported: a probability given here is too small by the lost share at most. The list
grows until the loss is below the tolerance. For a few species with up to some hundred thousand
states; it refuses more, and whatever exact stochastic simulation refuses.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numba import njit

from grnstudio.core.network import Network
from grnstudio.errors import ModelError
from grnstudio.simulate.distributions import Distributions
from grnstudio.simulate.jumps import jump_process
from grnstudio.simulate.many_runs import checked
from grnstudio.simulate.state_space import StateSpace

MOST_STATES = 300_000
Watcher: TypeAlias = Callable[[int, np.ndarray, np.ndarray], object]
JUMPS_A_STEP = 200.0  # expected jumps of the uniformised chain; exp(-200) is far from underflow


def distributions(
    network: Network,
    times: np.ndarray,
    *,
    tolerance: float = 1e-8,
    most_states: int = MOST_STATES,
    on_time: Watcher | None = None,
) -> Distributions:
    """Return the distribution at ``times``, losing ``tolerance`` of the probability at most.

    ``on_time`` is told how many of ``times`` are done, the states listed and their probabilities
    at the last of these times; what it raises ends the work.
    """
    grid = checked(times, 1, 1)
    space = StateSpace(jump_process(network), most_states)
    space.grow(10)
    generator, now, p = space.generator(), 0.0, np.zeros(len(space))
    p[0] = 1.0
    rows: list[np.ndarray] = []
    lost: list[float] = []
    for time in grid:
        while True:
            later = _transient(generator, p, time - now)
            loss = max(0.0, 1.0 - float(later.sum()))
            if space.is_complete or loss <= tolerance * (time / grid[-1] if grid[-1] else 1.0):
                break
            space.grow(10 + len(space) // 40)
            generator = space.generator()
            p = np.pad(p, (0, len(space) - p.size))
            if on_time:
                on_time(len(rows), space.states, p)
        now, p = time, later
        rows.append(p)
        lost.append(loss)
        if on_time:
            on_time(len(rows), space.states, p)
    probabilities = np.array([np.pad(row, (0, len(space) - row.size)) for row in rows])
    return Distributions(space.process.names, grid, space.states, probabilities, np.array(lost))


def stationary(
    network: Network, *, tolerance: float = 1e-12, most_states: int = MOST_STATES
) -> Distributions:
    """Return the distribution that is reached in the end; raises `ModelError` if there is not one.

    States are added until those at the edge of the list have ``tolerance`` of the probability at
    most; what would leave the list does not happen.
    """
    space = StateSpace(jump_process(network), most_states)
    space.grow(50)
    while True:
        p = _balance(space)
        edge = 0.0 if space.is_complete else float(p[space.edge :].sum())
        if edge <= tolerance:
            break
        space.grow(20 + len(space) // 40)
    at_last = np.array([np.inf])
    return Distributions(space.process.names, at_last, space.states, p[None, :], np.array([edge]))


def _balance(space: StateSpace) -> np.ndarray:
    """Solve for the probabilities that do not change, the start's class of states given."""
    import scipy.sparse as sparse
    from scipy.sparse.csgraph import connected_components
    from scipy.sparse.linalg import splu

    generator = space.generator(reflecting=True)
    count, label = connected_components(generator.T, connection="strong")
    flow = sparse.coo_array(generator)
    leaves = np.zeros(count, dtype=bool)
    leaves[label[flow.col[label[flow.row] != label[flow.col]]]] = True
    closed = np.flatnonzero(~leaves)
    if closed.size != 1:
        raise ModelError(
            f"The network ends in one of {closed.size} sets of states that it cannot leave, so "
            "there is not one stationary distribution. Look at its distribution at a late time."
        )
    inside = np.flatnonzero(label == closed[0])
    p = np.zeros(len(space))
    if inside.size == 1:
        p[inside] = 1.0
        return p
    # One probability is set to 1 and its equation left out: it follows from the others.
    block = sparse.csc_array(generator[inside][:, inside])
    anchor = _likely(block)
    rest = np.delete(np.arange(inside.size), anchor)
    solved = splu(sparse.csc_array(block[rest][:, rest])).solve(-block[rest][:, [anchor]].toarray())
    p[inside[anchor]] = 1.0
    p[inside[rest]] = solved[:, 0]
    return np.asarray(np.maximum(p, 0.0) / np.maximum(p, 0.0).sum())


def _likely(block: object) -> int:
    """Return a state that is not rare, by letting the chain run for a while from everywhere."""
    size = block.shape[0]  # type: ignore[attr-defined]
    p = _transient(block, np.full(size, 1.0 / size), 1000.0 / -block.diagonal().min())  # type: ignore[attr-defined]
    return int(p.argmax())


def _transient(generator: object, p: np.ndarray, time: float) -> np.ndarray:
    """Return the probabilities ``time`` later, by uniformisation: exact to rounding."""
    import scipy.sparse as sparse

    matrix = sparse.csr_array(generator)  # type: ignore[call-overload]
    fastest = float(-matrix.diagonal().min())
    if time <= 0 or fastest <= 0:
        return p.copy()
    steps = max(1, math.ceil(time * fastest / JUMPS_A_STEP))
    indices, starts = matrix.indices.astype(np.int64), matrix.indptr.astype(np.int64)
    return _uniformised(starts, indices, matrix.data / fastest, p, time * fastest / steps, steps)


@njit(nogil=True, cache=True, error_model="numpy")
def _uniformised(
    starts: np.ndarray,
    indices: np.ndarray,
    moves: np.ndarray,
    p: np.ndarray,
    jumps: float,
    steps: int,
) -> np.ndarray:
    """Add up what any number of jumps leads to, each as likely as a Poisson number is."""
    now = p.copy()
    for _ in range(steps):
        weight, summed = math.exp(-jumps), math.exp(-jumps)
        term, total, count = now.copy(), weight * now, 0
        while 1.0 - summed > 1e-15 and count < jumps + 12.0 * math.sqrt(jumps) + 40.0:
            jumped = term.copy()
            for row in range(p.size):
                for entry in range(starts[row], starts[row + 1]):
                    jumped[row] += moves[entry] * term[indices[entry]]
            count += 1
            weight *= jumps / count
            summed += weight
            for row in range(p.size):
                term[row] = jumped[row]
                total[row] += weight * term[row]
        now = total / summed
    return now
