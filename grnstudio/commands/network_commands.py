"""The commands for reaction networks. Their help is their documentation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grnstudio.simulate.config import SOLVERS

INTERRUPTED = 130

app = typer.Typer()

Model = Annotated[
    str, typer.Argument(help="A network: SBML, Antimony text, JSON, or an example by its name.")
]
Method = Annotated[
    str,
    typer.Option(
        help="ode, ssa (exact), tau (leaping), cle (Langevin), or fsp (distributions). "
        "Default: ode."
    ),
]
WithEmulator = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Draw from an emulator: its file, or a study with one. Times go by its step.",
    ),
]
End = Annotated[
    float | None,
    typer.Option(
        metavar="T", help="The last time; the first is 0. Default: 100, or what was taught."
    ),
]
Points = Annotated[int, typer.Option(metavar="N", help="Intervals to report.")]
Runs = Annotated[int, typer.Option(metavar="R", min=1, help="Runs; several give mean and sd.")]
Seed = Annotated[int, typer.Option(metavar="S", min=0, help="Same seed, same runs.")]
Threads = Annotated[
    int, typer.Option(metavar="N", min=0, help="Threads to share the runs; 0 for every core.")
]
Values = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=X", help="A parameter or initial amount. May be given many times."
    ),
]
Concentrations = Annotated[
    bool, typer.Option("--concentrations", help="Write concentrations in place of amounts.")
]
Out = Annotated[
    Path | None, typer.Option("-o", "--out", metavar="FILE", help="CSV to write; else stdout.")
]
Solver = Annotated[str, typer.Option(help=f"Of rate equations: {', '.join(SOLVERS)}.")]
Relative = Annotated[float, typer.Option(metavar="X", help="Relative tolerance of the solver.")]
Absolute = Annotated[float, typer.Option(metavar="X", help="Absolute tolerance of the solver.")]
MaxSteps = Annotated[
    int, typer.Option(metavar="N", help="Most steps of the solver between two times of output.")
]
Epsilon = Annotated[
    float, typer.Option(metavar="X", help="By which share propensities change in a tau-leap.")
]
Loss = Annotated[float, typer.Option(metavar="X", help="Probability that fsp may lose.")]


@app.command()
def simulate(
    model: Model,
    method: Method = "",
    emulator: WithEmulator = None,
    end: End = None,
    points: Points = 100,
    times: Annotated[
        str, typer.Option(metavar="LIST", help="Times to report, such as '0 1 5', for --end.")
    ] = "",
    start: Annotated[
        float, typer.Option(metavar="T", help="Report from this time on; simulated from 0.")
    ] = 0.0,
    runs: Runs = 1,
    seed: Seed = 0,
    threads: Threads = 0,
    set_: Values = None,
    solver: Solver = SOLVERS[0],
    relative: Relative = 1e-6,
    absolute: Absolute = 1e-12,
    max_steps: MaxSteps = 10_000,
    epsilon: Epsilon = 0.03,
    loss: Loss = 1e-8,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Keep no single runs; for very many of them.")
    ] = False,
    all_runs: Annotated[
        bool, typer.Option("--all-runs", help="Write every run: run,time,A,B.")
    ] = False,
    concentrations: Concentrations = False,
    out: Out = None,
) -> None:
    """Simulate a reaction network, and write amounts over time as CSV.

    Progress and remarks go to stderr. Ctrl-C stops, and writes what is done.
    """
    from grnstudio.commands import simulating

    taught = simulating.taught(emulator)
    config = simulating.config(
        method, end, points, runs, emulator=taught, seed=seed, threads=threads, times=times,
        start=start, solver=solver, relative=relative, absolute=absolute, max_steps=max_steps,
        epsilon=epsilon, loss=loss, keep=simulating.kept(statistics, all_runs),
    )  # fmt: skip
    ended = simulating.simulate(
        model, config, simulating.numbers(set_ or ()), all_runs, concentrations, out, taught
    )
    if not ended:
        raise typer.Exit(INTERRUPTED)


@app.command()
def scan(
    model: Model,
    vary: Annotated[
        list[str],
        typer.Option(
            metavar="NAME=FROM:TO[:POINTS[:log]]",
            help="A parameter or initial amount, such as k=0.1:10:21:log. Twice for a plane.",
        ),
    ],
    measure: Annotated[
        str,
        typer.Option(help="final, mean, maximum, minimum, amplitude, period, or standard (sd)."),
    ] = "final",
    method: Method = "",
    emulator: WithEmulator = None,
    end: End = None,
    points: Points = 100,
    runs: Runs = 1,
    seed: Seed = 0,
    threads: Threads = 0,
    set_: Values = None,
    concentrations: Concentrations = False,
    out: Out = None,
) -> None:
    """Simulate a reaction network for many values of one or two of its numbers.

    Writes a line for each of them as CSV. Ctrl-C stops, and writes the points that are done.
    """
    from grnstudio.commands import simulating

    taught = simulating.taught(emulator)
    config = simulating.config(
        method, end, points, runs, emulator=taught, seed=seed, threads=threads
    )
    wanted = simulating.scan_config(vary, measure, concentrations)
    if not simulating.scan(model, config, wanted, simulating.numbers(set_ or ()), out, taught):
        raise typer.Exit(INTERRUPTED)


@app.command()
def convert(
    source: Annotated[
        str, typer.Argument(metavar="IN", help="A network's file, or an example by its name.")
    ],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="Where to write it.")],
) -> None:
    """Write a network in another format, by the suffix of the file.

    .xml or .sbml, .ant or .txt, .json; a picture of it as .png, .svg or .pdf; SBGN as .sbgn (who
    regulates whom as .af.sbgn); who takes part in which reaction as .graphml, .graph.json or .csv;
    regulations as .edges.csv or .sif; equations as .tex or .md.
    """
    from grnstudio.commands import simulating

    for remark in simulating.convert_file(source, target):
        typer.echo(f"{source}: {remark}", err=True)
    typer.echo(f"wrote {target}")
