"""Makes every kernel ready: compiled if it was not, kept on disk, loaded into this process.

    python -m grnstudio.simulate.warm

Compiling takes up to a minute the first time, and loading a second afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from grnstudio.core.network import (
    MassAction,
    Network,
    Parameter,
    Participant,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.core.rules import AssignmentRule, Event
from grnstudio.jobs import Step, Steps
from grnstudio.simulate.config import KEEP, SOLVERS, UNTAUGHT, SimulationConfig


def warm() -> Steps[None]:
    """Simulate small networks by every engine, a step for each."""
    from grnstudio.simulate import ensemble
    from grnstudio.simulate.steady_state import steady_state

    work = list(_work())
    for done, (network, config) in enumerate(work, 1):
        steps = ensemble.simulate(network, config)
        for _ in steps:
            pass
        yield Step(done, len(work) + 3, stage=config.method)
    steady_state(_plain())
    yield Step(len(work) + 1, len(work) + 3, stage="steady state")
    _sample_circuit()
    yield Step(len(work) + 2, len(work) + 3, stage="Hill circuits")
    _leap()
    yield Step(len(work) + 3, len(work) + 3, stage="leaps")


def _work() -> Iterator[tuple[Network, SimulationConfig]]:
    for method in UNTAUGHT:
        yield _plain(), _config(method)
    for solver in SOLVERS:
        yield _plain(), _config("ode", solver=solver)
    for method in ("ode", "ssa"):
        yield _eventful(), _config(method)
    yield _plain(), _config("ssa", keep=KEEP[1])


def _sample_circuit() -> None:
    """Test a Hill circuit that makes itself, and succeeds whatever its parameters."""
    from grnstudio.core.criteria import Protocol, Steady
    from grnstudio.core.topology import Topology
    from grnstudio.simulate.hill import slopes_kernel
    from grnstudio.simulate.hill.model import HillModel
    from grnstudio.simulate.hill.sampling import successes

    test = Protocol((), ("g",), ("held",), np.zeros((1, 1, 0)), (0.1,), steps=2, window=1)
    model = HillModel(Topology(("g",), ("g",), ((1,),)))
    successes(model, test, (Steady("held", "g"),), samples=1)
    slopes_kernel.warm()


def _leap() -> None:
    """Leap over what only comes and goes."""
    from grnstudio.simulate.come_and_go import leaps, renewed
    from grnstudio.simulate.jumps import jump_process

    made = (Participant("P"),)
    one_by_one = (
        Reaction("make", (), made, MassAction("9")), Reaction("lose", made, (), MassAction("1"))
    )  # fmt: skip
    process = jump_process(Network("renewed", species=(Species("P", 30.0),), reactions=one_by_one))
    plan = renewed(process)
    if plan is not None:
        leaps(process, plan, np.arange(2.0), 0, 0, np.zeros((1, 2, 1)))


def _config(method: str, **more: Any) -> SimulationConfig:
    return SimulationConfig(method=method, duration=0.2, intervals=2, runs=2, threads=1, **more)


def _plain() -> Network:
    """Return a protein that comes and goes, at a law that is no product, and what rules make."""
    made = (Participant("P"),)
    return Network(
        "plain",
        species=(Species("P", 3.0),),
        parameters=(Parameter("k", 2.0), Parameter("double", None, constant=False)),
        rules=(AssignmentRule("double", "2 * P"),),
        reactions=(
            Reaction("make", (), made, RateLaw("k / (1 + P^2)")),
            Reaction("lose", made, (), MassAction("1")),
        ),
    )


def _eventful() -> Network:
    """Return the same with an event and a rate that changes with time."""
    plain = _plain()
    event = Event("pulse", "P > 2 || time > 0.1", assignments={"P": "P + 1"})
    rising = Reaction("rise", (), (Participant("P"),), RateLaw("k * (1 + sin(time))"))
    return Network(
        "eventful",
        species=plain.species,
        parameters=plain.parameters,
        rules=plain.rules,
        reactions=(*plain.reactions, rising),
        events=(event,),
    )


if __name__ == "__main__":
    for _ in warm():
        pass
