"""The simulations that have been made, and what becomes of the list when one is added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from grnstudio.core.network import Network
from grnstudio.core.network_values import with_values
from grnstudio.errors import ModelError
from grnstudio.gui.simulation_requests import Request
from grnstudio.simulate.simulation import Simulation

SHORT = {
    "ode": "ODE",
    "ssa": "SSA",
    "tau": "Tau-leaping",
    "cle": "Langevin",
    "fsp": "FSP",
    "emulator": "Emulator",
}
TITLES = {
    "ode": "Rate equations (ODE)",
    "ssa": "Exact stochastic (SSA)",
    "tau": "Tau-leaping",
    "cle": "Langevin equation",
    "fsp": "Exact distributions (FSP)",
    "emulator": "Emulator",
}
MOST_IN_NAME = 3


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A simulation in the list: of ``network`` with other ``values``, and whether it is shown.

    One that ``is_kept`` stays when the same engine runs again.
    """

    key: int
    name: str
    simulation: Simulation
    network: Network
    values: Mapping[str, float] = field(default_factory=dict)
    outcome: str = "finished"
    is_visible: bool = True
    is_kept: bool = False

    @property
    def method(self) -> str:
        """The method that made it."""
        return self.simulation.config.method

    def is_of(self, network: Network | None) -> bool:
        """Return whether ``network`` is the one simulated, or an edited form of it."""
        if network is None or network.id != self.network.id:
            return False
        return not {one.id for one in network.species}.isdisjoint(self.simulation.names)

    def is_outdated(self, network: Network) -> bool:
        """Return whether the network has been edited otherwise than this was simulated."""
        if network is self.network or network == self.network:
            return False
        try:
            return with_values(self.network, self.values) != network
        except ModelError:
            return True


def added(entries: Sequence[Entry], entry: Entry) -> tuple[Entry, ...]:
    """Return the list with ``entry`` in the place of the last of its method that is not kept."""
    found = list(entries)
    for place, one in reversed(list(enumerate(found))):
        if one.method == entry.method and not one.is_kept and one.is_of(entry.network):
            found[place] = replace(entry, key=one.key, is_visible=True)
            return tuple(found)
    return (*found, entry)


def changed(entries: Sequence[Entry], key: int, **changes: Any) -> tuple[Entry, ...]:
    """Return the list with the entry numbered ``key`` changed."""
    return tuple(replace(one, **changes) if one.key == key else one for one in entries)


def next_entry(
    entries: Sequence[Entry], asked: Request, simulation: Simulation, outcome: str
) -> Entry:
    """Return what came of a request, under a number of its own."""
    key = 1 + max((one.key for one in entries), default=0)
    name = name_of(asked.config.method, asked.values)
    return Entry(key, name, simulation, asked.network, asked.values, outcome)


def name_of(method: str, values: Mapping[str, float]) -> str:
    """Return a name that tells the engine and what was turned."""
    turned = [f"{name} = {value:.4g}" for name, value in values.items()]
    if len(turned) > MOST_IN_NAME:
        turned[MOST_IN_NAME - 1 :] = [f"{len(turned) - MOST_IN_NAME + 1} more"]
    return ", ".join([SHORT.get(method, method), *turned])
