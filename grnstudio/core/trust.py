"""How far an emulator can be trusted: what was tested, and what came of it, as plain data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, NamedTuple

import numpy as np

from grnstudio.core.assessing import AssessConfig
from grnstudio.core.emulator import Emulator
from grnstudio.core.setting import configured
from grnstudio.errors import GRNStudioError, SettingError

MEASURES = ("L1", "IoU", "Wasserstein", "KL")
CHANCES = 20  # bins of the chances of what exact runs did, as the emulator sees them
SPREAD = 1.0  # variance of a difference of L1 distances by chance, times the runs of a set
_DIGITS = 6
_PREFIX = "trust."


@dataclass(frozen=True, slots=True)
class Conduct:
    """Shares of the emulator's values below zero, and of those that are not whole.

    ``broken`` is the share of states whose conserved sums are no longer those of the start, and
    ``largest`` by how much they differ at most.
    """

    negative: float = 0.0
    fractional: float = 0.0
    broken: float = 0.0
    largest: float = 0.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds for one step of one run with ``threads`` threads at work, and what teaching took."""

    exact: float = 0.0
    emulated: float = 0.0
    threads: int = 1
    taught: float = 0.0

    @property
    def faster(self) -> float:
        """How many times faster the emulator is than exact simulation."""
        return self.exact / self.emulated if self.emulated else 0.0

    def faster_with_teaching(self, runs: int, steps: int) -> float:
        """Return how many times faster it is for so many runs if teaching it counts as well."""
        spent = self.taught + runs * steps * self.emulated
        return runs * steps * self.exact / spent if spent else 0.0

    def pays_from(self, steps: int) -> int | None:
        """Return the number of runs from which teaching it has paid; None if it never does."""
        saved = (self.exact - self.emulated) * steps
        return int(np.ceil(self.taught / saved)) if saved > 0 else None


class Row(NamedTuple):
    """How one species fares after some steps, on average over all starts.

    ``unsure`` is by how much ``l1`` and ``chance`` differ, in the root of the mean square, if
    nothing is wrong; ``half`` and ``most`` are the shares of exact runs within the emulator's
    middle 50 and 90 %.
    """

    species: str
    lag: int
    l1: float
    chance: float
    unsure: float
    iou: float
    wasserstein: float
    kl: float
    half: float
    most: float

    @property
    def ratio(self) -> float:
        """The distance from exact runs, as a multiple of that among them."""
        return self.l1 / self.chance if self.chance else float(self.l1 > 0) + 1.0

    @property
    def excess(self) -> float:
        """About how much of the distance is not chance."""
        return float(np.sqrt(max(0.0, self.l1**2 - self.chance**2)))


@dataclass(frozen=True, slots=True, eq=False)
class TrustReport:
    """The emulator against exact simulation, from ``starts`` ``[settings, species]``.

    ``values`` ``[settings, parameters]`` are those told. There were ``runs`` of each start by the
    emulator, and twice as many exact ones in two sets. ``lags`` are all steps looked at.
    ``distances`` ``[measures, settings, lags, species]`` are those of the emulator from the two
    sets, ``chance`` those of one from the other, in the order of `MEASURES`. ``chances`` ``[lags,
    species, 20]`` counts how likely it held less than what exact runs did. ``linked`` ``[2,
    settings, lags, species]`` is how far the correlations of a species with the others are off
    (root of the mean square), and how far those of the exact sets are from each other. ``far``
    ``[2, 2, settings, far lags, species]`` are means and standard deviations, exact and emulated,
    of ``far_runs`` long runs. ``edges`` ``[species, bins + 1]`` are those of the histograms,
    ``exact`` and ``emulated`` ``[settings, lags, species, bins + 2]``, which count what lies beside
    all bins first and last; a report read from words has none. ``is_drawn`` says that exact runs
    were drawn from exact distributions instead of being simulated.
    """

    config: AssessConfig
    species: tuple[str, ...]
    parameters: tuple[str, ...]
    step: float
    horizon: float
    starts: np.ndarray
    values: np.ndarray
    lags: np.ndarray
    distances: np.ndarray
    chance: np.ndarray
    chances: np.ndarray
    linked: np.ndarray
    far_lags: np.ndarray
    far: np.ndarray
    far_runs: int
    conduct: Conduct
    timing: Timing
    edges: np.ndarray
    exact: np.ndarray
    emulated: np.ndarray
    is_drawn: bool = False

    @property
    def runs(self) -> int:
        """The runs of a start in each set."""
        return self.config.runs

    @property
    def tested(self) -> tuple[int, ...]:
        """The steps that tables tell of."""
        return self.config.tested

    @property
    def has_histograms(self) -> bool:
        """Whether the histograms are there."""
        return self.exact.size > 0

    def place(self, lag: int) -> int:
        """Return where a number of steps stands among ``lags``; raises `SettingError`."""
        places = np.flatnonzero(self.lags == lag)
        if not places.size:
            told = ", ".join(str(one) for one in self.lags)
            raise SettingError(f"It was not tested after {lag} steps, but after {told}.")
        return int(places[0])

    def rows(self) -> Iterator[Row]:
        """Yield how each species fares after each of the steps ``tested``."""
        unsure = float(np.sqrt(SPREAD / self.runs / max(1, len(self.starts))))
        for lag in self.tested:
            place = self.place(lag)
            mean = self.distances[:, :, place].mean(axis=1)
            chance = self.chance[0, :, place]
            for index, name in enumerate(self.species):
                counts = self.chances[place, index]
                half, most = (_share_within(counts, beside) for beside in (5, 1))
                l1, iou, wasserstein, kl = mean[:, index].tolist()
                apart = float(chance[:, index].mean())
                yield Row(name, lag, l1, apart, unsure, iou, wasserstein, kl, half, most)

    def drift(self) -> np.ndarray:
        """Return how far means of long runs are off, ``[settings, far lags, species]``.

        In standard deviations of exact runs, but half a molecule at least.
        """
        (exact, sd), (emulated, _) = self.far
        return np.asarray((emulated - exact) / np.maximum(sd, 0.5))

    def summary(self) -> dict[str, Any]:
        """Return all but the histograms, ready for JSON."""
        told: dict[str, Any] = {"config": asdict(self.config)}
        for name in ("species", "parameters"):
            told[name] = list(getattr(self, name))
        for name in ("step", "horizon", "far_runs", "is_drawn"):
            told[name] = getattr(self, name)
        for name in _NUMBERS:
            array = np.asarray(getattr(self, name))
            told[name] = {"shape": list(array.shape), "values": _rounded(array)}
        return told | {"conduct": asdict(self.conduct), "timing": asdict(self.timing)}

    @classmethod
    def of_summary(
        cls, told: Mapping[str, Any], histograms: Mapping[str, np.ndarray] | None = None
    ) -> TrustReport:
        """Return the report that `summary` told of, with histograms if they are there."""
        numbers = {
            name: np.array(told[name]["values"]).reshape(told[name]["shape"]) for name in _NUMBERS
        }
        nothing = np.zeros((0, 0))
        counted = {name: (histograms or {}).get(name, nothing) for name in _COUNTED}
        return cls(
            config=configured(AssessConfig, told["config"]),
            species=tuple(told["species"]),
            parameters=tuple(told["parameters"]),
            step=float(told["step"]),
            horizon=float(told["horizon"]),
            far_runs=int(told["far_runs"]),
            is_drawn=bool(told["is_drawn"]),
            conduct=Conduct(**told["conduct"]),
            timing=Timing(**told["timing"]),
            **numbers,
            **counted,
        )

    def to_arrays(self) -> dict[str, np.ndarray]:
        """Return the report as named arrays; what clocks told stands apart, in "seconds"."""
        told = self.summary()
        timing = Timing(**told.pop("timing"))
        return {
            "told": np.array(json.dumps(told, sort_keys=True)),
            "seconds": np.array([getattr(timing, one.name) for one in fields(Timing)], dtype=float),
            **{name: getattr(self, name) for name in _COUNTED},
        }

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, np.ndarray]) -> TrustReport:
        """Return the report that `to_arrays` gave."""
        exact, emulated, threads, taught = (float(one) for one in arrays["seconds"])
        timing = asdict(Timing(exact, emulated, int(threads), taught))
        return cls.of_summary({**json.loads(str(arrays["told"])), "timing": timing}, arrays)


_NUMBERS = (
    "starts", "values", "lags", "distances", "chance", "chances", "linked", "far_lags", "far",
)  # fmt: skip
_COUNTED = ("edges", "exact", "emulated")


def with_report(emulator: Emulator, report: TrustReport) -> Emulator:
    """Return ``emulator`` with what was found about it; its histograms stand by its domain."""
    counted = {_PREFIX + name: np.asarray(getattr(report, name)) for name in _COUNTED}
    return replace(emulator, report=report.summary(), domain={**emulator.domain, **counted})


def report_of(emulator: Emulator) -> TrustReport | None:
    """Return what was found about ``emulator``, if anything was that can be read here."""
    kept = {name: emulator.domain.get(_PREFIX + name) for name in _COUNTED}
    counted = {name: np.asarray(one) for name, one in kept.items() if one is not None}
    try:
        report = TrustReport.of_summary(
            emulator.report, counted if len(counted) == len(kept) else None
        )
    except (KeyError, TypeError, ValueError, GRNStudioError):
        return None  # of another version, or of another program
    return report if _fits(report) else None


def _fits(report: TrustReport) -> bool:
    """Return whether the arrays of a report are of the sizes that its lists say."""
    starts, lags, species = len(report.starts), report.lags.size, len(report.species)
    each = (starts, lags, species)
    return (
        min(each) > 0
        and report.distances.shape == report.chance.shape == (len(MEASURES), *each)
        and report.chances.shape == (lags, species, CHANCES)
        and report.linked.shape == (2, *each)
        and report.far.shape[3:] == (report.far_lags.size, species)
        and set(report.tested) <= set(report.lags.tolist())
        and (not report.has_histograms or report.exact.shape[:3] == each)
    )


def _rounded(array: np.ndarray) -> list[float]:
    """Return numbers to six digits, so that texts stay short."""
    return [float(f"{one:.{_DIGITS}g}") if one % 1 else int(one) for one in array.ravel().tolist()]


def _share_within(counts: np.ndarray, beside: int) -> float:
    """Return the share of ``counts`` but for the first and last ones ``beside``."""
    return float(counts[beside:-beside].sum() / max(1, counts.sum()))
