"""The direct method of Gillespie in many nodes one after the other, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from grnstudio.simulate.chance import stream
from grnstudio.simulate.propensities import Laws
from grnstudio.simulate.ssa_kernel import RUN, WRONG, walk
from grnstudio.simulate.ssa_plan import Plan

PLACE, REACTIONS = range(2)  # what the slots of ``done`` hold


@njit(nogil=True, cache=True, error_model="numpy")
def walk_nodes(
    laws: Laws, plan: Plan, states: np.ndarray, nodes: np.ndarray, times: np.ndarray,
    seed: np.uint64, first: int, initial: np.ndarray, x: np.ndarray, clock: np.ndarray,
    words: np.ndarray, counters: np.ndarray, stack: np.ndarray, tree: np.ndarray,
    done: np.ndarray, budget: int,
) -> None:  # fmt: skip
    """Let ``nodes`` of ``states`` ``[nodes, 1, species]`` live on until ``times[0]``.

    Node n draws from stream ``first + n``. Stops after about ``budget`` reactions, or at one whose
    propensity cannot be; ``done`` and the other arrays keep what the next call goes on from.
    """
    species, left = states.shape[2], budget
    while done[PLACE] < nodes.size and left > 0 and counters[WRONG] < 0:
        node = nodes[done[PLACE]]
        initial[:species] = states[node, 0]
        happened = walk(
            laws, plan, initial, times, seed, first + node, states[node : node + 1],
            x, clock, words, counters, stack, tree, left,
        )  # fmt: skip
        left -= max(happened, 1)
        done[REACTIONS] += happened
        if counters[RUN] == 1:
            counters[RUN] = 0
            done[PLACE] += 1


@njit(nogil=True, cache=True, error_model="numpy")
def words_of(seeds: np.ndarray, first: int, nodes: int) -> np.ndarray:
    """Return a word for each of ``nodes`` of the runs with ``seeds``, other ones for each step.

    ``first`` is how many nodes there were in the steps before.
    """
    words = np.empty(seeds.size * nodes, dtype=np.uint64)
    for run in range(seeds.size):
        for node in range(nodes):
            words[run * nodes + node] = stream(seeds[run], first + node)[0]
    return words
