"""Where rate equations take a state within a step: a forecast that learning only has to mend."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn

from grnstudio.core.expressions import Apply, Expression, Number, Symbol
from grnstudio.core.rate_text import write
from grnstudio.core.rates import parse
from grnstudio.core.transitions import Transitions
from grnstudio.simulate.jumps import JumpProcess
from grnstudio.simulate.laws import Law

if TYPE_CHECKING:
    from grnstudio.learn.emulator.coordinates import Coordinates, Rate

SUBSTEPS = 8
MOST_FACTORS = 3
TRIED = 1000  # states on which it is seen whether so few substeps do
SURE = 0.9  # of them
OFF = 0.1  # of the standard deviation of changes that more substeps may bring
NEVER = 1e-9  # sums below this are no sums to divide by


class Flow(nn.Module):
    """The rate equations of all reactions, followed through one step by Runge and Kutta's method.

    Parameters that are inputs are taken for what they usually are.
    """

    place: Tensor
    shift: Tensor
    constant: Tensor
    weight: Tensor
    below: Tensor
    change: Tensor

    def __init__(self, coordinates: Coordinates, substeps: int = SUBSTEPS) -> None:
        super().__init__()
        size, rates = len(coordinates.species), coordinates.rates
        self.substeps = substeps
        place = np.full((MOST_FACTORS, len(rates)), size)
        shift = np.zeros((MOST_FACTORS, len(rates)))
        weight = np.zeros((len(rates), size))
        for column, (_, factors, _, over, _) in enumerate(rates):
            for row, (slot, less) in enumerate(factors):
                place[row, column], shift[row, column] = slot, less
            for slot, part in over:
                weight[column, int(slot)] = part
        self.factors = max([1, *(len(one[1]) for one in rates)])
        self.shifted = [bool(one.any()) for one in shift]
        divided = [row for row, one in enumerate(rates) if one[3]]
        self.divided, self.species = divided, coordinates.species
        self.formulas = {row: parse(one[4]) for row, one in enumerate(rates) if one[4]}
        numbers = {
            "shift": shift,
            "constant": np.array([one[0] for one in rates]) / substeps,
            "weight": weight[divided],
            "below": np.array([one[2] for one in rates])[divided],
            "change": np.array(coordinates.changes).reshape(-1, size),
        }
        for name, array in numbers.items():
            tensor = torch.as_tensor(array, dtype=torch.float32)
            self.register_buffer(name, tensor, persistent=False)
        self.register_buffer("place", torch.as_tensor(place), persistent=False)

    def expected(self, x: Tensor) -> Tensor:
        """Return how often each reaction would happen in the step at the rates of ``x``."""
        return self.substeps * self._rates(x.T.contiguous()).T

    def forward(self, x: Tensor) -> Tensor:
        """Return what counts ``x`` ``[batch, species]`` come to by rate equations."""
        y = x.T.contiguous()  # species first: rows are gathered faster than columns
        for _ in range(self.substeps):
            one = self._change(y)
            two = self._change(y + 0.5 * one)
            three = self._change(y + 0.5 * two)
            four = self._change(y + three)
            y = (y + (one + 2 * (two + three) + four) / 6).clamp(min=0.0)
        return y.T

    def _change(self, y: Tensor) -> Tensor:
        return self.change.T @ self._rates(y)

    def _rates(self, y: Tensor) -> Tensor:
        whole = torch.cat([y.clamp(min=0.0), torch.ones_like(y[:1])])
        rates = self.constant[:, None]
        for row in range(self.factors):
            parts = whole[self.place[row]]
            if self.shifted[row]:
                parts = (parts - self.shift[row][:, None]).clamp(min=0.0)
            rates = rates * parts
        if self.divided:
            below = (self.weight @ whole[:-1] + self.below[:, None]).clamp(min=NEVER)
            rates[self.divided] /= below
        for column, formula in self.formulas.items():
            named = dict(zip(self.species, whole, strict=False))
            rates[column] *= value_of(formula, named).clamp(min=0.0)
        return rates


def value_of(formula: Expression, named: Mapping[str, Tensor]) -> Tensor:
    """Return what ``formula`` comes to, element by element; it is one that `follows` knows."""
    if isinstance(formula, Number):
        return torch.tensor(formula.value)
    if isinstance(formula, Symbol):
        return named[formula.name]
    parts = [value_of(one, named) for one in formula.arguments]
    return OPERATORS[formula.operator](*parts)


def follows(formula: Expression) -> bool:
    """Say whether ``formula`` consists of what is known here."""
    if not isinstance(formula, Apply):
        return True
    return formula.operator in OPERATORS and all(map(follows, formula.arguments))


OPERATORS: dict[str, Callable[..., Tensor]] = {
    "+": lambda *parts: sum(parts, torch.tensor(0.0)),
    "*": lambda *parts: math.prod(parts, start=torch.tensor(1.0)),
    "-": torch.sub,
    "/": torch.div,
    "^": torch.pow,
    "neg": torch.neg,
    "exp": torch.exp,
    "ln": torch.log,
    "sqrt": torch.sqrt,
}


def rates_of(process: JumpProcess, step: float) -> tuple[Rate, ...]:
    """Return the rates of a process for a step of time; none if one is not known here."""
    rates = [_rate(form, step) for form in process.forms]
    return tuple(one for one in rates if one is not None) if None not in rates else ()


def _rate(form: Law, step: float) -> Rate | None:
    product = form.product
    if product is not None and len(product.factors) <= MOST_FACTORS:
        factors = tuple((int(slot), float(less)) for slot, less in product.factors)
        over = product.over
        parts = tuple((int(slot), float(one)) for slot, one in over.weights.items()) if over else ()
        return product.constant * step, factors, over.constant if over else 0.0, parts, ""
    return (step, (), 0.0, (), write(form.formula)) if follows(form.formula) else None


def does(coordinates: Coordinates, data: Transitions) -> bool:
    """Say whether the flow can be followed in few substeps, as it cannot where some are quick."""
    if not coordinates.rates:
        return False
    every = max(1, len(data) // TRIED)
    x = torch.as_tensor(data.before[::every], dtype=torch.float32)
    coarse, fine = Flow(coordinates)(x), Flow(coordinates, 2 * SUBSTEPS)(x)
    spread = torch.as_tensor((data.after - data.before).std(0), dtype=torch.float32)
    near = ((coarse - fine).abs() <= OFF * spread + 0.1).all(1)
    return bool(near.float().mean() >= SURE)
