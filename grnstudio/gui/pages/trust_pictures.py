"""The pictures of a report, those of each tab of the Trust step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from grnstudio.core import trust_figures
from grnstudio.core.figures import Figure
from grnstudio.core.trust import TrustReport

SHAPES, DISTANCES, CALIBRATION = "Distributions", "Distances", "Calibration"
STARTS, LONG = "Starts", "Long runs"
TABS = (SHAPES, DISTANCES, CALIBRATION, STARTS, LONG)
MOST = 12  # species side by side


def figures_of(
    report: TrustReport, species: str, lag: int, start: int, far: int = 0
) -> dict[str, tuple[Figure, ...]]:
    """Return figures by tab: of one species, or of all with "", and of one start or all with -1.

    Long runs are those from the start ``far``, of the few that have them. Where a figure is of one
    species, "" brings one for each, side by side.
    """
    found: dict[str, tuple[Figure, ...]] = {}

    def each(tab: str, draw: Callable[[str], Figure]) -> None:
        names = (species,) if species else _shown(report, lag)
        if len(names) == 1:
            found[tab] = (_titled(draw(names[0]), tab),)
        else:
            found[tab] = tuple(_beside(draw(name), name, tab) for name in names)

    if report.has_histograms:
        each(SHAPES, lambda name: trust_figures.overlay(report, name, lag, start))
    found[DISTANCES] = (_titled(trust_figures.over_lags(report, species), DISTANCES),)
    found[CALIBRATION] = (_titled(trust_figures.calibration(report, lag, species), CALIBRATION),)
    found[STARTS] = (_titled(trust_figures.by_start(report, lag), STARTS),)
    if report.far_lags.size and report.far.shape[2]:
        each(LONG, lambda name: trust_figures.long_runs(report, name, far))
    return found


def left_out(report: TrustReport, species: str) -> str:
    """Say how many species are not shown where ``species`` is "" and there are many."""
    if species or len(report.species) <= MOST:
        return ""
    return (
        f"The {MOST} species furthest from exact simulation are shown, of {len(report.species)}; "
        "choose one to see another."
    )


def _shown(report: TrustReport, lag: int) -> tuple[str, ...]:
    """Return the species that are furthest from exact runs beyond chance, in their own order."""
    place = report.place(lag)
    ours = report.distances[0, :, place].mean(axis=0)
    chance = report.chance[0, :, place].mean(axis=0)
    worst = np.argsort(chance**2 - ours**2, kind="stable")[:MOST]
    return tuple(report.species[one] for one in sorted(worst.tolist()))


def _titled(figure: Figure, name: str) -> Figure:
    """Return ``figure`` under the name of its tab; what it was called is said below it."""
    return replace(figure, title=name, note=f"{figure.title}. {figure.note}".strip())


def _beside(figure: Figure, species: str, tab: str) -> Figure:
    """Return ``figure`` as one of many, of which the controls above say what they share."""
    note = figure.note if tab == SHAPES else ""
    return replace(figure, title=f"{species}, {tab.lower()}", note=note)
