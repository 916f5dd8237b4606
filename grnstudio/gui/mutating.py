"""Shows mutants of the network that is in sight on the Design page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from grnstudio.core.mutant_result import MutantResult
from grnstudio.errors import MissingInput
from grnstudio.gui.mutants_dialog import MutantsDialog
from grnstudio.gui.pages.atlas_page import AtlasPage
from grnstudio.learn import LEARNERS
from grnstudio.learn.handing_on import mutants_job
from grnstudio.project import Run

if TYPE_CHECKING:
    from grnstudio.gui.workbench import Workbench

HAVE_NETWORKS = ("circuit", "distil", "atlas", "verify")
NO_CIRCUIT = "Train a circuit first, or open a run of one on the Design page."
ASKED = "mutants"


class Mutating(QObject):
    """Opens a dialog for a run, and has its mutants simulated by the worker."""

    def __init__(self, work: Workbench) -> None:
        super().__init__(work)
        self._work = work
        self.dialogs: list[MutantsDialog] = []
        work.session.answered.connect(self._take)
        work.session.failed.connect(lambda *_: self._give_up())

    @property
    def run(self) -> Run | None:
        """The run in sight, else the last one, of those that have networks to mutate."""
        shown = self._work.design.shown_run
        runs = (*self._work.document.project.runs, *([shown] if shown is not None else ()))
        found = (one for one in reversed(runs) if one.arrays and one.learner in HAVE_NETWORKS)
        return next(found, None)

    def show(self) -> None:
        """Open the dialog for the network in sight, with the usual mutants."""
        self._work.attempt(self._open)

    def _open(self) -> None:
        run = self.run
        if run is None or run.design.task is None:
            raise MissingInput(NO_CIRCUIT)
        choice = self._choice(run)
        title = f"run {run.key}{_words(run.learner, choice)}"
        dialog = MutantsDialog(run.design.task, title, self._work.window)
        dialog.finished.connect(lambda _: self._close(dialog))
        dialog.picture_wanted.connect(
            lambda panel: self._work.exporter.picture(panel, dialog.pictures())
        )
        ask = partial(self._ask, dialog, run, choice)
        dialog.wanted.connect(lambda words: self._work.attempt(partial(ask, words)))
        self.dialogs.append(dialog)
        dialog.show()
        ask("")

    def _choice(self, run: Run) -> str:
        """Return which network, point or set of ``run`` is in sight."""
        current = self._work.design.current
        if isinstance(current, AtlasPage) and current.run is not None:
            return current.network if current.run.key == run.key else ""
        page = self._work.design.page_of(run.learner)
        if page.run is None or page.run.key != run.key:
            return ""
        if run.learner == "circuit":
            return str(self._work.design.read_column.networks.currentData() or "best")
        if run.learner in ("distil", "verify"):
            return str(getattr(page, "chosen", ""))
        return ""

    def _ask(self, dialog: MutantsDialog, run: Run, choice: str, words: str) -> None:
        job = mutants_job(LEARNERS[run.learner].from_run(run), words, choice)
        dialog.wait(job)
        self._work.session.ask_for(run, f"{ASKED} {id(job)}", job)

    def _take(self, run: Run, asked: str, result: object) -> None:
        for dialog in self.dialogs:
            if dialog.job is not None and asked == f"{ASKED} {id(dialog.job)}":
                assert isinstance(result, MutantResult)
                dialog.show_result(result)

    def _give_up(self) -> None:
        for dialog in self.dialogs:
            if dialog.job is not None and not self._work.session.is_reading:
                dialog.give_up()

    def _close(self, dialog: MutantsDialog) -> None:
        self.dialogs.remove(dialog)
        dialog.deleteLater()


def _words(learner: str, choice: str) -> str:
    """Return what a choice means, to follow the name of a run."""
    kind = {"distil": "point", "verify": "set"}.get(learner, "network")
    if choice in ("", "best", "all"):
        return {"": "", "best": ", the best network", "all": ", all networks"}[choice]
    return f", {kind} {choice}"
