"""SBML test cases on disk: their settings, the results wanted, and when a time course is right."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

LEVELS = ("l3v2", "l3v1", "l2v5", "l2v4", "l2v3", "l2v2", "l2v1", "l1v2")
LISTS = ("variables", "amount", "concentration")
NUMBERS = ("start", "duration", "absolute", "relative", "absolute_scaled")


@dataclass(frozen=True)
class Case:
    """A case: where it lies, its model of the latest level, its tier, its settings.

    ``is_random`` where simultaneous events happen in random order, so that chance decides.
    """

    key: str
    model: Path
    tier: str
    settings: dict
    results: np.ndarray
    is_random: bool = False


def cases(folder, tiers=()):
    """Yield the deterministic cases below ``folder``, of the ``tiers`` asked for if any."""
    for place in sorted((Path(folder) / "semantic").iterdir()):
        tags = fields(place / f"{place.name}-tags.txt")
        if tiers and tags.get("tier") not in tiers:
            continue
        models = sorted(place.glob("*-sbml-*.xml"), key=lambda one: LEVELS.index(one.stem[-4:]))
        yield Case(
            place.name,
            models[0],
            tags.get("tier", ""),
            settings_of(fields(place / f"{place.name}-settings.txt")),
            results_of(place / f"{place.name}-results.csv"),
            "RandomEventExecution" in tags.get("testTags", ""),
        )


def fields(path):
    """Return the ``name: value`` lines of a file."""
    lines = (line.partition(":") for line in path.read_text("utf-8", "replace").splitlines())
    return {name.strip(): value.strip() for name, colon, value in lines if colon}


def settings_of(raw):
    """Return settings with lists and numbers, and the times to report."""
    settings = {name: [one.strip() for one in raw.get(name, "").split(",") if one.strip()]
                for name in LISTS}  # fmt: skip
    settings |= {name: float(raw.get(name) or 0.0) for name in NUMBERS}
    steps = int(raw["steps"])
    shares = np.linspace(0.0, 1.0, steps + 1)
    settings["times"] = list(settings["start"] + shares * settings["duration"])
    return settings


def results_of(path):
    """Return the values wanted, time first."""
    rows = [line.split(",") for line in path.read_text("utf-8", "replace").splitlines()]
    return np.array([[float(one) for one in row] for row in rows[1:] if row[0].strip()])


def fault(case, names, values):
    """Return what is wrong with a result, or an empty text."""
    wanted = case.results
    if values.shape[0] != len(wanted):
        return f"{values.shape[0]} rows instead of {len(wanted)}"
    for index, name in enumerate(case.settings["variables"]):
        if name not in names[1:]:
            return f"there is no column {name}"
        right, found = wanted[:, index + 1], values[:, 1 + names[1:].index(name)]
        wrong = ~agree(right, found, case.settings)
        if wrong.any():
            row = int(wrong.argmax())
            return f"{name} at {wanted[row, 0]:g} is {found[row]:g} instead of {right[row]:g}"
    return ""


def agree(right, found, settings):
    """Return where results agree: within tolerance, or the same infinity, or no number at all."""
    finite = np.isfinite(right)
    largest = np.abs(right[finite]).max(initial=0.0)
    absolute = max(settings["absolute"], settings["absolute_scaled"] * largest)
    with np.errstate(invalid="ignore"):
        near = np.abs(found - right) <= absolute + settings["relative"] * np.abs(right)
        same = (found == right) | (np.isnan(found) & np.isnan(right))
    return np.where(finite, near, same)
