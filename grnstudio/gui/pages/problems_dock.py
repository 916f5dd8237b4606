"""What keeps the design from being trained, in words, as it is edited."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QWidget

from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.learn import LEARNERS
from grnstudio.project import Design

NONE = "No problems: the design can be trained."


class ProblemsPanel(QListWidget):
    """The list of problems; ``count_changed`` feeds the counters."""

    count_changed = Signal(int)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("line-list")
        self.setAccessibleName("Problems")
        self.setToolTip("What keeps the design from being trained")
        self.problems: list[str] = []
        document.watch(lambda project: project.design, self.show_design)

    def sizeHint(self) -> QSize:
        return QSize(600, 64)

    def show_design(self, design: Design) -> None:
        """Check ``design`` and list what is wrong with it."""
        self.problems = problems_of(design)
        self.clear()
        self.addItems(self.problems or [NONE])
        if not self.problems:
            self.item(0).setFlags(Qt.ItemFlag.NoItemFlags)
        self.count_changed.emit(len(self.problems))


def problems_of(design: Design) -> list[str]:
    """Return what keeps ``design`` from being trained, as sentences."""
    found = []
    spec = LEARNERS["circuit"]
    for check in (spec.configured, spec.inputs):
        try:
            check(design)
        except GRNStudioError as error:
            found.append(str(error))
    return found
