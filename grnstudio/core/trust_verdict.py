"""Whether to use an emulator, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from grnstudio.core.trust import Row, TrustReport
from grnstudio.core.trust_figures import start_name, steps_of

UNSURE = 2.0  # standard errors, within which a difference may be chance
ALIKE = 1.1  # times the distance by chance: no difference can be seen
CLOSE = 1.3
SMALL = 0.08  # of a distance that is not chance: too little to matter
LARGE = 0.3
COARSE = 0.4  # a distance by chance, above which little can be seen at all
FASTER = 1.5
LINKED = 0.1  # of a correlation
DRIFT = 0.15  # standard deviations
USELESS = "Do not use it"
_NAMED = 4


def verdict(report: TrustReport) -> str:
    """Say whether to use the emulator, for what not, and what it saves."""
    faults = list(_faults(report))
    judgement = _judgement(report)
    if faults:
        judgement = judgement.replace("Use it:", "Use it with care:", 1)
    furthest = steps_of(_furthest(report))
    tested = f"It has been tested from the starts of this report up to {furthest}."
    needless = list(_needless(report))
    first = [judgement, *needless] if judgement.startswith(USELESS) else [*needless, judgement]
    parts = (*first, *faults, *_coarse(report), tested, *_savings(report))
    return " ".join(parts)


def judged(row: Row) -> str:
    """Return "alike", "close", "different" or "wrong" for how a species fares."""
    seen = row.l1 - row.chance > UNSURE * row.unsure
    if row.ratio <= ALIKE or row.excess <= SMALL / 2 or not seen:
        return "alike"
    if row.ratio <= CLOSE or row.excess <= SMALL:
        return "close"
    return "wrong" if row.excess > LARGE else "different"


def _needless(report: TrustReport) -> Iterator[str]:
    timing = report.timing
    if timing.emulated and timing.faster < FASTER:
        yield (
            "There is no need for it: a step of exact simulation takes "
            f"{_times(timing.faster)} as long as one of the emulator."
        )


def _judgement(report: TrustReport) -> str:
    rows = list(report.rows())
    found = {kind: [row for row in rows if judged(row) == kind] for kind in _WORDS}
    against = f"{report.runs:,} runs from each of {len(report.starts)} starts"
    if found["wrong"]:
        return f"{USELESS} for {_named(found['wrong'])}: what it gives is far from exact."
    if found["different"]:
        names = _named(found["different"])
        return f"Use it with care: {names} can be told from exact simulation."
    if found["close"]:
        names = _named(found["close"])
        return f"Use it: it is close to exact simulation, though {names} differs a little."
    return f"Use it: in {against} no difference from exact simulation can be seen."


_WORDS = ("alike", "close", "different", "wrong")


def _named(rows: Sequence[Row]) -> str:
    """Return species and steps in words, the worst first, such as "P (10 steps, L1 0.4 where …"."""
    worst: dict[str, Row] = {}
    for row in sorted(rows, key=lambda one: -one.excess):
        worst.setdefault(row.species, row)
    told = [
        f"{row.species} after {steps_of(row.lag)} (L1 {row.l1:.2g}, by chance {row.chance:.2g})"
        for row in list(worst.values())[:_NAMED]
    ]
    more = len(worst) - _NAMED
    return ", ".join(told) + (f" and {more} more species" if more > 0 else "")


def _faults(report: TrustReport) -> Iterator[str]:
    conduct = report.conduct
    yield from _bad_starts(report)
    if conduct.negative or conduct.fractional:
        share = 100 * (conduct.negative + conduct.fractional)
        yield f"{share:.2g} % of its values are no numbers of molecules."
    if conduct.broken:
        yield (
            f"It does not keep what the network conserves: sums are off by up to "
            f"{conduct.largest:.3g} molecules."
        )
    yield from _unlinked(report)
    yield from _drifting(report)


def _coarse(report: TrustReport) -> Iterator[str]:
    chance = max(row.chance for row in report.rows())
    if chance > COARSE:
        yield (
            f"The test is coarse: exact runs differ among themselves by {chance:.2g}. Ask for more "
            "runs."
        )


def _furthest(report: TrustReport) -> int:
    return int(max([*report.tested, *report.far_lags.tolist()]))


def _bad_starts(report: TrustReport) -> Iterator[str]:
    """Tell of single starts from which it is much worse than from the others."""
    place = report.place(report.tested[-1])
    ours = report.distances[0, :, place].mean(axis=1)
    chance = report.chance[0, :, place].mean(axis=1)
    excess = np.sqrt(np.maximum(0, ours**2 - chance**2))
    bad = np.flatnonzero((excess > LARGE) & (excess > 2 * np.median(excess)))
    if bad.size:
        worst = bad[np.argmax(excess[bad])]
        count = "one start" if bad.size == 1 else f"{bad.size} starts"
        yield f"It is far off from {count} of {len(ours)}, such as {start_name(report, worst)}."


def _unlinked(report: TrustReport) -> Iterator[str]:
    """Tell of species that do not go with the others as they should."""
    places = [report.place(lag) for lag in report.tested]
    ours, chance = report.linked[:, :, places].mean(axis=1).max(axis=1)
    off = np.flatnonzero((ours > LINKED) & (ours > 2 * chance))
    if off.size:
        worst = sorted(off, key=lambda one: -ours[one])[:_NAMED]
        names = ", ".join(report.species[one] for one in worst)
        verb = "does" if len(worst) == 1 else "do"
        yield (
            f"{names} {verb} not go with the other species as in exact runs: correlations are off "
            f"by {ours[worst[0]]:.2g}."
        )


def _drifting(report: TrustReport) -> Iterator[str]:
    if not report.far_lags.size:
        return
    room = DRIFT + 4 / np.sqrt(max(1, report.far_runs))
    off = np.abs(report.drift()).max(axis=(0, 1))
    worst = int(np.argmax(off))
    if off[worst] > room:
        yield (
            f"Over long runs it drifts: the mean of {report.species[worst]} is off by "
            f"{off[worst]:.2g} standard deviations within {steps_of(int(report.far_lags[-1]))}."
        )


def _savings(report: TrustReport) -> Iterator[str]:
    timing, steps = report.timing, max(report.tested)
    if not timing.emulated or timing.faster < FASTER:
        return
    text = f"It is {_times(timing.faster)} faster than exact simulation here"
    pays = timing.pays_from(steps)
    if timing.taught and pays is not None:
        text += f"; with teaching it, that pays from {pays:,} runs of {steps_of(steps)} on"
    yield text + "."


def _times(factor: float) -> str:
    return f"{factor:,.0f} times" if factor >= 10 else f"{factor:.2g} times"
