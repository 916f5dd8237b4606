"""What a network keeps: sums of amounts that no reaction changes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from grnstudio.core.network import Network, Species
from grnstudio.core.null_space import left_null_space

_DIGITS = 10**6  # denominators of stoichiometries that are taken for what they look like


@dataclass(frozen=True, slots=True)
class ConservationLaw:
    """A sum of amounts that stays, ``coefficients`` by species."""

    coefficients: Mapping[str, int]

    def __str__(self) -> str:
        text = ""
        for name, factor in self.coefficients.items():
            size = "" if abs(factor) == 1 else f"{abs(factor)} "
            text += f" {'-' if factor < 0 else '+'} {size}{name}"
        return text.removeprefix(" + ").replace(" - ", "-", int(text.startswith(" -")))

    def total(self, amounts: Mapping[str, float]) -> float:
        """Return the sum for the given amounts."""
        return math.fsum(factor * amounts[name] for name, factor in self.coefficients.items())


def conservation_laws(network: Network) -> tuple[ConservationLaw, ...]:
    """Return independent laws, as many as there are, without negative terms where possible.

    Only species that nothing but reactions of fixed stoichiometry changes can take part.
    """
    species = _kept_by_reactions(network)
    return _laws(_changes(network, species), [one.id for one in species])


def stoichiometry_laws(
    stoichiometry: Sequence[Sequence[float]], names: Sequence[str]
) -> tuple[ConservationLaw, ...]:
    """Return the laws of a matrix, ``[species, reactions]``, of the species called ``names``."""
    rows = [
        {index: _fraction(one) for index, one in enumerate(row) if one} for row in stoichiometry
    ]
    return _laws(rows, names)


def law_matrix(network: Network, names: Sequence[str]) -> np.ndarray:
    """Return the laws that hold among ``names`` alone, ``[laws, names]``."""
    rows = [
        [law.coefficients.get(name, 0) for name in names]
        for law in conservation_laws(network)
        if set(law.coefficients) <= set(names)
    ]
    return np.array(rows, dtype=float).reshape(-1, len(names))


def _laws(
    rows: Sequence[Mapping[int, Fraction]], names: Sequence[str]
) -> tuple[ConservationLaw, ...]:
    return tuple(
        ConservationLaw({names[index]: law[index] for index in sorted(law)})
        for law in left_null_space(rows)
    )


def _fraction(value: float) -> Fraction:
    exact = Fraction(value)
    near = exact.limit_denominator(_DIGITS)
    return near if math.isclose(float(near), value, rel_tol=1e-14) else exact


def _kept_by_reactions(network: Network) -> list[Species]:
    ruled = {one.target for one in network.rules}
    ruled = ruled.union(*[one.assignments for one in network.events])
    varying = ruled | {one.target for one in network.initial}
    unsure = {
        one.species
        for reaction in network.reactions
        if reaction.kinetics
        for one in (*reaction.reactants, *reaction.products)
        if one.id in varying or one.stoichiometry is None or not math.isfinite(one.stoichiometry)
    }
    return [
        one
        for one in network.species
        if not (one.boundary or one.constant or one.id in ruled | unsure)
        and _conversion(one, network) is not None
    ]


def _conversion(one: Species, network: Network) -> Fraction | None:
    """Return what a reaction's extent is multiplied by, None unless that is a plain number."""
    name = one.conversion or network.conversion
    if not name:
        return Fraction(1)
    if any(setting.target == name for setting in (*network.initial, *network.rules)):
        return None
    value = next((part.value for part in network.parameters if part.id == name), None)
    return _fraction(value) if value and math.isfinite(value) else None


def _changes(network: Network, species: Sequence[Species]) -> list[dict[int, Fraction]]:
    """Return each species' change by reaction, in amounts."""
    places = {one.id: index for index, one in enumerate(species)}
    rows: list[dict[int, Fraction]] = [{} for _ in species]
    for column, reaction in enumerate(one for one in network.reactions if one.kinetics):
        for sign, side in ((-1, reaction.reactants), (1, reaction.products)):
            for one in side:
                if one.species in places:
                    row = rows[places[one.species]]
                    change = sign * _fraction(one.stoichiometry or 0.0)
                    row[column] = row.get(column, Fraction(0)) + change
    factors = [_conversion(one, network) or Fraction(1) for one in species]
    return [
        {column: change * factor for column, change in row.items() if change}
        for row, factor in zip(rows, factors, strict=True)
    ]
