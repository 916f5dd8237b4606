"""States that reactions can lead to, to see what propensities are there."""

from __future__ import annotations

import numpy as np

from grnstudio.simulate.jumps import JumpProcess
from grnstudio.simulate.propensities import table

STEPS = 1_000
AFRESH = 0.05  # share of steps that begin at the start again
LEAPS = (1, 1, 10, 100, 1_000)  # reactions of a kind at once


def negative_state(process: JumpProcess) -> dict[str, dict[str, float]]:
    """Return a state in which the propensity of a reaction is negative, by reaction.

    States are looked for by letting reactions happen at random, where they can; only what a
    propensity depends on is told.
    """
    suspects = [index for index, form in enumerate(process.forms) if not _is_ladder(process, index)]
    if not suspects:
        return {}
    states = _wander(process)
    chances = table(process.laws, states, process.stack.copy())
    found = {}
    for index in suspects:
        wrong = np.flatnonzero(chances[:, index] < 0)
        if wrong.size:
            state = states[wrong[0]]
            reads = sorted(process.forms[index].reads)
            found[process.reactions[index]] = {process.names[i]: float(state[i]) for i in reads}
    return found


def _is_ladder(process: JumpProcess, index: int) -> bool:
    """Whether a law is positive for whole numbers, as mass action is: A (A - 1) and the like."""
    product = process.forms[index].product
    if product is None or product.constant < 0:
        return False
    shifts = set(product.factors)
    is_positive = product.over is None or (
        product.over.constant >= 0 and all(one >= 0 for one in product.over.weights.values())
    )
    steps = (shift == 0 or (slot, shift - 1) in shifts for slot, shift in product.factors)
    return is_positive and all(steps)


def _wander(process: JumpProcess) -> np.ndarray:
    lots = np.random.default_rng(0)
    state, states = process.initial.copy(), [process.initial.copy()]
    chosen = lots.integers(0, max(1, len(process.reactions)), STEPS)
    leaps, afresh = lots.choice(LEAPS, STEPS), lots.random(STEPS) < AFRESH
    for reaction, leap, starts in zip(chosen, leaps, afresh, strict=True):
        if starts or not len(process.reactions):
            state = process.initial.copy()
            continue
        change = process.changes[reaction]
        ends = np.array([state, state + (leap - 1) * change])  # before the first, and the last
        if ends.min() >= 0 and table(process.laws, ends, process.stack)[:, reaction].min() > 0:
            state = state + leap * change
            states.append(state)
    return np.ascontiguousarray(states)
