"""Figures of what was learned from films of a row of cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from grnstudio.core import scores
from grnstudio.core.figures import (
    Curve,
    CurveFigure,
    Figure,
    GraphFigure,
    HeatmapFigure,
    ImageFigure,
    link_heatmap,
)
from grnstudio.learn.circuit.cellular.data import with_constant
from grnstudio.learn.circuit.cellular.result import CellularResult

CHANNELS = 3  # genes in one picture
SIGN_NAMES = ("inhibits", "none", "activates")


def all_figures(result: CellularResult) -> tuple[Figure, ...]:
    """Draw a film held out and foretold, the errors, the links, and how right they are."""
    return (*film_figures(result), error_figure(result), *link_figures(result), *_right(result))


def film_figures(
    result: CellularResult, film: int = 0, genes: Sequence[int] = ()
) -> tuple[ImageFigure, ...]:
    """Draw a film held out, and what became of its first frame in the network.

    Up to three ``genes`` are drawn, counted from 0; without any, those that differ most.
    """
    held_out = result.experiment.held_out
    genes = list(genes) or liveliest(result)
    names = tuple(held_out.names[gene] for gene in genes)
    told = f"film {film + 1} of {held_out.starts}, 1 = peak"

    def picture(title: str, levels: np.ndarray, note: str) -> ImageFigure:
        shown = (levels[film] / result.experiment.scales)[:, :, genes]
        return ImageFigure(title, np.clip(shown, 0, 1), names, y_step=held_out.interval, note=note)

    return (
        picture("Film held out", held_out.levels, told),
        picture("Film foretold", result.foretold, "from its first frame alone"),
    )


def liveliest(result: CellularResult) -> list[int]:
    """Return the genes that differ most over frames and cells, in their own order."""
    held_out = result.experiment.held_out
    late = held_out.levels[:, held_out.frames // 2 :] / result.experiment.scales
    spread = late.std(axis=(1, 2)).mean(axis=0)
    return sorted(int(gene) for gene in np.argsort(-spread, kind="stable")[:CHANNELS])


def error_figure(result: CellularResult) -> CurveFigure:
    """Draw the error of each frame foretold, beside those of simpler ways to foretell."""
    held_out, scales = result.experiment.held_out, result.experiment.scales
    levels = held_out.levels / scales
    time = held_out.interval * np.arange(held_out.frames)
    straight = [levels[:, 0]]
    for _ in range(held_out.frames - 1):
        seen = with_constant(straight[-1], held_out.neighbours)
        straight.append(np.clip(seen @ result.linear, 0, None))
    still = np.broadcast_to(levels[:, :1], levels.shape)
    others = {"linear auto-regressor": np.stack(straight, axis=1), "first frame": still}
    curves = [Curve("network", time, result.errors, 0)]
    for series, (name, foretold) in enumerate(others.items(), 1):
        error = np.sqrt(((foretold - levels) ** 2).mean(axis=(0, 2, 3)))
        curves.append(Curve(name, time, error, series, dashed=True))
    note = f"{held_out.starts} films held out, each foretold from its first frame"
    return CurveFigure("Error of foretelling", tuple(curves), y_label="rms error / peak", note=note)


def link_figures(result: CellularResult, choice: str = "") -> tuple[Figure, ...]:
    """Draw links as a heat-map and as a graph."""
    graph = result.graph_of(choice)
    silent = [name for name, is_so in zip(graph.targets, result.silent, strict=True) if is_so]
    note = graph.method
    if silent:
        note += f"; silent, so that their regulators cannot be told: {', '.join(silent)}"
    heatmap = link_heatmap(
        graph, "Link mutation", f"change of synthesis / {result.reading.unit}", note
    )
    return heatmap, GraphFigure("Inferred network", graph, graph.default_cutoff(), graph.method)


def _right(result: CellularResult) -> Iterator[Figure]:
    """Draw what known links say of those found."""
    confusion, truth = result.confusion, result.films.links
    if confusion is None or truth is None:
        return
    yield _roc_figure(result)
    right = scores.accuracy(confusion)
    yield HeatmapFigure(
        "True and found signs",
        confusion.astype(float),
        SIGN_NAMES,
        SIGN_NAMES,
        "truth",
        "found",
        "links",
        f"{100 * right:.1f} % right; the weakest {100 * result.weakest:g} % count as none",
        centred=False,
    )
    yield HeatmapFigure(
        "True links",
        truth.astype(float),
        result.films.regulators,
        result.films.names,
        "regulator",
        "target",
        "sign",
    )


def _roc_figure(result: CellularResult) -> CurveFigure:
    curves = []
    for linear in (False, True):
        for series, (sign, name) in enumerate(((1, "activating"), (-1, "inhibiting"))):
            roc = result.roc(sign, linear)
            if roc is not None:
                label = f"{name}{', linear' if linear else ''}: {roc.area:.3f}"
                curves.append(Curve(label, roc.false_hits, roc.true_hits, series, dashed=linear))
    shown = int((~np.isnan(result.links)).sum())
    return CurveFigure(
        "Receiver operating characteristic",
        tuple(curves),
        "share of other links taken for one",
        "share of links found",
        note=f"area below each curve, from (0, 0); {shown} of {result.links.size} links scored",
    )
