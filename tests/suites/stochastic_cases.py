"""Stochastic SBML test cases on disk, and when means and deviations over many runs are right."""

import ast
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.suites.cases import LEVELS, fields, results_of, settings_of

ALLOWED = 3  # points that even exact runs leave outside, or
SHARE = 0.01  # of all points where that is more
FAR = 3  # times the range: no point may lie there


@dataclass(frozen=True)
class Case:
    """A case: where it lies, its tier, its settings, and what is known of each time.

    ``kurtosis`` by variable tells how far variances of samples may stray; ``references`` is how
    many runs the results wanted come from, infinite where they are exact.
    """

    key: str
    model: Path
    tier: str
    settings: dict
    columns: dict
    kurtosis: dict
    references: float


def cases(folder, tiers=()):
    """Yield the stochastic cases below ``folder``, of the ``tiers`` asked for if any."""
    root = Path(folder) / "stochastic"
    known = root / "kurtosis.json"
    kurtosis = json.loads(known.read_text()) if known.exists() else {}
    for place in sorted(one for one in root.iterdir() if one.is_dir()):
        tier = fields(place / f"{place.name}-tags.txt").get("tier", "")
        if tiers and tier not in tiers:
            continue
        models = sorted(place.glob("*-sbml-*.xml"), key=lambda one: LEVELS.index(one.stem[-4:]))
        raw = fields(place / f"{place.name}-settings.txt")
        ranges = {name: ast.literal_eval(raw[name]) for name in ("meanRange", "sdRange")}
        yield Case(
            place.name,
            models[0],
            tier,
            settings_of(raw) | ranges | {"output": raw["output"].replace(" ", "").split(",")},
            columns_of(place / f"{place.name}-results.csv"),
            kurtosis.get(place.name, {}),
            float(raw.get("nref") or np.inf),
        )


def columns_of(path):
    """Return the columns of a table by name."""
    names = path.read_text("utf-8").splitlines()[0].split(",")
    return dict(zip(map(str.strip, names), results_of(path).T, strict=True))


def fault(case, found, runs):
    """Return what is wrong with the means and deviations of ``runs``, or an empty text."""
    outside, points = 0, 0
    runs = runs / (1 + runs / case.references)
    for output in case.settings["output"]:
        name, kind = output.rsplit("-", 1)
        mean, sd = case.columns[f"{name}-mean"], case.columns[f"{name}-sd"]
        values = np.asarray(found["means" if kind == "mean" else "sds"][name])
        low, high = bounds(case, name, kind)
        fixed = sd == 0
        exact = mean if kind == "mean" else sd
        if not np.allclose(values[fixed], exact[fixed], rtol=1e-6, atol=1e-6):
            return f"{output} is not exact where nothing is left to chance"
        with np.errstate(divide="ignore", invalid="ignore"):
            strayed = (
                np.sqrt(runs) * (values - mean) / sd
                if kind == "mean"
                else np.sqrt(runs / 2) * (values**2 / sd**2 - 1)
            )
        strayed, low, high = strayed[~fixed], low[~fixed], high[~fixed]
        if np.any((strayed < FAR * low) | (strayed > FAR * high)):
            return f"{output} strays by {np.abs(strayed).max():.1f}"
        outside += int(np.sum((strayed < low) | (strayed > high)))
        points += len(strayed)
    allowed = max(ALLOWED, int(SHARE * points))
    return f"{outside} of {points} points are outside" if outside > allowed else ""


def bounds(case, name, kind):
    """Return how far each time's value may stray; further where the distribution's tails are."""
    low, high = case.settings["meanRange" if kind == "mean" else "sdRange"]
    size = len(case.columns["time"])
    low, high = np.full(size, float(low)), np.full(size, float(high))
    if kind == "sd" and name in case.kurtosis:
        tails = np.array([one or 1.0 for one in case.kurtosis[name]])
        width = 4 * np.sqrt(np.maximum(tails - 1, 0) / 2)
        low, high = np.minimum(low, -width), np.maximum(high, width)
    return low, high
