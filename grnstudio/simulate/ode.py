"""Rate equations solved by SciPy's LSODA, BDF or Radau, with events found where they happen.

The solver chooses its steps; results are read from its dense output, so they do not depend on the
times asked for. Delay differential equations, algebraic rules and fast reactions are refused.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

import numpy as np

from grnstudio.core.network import Network
from grnstudio.core.trajectories import Trajectories
from grnstudio.errors import ModelError
from grnstudio.simulate.breaks import Breaks
from grnstudio.simulate.compile import Compiled, compile
from grnstudio.simulate.constraints import Constraints
from grnstudio.simulate.dynamics import Dynamics
from grnstudio.simulate.events import Agenda
from grnstudio.simulate.integration import Integration, Method, Record

MOST_STEPS = 1_000_000  # between two times to report, unless told otherwise


def simulate(
    network: Network,
    times: np.ndarray,
    *,
    method: Method = "LSODA",
    relative: float = 1e-6,
    absolute: float = 1e-12,
    names: Sequence[str] | None = None,
    seed: int = 0,
    max_steps: int = MOST_STEPS,
    on_step: Callable[[float], object] | None = None,
) -> Trajectories:
    """Solve the rate equations from time 0 on; species are given as amounts.

    ``times`` ascend from 0 or later. ``names`` may ask for anything that has a value; by default
    they are the species and whatever else may change. ``seed`` draws the order of events of equal
    priority. ``max_steps`` is how many the solver may take between two times to report, and
    ``on_step`` is told the time reached. Broken constraints are told of in the notes.
    """
    return solve(
        compile(network), times, method=method, relative=relative, absolute=absolute,
        names=names, seed=seed, max_steps=max_steps, on_step=on_step,
    )  # fmt: skip


def solve(
    compiled: Compiled,
    times: np.ndarray,
    *,
    method: Method = "LSODA",
    relative: float = 1e-6,
    absolute: float = 1e-12,
    names: Sequence[str] | None = None,
    seed: int = 0,
    max_steps: int = MOST_STEPS,
    on_step: Callable[[float], object] | None = None,
    out: np.ndarray | None = None,
) -> Trajectories:
    """Do as `simulate` does, for a network compiled already.

    ``out`` ``[times, names]`` is filled as the solution goes on; not a number where it is not yet.
    """
    times = _checked(np.asarray(times, dtype=float))
    chosen = tuple(compiled.changing_names if names is None else names)
    known = set(compiled.public_names)
    if unknown := [name for name in chosen if name not in known]:
        raise ModelError(f"The network has nothing called '{unknown[0]}' that has a value.")
    values = np.empty((len(times), len(chosen))) if out is None else out
    values[:] = np.nan
    dynamics = Dynamics(compiled)
    run = Integration(
        dynamics, Agenda(dynamics, seed), Record(dynamics, times, dynamics.slots(chosen), values),
        Breaks(compiled), Constraints(compiled), method, relative, absolute * dynamics.scale(),
        max_steps, on_step,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # solvers warn before they fail; failures are raised here
        run.to(float(times[-1]))
    return Trajectories(times, chosen, values[None], run.engine, run.constraints.notes())


def _checked(times: np.ndarray) -> np.ndarray:
    if times.ndim != 1 or not times.size or not np.all(np.isfinite(times)):
        raise ModelError("A simulation needs a list of times to report, finite numbers all.")
    if times[0] < 0 or np.any(np.diff(times) < 0):
        raise ModelError("The times to report must ascend, from 0 or later.")
    return times
