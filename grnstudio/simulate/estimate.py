"""What teaching an emulator will cost, and which time step suits a network."""

from __future__ import annotations

import math
import os
import time
from dataclasses import dataclass

import numpy as np

from grnstudio.core.network import Network
from grnstudio.core.network_values import with_values
from grnstudio.core.starts import Starts
from grnstudio.errors import ModelError
from grnstudio.simulate.compile import compile
from grnstudio.simulate.courses import Courses, Stop, make
from grnstudio.simulate.jumps import JumpProcess
from grnstudio.simulate.ode import solve

PILOT_SECONDS = 0.25
PILOT_STARTS = 30
SHARE_OF_SETTLING = 0.2  # of the time in which averages settle: a step
TRIED_STARTS = 4
PLACES = 401
DOUBLINGS = 16
MOST_STEPS = 20_000  # of the solver


@dataclass(frozen=True, slots=True)
class Estimate:
    """``pairs`` of states, the ``bytes`` they take, and about how long they take to make.

    ``reactions_per_step`` are of one course; ``idle`` is the share of starts in which no reaction
    can ever happen.
    """

    pairs: int
    bytes: int
    seconds: float
    reactions_per_step: float
    idle: float = 0.0


class _Deadline(Stop):
    """Stops at the second look after a while, so that something is made in any case."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._end = time.monotonic() + seconds
        self._looked = False

    def __call__(self) -> bool:
        was, self._looked = self._looked, True
        return was and time.monotonic() > self._end


def estimate(
    network: Network,
    starts: Starts,
    *,
    step: float,
    steps: int,
    settings: int,
    runs: int,
    vary: tuple[str, ...] = (),
    lowest: float = 0.6,
    highest: float = 1.4,
    near_empty: float = 0.0,
    method: str = "ssa",
    seed: int = 0,
    threads: int = 0,
) -> Estimate:
    """Say how much there is to make, from runs of the first starts for a moment.

    Raises as `transitions` does.
    """
    if near_empty:
        starts = starts.with_near_empty(near_empty)
    courses = Courses(
        network=network, starts=starts, step=step, steps=steps, settings=settings, runs=runs,
        vary=tuple(vary), lowest=lowest, highest=highest, method=method, seed=seed,
    )  # fmt: skip
    make(Courses.piece(courses, 0, 0, 0, Stop()))  # loads what is compiled
    seconds, reactions = _piloted(courses)
    pairs = settings * runs * steps
    idle = np.mean([_is_idle(courses.process_of(one)) for one in range(min(settings, 50))])
    size = pairs * (8 * len(courses.species) + 8 * len(courses.vary) + 8)
    workers = min(threads or os.cpu_count() or 1, settings * runs)
    return Estimate(pairs, size, seconds * pairs / workers, reactions, float(idle))


def _piloted(courses: Courses) -> tuple[float, float]:
    """Return seconds and reactions of a step, from one run of each of the first starts."""
    deadline = time.monotonic() + PILOT_SECONDS
    taken: list[tuple[float, float]] = []
    for setting in range(min(PILOT_STARTS, courses.settings)):
        left = deadline - time.monotonic()
        if taken and left <= 0:
            break
        piece = courses.piece(setting, 0, 1, _Deadline(max(left, 0.0)))
        made = make(piece)
        passed = np.flatnonzero(~np.isnan(made.counts[0, :, 0]))[-1:]
        reached = float(passed[0]) if passed.size else 0.0
        if not reached:  # not one step was finished: go by how likely reactions are at first
            speed = made.reactions / max(made.seconds, 1e-6)
            hurry = float(np.nan_to_num(piece.process.propensities()).sum()) * courses.step
            taken.append((hurry / max(speed, 1.0), hurry))
        else:
            taken.append((made.seconds / reached, made.reactions / reached))
    seconds, reactions = np.mean(taken, axis=0)
    return float(seconds), float(reactions)


def _is_idle(process: JumpProcess) -> bool:
    return not np.nan_to_num(process.propensities()).any()


def suggested_step(network: Network, starts: Starts) -> float:
    """Return a fifth of the time in which averages settle, as 1, 2 or 5 times a power of ten.

    That is the mean over a few starts, of the species in the middle; of networks that never settle,
    or of rates that have no averages, the time in which species are renewed.
    """
    courses = Courses(network=network, starts=starts, step=1.0, steps=1, settings=4, runs=1)
    found = []
    for setting in range(TRIED_STARTS):
        process = courses.process_of(setting)
        try:
            settled = _settling(courses, setting, process)
        except ModelError:
            settled = None
        found.append(settled if settled else _renewal(process))
    known = [one for one in found if one and math.isfinite(one)]
    return _rounded(SHARE_OF_SETTLING * float(np.median(known))) if known else 1.0


def _settling(courses: Courses, setting: int, process: JumpProcess) -> float | None:
    """Return how long the averages take to settle, None if they do not, or do not move."""
    end = _renewal(process)
    if not end:
        return None
    compiled = compile(with_values(courses.network, courses.start(setting)))
    for _ in range(DOUBLINGS):
        times = np.linspace(0.0, end, PLACES)
        course = solve(
            compiled, times, relative=1e-4, absolute=1e-4, names=process.names, max_steps=MOST_STEPS
        ).values[0]
        away = np.abs(course - course[-1])
        moved = away.max(axis=0)
        late = away[PLACES // 2 :].max(axis=0)
        if (late <= 0.02 * moved + 0.05).all():
            moves = moved > 0.5
            each = np.trapezoid(away[:, moves], times, axis=0) / moved[moves]
            return float(np.median(each)) if moves.any() else None
        end *= 2.0
    return None


def _renewal(process: JumpProcess) -> float:
    """Return the longest time that a species takes to be renewed, 0 if nothing happens."""
    flows = np.abs(process.changes).T @ np.nan_to_num(np.maximum(process.propensities(), 0.0))
    times = (process.initial[flows > 0] + 1.0) / flows[flows > 0]
    return float(times.max(initial=0.0))


def _rounded(value: float) -> float:
    """Return the nearest of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return power * min((1.0, 2.0, 5.0, 10.0), key=lambda one: abs(math.log(one * power / value)))
