"""When a circuit does its task: how it is tested, and what its courses must show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Protocol:
    """A test of circuits: Euler steps under one case after the other, each from ``start``.

    ``levels`` are the inputs' ``[cases, steps or 1, inputs]``. Sample ``k`` of a course is the
    state after ``k + 1`` steps; each is made of ``substeps`` Euler steps, so that a finer test has
    the same samples. Statistics are of the last ``window`` samples.
    """

    inputs: tuple[str, ...]
    genes: tuple[str, ...]
    cases: tuple[str, ...]
    levels: np.ndarray
    start: tuple[float, ...]
    step: float = 0.25
    steps: int = 200
    window: int = 100
    substeps: int = 1

    @property
    def times(self) -> np.ndarray:
        """The times of the samples, ``[steps]``."""
        return self.step * np.arange(1, self.steps + 1)

    def finer(self, times: int = 4) -> Protocol:
        """Return the same test with Euler steps ``times`` shorter."""
        return replace(self, substeps=self.substeps * times)

    def course(self, courses: np.ndarray, case: str, gene: str) -> np.ndarray:
        """Return a gene's course, ``[sets, steps]`` of ``[sets, cases, steps, genes]``."""
        return courses[:, self.cases.index(case), :, self.genes.index(gene)]

    def late(self, courses: np.ndarray, case: str, gene: str) -> np.ndarray:
        """Return the last ``window`` samples of a gene's course, ``[sets, window]``."""
        return self.course(courses, case, gene)[:, -self.window :]


@dataclass(frozen=True, slots=True)
class Steady:
    """The gene's level settles: its variance over the window is below ``variance``."""

    case: str
    gene: str
    variance: float = 0.002

    @property
    def text(self) -> str:
        """The criterion in words."""
        return f"{self.gene} is steady in '{self.case}' (variance below {self.variance:g})"

    def margin(self, courses: np.ndarray, protocol: Protocol) -> np.ndarray:
        """Return by how much each set passes, ``[sets]``: logarithms, above 0 where it does."""
        return _below(protocol.late(courses, self.case, self.gene).var(axis=1), self.variance)


@dataclass(frozen=True, slots=True)
class Oscillates:
    """The gene's level goes up and down: a variance above ``variance``, and steps both ways.

    The largest rise between samples times the largest fall is above ``swing``, which makes the
    length of a step part of the definition.
    """

    case: str
    gene: str
    variance: float = 0.01
    swing: float = 0.001

    @property
    def text(self) -> str:
        """The criterion in words."""
        return f"{self.gene} oscillates in '{self.case}' (variance above {self.variance:g})"

    def margin(self, courses: np.ndarray, protocol: Protocol) -> np.ndarray:
        """Return by how much each set passes, ``[sets]``: logarithms, above 0 where it does."""
        course = protocol.course(courses, self.case, self.gene)
        late, change = course[:, -protocol.window :], np.diff(course[:, -protocol.window - 1 :])
        swing = -change.max(axis=1) * change.min(axis=1)
        return _least(_above(late.var(axis=1), self.variance), _above(swing, self.swing))


@dataclass(frozen=True, slots=True)
class Above:
    """The gene's mean level is above ``times`` that in the case ``than``."""

    case: str
    gene: str
    than: str
    times: float = 4.0

    @property
    def text(self) -> str:
        """The criterion in words."""
        return f"{self.gene} is {self.times:.3g} times as high in '{self.case}' as in '{self.than}'"

    def margin(self, courses: np.ndarray, protocol: Protocol) -> np.ndarray:
        """Return by how much each set passes, ``[sets]``: logarithms, above 0 where it does."""
        here = protocol.late(courses, self.case, self.gene).mean(axis=1)
        there = protocol.late(courses, self.than, self.gene).mean(axis=1)
        return _above(here, self.times * there)


@dataclass(frozen=True, slots=True)
class Adapts:
    """The gene answers what comes after sample ``onset``, and comes back.

    It moves by more than ``sensitivity``, down if that is negative, and ends within ``error`` of
    where it was.
    """

    case: str
    gene: str
    onset: int
    sensitivity: float
    error: float

    @property
    def text(self) -> str:
        """The criterion in words."""
        way = "rises" if self.sensitivity > 0 else "falls"
        return (
            f"{self.gene} {way} by {abs(self.sensitivity):.3g} in '{self.case}' and comes back to "
            f"within {self.error:.3g}"
        )

    def margin(self, courses: np.ndarray, protocol: Protocol) -> np.ndarray:
        """Return by how much each set passes, ``[sets]``: logarithms, above 0 where it does."""
        course = protocol.course(courses, self.case, self.gene)
        before, after = course[:, self.onset - 1], course[:, self.onset :]
        answer = after.max(axis=1) - before if self.sensitivity > 0 else before - after.min(axis=1)
        left = np.abs(course[:, -1] - before)
        return _least(_above(answer, abs(self.sensitivity)), _below(left, self.error))


@dataclass(frozen=True, slots=True, eq=False)
class Follows:
    """The gene keeps to drawn levels, ``[cases, steps]``, NaN where nothing is asked.

    The root of its mean squared error over all of them is below ``rmse``.
    """

    cases: tuple[str, ...]
    gene: str
    levels: np.ndarray
    rmse: float

    @property
    def text(self) -> str:
        """The criterion in words."""
        return f"{self.gene} follows its target (root of mean squared error below {self.rmse:.3g})"

    def margin(self, courses: np.ndarray, protocol: Protocol) -> np.ndarray:
        """Return by how much each set passes, ``[sets]``: logarithms, above 0 where it does."""
        found = [protocol.course(courses, case, self.gene) for case in self.cases]
        squared = (np.stack(found, axis=1) - self.levels) ** 2
        return _below(np.sqrt(np.nanmean(squared, axis=(1, 2))), self.rmse)


Criterion: TypeAlias = Steady | Oscillates | Above | Adapts | Follows


def margins(courses: np.ndarray, protocol: Protocol, criteria: tuple[Criterion, ...]) -> np.ndarray:
    """Return the smallest margin of each set over all criteria, ``[sets]``; above 0 it succeeds."""
    found = [criterion.margin(courses, protocol) for criterion in criteria]
    return _least(*found) if found else np.zeros(len(courses))


def _least(*found: np.ndarray) -> np.ndarray:
    least: np.ndarray = np.min(found, axis=0)
    return least


def _above(value: np.ndarray, limit: float | np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.asarray(np.log(np.maximum(value, 0.0)) - np.log(limit))
    known: np.ndarray = np.nan_to_num(ratio, nan=-np.inf, posinf=np.inf, neginf=-np.inf)
    return known


def _below(value: np.ndarray, limit: float) -> np.ndarray:
    return _above(np.full_like(value, limit), value)
