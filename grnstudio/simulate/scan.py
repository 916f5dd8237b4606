"""Scans: the same simulation for many values of one or two of the network's numbers.

Light to import; engines are imported when a scan begins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from grnstudio.core.emulator import Emulator
from grnstudio.core.figures import Figure
from grnstudio.core.network import Network
from grnstudio.core.network_values import with_values
from grnstudio.core.setting import check, setting
from grnstudio.errors import GRNStudioError, SettingError
from grnstudio.jobs import Step, Steps
from grnstudio.simulate.config import KEEP, SimulationConfig
from grnstudio.simulate.ensemble import Outline, simulate
from grnstudio.simulate.measures import MEASURES, measured
from grnstudio.simulate.output import available, reported
from grnstudio.simulate.quantities import QUANTITIES, divisor
from grnstudio.simulate.scan_figures import scan_figures
from grnstudio.simulate.simulation import Simulation

SCALES = ("linear", "logarithmic")
MOST_POINTS = 10_000  # of a scan in all


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanConfig:
    """What is varied, and what is looked at; a second number makes a plane of it."""

    name: str = setting("", "Vary", help="A parameter, or a species for its initial amount.")
    low: float = setting(0.1, "From", low=-1e300, high=1e300)
    high: float = setting(10.0, "To", low=-1e300, high=1e300)
    points: int = setting(11, "Points", low=1, high=MOST_POINTS)
    scale: str = setting(SCALES[0], "Scale", choices=SCALES)
    measure: str = setting(
        MEASURES[0],
        "Look at",
        choices=MEASURES,
        help="Amplitude and period are those of the second half of the time.",
    )
    quantity: str = setting(QUANTITIES[0], "As", choices=QUANTITIES)
    second: str = setting("", "Vary also", advanced=True, help="Empty for a line of points.")
    second_low: float = setting(0.1, "Second from", low=-1e300, high=1e300, advanced=True)
    second_high: float = setting(10.0, "Second to", low=-1e300, high=1e300, advanced=True)
    second_points: int = setting(11, "Second points", low=1, high=MOST_POINTS, advanced=True)
    second_scale: str = setting(SCALES[0], "Second scale", choices=SCALES, advanced=True)

    def __post_init__(self) -> None:
        check(self)

    @property
    def is_logarithmic(self) -> bool:
        """Whether the first values are evenly spaced in their logarithm."""
        return self.scale == SCALES[1]

    def axes(self) -> tuple[tuple[str, np.ndarray], ...]:
        """Return the names that are varied with their values; raises `SettingError`."""
        if not self.name:
            raise SettingError("Say which parameter or species is to be varied.")
        first = _axis(self.name, self.low, self.high, self.points, self.scale)
        if not self.second:
            return ((self.name, first),)
        if self.second == self.name:
            raise SettingError(f"'{self.name}' is varied already; vary something else besides.")
        if self.points * self.second_points > MOST_POINTS:
            raise SettingError(
                f"{self.points} x {self.second_points} points are too many; a scan has "
                f"{MOST_POINTS} at most."
            )
        second = _axis(
            self.second, self.second_low, self.second_high, self.second_points, self.second_scale
        )
        return (self.name, first), (self.second, second)


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """What a scan found; not a number where it has not been yet.

    ``axes`` are (name, values). ``values`` and ``spread`` ``[points, names]`` are the mean and
    standard deviation over runs of what ``scan.measure`` says, ``courses`` the means
    ``[points, times, names]``. Points are numbered with the second axis running faster.
    """

    network: Network
    config: SimulationConfig
    scan: ScanConfig
    axes: tuple[tuple[str, np.ndarray], ...]
    names: tuple[str, ...]
    times: np.ndarray
    values: np.ndarray
    spread: np.ndarray
    courses: np.ndarray
    done: int = 0
    cost: float = 0.0
    engine: str = ""
    notes: tuple[str, ...] = ()

    def is_amount(self, axis: int) -> bool:
        """Whether what varies along an axis is the initial amount of a species."""
        return any(one.id == self.axes[axis][0] for one in self.network.species)

    def at(self, point: int) -> dict[str, float]:
        """Return the values that are varied, at a point."""
        shape = [axis.size for _, axis in self.axes]
        places = np.unravel_index(point, shape)
        return {
            name: float(axis[place]) for (name, axis), place in zip(self.axes, places, strict=True)
        }


def scan(
    network: Network,
    config: SimulationConfig,
    scan: ScanConfig,
    values: Mapping[str, float] | None = None,
    shown: Sequence[str] = (),
    emulator: Emulator | None = None,
) -> Steps[Scan]:
    """Simulate ``network`` at every point; a stopped scan keeps the points that are done.

    ``values`` stand in place of the network's own, ``shown`` are the names in live pictures. Every
    point has the same seed, so what differs is caused by what is varied. A point that cannot be
    simulated is left out and noted; raises its error if there is no other.
    """
    found = _begun(with_values(network, values or {}), config, scan, emulator)
    trouble: GRNStudioError | None = None
    total = len(found.values)

    def step(stage: str) -> Step:
        return Step(
            found.done, total, {"points": found.done}, lambda: live(found), result=lambda: found,
            stage=stage,
        )  # fmt: skip

    def live(scan: Scan) -> Sequence[Figure]:
        return scan_figures(scan, shown) if scan.done else ()

    for point in range(total):
        where = ", ".join(f"{name} = {value:.4g}" for name, value in found.at(point).items())
        stage = f"at {where}"
        try:
            simulation = yield from _point(found, point, emulator, step, stage)
        except GRNStudioError as error:
            trouble = error
            found = replace(found, notes=(*found.notes, f"Left out {where}: {error}"))
        else:
            found = _with(found, point, simulation)
        found = replace(found, done=point + 1)
        yield step(stage)
    if trouble and not np.isfinite(found.courses).any():
        raise trouble
    return found


def _axis(name: str, low: float, high: float, points: int, scale: str) -> np.ndarray:
    if scale == SCALES[1] and not (low > 0 and high > 0):
        raise SettingError(
            f"A logarithmic scale needs values above 0; '{name}' goes from {low:g} to {high:g}."
        )
    if points > 1 and low == high:
        raise SettingError(f"'{name}' goes from {low:g} to {high:g}; vary it between two values.")
    spaced = np.geomspace if scale == SCALES[1] else np.linspace
    return np.asarray(spaced(low, high, points))


def _begun(
    network: Network, config: SimulationConfig, scan: ScanConfig, emulator: Emulator | None
) -> Scan:
    """Return a scan without results; raises for what cannot be varied, and for want of memory."""
    axes, names = scan.axes(), reported(network)
    times = Outline(network, config, emulator=emulator).times
    with_values(network, {name: float(axis[0]) for name, axis in axes})
    points = int(np.prod([axis.size for _, axis in axes]))
    shape = (points, times.size, len(names))
    if 8.0 * np.prod(shape) > available() / 3:
        raise SettingError(
            f"The time courses of {points} points would not fit into memory. Ask for fewer points "
            "or fewer times of output."
        )
    nothing = np.full((points, len(names)), np.nan)
    config = replace(config, keep=KEEP[0])  # runs are measured one by one
    return Scan(network, config, scan, axes, names, times, nothing, nothing, np.full(shape, np.nan))


def _point(
    found: Scan, point: int, emulator: Emulator | None, step: Callable[[str], Step], stage: str
) -> Steps[Simulation]:
    """Simulate one point, passing on that there is progress."""
    network = with_values(found.network, found.at(point))
    steps = simulate(network, found.config, emulator=emulator)
    try:
        while True:
            next(steps)
            yield step(stage)
    except StopIteration as end:
        simulation: Simulation = end.value
        return simulation
    finally:
        steps.close()


def _with(found: Scan, point: int, simulation: Simulation) -> Scan:
    """Return the scan with what a point gave."""
    sizes = np.ones((found.times.size, len(found.names)))
    for column, name in enumerate(found.names):
        sizes[:, column] = divisor(simulation, name, found.scan.quantity)
    values, spread, courses = found.values.copy(), found.spread.copy(), found.courses
    values[point], spread[point] = measured(simulation, sizes, found.scan.measure)
    courses[point] = simulation.mean / sizes
    return replace(
        found, values=values, spread=spread, engine=simulation.engine,
        cost=found.cost + simulation.cost,
    )  # fmt: skip
