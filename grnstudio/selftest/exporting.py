"""Every export: pictures and numbers of each kind of figure, graphs, networks, films, studies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import get_args

from grnstudio.core.figures import CellEdge, CellFigure, Figure, NetworkFigure, VennFigure
from grnstudio.learn import LEARNERS
from grnstudio.selftest.check import Bench, Check, require
from grnstudio.selftest.simulating import protein

GROUP = "export"
HEADS = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}
DPI = 72
LEAST_BYTES = 500  # of a picture with something in it


def checks() -> Iterator[Check]:
    """Yield a check for each format."""
    for suffix in HEADS:
        yield Check(GROUP, f"pictures, {suffix}", partial(_pictures, suffix))
    yield Check(GROUP, "numbers of figures, .csv", _numbers)
    yield Check(GROUP, "graphs", _graphs)
    yield Check(GROUP, "networks", _networks)
    yield Check(GROUP, "simulations, .csv", _simulations)
    yield Check(GROUP, "grid, .csv", _grid)
    yield Check(GROUP, "film, .gif", _film)
    yield Check(GROUP, "emulator", _emulator)
    yield Check(GROUP, "study with runs", _study)


def figures(bench: Bench) -> dict[str, Figure]:
    """Return a figure of each kind, of those that the learners have made where there are any."""
    found: dict[str, Figure] = {type(one).__name__: one for one in _drawn()}
    for key, run in bench.runs.items():
        spec = LEARNERS[key]
        for figure in spec.figures(bench.result(key), run.design):
            found.setdefault(type(figure).__name__, figure)
    missing = {one.__name__ for one in get_args(Figure)} - found.keys()
    require(not missing, f"no learner has made a {', '.join(sorted(missing))}")
    return found


def _drawn() -> tuple[Figure, ...]:
    """Return figures of the kinds that short trainings do not make."""
    edges = (CellEdge(0, 2, "tanh"), CellEdge(1, 2, "relu"))
    return (
        NetworkFigure("protein", protein()),
        VennFigure("shared", ("a", "b"), 3, 2, 1),
        CellFigure("cells", (edges, edges), 1, (8, 8)),
    )


def _pictures(suffix: str, bench: Bench) -> str:
    from grnstudio.gui.export import figure_picture

    shown = figures(bench)
    for name, figure in shown.items():
        path = bench.folder / f"{name}{suffix}"
        figure_picture(figure, path, DPI)
        head = path.read_bytes()[:LEAST_BYTES]
        require(head.startswith(HEADS[suffix]), f"{path.name} does not begin like its kind")
        require(len(head) == LEAST_BYTES, f"{path.name} has {len(head)} bytes only")
    return f"{len(shown)} kinds of figures"


def _numbers(bench: Bench) -> str:
    from grnstudio.gui.export import figure_to_csv

    shown = {name: one for name, one in figures(bench).items() if not _is_network(one)}
    for name, figure in shown.items():
        path = bench.folder / f"{name}.csv"
        figure_to_csv(figure, path)
        require(bool(path.read_text(encoding="utf-8").strip()), f"{path.name} is empty")
    return f"{len(shown)} kinds of figures"


def _graphs(bench: Bench) -> str:
    from grnstudio.io import graph_files

    graph = LEARNERS["circuit"].graph(bench.result("circuit"))
    kinds = {
        "json": graph_files.write_json,
        "graphml": graph_files.write_graphml,
        "csv": graph_files.write_edges,
        "sif": graph_files.write_sif,
        "adjacency.csv": graph_files.write_adjacency,
    }
    for suffix, write in kinds.items():
        path = bench.folder / f"links.{suffix}"
        write(graph, path)
        _require_content(path)
    return ", ".join(kinds)


def _networks(bench: Bench) -> str:
    from grnstudio.io import networks
    from grnstudio.io.network_exports import EXPORTS
    from grnstudio.io.networks import SUFFIXES

    for suffix in SUFFIXES:
        path = bench.folder / f"protein{suffix}"
        networks.write(protein(), path)
        _require_content(path)
    for export in EXPORTS.values():
        path = bench.folder / f"protein{export.suffix}"
        export.write(protein(), path)
        _require_content(path)
    return ", ".join([*SUFFIXES, *(one.suffix for one in EXPORTS.values())])


def _simulations(bench: Bench) -> str:
    from grnstudio.io import csv_trajectories
    from grnstudio.jobs import run
    from grnstudio.simulate.config import SimulationConfig
    from grnstudio.simulate.ensemble import simulate

    config = SimulationConfig(method="ssa", duration=1.0, intervals=4, runs=3, threads=1)
    simulation, path = run(simulate(protein(), config)), bench.folder / "runs.csv"
    csv_trajectories.write_runs(simulation, path)
    _require_content(path)
    return "3 runs"


def _grid(bench: Bench) -> str:
    from grnstudio.io import csv_grid

    for name, write in (("totals", csv_grid.write_totals), ("frames", csv_grid.write_frames)):
        path = bench.folder / f"{name}.csv"
        write(bench.result("grid"), path)
        _require_content(path)
    return "totals, frames"


def _film(bench: Bench) -> str:
    from grnstudio.gui.film import draw_films

    path = bench.folder / "film.gif"
    draw_films(bench.result("grid"), "P", path, None)
    require(path.read_bytes().startswith(b"GIF8"), "film.gif does not begin like one")
    return f"{path.stat().st_size / 1024:.1f} kB"


def _emulator(bench: Bench) -> str:
    from grnstudio.io import emulator_file

    emulator, path = bench.result("emulator").emulator, bench.folder / "telegraph.emulator"
    emulator_file.write(emulator, path)
    require(emulator_file.read(path).species == emulator.species, "its species differ")
    return f"{path.stat().st_size / 1024:.1f} kB"


def _study(bench: Bench) -> str:
    from dataclasses import replace

    from grnstudio.io import project_file
    from grnstudio.project import Project

    runs = tuple(replace(run, key=n) for n, run in enumerate(bench.runs.values(), 1))
    path = bench.folder / "all.grnstudio"
    project_file.write(Project(runs=runs), path)
    again = project_file.read(path).runs
    for run in again:
        LEARNERS[run.learner].from_run(run)
    require(len(again) == len(LEARNERS), f"{len(again)} of {len(LEARNERS)} runs are there")
    return f"{len(again)} runs, {path.stat().st_size / 1024:.0f} kB"


def _is_network(figure: Figure) -> bool:
    return isinstance(figure, NetworkFigure)


def _require_content(path: Path) -> None:
    require(path.stat().st_size > 0, f"{path.name} is empty")
