"""The commands of the circuit family beyond training. Their help is their documentation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from grnstudio.commands import options
from grnstudio.commands.options import Out, Resume, Seed, Seeds, Set, Settings, Task
from grnstudio.errors import SettingError

app = typer.Typer()

Links = Annotated[
    str,
    typer.Option(metavar="LINKS", help="Links to check, such as 'I -> g1, I -> g2, g2 -| g1'."),
]
FromRun = Annotated[
    int | None,
    typer.Option("--run", metavar="N", help="Take the links of this run of the study TASK."),
]
Which = Annotated[
    str,
    typer.Option(
        "--network",
        metavar="WHICH",
        help="Whose links of that run: best, a network's or point's number, 'topology 2' of an "
        "atlas. Default: those that say most.",
    ),
]
Frames = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Films as CSV: start, time, cell, then a column per gene."),
]
TrueLinks = Annotated[
    Path | None,
    typer.Option("--true-links", metavar="FILE", help="Known signs of links as CSV, to compare."),
]
NoRing = Annotated[bool, typer.Option("--row", help="The row of cells has two ends: no ring.")]


@app.command()
def distil(
    task: Task = None,
    set_: Set = None,
    seeds: Seeds = None,
    seed: Seed = None,
    out: Out = None,
    resume: Resume = False,
    settings: Settings = False,
) -> None:
    """Find out how few links TASK can be done with, by taking the weakest away again and again."""
    options.train("distil", task, set_, out, resume, settings, networks=seeds, seed=seed)


@app.command()
def atlas(
    task: Task = None,
    set_: Set = None,
    seeds: Seeds = None,
    seed: Seed = None,
    out: Out = None,
    resume: Resume = False,
    settings: Settings = False,
) -> None:
    """Train many networks for TASK, and map the topologies that they find."""
    options.train("atlas", task, set_, out, resume, settings, networks=seeds, seed=seed)


@app.command()
def enumerate(
    task: Task = None,
    set_: Set = None,
    seed: Seed = None,
    out: Out = None,
    resume: Resume = False,
    settings: Settings = False,
) -> None:
    """Try all topologies of few genes with Hill functions, and list those that do TASK."""
    options.train("enumerate", task, set_, out, resume, settings, seed=seed)


@app.command()
def verify(
    task: Task = None,
    links: Links = "",
    run: FromRun = None,
    network: Which = "",
    set_: Set = None,
    seed: Seed = None,
    out: Out = None,
    resume: Resume = False,
    settings: Settings = False,
) -> None:
    """Find out whether Hill functions can do TASK with given links, or with those of a run.

    Without --links they are those of a run of the study TASK, else of its design.
    """
    from grnstudio.commands import terminal

    if links and (run is not None or network):
        raise SettingError("Give the links, or a run to take them from, not both.")
    if resume or settings or task is None:
        options.train("verify", task, set_, out, resume, settings, seed=seed)
        return
    chosen = [*(set_ or ()), *([f"links={links}"] if links else [])]
    spec = terminal.learner("verify")
    design = terminal.design_for(spec, task, [*chosen, *options.given(seed=seed)])
    inputs = None
    if run is not None or network or not (links or design.configs.get("verify", {}).get("links")):
        design, inputs = terminal.with_links_of(task, design, run, network)
    if not terminal.train(spec, design, terminal.study_path(out, task), inputs):
        raise typer.Exit(options.INTERRUPTED)


@app.command()
def cellular(
    task: Task = None,
    frames: Frames = None,
    true_links: TrueLinks = None,
    row: NoRing = False,
    set_: Set = None,
    seeds: Seeds = None,
    seed: Seed = None,
    out: Out = None,
    resume: Resume = False,
    settings: Settings = False,
) -> None:
    """Learn who regulates whom from films of a row of cells: your own, or a generated rule's.

    TASK may be a study whose films are learned from; without it and --frames, films are generated.
    """
    from grnstudio.commands import terminal
    from grnstudio.project import Design

    spec = terminal.learner("cellular")
    if resume or settings:
        options.train("cellular", task, set_, out, resume, settings, networks=seeds, seed=seed)
        return
    given = [*(set_ or ()), *options.given(networks=seeds, seed=seed)]
    chosen = dict(terminal.read_setting(spec, text) for text in given)
    design = terminal.design_for(spec, task, given) if task else Design()
    design = replace(
        design, configs={**design.configs, spec.key: {**design.configs.get(spec.key, {}), **chosen}}
    )
    if frames is not None:
        from grnstudio.io import csv_frames

        films = csv_frames.read(frames, ring=not row)
        films = csv_frames.with_links(films, true_links) if true_links else films
        design = replace(design, frames=films)
    spec.configured(design)
    source = task or (str(frames) if frames else "cellular")
    if not terminal.train(spec, design, terminal.study_path(out, Path(source).stem)):
        raise typer.Exit(options.INTERRUPTED)
