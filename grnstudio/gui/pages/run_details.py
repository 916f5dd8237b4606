"""How a run was made: everything needed to judge it or to make it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from html import escape

import numpy as np
from PySide6.QtWidgets import QTextBrowser, QWidget

from grnstudio.gui.pace import clock
from grnstudio.gui.pages.runs_table import best_loss
from grnstudio.gui.run_recipe import differing
from grnstudio.learn import LEARNERS
from grnstudio.project import Run

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
    yield _rows(_facts(run))
    yield "<h4>Settings</h4>"
    yield _rows(_settings(run))
    yield "<h4>Versions</h4>"
    yield _rows(run.versions.items())


def _facts(run: Run) -> Iterator[tuple[str, str]]:
    yield "Outcome", run.outcome
    yield "Started", run.started
    yield "Time", clock(run.seconds)
    yield "Device", run.device
    loss = best_loss(run)
    if not np.isnan(loss):
        losses = run.arrays["losses"]
        yield "Best loss", f"{loss:.4g} (median {np.nanmedian(losses):.4g})"
    if run.design.task:
        task = run.design.task
        yield "Task", f"{len(task.genes)} genes, {len(task.inputs)} inputs, "
        yield "Conditions", ", ".join(one.name for one in task.conditions)
    if "link_procedure" in run.arrays:
        fraction = float(run.arrays["link_fraction"])
        yield "Links read by", f"{run.arrays['link_procedure']}, λ = {fraction:g}"


def _settings(run: Run) -> Iterator[tuple[str, str]]:
    changed = differing(run)
    for field in fields(LEARNERS[run.learner].config):
        value = run.config.get(field.name, field.default)
        note = " (changed)" if field.name in changed else ""
        yield field.metadata.get("label", field.name), f"{value}{note}"


def _rows(pairs: object) -> str:
    rows = [
        f"<tr><td>{escape(str(name))}&nbsp;&nbsp;</td><td>{escape(str(value))}</td></tr>"
        for name, value in pairs  # type: ignore[attr-defined]
    ]
    return f"<table>{''.join(rows)}</table>"
