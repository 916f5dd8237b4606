"""What teaching an emulator will cost, and which time step suits a network."""

from __future__ import annotations

import math
import os
import time
from dataclasses import dataclass, replace

import numpy as np

from grnstudio.core.network import Network
from grnstudio.core.starts import Starts
from grnstudio.simulate.courses import Courses, Stop, make
from grnstudio.simulate.jumps import JumpProcess

PILOT_SECONDS = 0.6
PILOT_STARTS = 30
LONGEST_COURSE = 0.1  # seconds, that many starts are tried
PLACES = 200  # in time, so that steps count that did not end
QUICK_SECONDS = 5e-3
MANY = 50  # runs of a start where they are quick, and starts that are looked at
SHARE_OF_MEMORY = 0.2
SLOW = 0.9  # the species that lasts longer than this share of all says how long a network remembers
MADE = 10.0  # molecules, after which a network has moved that only makes things
TRIED_STARTS = 9


@dataclass(frozen=True, slots=True)
class Estimate:
    """``pairs`` of states, the ``bytes`` they take, and about how long they take to make.

    ``reactions_per_step`` are of one course, 0 where tau-leaping does not tell them; ``idle`` is
    the share of starts, near-empty ones left out, from which no reaction can ever happen.
    """

    pairs: int
    bytes: int
    seconds: float
    reactions_per_step: float
    idle: float = 0.0

    def of_pairs(self, pairs: int) -> Estimate:
        """Return the estimate for another number of pairs that take as long each."""
        share = pairs / self.pairs
        size, seconds = round(share * self.bytes), share * self.seconds
        return replace(self, pairs=pairs, bytes=size, seconds=seconds)


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
    courses = Courses(
        network=network, starts=starts.with_near_empty(near_empty), step=step, steps=steps,
        settings=settings, runs=runs, vary=tuple(vary), lowest=lowest, highest=highest,
        method=method, seed=seed, leaping=True,
    )  # fmt: skip
    make(replace(courses.piece(0, 0, 1, Stop()), times=np.zeros(1)))  # loads what is compiled
    seconds, reactions = _piloted(courses)
    pairs = settings * runs * steps
    filled = replace(courses, starts=starts.with_near_empty(0.0))
    idle = np.mean([_is_idle(filled.process_of(one)) for one in range(min(settings, MANY))])
    size = pairs * (8 * len(courses.species) + 8 * len(courses.vary) + 8)
    workers = min(threads or os.cpu_count() or 1, settings * runs)
    return Estimate(pairs, size, seconds * pairs / workers, reactions, float(idle))


def _piloted(courses: Courses) -> tuple[float, float]:
    """Return seconds and reactions of a step, from some runs of each of the first starts.

    Courses that take long are left after a while.
    """
    begun = time.monotonic()
    seen: list[tuple[float, float]] = []
    parts = courses.steps * max(1, PLACES // courses.steps)
    times = np.linspace(0.0, courses.times[-1], parts + 1)
    for setting in range(min(PILOT_STARTS, courses.settings)):
        if seen and time.monotonic() - begun > PILOT_SECONDS:
            break
        piece = replace(courses.piece(setting, 0, 1, _Deadline(LONGEST_COURSE)), times=times)
        made = make(piece)
        if made.seconds < QUICK_SECONDS:  # else the setting up would count for more than the run
            made = make(replace(piece, runs=min(courses.runs, MANY), times=courses.times))
        places = np.maximum(np.sum(~np.isnan(made.counts[:, :, 0]), axis=1) - 1, 0)
        passed = float(places.sum()) * courses.steps / (made.counts.shape[1] - 1)
        steps = passed or 1.0  # of a slow start no more is known than how slow it was so far
        seen.append((made.seconds / steps, made.reactions / steps))
    seconds, reactions = np.mean(seen, axis=0)
    return float(seconds), float(reactions)


def _is_idle(process: JumpProcess) -> bool:
    return not _chances(process, process.initial).any()


def suggested_step(network: Network, starts: Starts) -> float:
    """Return a fifth of `memory`, as 1, 2 or 5 times a power of ten; 1 if nothing happens."""
    lasting = memory(network, starts)
    return _rounded(SHARE_OF_MEMORY * lasting) if lasting else 1.0


def memory(network: Network, starts: Starts) -> float:
    """Return how long a molecule of the species that are renewed most slowly lasts, about.

    Of a gene that switches that is how long it stays. 0 if nothing ever happens.
    """
    courses = Courses(network=network, starts=starts, step=1.0, steps=1, settings=1, runs=1)
    tried = [courses.process_of(setting) for setting in range(TRIED_STARTS)]
    chances = np.median([_hazards(one) for one in tried], axis=0)
    lasting = 1.0 / chances[chances > 0]
    if lasting.size:
        return float(np.quantile(lasting, SLOW, method="higher"))
    changes = np.abs(courses.process.changes).sum(axis=1)
    speed = np.median([changes @ _chances(one, one.initial) for one in tried])
    return MADE / float(speed) if speed > 0 else 0.0


def _hazards(process: JumpProcess) -> np.ndarray:
    """Return how likely one molecule of each species is to be used up, per unit of time."""
    found = np.zeros(len(process.names))
    for index, count in enumerate(process.initial):
        state = process.initial.copy()
        state[index] = max(count, 1.0)
        used = np.maximum(-process.changes[:, index], 0.0)
        found[index] = used @ _chances(process, state) / state[index]
    return found


def _chances(process: JumpProcess, state: np.ndarray) -> np.ndarray:
    found = process.propensities(dict(zip(process.names, state, strict=True)))
    return np.asarray(np.where(np.isfinite(found), np.maximum(found, 0.0), 0.0))


def _rounded(value: float) -> float:
    """Return the nearest of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return power * min((1.0, 2.0, 5.0, 10.0), key=lambda one: abs(math.log(one * power / value)))
