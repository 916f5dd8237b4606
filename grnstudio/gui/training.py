"""A training seen from the window: start, pause, stop, go on, and the run that comes of it."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from grnstudio.core.setting import configured
from grnstudio.errors import GRNStudioError, MissingInput
from grnstudio.gui.document import Document
from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.pace import Pace
from grnstudio.gui.recovery import Recovery
from grnstudio.gui.simulation_live import title_of
from grnstudio.io import checkpoint_file
from grnstudio.jobs import Cancelled, Failed, Finished, Job, Outcome, Update
from grnstudio.learn import LEARNERS
from grnstudio.learn.base import LearnerSpec
from grnstudio.learn.record import MetricLog, concluded
from grnstudio.project import Design, Run

KEEP_MS = 30_000


class TrainingSession(QObject):
    """Trains one design at a time through the worker, and keeps each training as a run.

    ``ended`` comes after the run has its place in the document. Further jobs of a run go through
    the same worker: those that renew its result end in ``renewed``, others in ``answered``.
    """

    began = Signal(object)  # the Run as it starts
    progressed = Signal(object)  # jobs.Update
    ended = Signal(object)  # the Run as it ended
    renewed = Signal(object)  # the Run whose result was made afresh
    answered = Signal(object, str, object)  # the Run, the function that was asked, what it returned
    failed = Signal(object, str)  # the error, and its traceback
    state_changed = Signal()  # what may be pressed

    def __init__(
        self, document: Document, runner: JobRunner, recovery: Recovery, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.run: Run | None = None
        self.log = MetricLog([])
        self.pace = Pace()
        self._document, self._runner, self._recovery = document, runner, recovery
        self._job: Job | None = None
        self._current: Job | None = None
        self._further: dict[int, tuple[Run, str]] = {}  # by job: what a job is asked of
        self._extends = False
        self._before = 0  # steps that a run had made before it was extended
        runner.started.connect(self._start_clock)
        runner.updated.connect(self._take_update)
        runner.ended.connect(self._take_outcome)
        self._keeper = QTimer(self, interval=KEEP_MS)
        self._keeper.timeout.connect(self.keep)
        self._keeper.start()

    @property
    def is_training(self) -> bool:
        """Whether a training runs, waits for the worker, or is paused."""
        return self._job is not None

    @property
    def is_reading(self) -> bool:
        """Whether a further job of a run is under way, such as reading its links again."""
        return bool(self._further)

    @property
    def is_paused(self) -> bool:
        """Whether the training is held."""
        return self.is_training and self._runner.is_paused

    @property
    def is_stopping(self) -> bool:
        """Whether the training has been asked to stop."""
        return self.is_training and self._runner.is_stopping

    def start(self, learner: str, inputs: Any = None) -> None:
        """Train the document's design; raises a `GRNStudioError` saying what it lacks.

        ``inputs`` may take the place of those that the learner takes from the design by itself.
        """
        project, spec = self._document.project, LEARNERS[learner]
        self._require_idle()
        config = spec.configured(project.design)
        inputs = spec.inputs(project.design) if inputs is None else inputs
        run = Run(
            project.next_key(),
            spec.key,
            _title(project.design, spec),
            _trained_on(project.design, spec),
            asdict(config),
            started=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        self._launch(run, spec.job(config, inputs))

    def go_on(self, key: int) -> None:
        """Train the run numbered ``key`` further, from its checkpoint."""
        self._require_idle()
        run = self._document.project.run(key)
        if run.checkpoint is None:
            raise MissingInput(f"'{run.title}' left nothing to go on from; train it afresh.")
        spec = LEARNERS[run.learner]
        job = spec.job(_config(spec, run), spec.inputs(run.design), run.checkpoint)
        self._launch(run, job)

    def extend(self, key: int, function: str, *arguments: Any) -> None:
        """Go on with the run numbered ``key`` by another training of its learner.

        ``function`` is named ``module:function`` within the learner's package; it gives a result of
        the same kind, which takes the place of the run's. If it fails, the run stays as it was.
        """
        self._require_idle()
        run = self._document.project.run(key)
        self._launch(run, LEARNERS[run.learner].follow_up(function, *arguments), extends=True)

    def renew(self, run: Run, function: str, *arguments: Any) -> None:
        """Make the result of ``run`` afresh; ``run`` may bring other settings than are kept."""
        self._ask(run, "", LEARNERS[run.learner].follow_up(function, *arguments))

    def ask(self, run: Run, function: str, *arguments: Any) -> None:
        """Find something out about ``run`` that is not kept with it; ``answered`` brings it."""
        self._ask(run, function, LEARNERS[run.learner].follow_up(function, *arguments))

    def ask_for(self, run: Run, name: str, job: Job) -> None:
        """Find something out about ``run`` by any job; ``answered`` brings it under ``name``."""
        self._ask(run, name, job)

    def read_links(self, key: int, procedure: str, fraction: float) -> None:
        """Read the links of the run numbered ``key`` again, in another way."""
        run = self._document.project.run(key)
        chosen = {**run.config, "procedure": procedure, "fraction": fraction}
        run, spec = replace(run, config=chosen), LEARNERS[run.learner]
        self._ask(run, "", spec.reading_job(spec.from_run(run), _config(spec, run)))

    def pause(self) -> None:
        """Hold the training after its step."""
        self._runner.pause()
        self.pace.rest(time.monotonic())
        self.state_changed.emit()

    def resume(self) -> None:
        """Let the paused training go on."""
        self._runner.resume()
        self.pace.go(time.monotonic())
        self.state_changed.emit()

    def stop(self) -> None:
        """Stop the training and keep the best it has found."""
        self._runner.stop()

    def keep(self) -> None:
        """Copy unsaved work to where a crash leaves it."""
        if self.is_training or self._document.is_modified:
            own = self.run if self.is_training and not self._extends else None
            self._recovery.keep(self._document.project, own)
        else:
            self._recovery.forget()

    def _require_idle(self) -> None:
        if self.is_training:
            raise MissingInput("A training is under way; stop it, or wait for its end.")

    def _ask(self, run: Run, function: str, job: Job) -> None:
        self._further[id(job)] = run, function
        self._runner.start(job)
        self.state_changed.emit()

    def _launch(self, run: Run, job: Job, extends: bool = False) -> None:
        self.run, self.log, self.pace, self._job = run, MetricLog([]), Pace(), job
        self._extends = extends
        steps = run.metrics.get("step")
        self._before = int(steps[-1]) if extends and steps is not None and len(steps) else 0
        self._recovery.checkpoint_path.unlink(missing_ok=True)
        self.keep()
        self._runner.start(job, None if extends else self._recovery.checkpoint_path)
        self.began.emit(run)
        self.state_changed.emit()

    def _start_clock(self, job: Job) -> None:
        self._current = job
        if job is self._job:
            self.pace.go(time.monotonic())
            self.state_changed.emit()

    def _take_update(self, update: Update) -> None:
        if self._job is not None and self._current is self._job:
            if self._before:
                later = tuple((self._before + step, one) for step, one in update.metrics)
                update = replace(update, metrics=later)
            self.log.add(update.metrics)
            self.pace.add(update.done, time.monotonic(), update.part)
            self.progressed.emit(update)

    def _take_outcome(self, outcome: Outcome) -> None:
        job, self._current = self._current, None
        if job is not None and job is self._job:
            self._conclude(outcome)
        elif job is not None and id(job) in self._further:
            self._take_answer(*self._further.pop(id(job)), outcome)
        self.state_changed.emit()

    def _conclude(self, outcome: Outcome) -> None:
        assert self.run is not None
        run = _extended(self.run, outcome, self.log) if self._extends else self._ended(outcome)
        run = replace(run, seconds=run.seconds + self.pace.elapsed(time.monotonic()))
        self.run, self._job = None, None
        self._put(run)
        self.keep()
        self.ended.emit(run)
        if isinstance(outcome, Failed):
            self.failed.emit(outcome.error, outcome.details)

    def _ended(self, outcome: Outcome) -> Run:
        """Return the run as it stands after its own training; of one that failed what was saved."""
        assert self.run is not None
        run = concluded(self.run, LEARNERS[self.run.learner], outcome, self.log)
        if isinstance(outcome, Failed):
            run = replace(run, checkpoint=self._autosaved() or run.checkpoint)
        return run

    def _take_answer(self, run: Run, function: str, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self.failed.emit(outcome.error, outcome.details)
        elif isinstance(outcome, Finished) and self._keeps(run.key):
            if function:
                self.answered.emit(run, function, outcome.result)
                return
            arrays, weights = LEARNERS[run.learner].to_arrays(outcome.result)
            run = replace(run, arrays=arrays, weights=weights)
            self._put(run)
            self.renewed.emit(run)

    def _autosaved(self) -> Any:
        path = self._recovery.checkpoint_path
        try:
            return checkpoint_file.read(path) if path.exists() else None
        except GRNStudioError:
            return None  # the crash cut the file itself; the run says that it failed

    def _keeps(self, key: int) -> bool:
        return any(run.key == key for run in self._document.project.runs)

    def _put(self, run: Run) -> None:
        if self._keeps(run.key):
            self._document.replace_run(run)
        else:
            self._document.add_run(run)


def _extended(run: Run, outcome: Outcome, log: MetricLog) -> Run:
    """Return ``run`` with what another job made of its result, as it was if that failed.

    A run of which more was asked and stopped can go on with that; from its own checkpoint, which
    knows nothing of what has been added, it cannot.
    """
    if isinstance(outcome, Failed):
        return run
    after = concluded(run, LEARNERS[run.learner], outcome, log)
    if after.arrays is run.arrays:
        return run
    return after if isinstance(outcome, Cancelled) else replace(after, outcome=run.outcome)


def _config(spec: LearnerSpec, run: Run) -> Any:
    return configured(spec.config, run.config)


def _trained_on(design: Design, spec: LearnerSpec) -> Design:
    """Return what of ``design`` a training depends on, to be kept with its run."""
    if spec.of_network:
        return replace(design, task=None, frames=None, network_text="")
    return replace(design, network=None, network_text="")


def _title(design: Design, spec: LearnerSpec) -> str:
    if spec.of_network and design.network is not None:
        return title_of(design.network)
    return design.task.title if design.task else "Untitled"
