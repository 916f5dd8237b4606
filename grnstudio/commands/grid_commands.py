"""The command for grids of agents. Its help is its documentation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grnstudio.commands.options import INTERRUPTED

app = typer.Typer()

Model = Annotated[
    str,
    typer.Argument(help="A network: SBML, Antimony text, JSON, or an example by its name."),
]
Spreading = Annotated[
    str | None,
    typer.Option(metavar="NAMES", help="The species that go from node to node, such as P."),
]
Start = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        help="How it begins, such as 'Bee 10; 9 10: P 1; 1..3 2: Bee 5..15', nodes being "
        "counted from 1; or a CSV file with columns x, y and species.",
    ),
]
DrawnBy = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Draw nodes from an emulator: its file, or a study with one. Nodes in which there "
        "is little, or unlike what it was taught, stay exact; all are drawn with --set "
        "method=emulator.",
    ),
]
End = Annotated[float | None, typer.Option(metavar="T", help="The last time.")]
Runs = Annotated[
    int | None, typer.Option(metavar="R", help="Runs; several give mean and sd of the whole.")
]
Seed = Annotated[int | None, typer.Option(metavar="S", help="Same seed, same runs.")]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="A setting, such as nx=20, rate=0.5 or counted='Bee BeeA'. May be given many times.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "-o", "--out", metavar="FILE", help="CSV of the whole grid over time; else stdout."
    ),
]
Frames = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="CSV of every node at every time, of the first run."),
]
Gif = Annotated[Path | None, typer.Option(metavar="FILE", help="The first run as film.")]
Png = Annotated[Path | None, typer.Option(metavar="FOLDER", help="A picture of each frame of it.")]
Show = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="The species that film and pictures show. Default: the first that spreads.",
    ),
]
Settings = Annotated[
    bool, typer.Option("--settings", help="List the settings and their meaning, and end.")
]


@app.command("grid")
def grid(
    model: Model,
    spreading: Spreading = None,
    start: Start = None,
    emulator: DrawnBy = None,
    end: End = None,
    runs: Runs = None,
    seed: Seed = None,
    set_: Set = None,
    out: Out = None,
    frames: Frames = None,
    gif: Gif = None,
    png: Png = None,
    show: Show = "",
    settings: Settings = False,
) -> None:
    """Simulate agents on a grid that share spreading species.

    Every node holds the network of MODEL. Ctrl-C stops, and writes what is done.
    """
    from grnstudio.commands import grids, terminal
    from grnstudio.simulate.grid_config import GridConfig

    if settings:
        terminal.print_config(GridConfig())
        return
    given = {"spreading": spreading, "start": start, "end": end, "runs": runs, "seed": seed}
    config = grids.config(set_ or (), emulator is not None, given)
    files = grids.Files(out, frames, gif, png, show)
    if not grids.simulate(model, config, emulator, files):
        raise typer.Exit(INTERRUPTED)
