"""The engines by name, one way to call them all."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, overload

import numpy as np

from grnstudio.core.network import Network
from grnstudio.core.trajectories import Trajectories
from grnstudio.errors import SettingError
from grnstudio.simulate.distributions import Distributions


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine; ``module`` has ``simulate`` and is imported when it is first needed."""

    title: str
    module: str
    stochastic: bool


ENGINES = {
    "ode": Engine("Rate equations", "grnstudio.simulate.ode", False),
    "ssa": Engine("Exact stochastic simulation", "grnstudio.simulate.ssa", True),
    "tau": Engine("Tau-leaping", "grnstudio.simulate.tau_leap", True),
    "cle": Engine("Chemical Langevin equation", "grnstudio.simulate.cle", True),
    "emulator": Engine("Emulator", "grnstudio.learn.emulator.engine", True),
}


def is_stochastic(method: str) -> bool:
    """Return whether runs of ``method`` differ by their seed."""
    return method in ENGINES and ENGINES[method].stochastic


@overload
def simulate(
    network: Network,
    times: np.ndarray,
    method: Literal["fsp"],
    runs: int = 1,
    seed: int = 0,
    threads: int = 1,
    **more: Any,
) -> Distributions: ...


@overload
def simulate(
    network: Network,
    times: np.ndarray,
    method: str = "ode",
    runs: int = 1,
    seed: int = 0,
    threads: int = 1,
    **more: Any,
) -> Trajectories: ...


def simulate(
    network: Network,
    times: np.ndarray,
    method: str = "ode",
    runs: int = 1,
    seed: int = 0,
    threads: int = 1,
    **more: Any,
) -> Trajectories | Distributions:
    """Simulate ``network`` from time 0 and give amounts at ``times``, ``[runs, times, names]``.

    Finite state projection, "fsp", gives `Distributions` in their place: the probability of every
    state at every time. ``more`` is what the engine of ``method`` takes besides. Raises
    `SettingError` for an unknown method, and `ModelError` naming what the engine cannot do.
    """
    if method == "fsp":
        from grnstudio.simulate.fsp import distributions

        _refuse_runs(method, runs)
        return distributions(network, times, **more)
    if method not in ENGINES:
        raise SettingError(f"There is no method '{method}'; there are {', '.join(ENGINES)}, fsp.")
    engine = ENGINES[method]
    if not engine.stochastic:
        _refuse_runs(method, runs)
    counted = {"runs": runs, "seed": seed, "threads": threads} if engine.stochastic else {}
    found: Trajectories = import_module(engine.module).simulate(network, times, **counted, **more)
    return found


def _refuse_runs(method: str, runs: int) -> None:
    if runs != 1:
        raise SettingError(f"Every run of '{method}' is the same; leave the runs at 1.")
