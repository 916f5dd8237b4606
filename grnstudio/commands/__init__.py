"""The commands of ``grnstudio``. Their help is their documentation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from grnstudio import gpu_pack
from grnstudio.build import build
from grnstudio.commands import (
    circuits,
    emulator_commands,
    grid_commands,
    mutating,
    network_commands,
    options,
)
from grnstudio.commands.options import INTERRUPTED, Out, Resume, Seed, Seeds, Set, Settings, Task
from grnstudio.errors import GRNStudioError, MissingInput
from grnstudio.learn import LEARNERS

# Where typer keeps the class of usage errors differs between its releases.
MISUSE: type[Exception] = typer.BadParameter.__bases__[0]

app = typer.Typer(
    name="grnstudio",
    help="Draw what a gene should do, train a network to do it, and read its regulation. "
    "Without a command the window opens, with the files that are named.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(circuits.app)
app.add_typer(mutating.app)
app.add_typer(network_commands.app)
app.add_typer(emulator_commands.app)
app.add_typer(grid_commands.app)


def invoke(words: Sequence[str]) -> int:
    """Run a command; return its exit code. Wrong usage is a `GRNStudioError`."""
    try:
        code = app(args=list(words), prog_name="grnstudio", standalone_mode=False)
    except MISUSE as error:
        reason = error.format_message().rstrip(".")  # type: ignore[attr-defined]
        raise GRNStudioError(f"{reason}. 'grnstudio --help' says what there is.") from error
    except typer.Abort:
        return INTERRUPTED
    return int(code or 0)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"grnstudio {build().words}")
        for sentence in gpu_pack.report():
            typer.echo(sentence)
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _options(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_print_version,
            is_eager=True,
            help="Say version, build and GPU pack.",
        ),
    ] = False,
    selftest: Annotated[
        bool, typer.Option("--selftest", help="Try every part of the program, for a minute or two.")
    ] = False,
    json: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", help="With --selftest: write what came of it."),
    ] = None,
) -> None:
    if context.invoked_subcommand is not None:
        if selftest or json is not None:
            raise MissingInput("--selftest and its --json stand alone, without a command.")
        return
    if not selftest:
        raise MissingInput("Say --selftest as well, or name a command; --help lists them.")
    from grnstudio.selftest.command import main

    raise typer.Exit(main(json))


@app.command("open")
def open_files(
    files: Annotated[list[str] | None, typer.Argument(help="Studies and task files.")] = None,
) -> None:
    """Open the window with FILES; the same as naming them without a command."""
    from grnstudio.cli import open_window

    raise typer.Exit(open_window(files or []))


@app.command()
def examples() -> None:
    """List the tasks and the networks that come with the program."""
    from grnstudio.commands.terminal import print_examples

    print_examples()


@app.command()
def train(
    learner: Annotated[str, typer.Argument(help=f"What to train: {', '.join(LEARNERS)}.")],
    task: Task = None,
    set_: Set = None,
    seeds: Seeds = None,
    seed: Seed = None,
    out: Out = None,
    resume: Resume = False,
    settings: Settings = False,
) -> None:
    """Train a network for TASK, and keep the run in a study.

    Ctrl-C stops after the current step and keeps what was found; --resume goes on from there.
    """
    options.train(learner, task, set_, out, resume, settings, networks=seeds, seed=seed)


def _files(text: str) -> typer.models.OptionInfo:
    """Return an option that names files to write, any number of them."""
    option: typer.models.OptionInfo = typer.Option(help=text)
    return option


Files = list[Path] | None
WhichRun = Annotated[
    int | None, typer.Option(metavar="N", help="The run's number. Default: the last one.")
]
WhichNetwork = Annotated[
    str,
    typer.Option(
        metavar="WHICH",
        help="Whose links: all (their mean), best, or a number. Default: all where every "
        "gene has a target, else best.",
    ),
]
Cutoff = Annotated[
    float | None,
    typer.Option(
        metavar="X",
        help="Take links stronger than X. Default: in files all of them, in pictures "
        "those above 5 % of the strongest.",
    ),
]
Dpi = Annotated[int, typer.Option(min=36, max=2400, help="Resolution of PNG pictures.")]


@app.command()
def export(
    study: Annotated[Path, typer.Argument(help="A .grnstudio file.")],
    run: WhichRun = None,
    network: WhichNetwork = "",
    cutoff: Cutoff = None,
    graph: Annotated[Files, _files("Picture of the network: .svg, .pdf or .png.")] = None,
    heatmap: Annotated[Files, _files("Picture of the link mutations: .svg, .pdf or .png.")] = None,
    json: Annotated[Files, _files("The network as JSON.")] = None,
    graphml: Annotated[Files, _files("The network as GraphML.")] = None,
    links: Annotated[Files, _files("Signed links, one a line, as CSV.")] = None,
    sif: Annotated[Files, _files("Signed links as SIF.")] = None,
    adjacency: Annotated[Files, _files("Weights as CSV; a row is a target.")] = None,
    curves: Annotated[
        Files, _files("Targets and responses: .csv or a picture, one file per condition.")
    ] = None,
    emulator: Annotated[Files, _files("The emulator, as a file that can be shared.")] = None,
    all_: Annotated[
        Path | None,
        typer.Option(
            "--all",
            metavar="FOLDER",
            help="Every picture as SVG, the numbers behind each as CSV, and the table of what "
            "was found.",
        ),
    ] = None,
    dpi: Dpi = 300,
) -> None:
    """Write what a run found to files. Every option may be given many times."""
    from grnstudio.commands.exporting import Export

    wanted = {
        "graph": graph,
        "heatmap": heatmap,
        "curves": curves,
        "json": json,
        "graphml": graphml,
        "links": links,
        "sif": sif,
        "adjacency": adjacency,
        "emulator": emulator,
        "all": [all_] if all_ else None,
    }
    files = [(kind, path) for kind, paths in wanted.items() for path in paths or ()]
    if not files:
        raise MissingInput("Name at least one file to write, such as --graph network.svg.")
    exporting = Export.of(study, run, network, cutoff, dpi)
    for kind, path in files:
        for written in exporting.write(kind, path):
            typer.echo(f"wrote {written}")
