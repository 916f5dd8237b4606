"""Simulations as jobs: they say how far they are, show what there is, and can be stopped.

Light to import; engines are imported when a simulation begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grnstudio.core.emulator import Emulator
from grnstudio.core.figures import Figure
from grnstudio.core.network import Network
from grnstudio.core.network_values import with_values
from grnstudio.errors import ModelError, SettingError
from grnstudio.jobs import Step, Steps
from grnstudio.simulate.config import KEEP, SimulationConfig
from grnstudio.simulate.output import available, grid, memory, reported
from grnstudio.simulate.quantities import sizes
from grnstudio.simulate.simulation import Simulation
from grnstudio.simulate.simulation_figures import time_course

__all__ = ["Outline", "grid", "memory", "reported", "simulate"]

SHOWN = 40  # names in a live picture
COPIES = 2.5  # of the result, while it is made and sent


def simulate(
    network: Network,
    config: SimulationConfig,
    values: Mapping[str, float] | None = None,
    shown: Sequence[str] = (),
    emulator: Emulator | None = None,
) -> Steps[Simulation]:
    """Simulate ``network`` as ``config`` says; a stopped simulation keeps what is done.

    ``values`` stand in place of the network's parameters and initial amounts. ``shown`` are the
    names in live pictures, all of them unless given. ``emulator`` is for the method of that name.
    Steps count runs, or where there is one run thousandths of its time. Raises `SettingError`, and
    `ModelError` naming what the engine cannot.
    """
    outline = Outline(with_values(network, values or {}), config, tuple(shown), emulator)
    outline.check()
    yield Step(0, 0, stage="preparing")  # what comes takes a second where nothing is loaded yet
    if config.method == "ode":
        from grnstudio.simulate.solving import solve

        return (yield from solve(outline))
    if config.method == "fsp":
        from grnstudio.simulate.projecting import project

        return (yield from project(outline))
    from grnstudio.simulate.sampling import sample

    return (yield from sample(outline))


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """What is simulated, when it is looked at, and how that becomes a `Simulation`."""

    network: Network
    config: SimulationConfig
    times: np.ndarray = field(init=False)
    names: tuple[str, ...] = field(init=False)
    shown: tuple[str, ...] = ()
    emulator: Emulator | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "times", grid(self.config, self.step))
        object.__setattr__(self, "names", reported(self.network))

    @property
    def step(self) -> float:
        """The time by which the engine jumps; 0 for one that can tell of any time."""
        if self.config.method != "emulator":
            return 0.0
        from grnstudio.simulate.emulated import taken

        return taken(self.emulator).step

    def check(self) -> None:
        """Raise `ModelError` if there is nothing to simulate, `SettingError` for want of memory."""
        if not self.names:
            raise ModelError("The network has nothing that could change; give it a species.")
        needed, there = COPIES * memory(self.network, self.config, self.step), available()
        if needed > there:
            cure = "Keep statistics alone, or" if self.config.keep == KEEP[0] else "Ask for"
            raise SettingError(
                f"The result would take {needed / 2**30:.3g} GiB of memory, and there are "
                f"{there / 2**30:.3g}. {cure} fewer trajectories or times of output."
            )

    def columns(self, names: Sequence[str]) -> np.ndarray | slice:
        """Return where this outline's names stand among an engine's."""
        if tuple(names) == self.names:
            return slice(None)
        return np.array([names.index(name) for name in self.names], dtype=np.int64)

    def simulation(
        self,
        engine: str,
        runs: int,
        mean: np.ndarray,
        sd: np.ndarray,
        quantiles: np.ndarray,
        **more: Any,
    ) -> Simulation:
        """Return the simulation, cut where ``mean`` ends."""
        times = self.times[: len(mean)]
        divisors = sizes(self.network, self.names, times, mean)
        return Simulation(
            self.network, self.config, engine, times, self.names, runs, mean, sd, quantiles,
            sizes=divisors, **more,
        )  # fmt: skip

    def figures(self, simulation: Simulation | None) -> Sequence[Figure]:
        """Draw what there is so far."""
        if simulation is None:
            return ()
        return (time_course([simulation], self.shown or self.names[:SHOWN]),)


def single(outline: Outline, engine: str, values: np.ndarray, **more: Any) -> Simulation:
    """Return a simulation of the one run ``values`` ``[times, names]``."""
    from grnstudio.core.trajectories import Trajectories
    from grnstudio.simulate.statistics import quantiles

    times = outline.times[: len(values)]
    runs = Trajectories(times, outline.names, values[None], engine)
    return outline.simulation(
        engine, 1, values, np.zeros_like(values), quantiles(values[None]), trajectories=runs, **more
    )
