"""Rate equations solved by SciPy's LSODA, BDF or Radau, with events found where they happen.

The solver chooses its steps; results are read from its dense output, so they do not depend on the
times asked for. Delay differential equations, algebraic rules and fast reactions are refused.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np

from grnstudio.core.network import Network
from grnstudio.core.trajectories import Trajectories
from grnstudio.errors import ModelError
from grnstudio.simulate.breaks import Breaks
from grnstudio.simulate.compile import Compiled, compile
from grnstudio.simulate.dynamics import Dynamics
from grnstudio.simulate.events import Agenda

Method: TypeAlias = Literal["LSODA", "BDF", "Radau"]
LOOKS = 8  # at the triggers, within each step
TINY = 1e-13  # a step of this share of the time gets nowhere
MOST_TINY = 1_000  # such steps in a row; restarts need some
SHARE = 1 / 500  # of the whole time; the longest step where conditions depend on time


def simulate(
    network: Network,
    times: np.ndarray,
    *,
    method: Method = "LSODA",
    relative: float = 1e-6,
    absolute: float = 1e-12,
    names: Sequence[str] | None = None,
    seed: int = 0,
    on_step: Callable[[float], object] | None = None,
) -> Trajectories:
    """Solve the rate equations from time 0 on; species are given as amounts.

    ``times`` ascend from 0 or later. ``names`` may ask for anything that has a value; by default
    they are the species and whatever else may change. ``seed`` draws the order of events of equal
    priority. ``on_step`` is told the time reached.
    """
    return solve(
        compile(network), times, method=method, relative=relative, absolute=absolute,
        names=names, seed=seed, on_step=on_step,
    )  # fmt: skip


def solve(
    compiled: Compiled,
    times: np.ndarray,
    *,
    method: Method = "LSODA",
    relative: float = 1e-6,
    absolute: float = 1e-12,
    names: Sequence[str] | None = None,
    seed: int = 0,
    on_step: Callable[[float], object] | None = None,
    out: np.ndarray | None = None,
) -> Trajectories:
    """Do as `simulate` does, for a network compiled already.

    ``out`` ``[times, names]`` is filled as the solution goes on; not a number where it is not yet.
    """
    times = _checked(np.asarray(times, dtype=float))
    chosen = tuple(compiled.changing_names if names is None else names)
    known = set(compiled.public_names)
    if unknown := [name for name in chosen if name not in known]:
        raise ModelError(f"The network has nothing called '{unknown[0]}' that has a value.")
    dynamics = Dynamics(compiled)
    agenda = Agenda(dynamics, seed)
    record = _Record(dynamics, times, dynamics.slots(chosen), out)
    breaks = Breaks(compiled)
    longest = math.inf if breaks.are_all else float(times[-1]) * SHARE
    tolerances = (relative, absolute * dynamics.scale())
    run = _Run(dynamics, agenda, record, breaks, method, tolerances, longest, on_step)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # solvers warn before they fail; failures are raised here
        run.to(float(times[-1]))
    return Trajectories(times, chosen, record.values[None], f"ODE ({method})")


def _checked(times: np.ndarray) -> np.ndarray:
    if times.ndim != 1 or not times.size or not np.all(np.isfinite(times)):
        raise ModelError("A simulation needs a list of times to report, finite numbers all.")
    if times[0] < 0 or np.any(np.diff(times) < 0):
        raise ModelError("The times to report must ascend, from 0 or later.")
    return times


@dataclass(slots=True, eq=False)
class _Record:
    """Keeps the values wanted at the times wanted, which come in order."""

    dynamics: Dynamics
    times: np.ndarray
    wanted: np.ndarray
    out: np.ndarray | None = None
    done: int = 0
    values: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        shape = (len(self.times), len(self.wanted))
        self.values = np.empty(shape) if self.out is None else self.out
        self.values[:] = np.nan

    def until(self, limit: float, states: Callable[[np.ndarray], np.ndarray]) -> None:
        """Keep what lies before ``limit``."""
        stop = int(np.searchsorted(self.times, limit, side="left"))
        if stop > self.done:
            times = self.times[self.done : stop]
            rows = self.dynamics.sample(times, states(times), self.wanted)
            self.values[self.done : stop] = rows
            self.done = stop

    def present(self) -> None:
        """Keep the present, after all that happened in it."""
        stop = int(np.searchsorted(self.times, self.dynamics.time, side="right"))
        self.values[self.done : stop] = self.dynamics.values[self.wanted]
        self.done = max(self.done, stop)


@dataclass(slots=True, eq=False)
class _Still:
    """Stands in for a solver where there is no state: only time passes."""

    t: float
    stop: float
    longest: float
    t_old: float = math.nan
    status: str = "running"
    y: np.ndarray = field(default_factory=lambda: np.empty(0))

    def step(self) -> None:
        """Let time pass."""
        self.t_old = self.t
        self.t = min(self.t + self.longest, self.stop)
        self.status = "finished" if self.t == self.stop else "running"

    def dense_output(self) -> Callable[[np.ndarray], np.ndarray]:
        """Return the states at any times, of which there is none."""
        return lambda times: np.empty((0, len(times)))


@dataclass(slots=True, eq=False)
class _Run:
    """One solution, stretch by stretch; a stretch ends where the network jumps."""

    dynamics: Dynamics
    agenda: Agenda
    record: _Record
    breaks: Breaks
    method: Method
    tolerances: tuple[float, np.ndarray]
    longest: float
    on_step: Callable[[float], object] | None

    def to(self, end: float) -> None:
        """Solve from the present to ``end``."""
        self.agenda.settle()
        self.record.present()
        while (time := self.dynamics.time) < end:
            stop = min(end, self.agenda.next_time, self.breaks.after(self.dynamics))
            if stop - time > 8 * np.spacing(abs(stop)):
                self._stretch(stop)
            else:
                self.dynamics.place(stop, self.dynamics.state)
            self.agenda.settle()
            self.record.present()

    def _stretch(self, stop: float) -> None:
        """Go on to ``stop``, or to where an event happens or begins to wait."""
        solver = self._solver(stop)
        stuck = 0
        while solver.status == "running":
            message = solver.step()
            stuck = stuck + 1 if solver.t - solver.t_old < TINY * abs(stop) else 0
            failed = solver.status == "failed" or stuck > MOST_TINY
            if failed or not np.all(np.isfinite(solver.y)):
                raise ModelError(self._trouble(solver, message))
            if self._look(solver):
                return
            if self.on_step:
                self.on_step(float(solver.t))
        self.dynamics.place(stop, solver.y)

    def _look(self, solver: Any) -> bool:
        """Report the last step; return whether an event cut it short."""
        wanted = self.record.done < len(self.record.times)
        needed = wanted and self.record.times[self.record.done] <= solver.t
        if not (self.agenda or needed):
            return False
        states = solver.dense_output()
        low, high = float(solver.t_old), float(solver.t)
        while self.agenda and (turn := self._turn(low, high, states)) is not None:
            self.record.until(turn, states)
            self.dynamics.place(turn, states(np.array([turn]))[:, 0])
            if self.agenda.settle():
                return True
            low = turn
        self.record.until(high, states)
        return False

    def _turn(
        self, low: float, high: float, states: Callable[[np.ndarray], np.ndarray]
    ) -> float | None:
        """Return the first time in (low, high] at which a trigger has turned."""
        while True:
            looks = np.linspace(low, high, LOOKS + 1)[1:]
            turned = (self.dynamics.truths(looks, states(looks)) != self.agenda.met).any(axis=1)
            if not turned.any():
                return None
            first = int(np.argmax(turned))
            low, high = float(looks[first - 1]) if first else low, float(looks[first])
            if high - low <= 2 * LOOKS * np.spacing(abs(high)):
                return high

    def _solver(self, stop: float) -> Any:
        from scipy.integrate import BDF, LSODA, Radau

        dynamics = self.dynamics
        start, time = dynamics.state, dynamics.time
        if not start.size:
            return _Still(time, stop, self.longest)
        if not np.all(np.isfinite(start)) or not np.all(
            np.isfinite(dynamics.derivative(time, start))
        ):
            raise ModelError(self._nonsense(time, start))
        relative, absolute = self.tolerances
        kind = {"LSODA": LSODA, "BDF": BDF, "Radau": Radau}[self.method]
        return kind(
            dynamics.derivative, time, start, stop,
            rtol=relative, atol=absolute, max_step=min(self.longest, stop - time),
        )  # fmt: skip

    def _trouble(self, solver: Any, message: str | None) -> str:
        if not np.all(np.isfinite(solver.y)):
            return self._nonsense(float(solver.t), solver.y)
        reason = message or "its steps became too small"
        return (
            f"{self.method} could not go on from time {solver.t:g} ({reason}). Try another "
            "method, larger tolerances, or look for a rate that grows without bound."
        )

    def _nonsense(self, time: float, y: np.ndarray) -> str:
        rates = self.dynamics.derivative(time, y)
        rows = np.flatnonzero(~(np.isfinite(y) & np.isfinite(rates)))
        names = ", ".join(self.dynamics.name_of_row(int(row)) for row in rows[:5])
        return (
            f"At time {time:g} these have no finite value or rate: {names}. Look for a division "
            "by zero, or a rate that grows without bound."
        )
