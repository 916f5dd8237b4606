"""A trained ensemble of circuits: what it does, and the regulation read from it. No torch here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from grnstudio.core.figures import Curve, CurveFigure, Figure, GraphFigure, link_heatmap
from grnstudio.core.regulation import RegulatoryGraph, majority
from grnstudio.core.task import Condition, Task, TimeAxis
from grnstudio.errors import SettingError
from grnstudio.learn.circuit.data import Cases
from grnstudio.project import Run

FAINT = 24  # networks drawn behind the best one


@dataclass(frozen=True, slots=True, eq=False)
class LinkReading:
    """Effects of mutated links, ``[networks, regulator, target]``; positive is activation.

    ``procedure`` and ``fraction`` (lambda) say how they were measured, ``stimuli`` under what.
    """

    effects: np.ndarray
    procedure: str
    fraction: float
    stimuli: str

    @property
    def method(self) -> str:
        """One line that belongs beside every sign."""
        limit = "λ → 1" if self.procedure == "derivative limit" else f"λ = {self.fraction:g}"
        return f"{self.procedure}, {limit}, mean over {self.stimuli}"


@dataclass(frozen=True, slots=True, eq=False)
class CircuitResult:
    """Circuits trained for ``task``, one after the other in the order of their seeds.

    ``weights`` are the parameters by name, networks first. ``responses`` are the noise-free
    courses on the task's grid, ``[networks, conditions, points, genes]``; ``errors`` the summed
    squared errors, ``[networks, conditions]``; ``losses`` the objective, ``[networks]``.
    ``probed`` are the courses under the task's probe, ``[networks, stimuli, steps, genes]``.
    ``device`` is what they were trained on.
    """

    task: Task
    weights: Mapping[str, np.ndarray]
    responses: np.ndarray
    errors: np.ndarray
    losses: np.ndarray
    reading: LinkReading
    probed: np.ndarray | None = None
    device: str = "cpu"

    @property
    def best(self) -> int:
        """The network with the smallest loss."""
        return int(np.nanargmin(self.losses)) if np.isfinite(self.losses).any() else 0

    @property
    def graph(self) -> RegulatoryGraph:
        """The graph to look at first."""
        return self.graph_of("")

    @property
    def usual_choice(self) -> str:
        """The networks whose graph says most: "all" where every gene has a target, else "best".

        A free gene may play mirrored parts in different networks; their mean would say little.
        """
        return "best" if len(self.task.outputs) < len(self.task.genes) else "all"

    def networks(self, choice: str) -> list[int]:
        """Return the networks meant by "all", "best" or a number from 1; "" is the usual choice.

        Raises `SettingError`.
        """
        count, choice = len(self.reading.effects), choice or self.usual_choice
        if choice in ("all", "best"):
            return list(range(count)) if choice == "all" else [min(self.best, count - 1)]
        if not choice.isdecimal() or not 1 <= int(choice) <= count:
            raise SettingError(f"The network is all, best, or 1 to {count}, not '{choice}'.")
        return [int(choice) - 1]

    def graph_of(self, choice: str) -> RegulatoryGraph:
        """Return the links' mean effects over the networks that `networks` takes ``choice`` for."""
        networks = self.networks(choice)
        method = f"{self.reading.method}; {self._described(networks)}"
        members = self.reading.effects[networks]
        return majority(self.task.regulators, self.task.targets, members, method)

    def _described(self, networks: list[int]) -> str:
        count = len(self.losses)
        if len(self.reading.effects) < count:
            return "the best network so far"
        if len(networks) > 1:
            return f"mean of {len(networks)} networks"
        best = ", the best" if networks == [self.best] and count > 1 else ""
        return f"network {networks[0] + 1}{best} of {count}"


def to_arrays(result: CircuitResult) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the result as named arrays, and the weights apart from them."""
    arrays = {
        "responses": result.responses,
        "errors": result.errors,
        "losses": result.losses,
        "link_effects": result.reading.effects,
        "link_procedure": np.array(result.reading.procedure),
        "link_fraction": np.array(result.reading.fraction),
        "link_stimuli": np.array(result.reading.stimuli),
    }
    if result.probed is not None:
        arrays["probed"] = result.probed
    return arrays, dict(result.weights)


def from_arrays(run: Run) -> CircuitResult:
    """Return the result that ``run`` keeps."""
    arrays, task = run.arrays, run.design.task
    assert task is not None
    reading = LinkReading(
        arrays["link_effects"],
        str(arrays["link_procedure"]),
        float(arrays["link_fraction"]),
        str(arrays["link_stimuli"]),
    )
    return CircuitResult(
        task,
        run.weights,
        arrays["responses"],
        arrays["errors"],
        arrays["losses"],
        reading,
        arrays.get("probed"),
        run.device,
    )


def on_grid(task: Task, courses: np.ndarray, cases: Cases) -> np.ndarray:
    """Sort courses, ``[T, networks, genes, B]``, into ``[networks, conditions, points, genes]``.

    Of a random level's courses the middle one stands for its condition.
    """
    conditions = []
    for condition in range(len(task.conditions)):
        mine = np.flatnonzero(cases.goal.condition == condition)
        if cases.stimuli.final_only:
            levels = mine.reshape(-1, task.axis.count)
            conditions.append(courses[-1][:, :, levels[len(levels) // 2]].transpose(0, 2, 1))
        else:
            conditions.append(courses[:, :, :, mine[len(mine) // 2]].transpose(1, 0, 2))
    return np.stack(conditions, axis=1).copy()


def figures(result: CircuitResult, task: Task) -> tuple[Figure, ...]:
    """Draw targets against courses, the step test, the links and the graph."""
    shown = [_fit(result, condition) for condition in range(len(task.conditions))]
    if result.probed is not None:
        shown.append(_step_test(result))
    return (*shown, *link_figures(result))


def link_figures(result: CircuitResult, choice: str = "") -> tuple[Figure, ...]:
    """Draw the links of the networks that ``choice`` means as a heat-map and as a graph."""
    graph = result.graph_of(choice)
    heatmap = link_heatmap(graph, "Link mutation", "change of the target's level")
    return heatmap, GraphFigure("Inferred network", graph, graph.default_cutoff(), graph.method)


def _fit(result: CircuitResult, condition: int) -> CurveFigure:
    task, one = result.task, result.task.conditions[condition]
    x, middle = task.axis.values, _middle_level(one)
    curves = []
    for series, gene in enumerate(task.targets):
        responses = result.responses[:, condition, :, series]
        if gene in one.targets and not one.targets[gene].is_empty:
            wanted = one.targets[gene].at_level(middle)
            curves.append(Curve(f"{gene} target", x, wanted, series, dashed=True))
        elif gene in task.outputs:
            continue
        curves += [
            Curve(f"{gene} of {index}", x, course, series, faint=True)
            for index, course in enumerate(responses[:FAINT])
            if index != result.best and gene in task.outputs
        ]
        curves.append(Curve(gene, x, responses[result.best], series))
    label = "time (1/γ)" if isinstance(task.axis, TimeAxis) else task.axis.label
    note = f"level {middle:g}" if one.level else ""
    return CurveFigure(one.name, tuple(curves), label, "expression", note=note)


def _step_test(result: CircuitResult) -> CurveFigure:
    probe, task = result.task.probe, result.task
    assert probe is not None
    assert result.probed is not None
    time = probe.euler_step * np.arange(1, probe.euler_steps + 1)
    raised = [f"{name} = {level:g}" for name, levels in probe.levels.items() for level in levels]
    output = task.targets.index(task.outputs[0])
    curves = [
        Curve(f"{task.outputs[0]}, {what}", time, course[:, output], series)
        for series, (what, course) in enumerate(
            zip(raised, result.probed[result.best], strict=True)
        )
    ]
    onset = probe.euler_step * probe.onset
    return CurveFigure("Step test", tuple(curves), note=f"input raised at t = {onset:g}")


def _middle_level(condition: Condition) -> float:
    level = condition.level
    return 0.0 if level is None else (level.low + level.high) / 2
