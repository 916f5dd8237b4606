"""Steady states of the rate equations, and what happens near them.

Newton's method, damped so that amounts stay positive, from where the network has come to. What is
conserved takes the place of as many rate equations, and stability is judged among states with the
same conserved sums.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from grnstudio.core.expressions import symbols
from grnstudio.core.network import Network
from grnstudio.errors import ModelError
from grnstudio.simulate.breaks import Breaks
from grnstudio.simulate.compile import Compiled, compile
from grnstudio.simulate.constraints import Constraints
from grnstudio.simulate.dynamics import Dynamics
from grnstudio.simulate.events import Agenda
from grnstudio.simulate.formulas import TIME
from grnstudio.simulate.integration import Integration, Record
from grnstudio.simulate.jacobian import Jacobian
from grnstudio.simulate.reduction import Reduction
from grnstudio.simulate.stability import judged

ROUNDS = 12  # of runs, each ten times as long as the one before
MOST_STEPS = 5_000  # of the solver in each
NEAR = 0.05  # a steady state this near, relatively, is the one the run approaches
TURNS = 100  # of Newton's method
EXACT = 1e-10  # the last relative step, and the rates left over, relatively
SMALL = 1e-9  # of the largest amount: below it an amount is as good as 0
GONE = 1e-24  # of the largest amount: what Newton's method left of an amount that goes to 0


@dataclass(frozen=True, slots=True, eq=False)
class SteadyState:
    """A steady state: species are amounts.

    ``norm`` is the largest rate of change that is left. ``eigenvalues`` are those of the Jacobian
    among states with the same conserved sums, ``laws``, largest real part first. ``stable`` is
    None where they leave it open, and ``kind`` says what it is in words.
    """

    names: tuple[str, ...]
    values: np.ndarray
    norm: float
    eigenvalues: np.ndarray
    stable: bool | None
    kind: str
    laws: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def steady_state(
    network: Network,
    start: Mapping[str, float] = MappingProxyType({}),
    *,
    duration: float | None = None,
) -> SteadyState:
    """Return the steady state that the network comes to; raises `ModelError` if none is found.

    ``start`` may give amounts to start from. The network runs for ``duration``, by default as long
    as it takes. With a duration of 0 the steady state nearest to the start is looked for at once:
    so unstable ones are found.
    """
    compiled = compile(network)
    _refuse_time(compiled)
    search = _Search(compiled, start)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of singular matrices, which are met on the way
        found = search.near_end(duration) if duration is not None else search.at_rest()
    if found is None:
        raise ModelError(
            f"No steady state was found; after time {search.dynamics.time:g} amounts still change "
            f"by up to {search.left():.3g} per unit of time. Give another start or a longer time; "
            "a network that grows without bound has none."
        )
    return found


def _refuse_time(compiled: Compiled) -> None:
    names = compiled.names
    waiting = {names[slot] for slot in compiled.terms.slots[:, 0]}
    for formula in compiled.rates_of_change.values():
        waiting |= symbols(formula)
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        if name in compiled.expressions:
            waiting |= symbols(compiled.expressions[name]) - found
    if TIME.name in found:
        raise ModelError("The rates depend on time itself, so the network has no steady state.")


@dataclass(slots=True, eq=False)
class _Search:
    """Looks for a steady state of ``compiled`` from the amounts given in ``start``."""

    compiled: Compiled
    start: Mapping[str, float]
    dynamics: Dynamics = field(init=False)
    reduction: Reduction = field(init=False)
    _jacobian: Jacobian = field(init=False)
    _is_amount: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.dynamics = Dynamics(self.compiled)
        for name, value in self.start.items():
            self._set(name, value)
        self.dynamics.refresh()
        names = [self.compiled.names[slot] for slot in self.compiled.state]
        self._is_amount = np.array([n in self.compiled.formulas.species for n in names], bool)
        self._jacobian = Jacobian(self.dynamics)
        self.reduction = Reduction(self.compiled.network, names, self.dynamics.state)

    def _set(self, name: str, value: float) -> None:
        formulas, slots = self.compiled.formulas, self.compiled.slots
        held = formulas.held(name)
        if held not in slots or slots[held] not in self.compiled.state:
            raise ModelError(f"'{name}' is nothing that a steady state could start from.")
        size = 1.0
        if held != name:
            size = self.dynamics.values[slots[formulas.species[name].compartment]]
        self.dynamics.values[slots[held]] = value / size

    def left(self) -> float:
        """Return the largest rate of change at present."""
        rates = self.dynamics.derivative(self.dynamics.time, self.dynamics.state)
        return float(np.abs(rates).max(initial=0.0))

    def near_end(self, duration: float) -> SteadyState | None:
        """Return the steady state found from the end of a run."""
        self._run().to(duration)
        return self._found(self.dynamics.state)

    def at_rest(self) -> SteadyState | None:
        """Return a stable steady state that runs approach, else any that was found on the way."""
        other: SteadyState | None = None
        for state in self._ends():
            found = self._found(state)
            is_near = found is not None and self._is_near(found, state)
            if found is not None and is_near and found.stable is not False:
                return found
            other = found or other
        return other

    def _ends(self) -> Iterator[np.ndarray]:
        """Yield where ever longer runs end and, where they go on and on, the mean of the last."""
        run, seen = self._run(), []
        run.on_step = lambda _: seen.append(self.dynamics.state)
        slopes = self._jacobian.dense(0.0, self.dynamics.state)
        fastest = float(np.abs(slopes).sum(axis=1).max(initial=0.0))
        end = 10.0 / fastest if 0 < fastest < np.inf else 1.0
        for _ in range(ROUNDS):
            seen.clear()
            try:
                run.to(end)
            except ModelError:  # too many steps: an oscillator, or growth without bound
                break
            yield self.dynamics.state
            end *= 10
        if seen:
            yield np.mean(seen[len(seen) // 2 :], axis=0)

    def _run(self) -> Integration:
        dynamics, nothing = self.dynamics, np.empty(0)
        record = Record(dynamics, nothing, np.empty(0, dtype=np.int64), np.empty((0, 0)))
        return Integration(
            dynamics, Agenda(dynamics), record, Breaks(self.compiled), Constraints(self.compiled),
            "LSODA", 1e-8, 1e-12 * dynamics.scale(), MOST_STEPS, None,
        )  # fmt: skip

    def _is_near(self, found: SteadyState, state: np.ndarray) -> bool:
        self.dynamics.place(self.dynamics.time, state)
        here = self.dynamics.values[self.dynamics.slots(found.names)]
        size = np.abs(here) + np.abs(found.values)
        floor = SMALL * size.max(initial=0.0)
        return bool(np.all(np.abs(here - found.values) <= NEAR * size + floor))

    def _found(self, state: np.ndarray) -> SteadyState | None:
        """Return the steady state that Newton's method comes to, if it comes to one."""
        time = self.dynamics.time
        y = self._newton(time, state)
        if y is None:
            return None
        slopes = self._jacobian.dense(time, y)
        eigenvalues = self.reduction.eigenvalues(slopes)
        stable, kind = judged(eigenvalues)
        rates = self.dynamics.derivative(time, y)  # leaves the values there
        names = tuple(self.dynamics.name_of_row(row) for row in range(len(y)))
        events = ("Events are not part of the steady state.",) if self.compiled.events else ()
        return SteadyState(
            names, self.dynamics.values[self.dynamics.slots(names)],
            float(np.abs(rates).max(initial=0.0)), eigenvalues, stable, kind,
            tuple(str(law) for law in self.reduction.laws), events,
        )  # fmt: skip

    def _newton(self, time: float, y: np.ndarray) -> np.ndarray | None:
        for _ in range(TURNS):
            rates = self.dynamics.derivative(time, y)
            slopes = self._jacobian.dense(time, y)
            if not (np.isfinite(rates).all() and np.isfinite(slopes).all()):
                return None
            step = self.reduction.step(slopes, rates, y)
            floor = SMALL * np.abs(y).max(initial=0.0)
            if np.all(np.abs(step) <= EXACT * (np.abs(y) + floor)):
                if not self._is_at_rest(rates, slopes, y):
                    return None
                return np.where(np.abs(y) < GONE * np.abs(y).max(), 0.0, y)
            y = self._damped(time, y, step, rates)
        return None

    def _damped(
        self, time: float, y: np.ndarray, step: np.ndarray, rates: np.ndarray
    ) -> np.ndarray:
        """Return ``y`` moved by ``step``, or by as much of it as lessens what is left over."""
        before = self.reduction.excess(rates, y)
        share = 1.0
        for _ in range(8):
            after = y + share * step
            after = np.where(self._is_amount & (after < 0) & (y >= 0), y * 0.05, after)
            excess = self.reduction.excess(self.dynamics.derivative(time, after), after)
            if excess < before:
                break
            share /= 2
        return after

    def _is_at_rest(self, rates: np.ndarray, slopes: np.ndarray, y: np.ndarray) -> bool:
        """Whether rates are small against those at which parts of them come and go."""
        turnover = np.abs(slopes) @ (np.abs(y) + SMALL * np.abs(y).max(initial=0.0))
        floor = EXACT * turnover.max(initial=0.0)
        return bool(np.all(np.abs(rates) <= 100 * EXACT * turnover + floor))
