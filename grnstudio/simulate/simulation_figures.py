"""Figures of simulations: time courses, distributions, phase planes. Made of numbers alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from grnstudio.core.figures import Band, Curve, CurveFigure, Histogram, HistogramFigure
from grnstudio.core.network import Network
from grnstudio.errors import ModelError
from grnstudio.simulate.output import reported
from grnstudio.simulate.quantities import QUANTITIES, divisor
from grnstudio.simulate.simulation import SHARES, Simulation

SPREADS = ("sd", "quantiles", "none")
TITLES = {
    "ode": "ODE",
    "ssa": "SSA",
    "tau": "tau-leaping",
    "cle": "Langevin",
    "fsp": "FSP",
    "emulator": "emulator",
}
UNIT_BINS = 200  # most bars of width 1; wider ones beyond
EQUAL_BINS = 60
LOW, MIDDLE, HIGH = SHARES.index(0.05), SHARES.index(0.5), SHARES.index(0.95)


def series(network: Network, name: str) -> int:
    """Return the number that colours ``name`` wherever it is drawn."""
    names = reported(network)
    return names.index(name) if name in names else len(names)


def time_course(
    shown: Sequence[Simulation],
    names: Sequence[str],
    *,
    quantity: str = QUANTITIES[0],
    spread: str = SPREADS[0],
    singles: int = 0,
    mark: float | None = None,
) -> CurveFigure:
    """Draw ``names`` over time: means with bands, and behind them the first ``singles`` runs.

    With ``spread`` "quantiles" the line is the median and the band holds nine tenths of the runs.
    The first simulation's lines are solid, those of the others dashed and named for their engine.
    """
    curves: list[Curve] = []
    bands: list[Band] = []
    for simulation, title in zip(shown, _titles(shown), strict=True):
        for name in (name for name in names if name in simulation.names):
            shade = series(shown[0].network, name)
            label = f"{name}, {title}" if title else name
            curves += _singles(simulation, name, quantity, singles, shade)
            line, low, high = _summary(simulation, name, quantity, spread)
            curves.append(Curve(label, simulation.times, line, shade, dashed=bool(title)))
            if low is not None and high is not None:
                bands.append(Band(label, simulation.times, low, high, shade))
    return CurveFigure(
        "Time course", tuple(curves), "time", quantity, note=_spread_note(shown, spread),
        bands=tuple(bands), marks=() if mark is None else (mark,),
    )  # fmt: skip


def distribution(shown: Sequence[Simulation], name: str, time: float) -> HistogramFigure:
    """Draw how likely each amount of ``name`` is, at the time of output nearest to ``time``.

    Runs give bars, an exact distribution a line over them, and rate equations a mark.
    """
    having = [one for one in shown if name in one.names]
    if not having:
        raise ModelError(f"There is no '{name}' in what is shown.")
    samples = {place: _sample(one, name, time) for place, one in enumerate(having)}
    exact = {place: _exact(one, name, time) for place, one in enumerate(having)}
    edges = _edges([*(s for s in samples.values() if s is not None)], [*exact.values()])
    titles = _engines(having)
    shade = series(shown[0].network, name)
    bars, lines, marks = [], [], []
    for place, one in enumerate(having):
        if (sample := samples[place]) is not None:
            heights = np.histogram(sample, edges)[0] / sample.size
            bars.append(Histogram(titles[place], edges, heights, shade + place))
        elif (known := exact[place]) is not None:
            x, y = _binned(known, edges)
            lines.append(Curve(f"{titles[place]}, exact", x, y, shade + place))
        else:
            marks.append(float(one.mean[_at(one, time), one.names.index(name)]))
    when = having[0].times[_at(having[0], time)]
    return HistogramFigure(
        f"{name} at time {when:g}", tuple(bars), tuple(lines), x_label=name,
        note=_marked(having, samples, exact), marks=tuple(marks),
    )  # fmt: skip


def phase_plane(
    shown: Sequence[Simulation],
    x: str,
    y: str,
    *,
    quantity: str = QUANTITIES[0],
    singles: int = 0,
) -> CurveFigure:
    """Draw one species over another, time running along the line; marks where it starts."""
    curves: list[Curve] = []
    titles = _engines(shown)
    for place, one in enumerate(shown):
        if x not in one.names or y not in one.names:
            continue
        across, up = (divisor(one, name, quantity) for name in (x, y))
        if one.trajectories is not None and one.runs > 1:
            rows = zip(one.trajectories.of(x)[:singles], one.trajectories.of(y)[:singles],
                       strict=True)  # fmt: skip
            curves += [Curve("single runs", a / across, b / up, place, faint=True) for a, b in rows]
        means = (one.mean[:, one.names.index(name)] for name in (x, y))
        a, b = means
        curves.append(Curve(titles[place], a / across, b / up, place))
    return CurveFigure(f"{y} over {x}", tuple(curves), x, y)


def _titles(shown: Sequence[Simulation]) -> list[str]:
    """Return what tells each simulation from the first, which needs nothing."""
    return ["", *_engines(shown)[1:]] if shown else []


def _engines(shown: Sequence[Simulation]) -> list[str]:
    """Return what the engines are called for short, numbered where there are several of one."""
    names = [TITLES[one.config.method] for one in shown]
    return [
        f"{name} {names[: place + 1].count(name)}" if names.count(name) > 1 else name
        for place, name in enumerate(names)
    ]


def _singles(
    simulation: Simulation, name: str, quantity: str, singles: int, shade: int
) -> list[Curve]:
    if simulation.trajectories is None or simulation.runs == 1:
        return []
    size = divisor(simulation, name, quantity)
    runs = simulation.trajectories.of(name)[:singles]
    return [Curve(f"{name}, runs", simulation.times, run / size, shade, faint=True) for run in runs]


def _summary(
    simulation: Simulation, name: str, quantity: str, spread: str
) -> tuple[np.ndarray, np.ndarray | None, np.ndarray | None]:
    """Return a line, and the band's lower and upper edge if there is a spread."""
    column, size = simulation.names.index(name), divisor(simulation, name, quantity)
    mean, sd = simulation.mean[:, column] / size, simulation.sd[:, column] / size
    spreads = simulation.runs > 1 or simulation.exact is not None
    if spread == SPREADS[2] or not spreads:
        return mean, None, None
    if spread == SPREADS[1]:
        quantiles = simulation.quantiles[:, :, column] / size
        return quantiles[MIDDLE], quantiles[LOW], quantiles[HIGH]
    return mean, floored(simulation.network, name, mean, mean - sd), mean + sd


def floored(network: Network, name: str, mean: np.ndarray, low: np.ndarray) -> np.ndarray:
    """Return the lower edge of a band, not below 0 where an amount cannot be."""
    is_amount = any(one.id == name for one in network.species)
    return np.where(mean >= 0, np.maximum(low, 0.0), low) if is_amount else low


def _spread_note(shown: Sequence[Simulation], spread: str) -> str:
    if spread == SPREADS[2] or not any(one.runs > 1 or one.exact is not None for one in shown):
        return ""
    if spread == SPREADS[1]:
        return "Lines are medians; bands hold the middle 90 % of the runs."
    return "Lines are means; bands are one standard deviation to either side, not below 0."


def _at(simulation: Simulation, time: float) -> int:
    return int(np.abs(simulation.times - time).argmin())


def _sample(simulation: Simulation, name: str, time: float) -> np.ndarray | None:
    if simulation.trajectories is None or simulation.config.method in ("ode", "fsp"):
        return None
    return np.asarray(simulation.trajectories.of(name)[:, _at(simulation, time)])


def _exact(simulation: Simulation, name: str, time: float) -> np.ndarray | None:
    """Return the probabilities of 0, 1, ... of ``name``."""
    exact = simulation.exact
    if exact is None or name not in exact.names:
        return None
    return exact.marginal_at(name, _at(simulation, time))


def _edges(samples: Sequence[np.ndarray], exact: Sequence[np.ndarray | None]) -> np.ndarray:
    """Return bins for all: about whole numbers, of width 1 or more, else equal ones."""
    known = [one for one in exact if one is not None]
    ends = [float(end) for one in samples for end in (one.min(), one.max())]
    for one in known:
        likely = np.flatnonzero(one > one.max() * 1e-4)
        ends += [float(likely[0]), float(likely[-1])]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    whole = all((one == np.floor(one)).all() for one in samples)
    if not whole and not known:
        room = (high - low or 1.0) / EQUAL_BINS
        return np.linspace(low, low + EQUAL_BINS * room, EQUAL_BINS + 1)
    low, high = np.floor(low), np.ceil(high)
    width = max(1.0, np.ceil((high - low + 1) / UNIT_BINS))
    bins = int(np.ceil((high - low + 1) / width))
    return low - 0.5 + width * np.arange(bins + 1)


def _binned(exact: np.ndarray, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the middles of bins, and the exact probability of each."""
    counts = np.arange(exact.size)
    return (edges[1:] + edges[:-1]) / 2, np.histogram(counts, edges, weights=exact)[0]


def _marked(
    having: Sequence[Simulation],
    samples: Mapping[int, np.ndarray | None],
    exact: Mapping[int, np.ndarray | None],
) -> str:
    """Say what marks stand for: rate equations, and means of runs that were not kept."""
    titles = _engines(having)
    marked = [place for place in samples if samples[place] is None and exact[place] is None]
    solved = [titles[place] for place in marked if having[place].config.method == "ode"]
    others = [titles[place] for place in marked if having[place].config.method != "ode"]
    notes = [f"The upright line is {one}." for one in solved]
    notes += [f"Of {one} only statistics are known; its mean is marked." for one in others]
    return " ".join(notes)
