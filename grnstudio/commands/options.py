"""What commands that train have in common: the task, the settings, the study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

INTERRUPTED = 130

Task = Annotated[
    str | None,
    typer.Argument(help="A task file, an example by its name, or a study, for its design."),
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="A setting. May be given many times."),
]
Seeds = Annotated[
    int | None,
    typer.Option(metavar="N", help="Networks to train together, each from its own seed."),
]
Seed = Annotated[int | None, typer.Option(metavar="S", help="The first network's seed.")]
Out = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--out",
        metavar="STUDY",
        help="The study to make, or to add the run to. Default: TASK.grnstudio here.",
    ),
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with the study's last unfinished run.")
]
Settings = Annotated[
    bool, typer.Option("--settings", help="List the settings with their limits, and end.")
]
