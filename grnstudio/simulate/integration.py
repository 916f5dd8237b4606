"""One solution of the rate equations, stretch by stretch; a stretch ends where a network jumps."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np

from grnstudio.errors import ModelError
from grnstudio.simulate.breaks import Breaks
from grnstudio.simulate.constraints import Constraints
from grnstudio.simulate.dynamics import Dynamics
from grnstudio.simulate.events import Agenda
from grnstudio.simulate.interpolant import Interpolant, constant, interpolant
from grnstudio.simulate.jacobian import Jacobian

Method: TypeAlias = Literal["LSODA", "BDF", "Radau"]
TINY = 1e-13  # a step of this share of the time gets nowhere
MANY_DIGITS = 2e-14  # shorter stretches are not worth a solver's start
MANY = 300  # state variables from which sparse steps make up for being taken in Python
MOST_TINY = 1_000  # such steps in a row; restarts need some
NOTHING = constant(np.empty(0))
SHARE = 1 / 500  # of the whole time; the longest step where conditions depend on time


@dataclass(slots=True, eq=False)
class Record:
    """Keeps the values wanted at the times wanted, which come in order, ``[time, name]``."""

    dynamics: Dynamics
    times: np.ndarray
    wanted: np.ndarray
    values: np.ndarray
    done: int = 0

    @property
    def next_time(self) -> float:
        """The next time to keep."""
        return float(self.times[self.done]) if self.done < len(self.times) else math.inf

    def until(self, limit: float, states: Interpolant) -> None:
        """Keep what lies before ``limit``."""
        if self.next_time < limit:
            stop = int(np.searchsorted(self.times, limit, side="left"))
            times = self.times[self.done : stop]
            rows = self.dynamics.sample(times, states(times), self.wanted)
            self.values[self.done : stop] = rows
            self.done = stop

    def present(self) -> None:
        """Keep the present, after all that happened in it."""
        if self.next_time <= self.dynamics.time:
            stop = int(np.searchsorted(self.times, self.dynamics.time, side="right"))
            self.values[self.done : stop] = self.dynamics.values[self.wanted]
            self.done = stop


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


@dataclass(slots=True, eq=False)
class Integration:
    """A solution under way. ``most`` is how many steps may lie between two times to keep."""

    dynamics: Dynamics
    agenda: Agenda
    record: Record
    breaks: Breaks
    constraints: Constraints
    method: Method
    relative: float
    absolute: np.ndarray
    most: int
    on_step: Callable[[float], object] | None
    longest: float = math.inf
    is_handed_over: bool = False
    _jacobian: Jacobian = field(init=False)
    _is_watched: bool = field(init=False)  # between breaks
    _steps: int = 0  # since the last time that was kept

    def __post_init__(self) -> None:
        self._jacobian = Jacobian(self.dynamics)
        self._is_watched = bool(self.agenda) and not self.breaks.are_all

    @property
    def engine(self) -> str:
        """What results say they were made by."""
        return f"ODE ({self.method}{', then BDF' if self.is_handed_over else ''})"

    def to(self, end: float) -> None:
        """Solve from the present to ``end``."""
        self.longest = math.inf if self.breaks.are_all else end * SHARE
        self._arrive()
        while (time := self.dynamics.time) < end:
            stop = min(end, self.agenda.next_time, self.breaks.after(self.dynamics))
            if not self._is_watched and not len(self.dynamics.compiled.state):
                self.record.until(stop, NOTHING)
                self.dynamics.place(stop, NOTHING.base)
            elif stop - time > MANY_DIGITS * abs(stop):
                self._stretch(stop)
            else:
                self.dynamics.place(stop, self.dynamics.state)
            self._arrive()

    def _arrive(self) -> None:
        """Let happen what is due, and tell of it."""
        self.agenda.settle()
        done = self.record.done
        self.record.present()
        self._count(done)
        if self.constraints:
            self.constraints.look(self.dynamics.time, self.dynamics.values)
        if self.on_step:
            self.on_step(self.dynamics.time)

    def _count(self, done: int) -> None:
        self._steps = 0 if self.record.done > done else self._steps + 1
        if self._steps > self.most:
            raise ModelError(
                f"More than {self.most:,} steps were taken and time {self.record.next_time:g} was "
                f"not reached; the time is {self.dynamics.time:g}. Raise the number of internal "
                "steps, ask for more times, or choose larger tolerances or another solver."
            )

    def _stretch(self, stop: float) -> None:
        """Go on to ``stop``, or to where an event happens or begins to wait."""
        solver = self._solver(stop)
        stuck = 0
        while solver.status == "running":
            message = solver.step()
            failed = solver.status == "failed" or not np.isfinite(solver.y).all()
            if not failed:  # else there may be no last step
                stuck = stuck + 1 if solver.t - solver.t_old < TINY * abs(stop) else 0
            if failed or stuck > MOST_TINY:
                raise ModelError(self._trouble(solver, message))
            if self._look(solver):
                return
            if self._is_too_large_for(solver):
                break
        self.dynamics.place(float(solver.t), solver.y)

    def _look(self, solver: Any) -> bool:
        """Report the last step; return whether an event cut it short."""
        low, high = float(solver.t_old), float(solver.t)
        done = self.record.done
        if self._is_watched or self.record.next_time < high:
            states = interpolant(solver) if solver.y.size else constant(solver.y)
            while (
                self._is_watched and (turn := self.agenda.watch.turn(low, high, states)) is not None
            ):
                self.record.until(turn, states)
                self.dynamics.place(turn, states(np.array([turn]))[:, 0])
                if self.agenda.settle():
                    return True
                low = turn
            self.record.until(high, states)
        self._count(done)
        if self.constraints:
            self.dynamics.place(high, solver.y)
            self.constraints.look(high, self.dynamics.values)
        if self.on_step:
            self.on_step(high)
        return False

    def _is_too_large_for(self, solver: Any) -> bool:
        """Return whether LSODA goes over to stiff steps, and many species want sparse ones."""
        if type(solver).__name__ != "LSODA" or solver.status != "running" or solver.n < MANY:
            return False
        # LSODA counts Jacobians from its first stiff step on; that one is done with a full matrix.
        if not solver.njev or not self._jacobian.is_sparse:
            return False
        self.is_handed_over = True
        return True

    def _solver(self, stop: float) -> Any:
        from scipy.integrate import BDF, LSODA, Radau

        dynamics = self.dynamics
        start, time = dynamics.state, dynamics.time
        longest = min(self.longest, stop - time)
        if not start.size:
            return _Still(time, stop, self.longest)
        if not np.isfinite(start).all() or not np.isfinite(dynamics.derivative(time, start)).all():
            raise ModelError(self._nonsense(time, start))
        options: dict[str, Any] = {
            "rtol": self.relative,
            "atol": self.absolute,
            "max_step": longest,
        }
        if self.method == "LSODA" and not self.is_handed_over:
            jacobian = self._jacobian.dense
            return LSODA(dynamics.derivative, time, start, stop, jac=jacobian, **options)
        jacobian = self._jacobian.sparse if self._jacobian.is_sparse else self._jacobian.dense
        kind = Radau if self.method == "Radau" else BDF
        return kind(dynamics.derivative, time, start, stop, jac=jacobian, **options)

    def _trouble(self, solver: Any, message: str | None) -> str:
        if not np.isfinite(solver.y).all():
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
