"""Formulas compiled to postfix code for the interpreter. Nothing is evaluated while compiling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from grnstudio.core.expressions import Apply, Expression, Number, Symbol
from grnstudio.errors import ModelError, Unsupported
from grnstudio.simulate.interpreter import run, run_all
from grnstudio.simulate.operators import (
    BINARY,
    BRANCH,
    CHAINS,
    CONSTANTS,
    FOLDS,
    JUMP,
    NUMBER,
    UNARY,
    VALUE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Formulas in one run of code; formula ``i`` lies in ``codes[bounds[i]:bounds[i + 1]]``.

    ``targets`` are the slots of the value vector that the results belong to.
    """

    codes: np.ndarray
    numbers: np.ndarray
    bounds: np.ndarray
    targets: np.ndarray
    stack: np.ndarray

    def __len__(self) -> int:
        return int(self.targets.size)

    def update(self, values: np.ndarray) -> None:
        """Work out every formula in order, each into ``values`` at its target."""
        run_all(self.codes, self.numbers, self.bounds, self.targets, values, self.stack)

    def result(self, index: int, values: np.ndarray) -> float:
        """Return what formula ``index`` comes to."""
        start, stop = self.bounds[index], self.bounds[index + 1]
        return float(run(self.codes, self.numbers, start, stop, values, self.stack))

    def slots(self, index: int) -> tuple[int, ...]:
        """Return the slots that formula ``index`` reads."""
        here, stop = int(self.bounds[index]), int(self.bounds[index + 1])
        read: dict[int, None] = {}
        while here < stop:
            code = self.codes[here]
            if code == VALUE:
                read[int(self.codes[here + 1])] = None
            here += 2 if code <= BRANCH else 1
        return tuple(read)


def assemble(
    formulas: Sequence[Expression], slots: Mapping[str, int], targets: Sequence[int] | None = None
) -> Program:
    """Compile ``formulas`` over the symbols in ``slots``; raises `ModelError` for any other."""
    writer = _Writer(slots)
    bounds = [0]
    for formula in formulas:
        writer.start = len(writer.codes)
        writer.write(formula, 1)
        bounds.append(len(writer.codes))
    return Program(
        np.array(writer.codes, dtype=np.int32),
        np.array([value for _, value in writer.numbers.values()], dtype=np.float64),
        np.array(bounds, dtype=np.int64),
        np.array(range(len(formulas)) if targets is None else targets, dtype=np.int64),
        np.zeros(writer.depth + 1),
    )


@dataclass(slots=True)
class _Writer:
    """Writes code; ``write`` leaves one more number on the stack, the ``depth``-th."""

    slots: Mapping[str, int]
    codes: list[int] = field(default_factory=list)
    numbers: dict[str, tuple[int, float]] = field(default_factory=dict)
    start: int = 0
    depth: int = 1

    def write(self, formula: Expression, depth: int) -> None:
        self.depth = max(self.depth, depth)
        if isinstance(formula, Number):
            self._number(formula.value)
        elif isinstance(formula, Symbol):
            if formula.name not in self.slots:
                raise ModelError(f"A formula uses '{formula.name}', which the network lacks.")
            self.codes += (VALUE, self.slots[formula.name])
        elif isinstance(formula, Apply):
            self._apply(formula.operator, formula.arguments, depth)

    def _number(self, value: float) -> None:
        key = float(value).hex()  # tells 0 from -0, and finds a not-a-number again
        index, _ = self.numbers.setdefault(key, (len(self.numbers), float(value)))
        self.codes += (NUMBER, index)

    def _apply(self, operator: str, arguments: tuple[Expression, ...], depth: int) -> None:
        if operator in CONSTANTS:
            self._number(CONSTANTS[operator])
        elif operator in UNARY and len(arguments) == 1:
            self.write(arguments[0], depth)
            self.codes.append(UNARY[operator])
        elif operator in BINARY and len(arguments) == 2:
            self._pair(BINARY[operator], arguments, depth)
        elif operator in CHAINS:
            self._chain(CHAINS[operator], arguments, depth)
        elif operator == "piecewise":
            self._piecewise(arguments, depth)
        elif operator in FOLDS:
            self._fold(operator, arguments, depth)
        else:
            raise Unsupported(
                f"A formula uses {operator}() with {len(arguments)} arguments, which cannot be "
                "simulated. Rewrite the formula without it."
            )

    def _pair(self, code: int, arguments: Sequence[Expression], depth: int) -> None:
        self.write(arguments[0], depth)
        self.write(arguments[1], depth + 1)
        self.codes.append(code)

    def _fold(self, operator: str, arguments: tuple[Expression, ...], depth: int) -> None:
        code, empty = FOLDS[operator]
        if empty is not None and len(arguments) < 2:
            arguments = (Number(empty), *arguments)
        if not arguments:
            raise ModelError(f"{operator}() needs an argument; give it one.")
        self.write(arguments[0], depth)
        for argument in arguments[1:]:
            self.write(argument, depth + 1)
            self.codes.append(code)

    def _chain(self, code: int, arguments: tuple[Expression, ...], depth: int) -> None:
        pairs = list(pairwise(arguments))
        if not pairs:
            self._number(1.0)
            return
        self._pair(code, pairs[0], depth)
        for pair in pairs[1:]:
            self._pair(code, pair, depth + 1)
            self.codes.append(FOLDS["and"][0])

    def _piecewise(self, arguments: tuple[Expression, ...], depth: int) -> None:
        leaps = []
        for value, condition in zip(arguments[:-1:2], arguments[1::2], strict=True):
            self.write(condition, depth)
            self.codes += (BRANCH, 0)
            unmet = len(self.codes) - 1
            self.write(value, depth)
            self.codes += (JUMP, 0)
            leaps.append(len(self.codes) - 1)
            self.codes[unmet] = len(self.codes) - self.start
        otherwise = arguments[-1] if len(arguments) % 2 else Apply("notanumber", ())
        self.write(otherwise, depth)
        for leap in leaps:
            self.codes[leap] = len(self.codes) - self.start
