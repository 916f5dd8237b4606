"""What to show of a distillation: the front, a point of it, and the links that stay."""

from __future__ import annotations

import numpy as np

from grnstudio.core.figures import Figure, FrontFigure, FrontPoint, GraphFigure, HeatmapFigure
from grnstudio.core.task import PositionAxis
from grnstudio.learn.circuit import result as circuit
from grnstudio.learn.circuit.distil.points import DistilResult, Point

VALUES = {"target change": "squared change of the target", "loss": "rise of the loss"}
MUTATION = {"target change": "link mutation, λ = {:g}", "loss": "source held at its mean level"}


def figures(result: DistilResult) -> tuple[Figure, ...]:
    """Draw the front, the sparsest network that works, and the links that stay."""
    sparsest = result.sparsest.key
    shown = (front(result, sparsest), *point_figures(result, sparsest))
    if len({one.lineage for one in result.points}) > 1:
        shown += survival_figures(result)
    return shown


def front(result: DistilResult, chosen: int = -1) -> FrontFigure:
    """Draw error against number of links, a point per network."""
    points = tuple(
        FrontPoint(
            one.key,
            one.links,
            one.loss,
            result.label(one.key),
            one.parent,
            one.loss > result.tolerance,
        )
        for one in result.points
        if np.isfinite(one.loss)
    )
    spatial = isinstance(result.task.axis, PositionAxis)
    label = "root of the mean squared error" if spatial else "root of the squared errors' sum"
    note = f"weakest link by {result.criterion}; tolerated {result.tolerance:.3g}"
    return FrontFigure("Error and links", points, chosen, result.tolerance, label, note)


def point_figures(result: DistilResult, key: int) -> tuple[Figure, ...]:
    """Draw the best network of a point as a trained circuit is drawn, and its weakest links."""
    one = result.point(key)
    return (*circuit.figures(one.best, one.best.task), _effects(result, one))


def link_figures(result: DistilResult, choice: str) -> tuple[Figure, ...]:
    """Draw the links of the point that ``choice`` means; "all" means the links that stay."""
    if choice == "all":
        return survival_figures(result)
    one = result.chosen(choice)
    return circuit.link_figures(one.best)


def survival_figures(result: DistilResult) -> tuple[Figure, ...]:
    """Draw in which share of distillations each link stays, as a heat-map and a graph."""
    graph = result.graph_of("all")
    heatmap = HeatmapFigure(
        "Links that stay",
        result.survival(),
        result.task.regulators,
        result.task.targets,
        "regulator",
        "target",
        "share of distillations",
        graph.method,
        centred=False,
    )
    return heatmap, GraphFigure("Network of the links that stay", graph, 0.0, graph.method)


def _effects(result: DistilResult, one: Point) -> HeatmapFigure:
    return HeatmapFigure(
        "What each link does",
        one.effects,
        result.task.regulators,
        result.task.targets,
        "regulator",
        "target",
        VALUES[result.criterion],
        MUTATION[result.criterion].format(one.best.reading.fraction),
        centred=False,
    )


def described(result: DistilResult, one: Point) -> str:
    """Return a line on a point: its links, its loss, and how it answers its inputs."""
    links = "1 link" if one.links == 1 else f"{one.links} links"
    parts = [f"point {one.key}: {links}, loss {one.loss:.3g}"]
    parts += [
        f"{name} raised: sensitivity {x.sensitivity:.2f}, error {x.error:.3f}, "
        f"amplitude {x.amplitude:.2f}"
        for name, x in one.responses.items()
    ]
    return "; ".join([*parts, *(["failed"] if result.failed(one.key) else [])])
