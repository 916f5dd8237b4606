"""The Jacobian of the rate equations, from derivatives of the formulas.

Every formula is differentiated by what it speaks of directly; kernels chain these partial
derivatives through the assignment rules and rates. Only entries that can differ from 0 are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grnstudio.core.expressions import Expression, symbols, walk
from grnstudio.core.rate_slopes import derivative
from grnstudio.errors import ModelError
from grnstudio.simulate.compile import Compiled
from grnstudio.simulate.dynamics import Dynamics
from grnstudio.simulate.jacobian_kernels import fill
from grnstudio.simulate.program import Program, assemble

FEWEST = 60  # state variables from which a sparse matrix pays
DENSEST = 0.2  # share of entries up to which it does
MOST_WORK = 1_000_000  # symbols and entries to go through; more take seconds
NUDGE = 1e-8  # of a value, to see what follows where no derivative can be had


@dataclass(slots=True, eq=False)
class Slopes:
    """The plan of a Jacobian.

    Gradients by the state lie in one vector, a run of entries for each value that depends on the
    state; those of the state itself come first and are 1. ``chain`` has rows (partial derivative,
    entry read, entry added to), ``sums`` rows (term, which of its factors, entry read, place in
    the matrix); term -1 stands for a value that is itself a derivative of the state.
    """

    partials: Program
    chain: np.ndarray
    sums: np.ndarray
    entries: int
    rows: np.ndarray
    columns: np.ndarray


@dataclass(slots=True, eq=False)
class _Planner:
    """Works out `Slopes`."""

    compiled: Compiled
    runs: dict[str, dict[int, int]] = field(default_factory=dict)  # name -> column -> entry
    entries: int = 0
    work: int = 0
    partials: list[Expression] = field(default_factory=list)
    chain: list[tuple[int, int, int]] = field(default_factory=list)
    sums: list[tuple[int, int, int, int, int]] = field(default_factory=list)

    def plan(self) -> Slopes:
        """Return the plan; raises `ModelError` where a formula has no derivative, or for size."""
        compiled = self.compiled
        for column, slot in enumerate(compiled.state):
            self._begin(compiled.names[slot], [column])
        for slot in compiled.derived.targets:
            name = compiled.names[slot]
            if name not in self.runs:
                self._follow(name, compiled.expressions[name])
        for row, (name, formula) in enumerate(compiled.rates_of_change.items()):
            self._follow(f"rateOf {name}", formula)
            for column, entry in self.runs.get(f"rateOf {name}", {}).items():
                self.sums.append((row, column, -1, 0, entry))
        self._add_terms()
        return self._finished()

    def _begin(self, name: str, columns: Iterable[int]) -> Mapping[int, int]:
        run = self.runs[name] = {column: self.entries + i for i, column in enumerate(columns)}
        self.entries += len(run)
        return run

    def _follow(self, name: str, formula: Expression) -> None:
        sources = [one for one in sorted(symbols(formula)) if one in self.runs]
        columns = sorted({column for one in sources for column in self.runs[one]})
        if not columns:
            return
        run = self._begin(name, columns)
        self.work += sum(1 for _ in walk(formula)) * len(sources) + len(sources) * len(columns)
        if self.work > MOST_WORK:
            raise ModelError("So much depends on so much that differences are as fast.")
        for one in sources:
            self.partials.append(derivative(formula, one))
            number = len(self.partials) - 1
            self.chain += ((number, entry, run[c]) for c, entry in self.runs[one].items())

    def _add_terms(self) -> None:
        terms, names = self.compiled.terms, self.compiled.names
        for term, (row, slots) in enumerate(zip(terms.rows, terms.slots, strict=True)):
            for which, slot in enumerate(slots):
                run = self.runs.get(names[slot], {}) if slot >= 0 else {}
                self.sums += ((int(row), c, term, which, entry) for c, entry in run.items())

    def _finished(self) -> Slopes:
        compiled = self.compiled
        places = sorted({(column, row) for row, column, *_ in self.sums})
        numbers = {place: number for number, place in enumerate(places)}
        sums = [
            (term, which, entry, numbers[column, row])
            for row, column, term, which, entry in self.sums
        ]
        columns, rows = np.array(places, dtype=np.int64).reshape(len(places), 2).T
        return Slopes(
            assemble(self.partials, compiled.slots),
            np.array(self.chain, dtype=np.int64).reshape(len(self.chain), 3),
            np.array(sums, dtype=np.int64).reshape(len(sums), 4),
            self.entries,
            np.ascontiguousarray(rows),
            np.ascontiguousarray(columns),
        )


class Jacobian:
    """The Jacobian of a network's rate equations, planned when it is first asked for."""

    def __init__(self, dynamics: Dynamics) -> None:
        self._dynamics = dynamics
        self._slopes: Slopes | None = None
        self._is_planned = False

    def _plan(self) -> Slopes | None:
        if not self._is_planned:
            self._is_planned = True
            try:
                self._slopes = _Planner(self._dynamics.compiled).plan()
            except ModelError:  # differences do as well
                self._slopes = None
        return self._slopes

    @property
    def is_sparse(self) -> bool:
        """Whether nearly all entries are 0 and there are many."""
        size = len(self._dynamics.compiled.state)
        if size < FEWEST:
            return False
        slopes = self._plan()
        return slopes is not None and len(slopes.rows) <= DENSEST * size**2

    def dense(self, time: float, y: np.ndarray) -> np.ndarray:
        """Return ``[row, column]``: the derivative of row's rate by column's value."""
        slopes, entries = self._entries(time, y)
        if slopes is None:
            return self._differences(time, y)
        matrix = np.zeros((len(y), len(y)))
        matrix[slopes.rows, slopes.columns] = entries
        return matrix

    def sparse(self, time: float, y: np.ndarray) -> Any:
        """Return the same as a sparse matrix, compressed by columns."""
        from scipy.sparse import csc_matrix

        slopes, entries = self._entries(time, y)
        if slopes is None:
            return csc_matrix(self._differences(time, y))
        starts = np.searchsorted(slopes.columns, np.arange(len(y) + 1))
        return csc_matrix((entries, slopes.rows, starts), shape=(len(y), len(y)))

    def _entries(self, time: float, y: np.ndarray) -> tuple[Slopes | None, np.ndarray]:
        """Return no plan where an entry is not finite, so that differences are taken."""
        slopes = self._plan()
        if slopes is None:
            return None, np.empty(0)
        partials, terms = slopes.partials, self._dynamics.compiled.terms
        self._dynamics.place(time, y)
        entries = np.empty(len(slopes.rows))
        fill(
            self._dynamics.values, len(y), partials.codes, partials.numbers, partials.bounds,
            partials.stack, slopes.chain, np.zeros(slopes.entries), slopes.sums,
            terms.factors, terms.slots, entries,
        )  # fmt: skip
        return (slopes if np.all(np.isfinite(entries)) else None), entries

    def _differences(self, time: float, y: np.ndarray) -> np.ndarray:
        matrix = np.empty((len(y), len(y)))
        here = self._dynamics.derivative(time, y)
        for column in range(len(y)):
            step = NUDGE * max(abs(y[column]), 1.0)
            nudged = y.copy()
            nudged[column] += step
            matrix[:, column] = (self._dynamics.derivative(time, nudged) - here) / step
        return matrix
