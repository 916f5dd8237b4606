"""What becomes of agents on a grid: the amounts in every node over time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grnstudio.core.figures import Band, Curve, CurveFigure, HeatmapFigure
from grnstudio.errors import ModelError


@dataclass(frozen=True, slots=True, eq=False)
class GridCourse:
    """One run frame by frame, and of every run what there is on the whole grid.

    ``values`` ``[times, nx, ny, species]`` are those of the first run, x across and y down;
    ``totals`` ``[runs, times, species]`` the sums over all nodes. ``counted`` are species whose sum
    is looked at, ``spreading`` those that go from node to node. ``exact``, ``emulated`` and
    ``still`` tell how many steps of a node were simulated exactly, drawn by an emulator, or needed
    neither since nothing could happen.
    """

    times: np.ndarray
    species: tuple[str, ...]
    values: np.ndarray
    totals: np.ndarray
    counted: tuple[str, ...] = ()
    spreading: tuple[str, ...] = ()
    method: str = "ssa"
    exact: int = 0
    emulated: int = 0
    still: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        times, species = len(self.times), len(self.species)
        if self.values.ndim != 4 or self.values.shape[::3] != (times, species):
            raise ModelError(
                f"Frames of {species} species at {times} times are [times, nx, ny, species], not "
                f"{list(self.values.shape)}."
            )
        if self.totals.ndim != 3 or self.totals.shape[1:] != (times, species):
            raise ModelError(
                f"Totals of {species} species at {times} times are [runs, times, species], not "
                f"{list(self.totals.shape)}."
            )

    @property
    def nx(self) -> int:
        """Number of nodes across."""
        return int(self.values.shape[1])

    @property
    def ny(self) -> int:
        """Number of nodes down."""
        return int(self.values.shape[2])

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int(self.totals.shape[0])

    @property
    def sum_name(self) -> str:
        """What the species that are counted are called together."""
        return " + ".join(self.counted)

    @property
    def names(self) -> tuple[str, ...]:
        """What can be looked at: the sum of the counted species first, then every species."""
        return (self.sum_name, *self.species) if len(self.counted) > 1 else self.species

    def frames(self, name: str) -> np.ndarray:
        """Return what there is of one of ``names``, ``[times, nx, ny]``; raises `ModelError`."""
        return np.asarray(self.values[..., self._columns(name)].sum(axis=-1))

    def frame(self, name: str, index: int) -> np.ndarray:
        """Return what there is of one of ``names`` in one frame, ``[nx, ny]``."""
        return np.asarray(self.values[index][..., self._columns(name)].sum(axis=-1))

    def total(self, name: str) -> np.ndarray:
        """Return how much of it there is on the grid, ``[runs, times]``; raises `ModelError`."""
        return np.asarray(self.totals[..., self._columns(name)].sum(axis=-1))

    def shares(self) -> tuple[float, float, float]:
        """Return the shares of exact, emulated and idle steps."""
        whole = max(1, self.exact + self.emulated + self.still)
        return self.exact / whole, self.emulated / whole, self.still / whole

    def _columns(self, name: str) -> list[int]:
        if name not in self.names:
            raise ModelError(f"There is no '{name}' on this grid; there are {self.names}.")
        wanted = (name,) if name in self.species else self.counted
        return [self.species.index(one) for one in wanted]


def frame_figure(
    course: GridCourse, name: str, frame: int, limits: tuple[float, float] | None = None
) -> HeatmapFigure:
    """Draw one frame; colours are those of ``limits``, or of the frame alone."""
    return HeatmapFigure(
        f"{name} at time {course.times[frame]:.6g}",
        course.frame(name, frame).T,
        tuple(str(1 + y) for y in range(course.ny)),
        tuple(str(1 + x) for x in range(course.nx)),
        "y",
        "x",
        name,
        centred=False,
        limits=limits,
    )


def limits_of(course: GridCourse, name: str) -> tuple[float, float]:
    """Return the ends of a scale that all frames share; it begins at 0."""
    return 0.0, max(1.0, float(course.frames(name).max(initial=0.0)))


def total_figure(course: GridCourse, names: tuple[str, ...] = (), frame: int = -1) -> CurveFigure:
    """Draw what there is on the whole grid, mean and standard deviation; mark the ``frame``."""
    shown = names or course.names
    curves, bands = [], []
    for name in shown:
        totals, place = course.total(name), course.names.index(name)
        mean = totals.mean(axis=0)
        curves.append(Curve(name, course.times, mean, place))
        if course.runs > 1:
            sd = totals.std(axis=0, ddof=1)
            bands.append(Band(name, course.times, mean - sd, mean + sd, place))
    note = f"mean ± standard deviation of {course.runs:,} runs" if course.runs > 1 else "one run"
    if course.method != "ssa":
        note += f"; {100 * course.shares()[1]:.3g} % of the steps of nodes drawn by the emulator"
    marks = (float(course.times[frame]),) if frame >= 0 else ()
    return CurveFigure(
        "On the whole grid", tuple(curves), "time", "molecules", note=note, bands=tuple(bands),
        marks=marks,
    )  # fmt: skip


def ways(course: GridCourse) -> str:
    """Say how the steps of nodes were made: exactly, by the emulator, or not at all."""
    exact, emulated, still = (f"{100 * share:.3g} %" for share in course.shares())
    told = [f"{exact} of the steps of nodes were exact"]
    if course.method != "ssa":
        told.append(f"{emulated} drawn by the emulator")
    told.append(f"in {still} nothing could happen")
    return f"{', '.join(told)}; {course.seconds:.3g} s of computing."
