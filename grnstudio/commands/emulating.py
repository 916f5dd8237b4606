"""Emulators in a terminal: found in files and studies, told of, and held against exact runs."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from grnstudio.commands.circuit_tables import Summary
from grnstudio.commands.progress import stopped_by_ctrl_c, told, unseen
from grnstudio.core.assessing import AssessConfig
from grnstudio.core.emulator import Emulator
from grnstudio.core.trust import TrustReport, report_of, with_report
from grnstudio.core.trust_verdict import judged, verdict
from grnstudio.errors import MissingInput
from grnstudio.io import emulator_file, project_file
from grnstudio.io.kinds import PROJECT_SUFFIX
from grnstudio.jobs import Cancelled, Failed, Monitor, drive
from grnstudio.learn import LEARNERS
from grnstudio.project import Run

LEARNER = "emulator"


def read(path: Path) -> Emulator:
    """Return the emulator in a file of its own, or that of the last run of a study."""
    if path.suffix != PROJECT_SUFFIX:
        return emulator_file.read(path)
    for run in reversed(project_file.read(path).runs):
        if run.learner == LEARNER and run.arrays:
            return of_run(run)
    raise MissingInput(f"{path} has no run of an emulator; train one: grnstudio train emulator.")


def of_run(run: Run) -> Emulator:
    """Return the emulator that a run has made."""
    emulator: Emulator = LEARNERS[LEARNER].from_run(run).emulator
    return emulator


def keep(study: Path, path: Path) -> None:
    """Write the last emulator of ``study`` into a file of its own."""
    emulator_file.write(read(study), path)


def print_of_run(run: Run, console: Console) -> None:
    """Say what a training has made, and what happened on the way."""
    result = LEARNERS[LEARNER].from_run(run)
    for note in result.notes:
        console.print(note, highlight=False, markup=False, soft_wrap=True)
    print_of(result.emulator, console)


def print_of(emulator: Emulator, console: Console) -> None:
    """Say what an emulator is, and how far it can be trusted."""
    inputs = f", given {', '.join(emulator.parameters)}" if emulator.parameters else ""
    console.print(
        f"Draws {', '.join(emulator.species)} after {emulator.step:g}{inputs}; taught on courses "
        f"up to {emulator.horizon:g}.",
        highlight=False, markup=False, soft_wrap=True,
    )  # fmt: skip
    report = report_of(emulator)
    if report is None:
        console.print("It has not been held against exact simulation: grnstudio check-emulator.")
    else:
        print_report(report, console)


def print_report(report: TrustReport, console: Console) -> None:
    """Print the distances by species and lag, and the verdict."""
    columns = ("species", "steps", "L1", "by chance", "ratio", "IoU", "Wasserstein", "it is")
    rows = [
        [
            row.species, str(row.lag), f"{row.l1:.3f}", f"{row.chance:.3f}", f"{row.ratio:.2f}",
            f"{row.iou:.3f}", f"{row.wasserstein:.3g}", judged(row),
        ]
        for row in report.rows()
    ]  # fmt: skip
    heading = f"{report.runs:,} runs from each of {len(report.starts)} starts"
    Summary(heading, columns, rows).print(console)
    console.print(verdict(report), highlight=False, markup=False, soft_wrap=True)


def check(path: Path, config: AssessConfig, out: Path | None) -> bool:
    """Hold an emulator against exact runs, and print what came of it; say whether it ended."""
    emulator, console = read(path), Console(stderr=True)
    job = LEARNERS[LEARNER].follow_up("evaluate:assess", emulator, config)
    monitor = Monitor()
    with told(console, "comparing") as tell, stopped_by_ctrl_c(monitor, console):
        outcome = drive(unseen(job.begin(), tell), monitor)
    if isinstance(outcome, Failed):
        raise outcome.error
    if outcome.result is None:
        console.print("Stopped before anything was known.")
        return False
    print_report(outcome.result, Console())
    if out is not None:
        emulator_file.write(with_report(emulator, outcome.result), out)
        console.print(f"wrote {out}", highlight=False)
    return not isinstance(outcome, Cancelled)
