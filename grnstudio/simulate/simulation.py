"""What a simulation gave: statistics over its runs, the runs themselves, and what it cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from grnstudio.core.network import Network
from grnstudio.core.trajectories import Trajectories
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.distributions import Distributions

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True, eq=False)
class Simulation:
    """One simulation of ``network``, in amounts.

    ``mean`` and ``sd`` are ``[times, names]``, ``quantiles`` ``[SHARES, times, names]``.
    ``trajectories`` is None where only statistics were kept, ``exact`` is there for finite state
    projection only. ``sizes`` holds what amounts are divided by to give concentrations, by name,
    ``[times]``. ``cost`` is in seconds of simulating, ``notes`` are remarks for the user.
    """

    network: Network
    config: SimulationConfig
    engine: str
    times: np.ndarray
    names: tuple[str, ...]
    runs: int
    mean: np.ndarray
    sd: np.ndarray
    quantiles: np.ndarray
    trajectories: Trajectories | None = None
    exact: Distributions | None = None
    sizes: Mapping[str, np.ndarray] = field(default_factory=dict)
    cost: float = 0.0
    notes: tuple[str, ...] = ()
