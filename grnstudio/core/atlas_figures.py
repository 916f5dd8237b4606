"""Pictures of atlases: the layered graph, the curve of cut-offs, shares of topologies, two sets."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from grnstudio.core.atlas import Atlas, Comparison, CutoffCurve, degeneracy
from grnstudio.core.figures import (
    AtlasFigure,
    AtlasNode,
    Curve,
    CurveFigure,
    VennFigure,
)

SWAPS = 120  # tried for each topology
MOST_SWAPS = 30_000
TELLING = 0.1  # of the most topologies: cut-offs that tell fewer apart are not shown
NEAR = 2  # links by which topologies differ that shall stand close to each other


def places(atlas: Atlas, seed: int = 0, swaps: int = SWAPS) -> np.ndarray:
    """Return each topology's place in its layer, from 0 to 1, ``[topologies]``.

    Topologies with as many links share a layer. Random pairs within a layer swap their places
    where that shortens the ways between topologies that differ by one or two links.
    """
    layers = _layers(atlas)
    x = np.zeros(len(atlas.entries))
    for layer in layers:
        x[layer] = (np.arange(len(layer)) + 0.5) / len(layer)
    wide = [layer for layer in layers if len(layer) > 1]
    if not wide:
        return x
    close = ((atlas.distances > 0) & (atlas.distances <= NEAR)).astype(float)
    rng = np.random.default_rng(seed)
    share = np.array([len(layer) for layer in wide], dtype=float)
    count = min(MOST_SWAPS, swaps * len(x))
    for which in rng.choice(len(wide), size=count, p=share / share.sum()):
        a, b = rng.choice(wide[which], size=2, replace=False)
        if _shorter_swapped(close, x, a, b):
            x[a], x[b] = x[b], x[a]
    return x


def length(atlas: Atlas, x: np.ndarray) -> float:
    """Return the sum of the ways that `places` shortens."""
    close = (atlas.distances > 0) & (atlas.distances <= NEAR)
    return float((np.abs(x[:, None] - x[None, :]) * close).sum() / 2)


def _layers(atlas: Atlas) -> list[np.ndarray]:
    links = np.array([entry.topology.links for entry in atlas.entries], dtype=int)
    return [np.flatnonzero(links == count) for count in np.unique(links)]


def _shorter_swapped(close: np.ndarray, x: np.ndarray, a: int, b: int) -> bool:
    """Whether the ways of two topologies to all others are shorter with their places swapped."""
    others = close[a] - close[b]
    others[[a, b]] = 0.0
    gain: float = others @ (np.abs(x - x[b]) - np.abs(x - x[a]))
    return gain < -1e-12


def atlas_figure(
    atlas: Atlas,
    title: str = "Atlas",
    *,
    x: np.ndarray | None = None,
    comparison: Comparison | None = None,
    labels: Mapping[int, str] | None = None,
    chosen: int = -1,
    note: str = "",
) -> AtlasFigure:
    """Draw topologies in layers by their links, those of a ``comparison`` marked.

    ``x`` are the `places`, ``labels`` words for some keys; without any a topology shows its count.
    """
    x = places(atlas) if x is None else x
    nodes = [
        AtlasNode(
            key,
            entry.topology,
            entry.count,
            float(x[key]),
            (labels or {}).get(key, str(entry.count)),
            comparison.mark(key) if comparison else "",
        )
        for key, entry in enumerate(atlas.entries)
    ]
    pairs = np.argwhere(np.triu(atlas.distances == 1))
    lines = tuple((int(a), int(b)) for a, b in pairs)
    return AtlasFigure(title, tuple(nodes), lines, chosen, note)


def cutoff_figure(curve: CutoffCurve, cutoff: float) -> CurveFigure:
    """Draw how many topologies each cut-off tells apart; a mark stands at the one in use."""
    telling = curve.topologies > TELLING * curve.topologies.max(initial=0)
    seen = np.flatnonzero(telling | (curve.cutoffs <= cutoff))
    shown = slice(0, int(seen[-1]) + 2) if len(seen) else slice(None)
    x = curve.cutoffs[shown]
    curves = [
        Curve("topologies", x, curve.topologies[shown].astype(float), 0),
        Curve("connected networks", x, curve.networks[shown].astype(float), 2, faint=True),
    ]
    if (curve.gauged != curve.topologies).any():
        gauged = curve.gauged[shown].astype(float)
        curves.insert(1, Curve("up to sign reversal of free genes", x, gauged, 1, dashed=True))
    note = f"in use: {cutoff:.3g}; most at {curve.chosen:.3g}; faint: connected networks"
    return CurveFigure(
        "Cut-off", tuple(curves), "cut-off on links", "count", note=note, marks=(cutoff,)
    )


def degeneracy_figure(atlas: Atlas, title: str = "Degeneracy") -> CurveFigure:
    """Draw which share of the topologies, the most frequent first, holds which share of all."""
    counts = np.array([entry.count for entry in atlas.entries], dtype=float)
    held = np.concatenate([[0.0], np.cumsum(np.sort(counts)[::-1]) / max(1.0, counts.sum())])
    share = np.linspace(0.0, 1.0, len(held))
    most = degeneracy(counts)
    return CurveFigure(
        title,
        (Curve("share held", share, held), Curve("all alike", share, share, 1, dashed=True)),
        "share of topologies, most frequent first",
        "share of what was found",
        note=f"{most:.0%} of the topologies hold 80 %",
        marks=(most,),
    )


def venn_figure(
    comparison: Comparison, names: tuple[str, str], title: str = "Found by both"
) -> VennFigure:
    """Draw how many topologies two atlases share; direct and near hits stand in the note."""
    direct, near = comparison.direct_share, comparison.near_share
    note = (
        f"of {names[0]}: {direct:.1%} direct hits, {direct + near:.1%} with those one link away "
        f"({len(comparison.direct)} + {len(comparison.near)} topologies)"
    )
    return VennFigure(
        title, names, comparison.only_first, comparison.both, comparison.only_second, note
    )
