"""Exact runs seen at a few times, drawn from exact distributions where that is quicker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from grnstudio.core.conservation import law_matrix
from grnstudio.errors import ModelError
from grnstudio.simulate.courses import Courses, Made, Stop, make
from grnstudio.simulate.fsp import lagged

MANY = 3e9  # reactions, above which distributions are tried in place of runs
MOST_FREE = 3  # species that are not told by the others
MOST_STATES = 300_000
PILOTS = 2  # runs of each start that tell how many reactions there are
LOST = 1e-4  # of the probability, at most


def pilots(courses: Courses, stop: Stop) -> list[Callable[[], Made]]:
    """Return a few runs of each start, to be made reaction by reaction."""
    plain = replace(courses, leaping=False)
    return [partial(_made, plain, setting, stop) for setting in range(courses.settings)]


def _made(courses: Courses, setting: int, stop: Stop) -> Made:
    return make(courses.piece(setting, 0, min(PILOTS, courses.runs), stop))


def are_quicker(courses: Courses, made: list[Made]) -> bool:
    """Return whether distributions may be quicker than all runs; some were ``made``.

    Where parameters vary they are not, for every start has a network of its own then.
    """
    reactions = sum(one.reactions for one in made) / max(1, sum(len(one.counts) for one in made))
    free = len(courses.species) - len(law_matrix(courses.network, courses.species))
    many = reactions * courses.runs * courses.settings > MANY
    return many and free <= MOST_FREE and not courses.vary and courses.leapt is None


def drawn(
    courses: Courses, lags: np.ndarray, seen: np.ndarray, stop: Callable[[], bool]
) -> np.ndarray | None:
    """Return counts ``[settings, runs, lags, species]``, drawn from exact distributions.

    Counts of a run at different times have nothing to do with each other. ``seen`` ``[states,
    species]`` are states that matter. None if there are too many states, or if stopped.
    """
    starts = np.array([courses.process_of(one).initial for one in range(courses.settings)])
    rng = [np.random.default_rng([courses.seed_of(one), 1]) for one in range(courses.settings)]
    found = np.empty((courses.settings, courses.runs, lags.size, starts.shape[1]), dtype=np.int64)
    course = lagged(
        courses.network, starts, courses.step, int(lags[-1]), seen=seen, tolerance=LOST,
        most_states=MOST_STATES,
    )  # fmt: skip
    try:
        for lag, (states, shares) in enumerate(course, start=1):
            if stop():
                return None
            for place in np.flatnonzero(lags == lag):
                for setting, chance in enumerate(rng):
                    some = _some(states, shares[:, setting], courses.runs, chance)
                    found[setting, :, place] = some
    except ModelError:
        return None  # more states than can be listed
    return found


def _some(
    states: np.ndarray, shares: np.ndarray, count: int, rng: np.random.Generator
) -> np.ndarray:
    """Return ``count`` of ``states``, each as likely as its share."""
    reached = np.cumsum(np.maximum(shares, 0.0))
    places = np.searchsorted(reached, rng.random(count) * reached[-1], side="right")
    return np.asarray(states[np.minimum(places, len(states) - 1)])
