"""A topology as a graph and as text; what is typed becomes the graph as soon as it can be read."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from grnstudio.core.figures import GraphFigure
from grnstudio.core.task import Task
from grnstudio.core.topology import Topology, read
from grnstudio.errors import ModelError
from grnstudio.gui.panels.graph_panel import GraphPanel

READ_AFTER_MS = 400
NONE = "Take the links of a network in Read, Distil or Atlas, or write some below."
HINT = "I -> g1, I -> g2, g2 -| g1"


class TopologyEditor(QWidget):
    """Shows one topology for a task, and lets its links be written."""

    changed = Signal(object)  # a Topology, by the user

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.topology: Topology | None = None
        self._task: Task | None = None
        self.graph = GraphPanel()
        self.graph.show_controls(False)
        self.graph.setAccessibleName("Links to verify")
        self.text = QPlainTextEdit(placeholderText=HINT)
        self.text.setObjectName("monospace")
        self.text.setAccessibleName("Links to verify, as text")
        self.text.setToolTip("Links, 'A -> B' for activation and 'A -| B' for repression")
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(44)
        self.problem = QLabel()
        self.problem.setObjectName("field-error")
        self.problem.setWordWrap(True)
        self._delay = QTimer(self, interval=READ_AFTER_MS, singleShot=True)
        self._delay.timeout.connect(self.read)
        self.text.textChanged.connect(self._delay.start)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.graph)
        split.addWidget(self.text)
        split.setSizes([400, 64])
        split.setStretchFactor(0, 1)
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(split, 1)
        column.addWidget(self.problem)
        self.show_links("", None)

    def show_links(self, links: str, task: Task | None) -> None:
        """Show ``links`` for ``task``; text that says the same already stays as it was typed."""
        self._task = task
        self.text.setEnabled(task is not None)
        if self._read(links) != self._read(self.text.toPlainText()):
            self.text.blockSignals(True)
            self.text.setPlainText(links)
            self.text.blockSignals(False)
        self._delay.stop()
        self._show(links)

    def read(self) -> None:
        """Take what is typed, if it can be read and says something else than before."""
        self._delay.stop()
        before = self.topology
        self._show(self.text.toPlainText())
        if not self.problem.text() and self.topology != before:
            self.changed.emit(self.topology)

    def _read(self, links: str) -> Topology | str:
        try:
            return read(links, self._task.regulators, self._task.targets) if self._task else links
        except ModelError:
            return links

    def _show(self, links: str) -> None:
        problem = ""
        if self._task is None:
            self.topology = None
        else:
            try:
                self.topology = read(links, self._task.regulators, self._task.targets)
            except ModelError as error:
                problem = str(error)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if self.topology is None or not self.topology.links:
            self.graph.clear(NONE)
        elif not problem:
            self.graph.show_figure(GraphFigure("Links to verify", self.topology.graph(), 0.0))
