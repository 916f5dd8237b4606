"""Hold an emulator against exact simulation, as a job."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from grnstudio.core.assessing import AssessConfig
from grnstudio.core.conservation import law_matrix
from grnstudio.core.distances import fitting_bins
from grnstudio.core.emulator import Emulator
from grnstudio.core.figures import Figure
from grnstudio.core.network import Network
from grnstudio.core.starts import read
from grnstudio.core.trust import Timing, TrustReport, report_of, with_report
from grnstudio.core.trust_comparison import Comparison, compared, conduct_of, edges_of, together
from grnstudio.core.trust_figures import over_lags, overlay
from grnstudio.jobs import Checkpoint, Step, Steps
from grnstudio.learn.emulator.trials import Trials, check_room, dealt, factors, spread, threads_of
from grnstudio.simulate.courses import Courses, varied

if TYPE_CHECKING:
    from grnstudio.learn.emulator.result import EmulatorResult

FAR_PLACES = 30
APART = 0x5EED_7E57  # from the chance of what was learned from
_WEIGHTS = {"exact runs": 20, "emulated runs": 4, "comparing": 1, "long exact runs": 20}


def assess(
    emulator: Emulator,
    config: AssessConfig,
    network: Network | None = None,
    *,
    taught: float | None = None,
    device: str = "auto",
    resume: Checkpoint | None = None,
) -> Steps[TrustReport]:
    """Compare ``emulator`` with exact runs from starts of their own.

    The same ``config`` gives the same report but for its timing. ``network`` is simulated in place
    of the emulator's own; ``taught`` are the seconds that teaching took, as in its last report
    unless given. There is a step with metrics for each start that is done at each stage; steps
    without only say that work goes on. A stopped job reports on the starts that were compared.
    Raises `SettingError` and `ModelError` for settings that do not suit the network.
    """
    yield Step(0, 0, stage="preparing")
    if taught is None:
        before = report_of(emulator)
        taught = before.timing.taught if before else 0.0
    assessment = _Assessment(emulator, config, network or emulator.network, device, taught)
    yield from assessment.work(resume or {})
    return assessment.report()


def assess_result(result: EmulatorResult, config: AssessConfig) -> Steps[EmulatorResult]:
    """Test the emulator of ``result`` again; if that is stopped, its last report stands."""
    with closing(assess(result.emulator, config)) as steps:
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                return replace(result, emulator=with_report(result.emulator, end.value))
            yield replace(step, checkpoint=dict, result=_nothing)


def _nothing() -> None:
    return None


@dataclass(eq=False)
class _Assessment:
    """What has been made and compared; each list grows by a start at a time."""

    emulator: Emulator
    config: AssessConfig
    network: Network
    device: str
    taught: float
    exact: list[np.ndarray] = field(default_factory=list)
    ours: list[np.ndarray] = field(default_factory=list)
    found: list[Comparison] = field(default_factory=list)
    far_exact: list[np.ndarray] = field(default_factory=list)
    far_ours: list[np.ndarray] = field(default_factory=list)
    done: int = 0

    def __post_init__(self) -> None:
        last, config = self.config.tested[-1], self.config
        self.lags = spread(last, config.tested)
        self.far_lags = _NONE
        if config.longer:
            self.far_lags = spread(last * config.longer, most=FAR_PLACES)
        self.threads = threads_of(config.workers)
        check_room(config, len(self.emulator.species))
        self.near = self._trials(self.lags, config.settings, 2 * config.runs)
        self.far: Trials | None = None
        if config.longer:
            self.far = self._trials(self.far_lags, config.far_starts, config.far_runs)

    def _trials(self, lags: np.ndarray, settings: int, runs: int) -> Trials:
        emulator, config = self.emulator, self.config
        lowest, highest = factors(emulator, varied(self.network, emulator.parameters))
        courses = Courses(
            network=self.network,
            starts=read(config.starts, self.network).with_near_empty(config.near_empty),
            step=emulator.step, steps=int(lags[-1]), settings=settings, runs=runs,
            vary=emulator.parameters, lowest=lowest, highest=highest, seed=APART + config.seed,
            leaping=True,
        )  # fmt: skip
        return Trials(emulator, courses, lags, self.threads, self.device)

    @cached_property
    def laws(self) -> np.ndarray:
        """The conserved sums, ``[laws, species]``."""
        return law_matrix(self.network, self.emulator.species)

    @cached_property
    def edges(self) -> np.ndarray:
        """The edges of the histograms, once all exact runs are there."""
        bins = self.config.bins or fitting_bins(self.config.runs)
        low = np.min([runs.min(axis=(0, 1)) for runs in self.exact], axis=0)
        high = np.max([runs.max(axis=(0, 1)) for runs in self.exact], axis=0)
        return edges_of(np.stack([low, high]), bins)

    @property
    def total(self) -> int:
        """All that is to be done, in steps that take about as long."""
        far = self.far.courses.settings if self.far else 0
        return self.config.settings * 25 + far * 24

    def work(self, resume: Checkpoint) -> Steps[None]:
        """Make the runs and compare them, all that was not before ``resume``."""
        self._restore(resume)
        near, far, runs = self.near, self.far, self.config.runs
        yield from self._gathered("exact runs", self.exact, near.exact(len(self.exact)), near)
        ours = near.emulated(runs, len(self.ours))
        yield from self._gathered("emulated runs", self.ours, ours)
        again = int(resume.get("found", 0))
        yield from self._gathered("comparing", self.found, self._compared(), again=again)
        if far is None:
            return
        exact = map(_moments, far.exact(len(self.far_exact)))
        yield from self._gathered("long exact runs", self.far_exact, exact, far)
        drawn = map(_moments, far.emulated(self.config.far_runs, len(self.far_ours)))
        yield from self._gathered("long emulated runs", self.far_ours, drawn)

    def _gathered(
        self,
        stage: str,
        kept: list[Any],
        source: Iterator[Any],
        trials: Trials | None = None,
        again: int = 0,
    ) -> Steps[None]:
        """Keep what ``source`` gives, and say so but for what was told ``again``."""
        weight = _WEIGHTS.get(stage, 4)
        self.done += weight * len(kept)
        for one in source:
            if one is None:
                partly = trials.share if trials else 0.0
                yield self._step(stage, ahead=int(weight * partly))
                continue
            kept.append(one)
            self.done += weight
            tells = len(kept) > again
            yield self._step(stage, self._metrics(stage, len(kept)) if tells else None)

    def _step(self, stage: str, metrics: dict[str, float] | None = None, ahead: int = 0) -> Step:
        return Step(
            self.done + ahead, self.total, metrics or {}, self._figures, self._checkpoint,
            self._so_far, stage,
        )  # fmt: skip

    def _metrics(self, stage: str, done: int) -> dict[str, float]:
        if stage != "comparing":
            return {"starts tested": float(done)}
        l1 = float(np.mean([one.distances[0] for one in self.found]))
        return {"L1": l1, "L1 by chance": float(np.mean([one.chance[0] for one in self.found]))}

    def _compared(self) -> Iterator[Comparison | None]:
        yield from dealt(map(self._comparison, range(self.config.settings)), self.threads)

    def _comparison(self, setting: int) -> Callable[[], Comparison]:
        rng = np.random.default_rng([APART, self.config.seed, setting])
        first, second = np.split(self.exact[setting], 2)
        return partial(compared, first, second, self.ours[setting], self.edges, rng)

    def _figures(self) -> Sequence[Figure]:
        if not self.found:
            return ()
        report = self.report()
        lag = report.tested[-1]
        worst = max((row for row in report.rows() if row.lag == lag), key=lambda row: row.excess)
        return over_lags(report), overlay(report, worst.species, lag)

    def _so_far(self) -> TrustReport | None:
        return self.report() if self.found else None

    def report(self) -> TrustReport:
        """Return what the starts that were compared have shown."""
        done, emulator, near = len(self.found), self.emulator, self.near
        drawn = [near.courses.start(one) for one in range(done)]
        # Species that starts do not name begin as the network says, which exact runs tell.
        starts = np.array([self._start(one) for one in drawn], dtype=float)
        parts = {name: np.array([getattr(one, name) for one in self.found]) for name in _PARTS}
        conduct = [
            conduct_of(runs, start, self.laws)
            for runs, start in zip(self.ours[:done], starts, strict=True)
        ]
        far = min(len(self.far_exact), len(self.far_ours))
        return TrustReport(
            config=self.config,
            species=emulator.species,
            parameters=emulator.parameters,
            step=emulator.step,
            horizon=emulator.horizon,
            starts=starts,
            values=np.array([near.courses.values(one) for one in range(done)]),
            lags=self.lags,
            distances=parts["distances"].swapaxes(0, 1),
            chance=parts["chance"].swapaxes(0, 1),
            chances=parts["chances"].sum(axis=0),
            linked=parts["linked"].swapaxes(0, 1),
            far_lags=self.far_lags if far else _NONE,
            far=self._far(far),
            far_runs=self.config.far_runs if far else 0,
            conduct=together(conduct),
            timing=self._timing(),
            edges=self.edges,
            exact=parts["exact"],
            emulated=parts["emulated"],
            is_drawn=near.is_drawn,
        )

    def _start(self, drawn: dict[str, int]) -> list[float]:
        process = self.near.courses.process
        own = dict(zip(process.names, process.initial.tolist(), strict=True)) | drawn
        return [own[name] for name in self.emulator.species]

    def _far(self, starts: int) -> np.ndarray:
        """Return the moments of long runs, ``[2, 2, starts, lags, species]``."""
        if not starts:
            return np.zeros((2, 2, 0, 0, len(self.emulator.species)))
        both = np.array([self.far_exact[:starts], self.far_ours[:starts]])
        return both.swapaxes(1, 2)

    def _timing(self) -> Timing:
        near, threads = self.near, self.threads
        exact = near.exact_seconds / max(1, near.exact_steps) / threads
        emulated = near.emulated_seconds / max(1, near.emulated_steps) / threads
        return Timing(exact, emulated, threads, self.taught)

    def _checkpoint(self) -> Checkpoint:
        kept = {name: np.array(getattr(self, name)) for name in _KEPT if getattr(self, name)}
        near = self.near
        spent = [
            near.exact_seconds, near.exact_steps, near.emulated_seconds, near.emulated_steps
        ]  # fmt: skip
        told = {"found": len(self.found), "is_drawn": near.is_drawn}
        return {**kept, **told, "spent": np.array(spent, dtype=float)}

    def _restore(self, resume: Checkpoint) -> None:
        self.near.is_drawn = bool(resume.get("is_drawn", False))
        for name in _KEPT:
            getattr(self, name).extend(np.asarray(resume[name]) if name in resume else ())
        if "spent" in resume:
            near = self.near
            seconds, steps, ours, our_steps = (float(one) for one in resume["spent"])
            near.exact_seconds, near.exact_steps = seconds, int(steps)
            near.emulated_seconds, near.emulated_steps = ours, int(our_steps)


_NONE = np.zeros(0, dtype=np.int64)
_PARTS = Comparison._fields
_KEPT = ("exact", "ours", "far_exact", "far_ours")


def _moments(runs: np.ndarray | None) -> np.ndarray | None:
    """Return mean and standard deviation, ``[2, lags, species]``."""
    return None if runs is None else np.array([runs.mean(axis=0), runs.std(axis=0)])
