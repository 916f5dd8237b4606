"""What was found out about an emulator, as rows and in a line."""

from __future__ import annotations

from typing import Any

import numpy as np

from grnstudio.core.domain import LEVELS, Domain
from grnstudio.core.trust import TrustReport
from grnstudio.core.trust_figures import start_name, steps_of
from grnstudio.core.trust_verdict import judged, verdict

HEADER = (
    "Species", "Steps", "Seen as", "L1", "By chance", "Ratio", "IoU", "Wasserstein", "KL",
    "In 50 %", "In 90 %",
)  # fmt: skip


def table(report: TrustReport) -> list[list[str]]:
    """Return a header and a row for each species and number of steps, as shown and exported."""
    rows = [list(HEADER)]
    for row in report.rows():
        numbers = (row.l1, row.chance, row.ratio, row.iou, row.wasserstein, row.kl)
        shares = (f"{100 * one:.0f} %" for one in (row.half, row.most))
        told = (f"{one:.3g}" for one in numbers)
        rows.append([row.species, str(row.lag), judged(row), *told, *shares])
    return rows


def compared(result: Any) -> list[list[str]]:
    """Return a header and a row for each network that was trained, the emulator's first."""
    rows = [["Network", "Loss", "Behind", "Weights", "Epochs"]]
    best = min((one.loss for one in result.compared), default=0.0)
    for place, one in enumerate(result.compared):
        name = f"{one.name} (taken)" if place == 0 else one.name
        numbers = f"{one.loss:.4f}", f"{one.loss - best:.4f}", f"{one.parameters:,}"
        rows.append([name, *numbers, str(one.epochs)])
    return rows


def told(report: TrustReport) -> tuple[str, str]:
    """Return the verdict, and apart from it its limits and what a step takes."""
    first, point, rest = verdict(report).partition(". ")
    return first.rstrip(".") + ".", f"{rest} {speed(report)}".strip() if point else speed(report)


def strange_starts(report: TrustReport, domain: Domain | None) -> str:
    """Say from how many starts it was tested that are unlike all that it learned from."""
    if domain is None:
        return ""
    values = report.values if report.values.size else None
    levels = domain.levels(report.starts, values)
    strange = np.flatnonzero(levels == LEVELS.index("outside"))
    if not strange.size:
        return ""
    first, count = start_name(report, int(strange[0])), f"{strange.size} of {len(levels)} starts"
    lies, tells, such = ("lies", "tells", "") if strange.size == 1 else ("lie", "tell", "such as ")
    return (
        f"{count} of this test {lies} outside of what it learned from ({such}{first}), and {tells} "
        "nothing of how it does inside."
    )


def speed(report: TrustReport) -> str:
    """Say how long a step takes by either, and what teaching the emulator cost."""
    timing, steps = report.timing, max(report.tested)
    if not timing.emulated or not timing.exact:
        return ""
    parts = [
        f"A step of a run: {duration(timing.exact)} exactly, {duration(timing.emulated)} by the "
        "emulator"
    ]
    if timing.taught:
        known = timing.faster_with_teaching(1000, steps)
        parts.append(
            f"teaching it took {duration(timing.taught)}; with that, 1,000 runs of "
            f"{steps_of(steps)} {_compared(known)}"
        )
    return "; ".join(parts) + "."


def _compared(faster: float) -> str:
    """Say how something that is ``faster`` by a factor, or slower, compares."""
    times = float(f"{max(faster, 1 / faster):.3g}")
    return (
        f"are {times:,.10g} times as fast" if faster >= 1 else f"take {times:,.10g} times as long"
    )


def duration(seconds: float) -> str:
    """Write a time as 0.6 ms, 12 s or 3.2 min."""
    for size, unit in ((60.0, "min"), (1.0, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= size * (2 if unit == "min" else 1):
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"
