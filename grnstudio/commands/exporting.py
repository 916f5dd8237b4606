"""Writes what a run found to files, without a window."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grnstudio.commands.circuit_tables import SUMMARIES
from grnstudio.core.emulator import Emulator
from grnstudio.core.figures import CurveFigure, Figure, GraphFigure, HeatmapFigure
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.errors import FileSaveError, MissingInput
from grnstudio.io import csv_figures, emulator_file, graph_files, project_file
from grnstudio.learn import LEARNERS
from grnstudio.project import Project, Run

FIGURES = {"graph": GraphFigure, "heatmap": HeatmapFigure, "curves": CurveFigure}


@dataclass(frozen=True, slots=True, eq=False)
class Export:
    """The graph and figures of one run; ``cutoff`` None takes every link.

    ``others`` are figures that only an export of everything takes, ``table`` its rows. A run of an
    ``emulator`` has no graph, and others no emulator.
    """

    graph: RegulatoryGraph | None
    figures: tuple[Figure, ...]
    cutoff: float | None = None
    dpi: int = 300
    others: tuple[Figure, ...] = ()
    table: Sequence[Sequence[str]] = ()
    emulator: Emulator | None = None

    @staticmethod
    def of(study: Path, key: int | None, network: str, cutoff: float | None, dpi: int) -> Export:
        """Read a run's result from a study; the last run that has one if ``key`` is None."""
        run = run_of(project_file.read(study), study, key)
        spec = LEARNERS[run.learner]
        result = spec.from_run(run)
        shown = spec.figures(result, run.design)
        if spec.of_network:
            return Export(None, shown, cutoff, dpi, emulator=result.emulator)
        curves = [one for one in shown if isinstance(one, CurveFigure)]
        figures = (*curves, *spec.link_figures(result, network))
        titles = {one.title for one in figures}
        others = tuple(one for one in shown if one.title not in titles)
        table: Sequence[Sequence[str]] = ()
        if run.learner in SUMMARIES:
            summary = SUMMARIES[run.learner](result)
            table = [summary.columns, *summary.rows]
        return Export(spec.graph(result, network), figures, cutoff, dpi, others, table)

    def write(self, kind: str, path: Path) -> Iterator[Path]:
        """Write ``kind``, yielding each file as it is written."""
        if kind == "all":
            yield from self._write_all(path)
            return
        if kind == "emulator":
            if self.emulator is None:
                raise MissingInput("This run has no emulator; name another with --run.")
            emulator_file.write(self.emulator, path)
            yield path
            return
        if self.graph is None:
            raise MissingInput(
                "This run is of an emulator, which has no links to write. --emulator FILE writes "
                "the emulator itself, --all FOLDER its figures."
            )
        if kind in FIGURES:
            yield from self._write_figures(FIGURES[kind], path)
            return
        write = {
            "json": graph_files.write_json,
            "graphml": graph_files.write_graphml,
            "links": graph_files.write_edges,
            "sif": graph_files.write_sif,
            "adjacency": graph_files.write_adjacency,
        }[kind]
        write(self.graph, path, self.cutoff or 0.0)
        yield path

    def _write_figures(self, kind: type, path: Path) -> Iterator[Path]:
        figures = [figure for figure in self.figures if isinstance(figure, kind)]
        if not figures:
            raise MissingInput(f"This run has nothing to show in '{path}'.")
        for figure in figures:
            own = path if len(figures) == 1 else _beside(path, figure.title)
            write_figure(self._cut(figure), own, self.dpi)
            yield own

    def _write_all(self, folder: Path) -> Iterator[Path]:
        """Write each figure as a picture and as numbers, and the table of what was found."""
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise FileSaveError(f"'{folder}' cannot be made: {error.strerror}.") from error
        for figure in (*self.others, *self.figures):
            for suffix in (".svg", ".csv"):
                path = folder / f"{file_name(figure.title)}{suffix}"
                write_figure(self._cut(figure), path, self.dpi)
                yield path
        if self.table:
            csv_figures.write_rows(self.table, folder / "table.csv")
            yield folder / "table.csv"

    def _cut(self, figure: Any) -> Figure:
        if isinstance(figure, GraphFigure) and self.cutoff is not None:
            return replace(figure, cutoff=self.cutoff)
        shown: Figure = figure
        return shown


def write_figure(figure: Figure, path: Path, dpi: int = 300) -> None:
    """Save a picture of ``figure``, or its numbers as CSV, by the suffix of ``path``."""
    # Without a display Qt remarks on every widget that it cannot tell a window manager its size.
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    from grnstudio.gui.export import figure_picture, figure_to_csv

    if path.suffix.lower() == ".csv":
        figure_to_csv(figure, path)
    else:
        figure_picture(figure, path, dpi)


def run_of(project: Project, study: Path, key: int | None) -> Run:
    """Return a run of the study that has a result, the last one if ``key`` is None.

    Raises `MissingInput` if there is none.
    """
    with_result = [run for run in project.runs if run.arrays]
    if key is None:
        if not with_result:
            raise MissingInput(f"{study} has no run with a result; train one first.")
        return with_result[-1]
    for run in project.runs:
        if run.key == key and not run.arrays:
            raise MissingInput(f"Run {key} of {study} has no result: it {run.outcome}.")
        if run.key == key:
            return run
    numbers = ", ".join(str(run.key) for run in project.runs) or "none"
    raise MissingInput(f"{study} has no run {key}; its runs are: {numbers}.")


def _beside(path: Path, title: str) -> Path:
    return path.with_name(f"{path.stem}-{file_name(title)}{path.suffix}")


def file_name(title: str) -> str:
    """Return a title in letters, digits and hyphens."""
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())
