"""Training in a terminal: progress, Ctrl-C, and a study on disk that a crash leaves whole."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from grnstudio.commands.progress import stopped_by_ctrl_c, told
from grnstudio.core.setting import configured
from grnstudio.errors import FileSaveError, MissingInput
from grnstudio.io import project_file
from grnstudio.jobs import Cancelled, Checkpoint, Failed, Monitor, Step, Steps, drive
from grnstudio.learn.base import LearnerSpec, autosaved
from grnstudio.learn.record import MetricLog, concluded
from grnstudio.project import Design, Project, Run

SAVE_EVERY = 60.0  # seconds


class Study:
    """A project on disk that one run is written to, again and again."""

    def __init__(self, path: Path, design: Design | None) -> None:
        if not path.absolute().parent.is_dir():
            raise FileSaveError(f"There is no folder '{path.parent}'; make it, or save elsewhere.")
        self.path = path
        made_here = design is not None and not path.exists()
        self.project = Project(design or Design()) if made_here else project_file.read(path)

    def begin(self, spec: LearnerSpec, design: Design) -> Run:
        """Return the run that training ``design`` makes, before its first step."""
        return Run(
            self.project.next_key(),
            spec.key,
            _title(spec, design),
            design,
            asdict(spec.configured(design)),
            started=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def unfinished(self, spec: LearnerSpec) -> Run:
        """Return the last run of ``spec`` that can go on."""
        for run in reversed(self.project.runs):
            if run.learner == spec.key and run.checkpoint is not None:
                return run
        raise MissingInput(f"{self.path} has no unfinished run; train without --resume.")

    def keep(self, run: Run) -> None:
        """Write the study with ``run`` in it, in place of what had its number."""
        others = tuple(one for one in self.project.runs if one.key != run.key)
        runs = sorted((*others, run), key=lambda one: one.key)
        self.project = replace(self.project, runs=tuple(runs))
        project_file.write(self.project, self.path)


def train(spec: LearnerSpec, run: Run, study: Study, console: Console, inputs: Any = None) -> Run:
    """Train ``run``, from its checkpoint if it has one, to its end or to Ctrl-C; return it.

    The study holds it from the first minute on. What the learner raises is raised here, once the
    run has been kept as failed. ``inputs`` may take the place of the design's own.
    """
    inputs = spec.inputs(run.design) if inputs is None else inputs
    job = spec.job(configured(spec.config, run.config), inputs, run.checkpoint)
    log, monitor, start = MetricLog([]), Monitor(), time.monotonic()
    kept = run

    def timed(run: Run) -> Run:
        return replace(run, seconds=run.seconds + time.monotonic() - start)

    def save(checkpoint: Checkpoint) -> None:
        nonlocal kept
        study.keep(timed(concluded(run, spec, Cancelled(checkpoint), log)))
        kept = replace(run, checkpoint=checkpoint)

    with told(console, "training", _news) as tell, stopped_by_ctrl_c(monitor, console):
        steps = _watched(job.begin(), monitor, log, tell)
        outcome = drive(autosaved(steps, save, SAVE_EVERY), monitor)
    if isinstance(outcome, Cancelled) and not outcome.checkpoint:
        return replace(kept, outcome="stopped")  # not a step was made
    ended = timed(concluded(kept, spec, outcome, log))
    study.keep(ended)
    if isinstance(outcome, Failed):
        raise outcome.error
    return ended


def _title(spec: LearnerSpec, design: Design) -> str:
    if spec.of_network and design.network is not None:
        return design.network.name or design.network.id
    return design.task.title if design.task else spec.title


def _watched(
    steps: Steps[Any], monitor: Monitor, log: MetricLog, tell: Callable[[Step], None]
) -> Steps[Any]:
    """Tell of every step, and pass it on without its figures, which nobody looks at."""
    try:
        while True:
            step = next(steps)
            monitor.take()
            log.add([(step.done, step.metrics)])
            tell(step)
            yield replace(step, figures=tuple)
    except StopIteration as end:
        return end.value
    finally:
        steps.close()


def _news(step: Step) -> str:
    """Say the loss, or else what a step has to tell."""
    told = {n: x for n, x in step.metrics.items() if not n.startswith("loss.")}
    first = "loss" if "loss" in told else next(iter(told), "")
    return f"{first} {told[first]:.4g}" if first else ""
