"""What keeps the network from being simulated and the design from being trained, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.icons import icon
from grnstudio.learn import LEARNERS
from grnstudio.project import Design

NONE = "No problems."
ERROR, WARNING, NOTE = "error", "warning", "note"
COUNTED = (ERROR, WARNING)
ICONS = {ERROR: ("error", "error"), WARNING: ("warning", "warning"), NOTE: ("info", "accent")}


class ProblemsPanel(QListWidget):
    """The list of problems; ``count_changed`` feeds the counter.

    ``problems`` are those of the design, ``findings`` (level and text) those of the network and
    its simulation, ``remarks`` what a file's reader changed or left out.
    """

    count_changed = Signal(int)  # errors and warnings

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("line-list")
        self.setAccessibleName("Problems")
        self.setToolTip("What keeps the network from being simulated or the design from training")
        self.setWordWrap(True)
        self.problems: list[str] = []
        self.findings: tuple[tuple[str, str], ...] = ()
        self.remarks: tuple[str, ...] = ()
        self._document = document
        document.watch(lambda project: project.design, self.show_design)

    def sizeHint(self) -> QSize:
        return QSize(600, 64)

    @property
    def listed(self) -> int:
        """How many errors and warnings are listed."""
        return sum(level in COUNTED for level, _ in self._entries())

    def show_design(self, design: Design) -> None:
        """Check ``design`` and list what is wrong with it."""
        self.problems = problems_of(design)
        self._list()

    def show_findings(self, findings: Sequence[tuple[str, str]]) -> None:
        """List what was found out about the network and its simulation."""
        self.findings = tuple(findings)
        self._list()

    def show_remarks(self, remarks: Sequence[str]) -> None:
        """List what the reader of a file remarked on."""
        self.remarks = tuple(remarks)
        self._list()

    def _entries(self) -> list[tuple[str, str]]:
        """Return level and text of all there is to list; nothing of what was not begun."""
        design = self._document.project.design
        found = [(level, f"Network: {text}") for level, text in self.findings if design.network]
        if design.task is not None:
            found += [(ERROR, f"Design: {text}") for text in self.problems]
        return [*found, *((NOTE, f"Import: {text}") for text in self.remarks)]

    def _list(self) -> None:
        entries = self._entries()
        self.clear()
        for level, text in entries:
            item = QListWidgetItem(icon(*ICONS.get(level, ICONS[NOTE])), text, self)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{level}: {text}")
        if not entries:
            item = QListWidgetItem(NONE, self)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.count_changed.emit(self.listed)


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
