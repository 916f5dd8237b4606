"""The command that shows mutants of circuits. Its help is its documentation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grnstudio.errors import FileSaveError

if TYPE_CHECKING:
    from grnstudio.commands.circuit_tables import Summary
    from grnstudio.core.mutant_result import MutantResult

app = typer.Typer()

Study = Annotated[Path, typer.Argument(help="A study with a run that has networks.")]
Which = Annotated[
    str,
    typer.Argument(
        metavar="[MUTANTS]",
        help="Such as 'g1-, I x0.5, g2 x2 & g1 = 0.4': knock-outs, doses, twice the synthesis, a "
        "level that is held. Default: each gene and input removed and in other doses.",
    ),
]
OfRun = Annotated[
    int | None, typer.Option("--run", metavar="N", help="Default: the last run with a result.")
]
Network = Annotated[
    str,
    typer.Option(
        metavar="WHICH",
        help="best, all, a network's or point's or set's number, 'topology 2' of an atlas.",
    ),
]
Folder = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--out",
        metavar="FOLDER",
        help="Write curves of every mutant there, drawn and as CSV.",
    ),
]


@app.command()
def mutants(
    study: Study, which: Which = "", run: OfRun = None, network: Network = "", out: Folder = None
) -> None:
    """Show what mutants of a trained circuit do, beside wild type."""
    from rich.console import Console

    from grnstudio import jobs
    from grnstudio.commands.exporting import run_of
    from grnstudio.io import project_file
    from grnstudio.learn import LEARNERS
    from grnstudio.learn.handing_on import mutants_job

    kept = run_of(project_file.read(study), study, run)
    job = mutants_job(LEARNERS[kept.learner].from_run(kept), which, network)
    found: MutantResult = jobs.run(job.begin())
    summary = _summary(found)
    summary.print(Console())
    if out is not None:
        _write(found, summary, out)


def _summary(found: MutantResult) -> Summary:
    """List how far each mutant is from the task, and what it changes on the whole."""
    from grnstudio.commands.circuit_tables import Summary

    losses, changes = found.losses[found.best], found.changes[found.best].mean(axis=1)
    rows = [[found.names[0], f"{losses[0]:.3g}", *("" for _ in found.task.targets)]]
    rows += [
        [name, f"{loss:.3g}", *(f"{change:+.3f}" for change in each)]
        for name, loss, each in zip(found.names[1:], losses[1:], changes, strict=True)
    ]
    columns = ("mutant", "error of the task", *(f"mean change of {g}" for g in found.task.targets))
    return Summary(found.circuits, columns, rows)


def _write(found: MutantResult, summary: Summary, folder: Path) -> None:
    from grnstudio.commands.exporting import file_name, write_figure
    from grnstudio.io import csv_figures

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileSaveError(f"'{folder}' cannot be made: {error.strerror}.") from error
    heatmap, *_ = found.figures()
    shown = [heatmap, *(one for name in found.names[1:] for one in found.figures(name)[1:])]
    for figure in shown:
        for suffix in (".svg", ".csv"):
            write_figure(figure, folder / f"{file_name(figure.title)}{suffix}")
    csv_figures.write_rows([summary.columns, *summary.rows], folder / "table.csv")
    typer.echo(f"Wrote {2 * len(shown) + 1} files to {folder}.")
