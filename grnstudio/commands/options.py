"""What commands that train have in common: the task, the settings, the study, and how they go."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grnstudio.errors import MissingInput, SettingError

INTERRUPTED = 130

Task = Annotated[
    str | None,
    typer.Argument(
        help="A task file (for an emulator, a network's), an example by its name, or a study, for "
        "its design."
    ),
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
        help="The study to make, or to add the run to. Default: TASK.grnstudio here. An emulator "
        "can be given a file of its own besides, ending in .emulator.",
    ),
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with the study's last unfinished run.")
]
Settings = Annotated[
    bool, typer.Option("--settings", help="List the settings with their limits, and end.")
]


def train(
    key: str,
    task: str | None,
    set_: list[str] | None,
    out: Path | None,
    resume: bool,
    settings: bool,
    **numbers: int | None,
) -> None:
    """Train the learner ``key`` as the options say, or list its settings."""
    from grnstudio.commands import terminal

    spec = terminal.learner(key)
    if settings:
        terminal.print_settings(spec, task)
        return
    if task is None and not resume:
        needed = "network" if spec.of_network else "task"
        raise MissingInput(f"Name a {needed}; 'grnstudio examples' lists those at hand.")
    chosen = (*(set_ or ()), *given(**numbers))
    if resume and chosen:
        raise SettingError("A run keeps its settings: --resume takes no --set, --seeds or --seed.")
    design = None if resume else terminal.design_for(spec, str(task), chosen)
    study = terminal.study_path(out, task)
    if not terminal.train(spec, design, study):
        raise typer.Exit(INTERRUPTED)
    if spec.of_network and out is not None and out.suffix == terminal.EMULATOR:
        from grnstudio.commands import emulating

        emulating.keep(study, out)
        typer.echo(f"wrote {out}")


def given(**numbers: int | None) -> list[str]:
    """Return as ``key=value`` those numbers that were given."""
    return [f"{name}={value}" for name, value in numbers.items() if value is not None]
