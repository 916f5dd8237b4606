"""What one learner takes from a run of another: a topology, and a network to compare with."""

from __future__ import annotations

from typing import Any

from grnstudio.core.topology import Topology, of_graph
from grnstudio.errors import MissingInput
from grnstudio.jobs import Job
from grnstudio.learn import LEARNERS
from grnstudio.project import Design, Run


def topology_in(run: Run, choice: str = "", cutoff: float | None = None) -> Topology:
    """Return the topology of a network, point or node of ``run``, as `topology_of` does.

    Raises `MissingInput` for a run without a result.
    """
    if not run.arrays:
        raise MissingInput(f"Run {run.key} has no result to take links from; choose another run.")
    return topology_of(LEARNERS[run.learner].from_run(run), choice, cutoff)


def topology_of(result: Any, choice: str = "", cutoff: float | None = None) -> Topology:
    """Return the topology of a network, point or node of a result; "" is what says most.

    Links count above ``cutoff``, without one as the result itself counts them. Raises
    `SettingError` for a ``choice`` there is not.
    """
    if cutoff is None and hasattr(result, "chosen"):
        topology: Topology = result.chosen(choice).topology
        return topology
    own = getattr(result, "cutoff", None)
    return of_graph(result.graph_of(choice), own if cutoff is None else cutoff)


def beside(inputs: Any, run: Run, choice: str, design: Design) -> Any:
    """Return the inputs of a Hill check with the trained network that ``choice`` means in ``run``.

    They stay as they are if the run keeps no network for such a task as that of ``design``.
    """
    if design.task is None or not run.arrays:
        return inputs
    return beside_result(inputs, LEARNERS[run.learner].from_run(run), choice)


def beside_result(inputs: Any, result: Any, choice: str = "") -> Any:
    """Return the inputs of a Hill check with the network that ``choice`` means in a result."""
    result, choice = _networks(result, choice)
    task = inputs.task
    shape = len(task.conditions), task.axis.count, len(task.targets)
    if not hasattr(result, "networks") or result.responses.shape[1:] != shape:
        return inputs
    return inputs.beside(result, choice)


def mutants_job(result: Any, mutants: str = "", choice: str = "") -> Job:
    """Return the job that simulates mutants of the network that ``choice`` means in a result.

    Of a Hill check it is a set of parameters. ``mutants`` are in the words of `core.mutants.read`.
    Raises `MissingInput` for a result that keeps no network that could be mutated.
    """
    if hasattr(result, "verdict"):
        return LEARNERS["verify"].follow_up("mutants:courses", result, mutants, choice or "best")
    result, choice = _networks(result, choice)
    if not hasattr(result, "networks"):
        raise MissingInput(
            "This run keeps no network that could be mutated; choose one of training, distilling, "
            "an atlas or a Hill check."
        )
    return LEARNERS["circuit"].follow_up("mutants:courses", result, mutants, choice or "best")


def _networks(result: Any, choice: str) -> tuple[Any, str]:
    """Return the trained networks that ``choice`` means, and which of them."""
    if hasattr(result, "chosen"):
        return result.chosen(choice).best, "best"
    if hasattr(result, "members"):
        if choice.isdecimal() or choice in ("all", "best"):
            return result.circuits, choice
        return _of_node(result, choice), "best"
    return result, choice


def _of_node(result: Any, choice: str) -> Any:
    """Return the networks of a topology of an atlas, those of the most frequent one for ""."""
    number = choice.removeprefix("topology").strip()
    key = int(number) - 1 if number.isdecimal() else 0
    return result.members(key) if key < len(result.atlas.entries) else result.circuits
