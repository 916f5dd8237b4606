"""What a simulation gives out: at which times, of what, and how much memory that takes."""

from __future__ import annotations

import math

import numpy as np

from grnstudio.core.network import Network
from grnstudio.errors import SettingError
from grnstudio.simulate.config import KEEP, SimulationConfig
from grnstudio.simulate.simulation import SHARES

MOST_TIMES = 1_000_001
SAMPLE_BYTES = 32 * 2**20
SAMPLE_RUNS = (100, 10_000)  # at least and at most
STATES = 20_000  # of a finite state projection, before one knows


def grid(config: SimulationConfig, step: float = 0.0) -> np.ndarray:
    """Return the times of output; raises `SettingError`, saying which of them cannot be.

    An engine that goes by a ``step`` gives even intervals of that, or of several steps if these
    would be more intervals than asked for; the last may be shorter.
    """
    if config.points.strip():
        times = _explicit(config.points)
    else:
        times = _stepped(config, step) if step else _even(config)
    kept = times[times >= config.start_output * (1.0 - 1e-12)]
    if not kept.size:
        raise SettingError(
            f"Output starts at {config.start_output:g}, after the last time, {times[-1]:g}. "
            "Start it earlier, or simulate longer."
        )
    return np.asarray(kept)


def reported(network: Network) -> tuple[str, ...]:
    """Return what a simulation gives the values of: species, then what rules or events set."""
    names = [one.id for one in network.species]
    names += [one.target for one in network.rules]
    names += [name for event in network.events for name in event.assignments]
    return tuple(dict.fromkeys(names))


def sample_size(config: SimulationConfig, times: int, names: int) -> int:
    """Return how many runs are kept to take quantiles from, where only statistics are wanted."""
    least, most = SAMPLE_RUNS
    fitting = SAMPLE_BYTES // max(1, 8 * times * names)
    return int(min(config.runs, max(least, min(most, fitting))))


def memory(network: Network, config: SimulationConfig, step: float = 0.0) -> int:
    """Return about how many bytes the result of a simulation takes; ``step`` as in `grid`.

    Of finite state projection, which finds out by itself how many states it needs, this is a guess.
    """
    times, names = grid(config, step).size, max(1, len(reported(network)))
    numbers = (2 + len(SHARES)) * times * names
    if config.method == "fsp":
        numbers += STATES * (times + names)
    elif config.method != "ode" and config.keep == KEEP[0]:
        numbers += config.runs * times * names
    elif config.method != "ode":
        numbers += sample_size(config, times, names) * times * names
    return 8 * numbers


def _even(config: SimulationConfig) -> np.ndarray:
    return np.linspace(0.0, config.duration, config.intervals + 1)


def _stepped(config: SimulationConfig, step: float) -> np.ndarray:
    steps = int(config.duration / step * (1.0 + 1e-12))
    if steps < 1:
        raise SettingError(
            f"The emulator jumps by {step:g}, further than the duration of {config.duration:g}. "
            "Simulate longer."
        )
    every = -(-steps // config.intervals)
    return np.append(np.arange(0, steps, every), steps) * step


def _explicit(text: str) -> np.ndarray:
    words = text.replace(",", " ").replace(";", " ").split()
    if len(words) > MOST_TIMES:
        raise SettingError(f"There are at most {MOST_TIMES} times of output, not {len(words)}.")
    times = np.array([_time(word) for word in words])
    if (falls := np.flatnonzero(np.diff(times) <= 0)).size:
        first = int(falls[0])
        raise SettingError(
            f"Explicit times must rise, but {words[first + 1]} follows {words[first]}."
        )
    return times


def _time(word: str) -> float:
    try:
        time = float(word)
    except ValueError:
        raise SettingError(f"Explicit times are numbers such as 0 1 5 20, not '{word}'.") from None
    if not 0 <= time < np.inf:
        raise SettingError(f"Explicit times are at 0 or later, not at {word}.")
    return time


def available() -> float:
    """Return the bytes of the machine's memory; infinite where it does not say."""
    import os

    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return math.inf
