"""How a run was made: everything needed to judge it or to make it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from html import escape

import numpy as np
from PySide6.QtWidgets import QTextBrowser, QWidget

from grnstudio.gui.pace import clock
from grnstudio.gui.pages.runs_table import best_loss, kind_of, started
from grnstudio.gui.run_recipe import differing
from grnstudio.learn import LEARNERS
from grnstudio.project import Run

MOST_NAMED = 30  # species
NONE = "Choose a run to see how it was made."


class RunDetails(QTextBrowser):
    """A sheet of facts about one run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("How this run was made")
        self.setPlaceholderText(NONE)

    def show_run(self, run: Run | None) -> None:
        """Show the facts of ``run``."""
        if run is None:
            self.clear()
        else:
            self.setHtml("".join(_sheet(run)))


def _sheet(run: Run) -> Iterator[str]:
    yield f"<h3>Run {run.key} · {escape(run.title)}</h3>"
    if run.message:
        yield f"<p>{escape(run.message)}</p>"
    columns = (
        ("Facts", _facts(run)),
        ("Settings", _settings(run)),
        ("Versions", run.versions.items()),
    )
    cells = [f"<td><b>{name}</b>{_rows(pairs)}</td><td width=40></td>" for name, pairs in columns]
    yield f"<table><tr>{''.join(cells)}</tr></table>"


def _facts(run: Run) -> Iterator[tuple[str, str]]:
    yield "Kind", kind_of(run)
    yield "Outcome", run.outcome
    yield "Started", started(run)
    yield "Time", clock(run.seconds)
    yield "Device", run.device
    loss = best_loss(run)
    if not np.isnan(loss):
        losses = run.arrays.get("losses")
        median = "" if losses is None else f" (median {np.nanmedian(losses):.4g})"
        yield "Best loss", f"{loss:.4g}{median}"
    if run.design.task:
        task = run.design.task
        yield "Genes", ", ".join(task.targets)
        yield "Inputs", ", ".join(task.inputs) or "none"
        yield "Conditions", ", ".join(one.name for one in task.conditions)
    if run.design.network:
        network = run.design.network
        yield "Network", network.name or network.id
        yield "Species", ", ".join(one.id for one in network.species[:MOST_NAMED])
    if "link_procedure" in run.arrays:
        fraction = float(run.arrays["link_fraction"])
        yield "Links read by", f"{run.arrays['link_procedure']}, λ = {fraction:g}"


def _settings(run: Run) -> Iterator[tuple[str, str]]:
    changed = differing(run)
    for field in fields(LEARNERS[run.learner].config):
        value = run.config.get(field.name, field.default)
        note = " (changed)" if field.name in changed else ""
        yield field.metadata.get("label", field.name), f"{value}{note}"


def _rows(pairs: Iterable[tuple[str, str]]) -> str:
    rows = [
        f"<tr><td>{escape(name)}&nbsp;&nbsp;</td><td>{escape(value)}</td></tr>"
        for name, value in pairs
    ]
    return f"<table>{''.join(rows)}</table>"
