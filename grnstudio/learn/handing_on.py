"""What one learner takes from a run of another: a topology, and a network to compare with."""

from __future__ import annotations

from typing import Any

from grnstudio.core.topology import Topology, of_graph
from grnstudio.errors import MissingInput
from grnstudio.learn import LEARNERS
from grnstudio.project import Design, Run


def topology_in(run: Run, choice: str = "", cutoff: float | None = None) -> Topology:
    """Return the topology of a network, point or node of ``run``; "" is what says most.

    Links count above ``cutoff``, without one as the run itself counts them. Raises `MissingInput`
    for a run without a result and `SettingError` for a ``choice`` there is not.
    """
    if not run.arrays:
        raise MissingInput(f"Run {run.key} has no result to take links from; choose another run.")
    spec = LEARNERS[run.learner]
    result = spec.from_run(run)
    if cutoff is None and hasattr(result, "chosen"):
        topology: Topology = result.chosen(choice).topology
        return topology
    own = getattr(result, "cutoff", None)
    return of_graph(spec.graph(result, choice), own if cutoff is None else cutoff)


def beside(inputs: Any, run: Run, choice: str, design: Design) -> Any:
    """Return the inputs of a Hill check with the trained network that ``choice`` means in ``run``.

    They stay as they are if the run keeps no network for such a task as that of ``design``.
    """
    task = design.task
    if task is None or not run.arrays:
        return inputs
    result = LEARNERS[run.learner].from_run(run)
    if hasattr(result, "chosen"):
        result, choice = result.chosen(choice).best, "best"
    elif hasattr(result, "members"):
        result, choice = _of_node(result, choice), "best"
    shape = len(task.conditions), task.axis.count, len(task.targets)
    if not hasattr(result, "networks") or result.responses.shape[1:] != shape:
        return inputs
    return inputs.beside(result, choice)


def _of_node(result: Any, choice: str) -> Any:
    """Return the networks of a topology of an atlas, those of the most frequent one for ""."""
    number = choice.removeprefix("topology").strip()
    key = int(number) - 1 if number.isdecimal() else 0
    return result.members(key) if key < len(result.atlas.entries) else result.circuits
