"""Amounts and concentrations: what to divide by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from grnstudio.core.network import Network
from grnstudio.simulate.simulation import Simulation

QUANTITIES = ("amount", "concentration")


def sizes(
    network: Network, names: Sequence[str], times: np.ndarray, mean: np.ndarray
) -> dict[str, np.ndarray]:
    """Return by name what each species among ``names`` is divided by, ``[times]``.

    Compartments that vary are among ``names`` themselves, their sizes in ``mean``
    ``[times, names]``. A species without a compartment, or in one without a size, is left out:
    it has an amount only.
    """
    columns = {name: mean[:, place] for place, name in enumerate(names)}
    stated = _stated(network)
    found: dict[str, np.ndarray] = {}
    for one in network.species:
        if one.id not in columns or not one.compartment:
            continue
        if one.compartment in columns:
            found[one.id] = np.array(columns[one.compartment])
        elif (size := stated.get(one.compartment)) is not None:
            found[one.id] = np.full(len(times), size)
    return found


def divisor(simulation: Simulation, name: str, quantity: str) -> np.ndarray | float:
    """Return what values of ``name`` are divided by to be ``quantity``: a number or ``[times]``."""
    if quantity == QUANTITIES[0] or name not in simulation.sizes:
        return 1.0
    return np.asarray(simulation.sizes[name])


def _stated(network: Network) -> Mapping[str, float | None]:
    """Return the sizes of compartments that stay as they start."""
    stated = {one.id: one.size for one in network.compartments}
    if any(one.target in stated for one in network.initial):
        from grnstudio.simulate.compile import compile
        from grnstudio.simulate.initial import initial

        compiled = compile(network)
        values = initial(compiled)
        return {name: float(values[compiled.slots[name]]) for name in stated}
    return stated
