"""The main job on one page, step by step: draw, train, read, and what is made of it further on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from grnstudio.gui.document import Document
from grnstudio.gui.pages.circuit_columns import DRAW, READ, TRAIN, CircuitColumns
from grnstudio.gui.pages.step_page import Pick, StepPage
from grnstudio.gui.pages.steps import STEPS
from grnstudio.gui.pages.workspace import Workspace
from grnstudio.gui.training import TrainingSession
from grnstudio.project import TAKEN

__all__ = ["DRAW", "READ", "STEPS", "TRAIN", "DesignPage"]


class DesignPage(Workspace):
    """The steps of the work on a task."""

    network_wanted = Signal(object, str)  # a network to be opened, and what it was made of
    mutants_wanted = Signal()  # of the network in sight

    def __init__(
        self, document: Document, session: TrainingSession, parent: QWidget | None = None
    ) -> None:
        self.columns = CircuitColumns(document, session)
        others = dict.fromkeys(step.page for step in STEPS if step.page is not CircuitColumns)
        pages = [self.columns, *(page(document, session) for page in others)]
        super().__init__(document, session, STEPS, pages, parent)
        self.editor = self.columns.editor
        self.train_column, self.read_column = self.columns.train_column, self.columns.read_column
        for page in self.each():
            page.network_wanted.connect(self.network_wanted)
            page.picked.connect(self.verify)
            page.mutants_wanted.connect(self.mutants_wanted)
        self.read_column.offer_verifying(self.shows("verify"))

    def verify(self, pick: Pick) -> None:
        """Take a topology to the page that verifies it, and keep it in the design."""
        design = self.document.project.design
        chosen = {**design.configs.get("verify", {}), "links": pick.topology.text}
        source: dict[str, object] = {"run": pick.run, "choice": pick.choice}
        configs = {**design.configs, "verify": chosen, TAKEN: source}
        self.document.edit("Take topology to Verify", replace(design, configs=configs))
        page = self.page_of("verify")
        page.clear()
        self.refresh()
        self.stepper.choose(self.steps_of(page)[0])

    def first_while_training(self, page: StepPage) -> int:
        """Return the step to go to; circuits follow their targets in Train."""
        return TRAIN if page is self.columns else super().first_while_training(page)
