"""The pictures of a report, one for each tab of the Trust step."""

from __future__ import annotations

from dataclasses import replace

from grnstudio.core import trust_figures
from grnstudio.core.figures import Figure
from grnstudio.core.trust import TrustReport

SHAPES, DISTANCES, CALIBRATION = "Distributions", "Distances", "Calibration"
STARTS, LONG = "Starts", "Long runs"
TABS = (SHAPES, DISTANCES, CALIBRATION, STARTS, LONG)


def figures_of(report: TrustReport, species: str, lag: int, start: int) -> dict[str, Figure]:
    """Return a figure by tab: of one species, or of all with "", and of one start or all with -1.

    Where only one species can be drawn, "" stands for the one that is furthest from exact runs.
    """
    shown = species or _worst(report, lag)
    found: dict[str, Figure] = {}
    if report.has_histograms:
        found[SHAPES] = trust_figures.overlay(report, shown, lag, start)
    found[DISTANCES] = trust_figures.over_lags(report, species)
    found[CALIBRATION] = trust_figures.calibration(report, lag, species)
    found[STARTS] = trust_figures.by_start(report, lag)
    if report.far_lags.size and report.far.shape[2]:
        found[LONG] = trust_figures.long_runs(report, shown, max(start, 0))
    return {name: _titled(one, name) for name, one in found.items()}


def _titled(figure: Figure, name: str) -> Figure:
    """Return ``figure`` under the name of its tab; what it was called is said below it."""
    return replace(figure, title=name, note=f"{figure.title}. {figure.note}".strip())


def _worst(report: TrustReport, lag: int) -> str:
    """Return the species that is furthest from exact runs, beyond what chance does."""
    place = report.place(lag)
    ours = report.distances[0, :, place].mean(axis=0)
    chance = report.chance[0, :, place].mean(axis=0)
    return report.species[int((ours**2 - chance**2).argmax())]
