"""Exact stochastic simulation: the direct method of Gillespie (1977), compiled.

Events, assignment rules, rates that change with time and rate rules that move things evenly are
exact; see `ssa_events_kernel`. Cannot do, and refuses by name: other rate rules, triggers whose
turning cannot be foreseen, stoichiometries that are not whole or that change. Amounts at the start
and those that events set are rounded to whole molecules. A reaction whose rate law does not vanish
by itself happens only while there is enough of what it takes, so nothing becomes negative. A law
that is 0/0 where one of its factors is 0 counts as 0.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from grnstudio.core.network import Network
from grnstudio.core.trajectories import Trajectories
from grnstudio.simulate import ssa_events
from grnstudio.simulate.compile import compile
from grnstudio.simulate.jumps import JumpProcess, jump_process
from grnstudio.simulate.many_runs import Prepared, Watcher, checked
from grnstudio.simulate.ssa_events import event_process, needs_events
from grnstudio.simulate.ssa_kernel import RUN, WRONG, walk
from grnstudio.simulate.ssa_plan import Plan, plan_of

ENGINE = "SSA (direct method)"
REACTIONS_A_CALL = 2_000_000  # between two looks at whether to stop


def simulate(
    network: Network,
    times: np.ndarray,
    runs: int = 1,
    seed: int = 0,
    threads: int = 1,
    *,
    on_runs: Watcher | None = None,
) -> Trajectories:
    """Simulate ``runs`` runs from time 0 and give the amounts at ``times``.

    Values at a time include what happened at that very time. Run r of a seed is always the same,
    whatever the other arguments. ``on_runs`` is told how many runs of how many are done.
    """
    grid = checked(times, runs, threads)
    return prepare(network, grid, seed).trajectories(grid, runs, threads, on_runs)


def prepare(network: Network, times: np.ndarray, seed: int) -> Prepared:
    """Return the engine ready to make any runs of ``seed``."""
    compiled = compile(network)
    if needs_events(compiled):
        among = event_process(compiled)
        work = partial(ssa_events.fill, among, times, seed)
        return Prepared(len(among.names), work, partial(among.observed, engine=ENGINE))
    process = jump_process(compiled)
    plan = plan_of(process)

    def fill(first: int, out: np.ndarray, stopped: Callable[[], bool]) -> None:
        _fill(process, plan, times, seed, first, out, stopped)

    return Prepared(len(process.names), fill, partial(process.observed, engine=ENGINE))


def events(
    process: JumpProcess,
    times: np.ndarray,
    seed: int,
    first: int,
    out: np.ndarray,
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Fill ``out`` ``[runs, times, names]`` with runs ``first`` and after; return the reactions."""
    return _fill(process, plan_of(process), times, seed, first, out, stopped)


def _fill(
    process: JumpProcess, plan: Plan, times: np.ndarray, seed: int, first: int, out: np.ndarray,
    stopped: Callable[[], bool],
) -> int:  # fmt: skip
    initial = np.append(process.initial, 1.0)
    x, clock, words = initial.copy(), np.zeros(1), np.zeros(4, dtype=np.uint64)
    counters, stack, tree = np.zeros(4, dtype=np.int64), process.stack.copy(), plan.room()
    counters[WRONG] = -1
    done = 0
    while counters[RUN] < out.shape[0] and not stopped():
        done += walk(
            process.laws, plan, initial, times, np.uint64(seed % 2**64), first, out,
            x, clock, words, counters, stack, tree, REACTIONS_A_CALL,
        )  # fmt: skip
        if counters[WRONG] >= 0:
            raise process.refusal(int(counters[WRONG]), first + int(counters[RUN]))
    return done
