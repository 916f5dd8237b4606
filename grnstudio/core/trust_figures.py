"""Pictures of how far an emulator can be trusted."""

from __future__ import annotations

import numpy as np

from grnstudio.core.figures import (
    Band,
    Curve,
    CurveFigure,
    Figure,
    HeatmapFigure,
    Histogram,
    HistogramFigure,
)
from grnstudio.core.trust import CHANCES, TrustReport
from grnstudio.errors import ModelError, SettingError

EXACT, EMULATED = "exact", "emulator"
ALL = -1  # starts, taken together
_SPREAD = (0.1, 0.9)  # of the starts, within the band of chance
_NAMED = 5  # amounts in the name of a start


def overlay(report: TrustReport, species: str, lag: int, setting: int = ALL) -> HistogramFigure:
    """Draw the histograms of one species after ``lag`` steps, exact and emulated.

    They are from one start, counted from 0, or from all. Raises `ModelError` for an unknown
    species or if histograms were not kept, `SettingError` for a start or lag that is not there.
    """
    if not report.has_histograms:
        raise ModelError("The histograms were not kept with this report. Check the emulator again.")
    place, column, rows = report.place(lag), _column(report, species), _rows(report, setting)
    counted = np.array([one[rows, place, column].sum(0) for one in (report.exact, report.emulated)])
    shares = counted[:, 1:-1] / np.maximum(1, counted.sum(axis=1, keepdims=True))
    edges, heights = _bars(report.edges[column], shares)
    found = [
        Histogram(name, edges, heights[series], series)
        for series, name in enumerate((EXACT, EMULATED))
    ]
    first = report.emulated[rows, place, column].sum(axis=0)
    beside = float(first[[0, -1]].sum() / max(1, first.sum()))
    note = f"{_share(beside)} of the emulator's values lie beside these bins." if beside else ""
    title = f"{species} after {steps_of(lag)}, {_start(report, setting)}"
    return HistogramFigure(title, tuple(found), x_label=f"{species} (molecules)", note=note)


def over_lags(report: TrustReport, species: str = "") -> CurveFigure:
    """Draw the L1 distance over time, and the band in which it lies by chance.

    Of one species, or on average over all of them.
    """
    columns = slice(None) if not species else [_column(report, species)]
    ours = report.distances[0][:, :, columns].mean(axis=2)
    chance = report.chance[0][:, :, columns].mean(axis=2)
    low, high = np.quantile(chance, _SPREAD, axis=0)
    drawn = " Exact runs were drawn from exact distributions." if report.is_drawn else ""
    return CurveFigure(
        f"Distance from exact simulation, {species or 'all species'}",
        (
            Curve("emulator against exact", report.lags, ours.mean(axis=0), 1),
            Curve("exact against exact", report.lags, chance.mean(axis=0), 0, dashed=True),
        ),
        x_label="steps",
        y_label="L1 distance",
        bands=(Band("from start to start", report.lags, low, high, 0),),
        note=f"{report.runs:,} runs in each set, {len(report.starts)} starts." + drawn,
    )


def calibration(report: TrustReport, lag: int, species: str = "") -> HistogramFigure:
    """Draw how likely the emulator held less than what exact runs did; flat if it is right."""
    columns = slice(None) if not species else [_column(report, species)]
    counts = report.chances[report.place(lag)][columns].sum(axis=0)
    edges = np.linspace(0, 1, CHANCES + 1)
    heights = counts * CHANCES / max(1, counts.sum())
    even = Curve("right", np.array([0.0, 1.0]), np.ones(2), 0, dashed=True)
    title = f"Calibration of {species or 'all species'} after {steps_of(lag)}"
    return HistogramFigure(
        title,
        (Histogram(EMULATED, edges, heights, 1),),
        (even,),
        x_label="emulator's chance of less",
        y_label="density of exact runs",
        note="Humps at both ends: too narrow. A hump in the middle: too wide. A slope: shifted.",
    )


def by_start(report: TrustReport, lag: int) -> HeatmapFigure:
    """Draw the L1 distance of each species from each start, as a multiple of that by chance."""
    place = report.place(lag)
    chance = report.chance[0, :, place]
    # From one start chance varies much, and what cannot vary has none.
    floor = np.maximum(chance.mean(axis=0, keepdims=True) / 2, 1e-3)
    values = report.distances[0, :, place] / np.maximum(chance, floor)
    return HeatmapFigure(
        f"Distance by start after {steps_of(lag)}",
        values,
        tuple(start_name(report, row) for row in range(len(report.starts))),
        report.species,
        "start",
        "species",
        "L1 / L1 by chance",
        note="About 1: no difference from exact simulation can be seen.",
        centred=False,
    )


def long_runs(report: TrustReport, species: str, setting: int = 0) -> CurveFigure:
    """Draw mean and standard deviation of long runs from one start, exact and emulated.

    Only the first starts have them; in place of another, the last of these is drawn.
    """
    column = _column(report, species)
    if not report.far.shape[2]:
        raise SettingError("No long runs were made. Check the emulator again, with some.")
    setting = min(setting, report.far.shape[2] - 1)
    curves, bands = [], []
    for series, (name, (mean, sd)) in enumerate(
        zip((EXACT, EMULATED), report.far[:, :, setting, :, column], strict=True)
    ):
        curves.append(Curve(name, report.far_lags, mean, series, dashed=series == 0))
        low, high = np.maximum(mean - sd, 0), mean + sd
        bands.append(Band(f"{name} ± SD", report.far_lags, low, high, series))
    return CurveFigure(
        f"{species} over long runs, {start_name(report, setting)}",
        tuple(curves),
        x_label="steps",
        y_label=f"{species} (molecules)",
        bands=tuple(bands),
        marks=(float(round(report.horizon / report.step)),),
        note=f"{report.far_runs:,} runs each. The line marks the length of what it learned from.",
    )


def figures(report: TrustReport) -> tuple[Figure, ...]:
    """Draw the report: distances, the worst histogram, calibration, starts and a long run."""
    lag = report.tested[-1]
    worst = max((row for row in report.rows() if row.lag == lag), key=lambda row: row.excess)
    found: list[Figure] = [over_lags(report)]
    if report.has_histograms:
        found.append(overlay(report, worst.species, lag))
    found += [calibration(report, lag), by_start(report, lag)]
    if report.far_lags.size:
        found.append(long_runs(report, worst.species))
    return tuple(found)


def start_name(report: TrustReport, setting: int) -> str:
    """Return a start in few words, such as "G1 2, P 800": the species that differ among them."""
    varied = np.flatnonzero(np.ptp(report.starts, axis=0)).tolist()
    columns: list[int] = varied or list(range(len(report.species)))
    told = [f"{report.species[one]} {report.starts[setting, one]:g}" for one in columns[:_NAMED]]
    return ", ".join(told) + (" …" if len(columns) > _NAMED else "")


def steps_of(lag: int) -> str:
    """Return a number of steps in words."""
    return "one step" if lag == 1 else f"{lag:,} steps"


def _bars(edges: np.ndarray, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return edges and heights ``[sets, bars]`` of bars to draw: one for each whole number.

    Bins are drawn as they are if they are wider, or if something lies between whole numbers.
    """
    reach, centres = (edges[1:] - edges[:-1]) / 2, (edges[1:] + edges[:-1]) / 2
    whole = np.rint(centres).astype(int)
    between = np.abs(centres - whole) > reach + 1e-9
    if 2 * reach[0] >= 1 or shares[:, between].any():
        return edges, shares
    first, bars = whole[0], np.ptp(whole) + 1
    heights = [np.bincount(whole - first, one, bars) for one in shares]
    return np.arange(bars + 1) + first - 0.5, np.array(heights)


def _start(report: TrustReport, setting: int) -> str:
    return "all starts" if setting == ALL else f"from {start_name(report, setting)}"


def _rows(report: TrustReport, setting: int) -> slice:
    if setting == ALL:
        return slice(None)
    if not 0 <= setting < len(report.starts):
        raise SettingError(f"Starts are numbered from 1 to {len(report.starts)}.")
    return slice(setting, setting + 1)


def _column(report: TrustReport, species: str) -> int:
    if species not in report.species:
        known = ", ".join(report.species)
        raise ModelError(f"The emulator has no species '{species}'; it has {known}.")
    return report.species.index(species)


def _share(share: float) -> str:
    return f"{100 * share:.3g} %"
