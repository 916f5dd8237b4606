"""Finite state projection as a job."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from grnstudio.jobs import Step, Steps
from grnstudio.simulate import fsp
from grnstudio.simulate.background import Clock, Stopped, watched
from grnstudio.simulate.distributions import Distributions
from grnstudio.simulate.ensemble import Outline
from grnstudio.simulate.jumps import JumpProcess, jump_process
from grnstudio.simulate.simulation import SHARES, Simulation

ENGINE = "FSP"


def project(outline: Outline) -> Steps[Simulation]:
    """Find the exact distributions over time; steps count times of output."""
    projection = _Projection(outline, jump_process(outline.network))
    for future in watched(projection.work, projection.stop):
        if future.done():
            found = future.result()
        yield projection.step()
    total = outline.times.size
    yield Step(
        total, total, {"states": len(projection.states)}, lambda: outline.figures(found),
        result=lambda: found, stage="simulating",
    )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Moment:
    """What is known at one time of output: ``[names]``, and ``[shares, names]``."""

    mean: np.ndarray
    sd: np.ndarray
    quantiles: np.ndarray


@dataclass(slots=True, eq=False)
class _Projection:
    """A projection under way, and what is known at the times that are done."""

    outline: Outline
    process: JumpProcess
    clock: Clock = field(default_factory=Clock)
    states: np.ndarray = field(init=False)
    chances: list[np.ndarray] = field(default_factory=list)
    moments: list[_Moment] = field(default_factory=list)
    values: np.ndarray = field(init=False)
    orders: np.ndarray = field(init=False)
    is_steady: bool = True
    unwanted: bool = False

    def __post_init__(self) -> None:
        self.states = self.process.initial[None, :]
        self._work_out(0)

    def work(self) -> Simulation:
        """Solve to the end, or until it is no longer wanted."""
        exact = self.clock.timed(self._solve)
        return self._simulation(exact)

    def stop(self) -> None:
        """Let the work end at its next look."""
        self.unwanted = True

    def step(self) -> Step:
        """Return what can be said while it is under way."""
        done, total = len(self.moments), self.outline.times.size
        return Step(
            min(done, total - 1), total, {"states": len(self.states)},
            lambda: self.outline.figures(self.so_far()), result=self.so_far, stage="simulating",
        )  # fmt: skip

    def so_far(self) -> Simulation | None:
        """Return the times that are done."""
        done, states = len(self.moments), self.states
        if not done:
            return None
        rows = [np.pad(row, (0, len(states) - row.size)) for row in self.chances[:done]]
        chances, times = np.array(rows), self.outline.times[:done]
        lost = np.maximum(0.0, 1.0 - chances.sum(axis=1))
        known = Distributions(self.process.names, times, states, chances, lost)
        note = f"Stopped at time {times[-1]:.6g}, before the end."
        return self._simulation(known, note)

    def _solve(self) -> Distributions:
        outline = self.outline
        return fsp.distributions(
            outline.network, outline.times, tolerance=outline.config.loss, on_time=self._look
        )

    def _look(self, done: int, states: np.ndarray, chances: np.ndarray) -> None:
        """Keep what is known so far, larger lists of states before what needs them."""
        if self.unwanted:
            raise Stopped
        grown = len(states) > len(self.states)
        self.states = states
        if done > len(self.moments):
            if grown or self._is_moving():
                self._work_out(done - 1)
            self.chances.append(chances)
            self.moments.append(self._moment(chances / chances.sum()))
        elif grown:
            self._work_out(max(0, done - 1))

    def _work_out(self, place: int) -> None:
        """Find the values of all names in every state at a time, and their order."""
        counts = np.ascontiguousarray(self.states[:, None, :], dtype=np.float64)
        seen = self.process.observed(self.outline.times[place : place + 1], counts, ENGINE)
        values = np.ascontiguousarray(seen.values[:, 0, self.outline.columns(seen.names)])
        if place:
            before = self.values
            self.is_steady = self.is_steady and np.array_equal(before, values[: len(before)])
        self.values, self.orders = values, np.argsort(values, axis=0, kind="stable")

    def _moment(self, share: np.ndarray) -> _Moment:
        """Return statistics by probability; a quantile is the least value with its share."""
        values = self.values[: share.size]
        mean = share @ values
        found = np.empty((len(SHARES), mean.size))
        for column in range(mean.size):
            order = self.orders[:, column]
            reached = np.cumsum(share[order])
            places = np.searchsorted(reached, np.array(SHARES) * reached[-1])
            found[:, column] = values[order[np.minimum(places, order.size - 1)], column]
        return _Moment(mean, np.sqrt(share @ (values - mean) ** 2), found)

    def _simulation(self, exact: Distributions, *notes: str) -> Simulation:
        moments = self.moments[: exact.times.size]
        states, values = len(exact.states), self.values
        if self.is_steady and states == len(values):
            exact = _with_more(exact, self.outline.names, values)
        lost = f"{states:,} states; {exact.lost.max():.3g} of the probability was lost at most."
        return self.outline.simulation(
            ENGINE, 1, np.array([one.mean for one in moments]),
            np.array([one.sd for one in moments]),
            np.stack([one.quantiles for one in moments], axis=1),
            exact=exact, cost=self.clock.seconds, notes=(lost, *notes),
        )  # fmt: skip

    def _is_moving(self) -> bool:
        """Whether time itself may change what follows from a state."""
        return bool(self.outline.network.rules)


def _with_more(exact: Distributions, names: tuple[str, ...], values: np.ndarray) -> Distributions:
    """Return the same distributions, of all names that are whole numbers in every state."""
    whole = ((values >= 0) & (values == np.floor(values)) & (values < 1e6)).all(axis=0)
    kept = tuple(name for name, fits in zip(names, whole, strict=True) if fits)
    states = values[:, whole].astype(np.int64)
    return Distributions(kept, exact.times, states, exact.probabilities, exact.lost)
