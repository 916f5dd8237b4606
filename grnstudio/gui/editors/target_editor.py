"""The Draw column: conditions, tools, legend, canvas and table of the task's curves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QSplitter, QVBoxLayout, QWidget

from grnstudio.core.task import Task
from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.editors.active_curve import ActiveCurve
from grnstudio.gui.editors.canvas_tools import CanvasTools
from grnstudio.gui.editors.condition_tabs import ConditionTabs
from grnstudio.gui.editors.curve_canvas import CurveCanvas
from grnstudio.gui.editors.curve_list import CurveList
from grnstudio.gui.editors.curve_table import CurveTable
from grnstudio.gui.icons import icon

WIDE = 620  # from here on the table stands beside the canvas, not below
CSV_FILES = "Curves (*.csv *.tsv *.txt)"


class TargetEditor(QWidget):
    """Draws what the genes should do and what the inputs are, condition by condition."""

    said = Signal(str)
    failed = Signal(object)  # a GRNStudioError

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.active = ActiveCurve(document, self)
        self.conditions = ConditionTabs(self.active)
        self.canvas = CurveCanvas(self.active)
        self.tools = CanvasTools(self.active, self.canvas)
        self.curves = CurveList(self.active)
        self.table: CurveTable | None = None
        self.reading = QLabel(" ")
        self.reading.setAccessibleName("Reading at the pointer")
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.canvas)
        self._arrange()
        self._connect()

    def show_table(self, shown: bool) -> None:
        """Show or hide the curves as numbers."""
        if shown and self.table is None:
            self.table = CurveTable(self.active)
            self.splitter.addWidget(self.table)
            self.splitter.setStretchFactor(0, 3)
            self.splitter.setStretchFactor(1, 2)
        if self.table:
            self.table.setVisible(shown)
        self.tools.table.setChecked(shown)

    def forget_reading(self) -> None:
        """Take back what was said of the pointer's place, which was over another task."""
        self._read("")

    def import_csv(self, path: Path) -> None:
        """Put the curves of a CSV file onto the condition that is shown, as one edit."""
        from grnstudio.io import csv_curves

        try:
            table = csv_curves.read(path)
        except GRNStudioError as error:
            self.failed.emit(error)
            return

        def change(task: Task) -> Task:
            return table.onto(task, self.active.index, ignore_unknown=True)

        if self.active.attempt(f"Import {path.name}", change):
            strangers = table.strangers(self.active.task)
            known = [name for name in table.names if name not in strangers]
            more = f" Not in this task: {', '.join(strangers)}." if strangers else ""
            self._say(f"{', '.join(known)} imported into '{self.active.condition.name}'.{more}")

    def export_csv(self, path: Path) -> None:
        """Write the curves of the condition that is shown as a CSV file."""
        from grnstudio.io import csv_curves

        try:
            csv_curves.write(self.active.task, self.active.index, path)
        except GRNStudioError as error:
            self.failed.emit(error)
        else:
            self._say(f"'{self.active.condition.name}' written to {path.name}.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        self.splitter.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self.conditions, self.tools, self.curves):
            layout.addWidget(part)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.reading)
        self.setTabOrder(self.conditions.bar, self.tools)
        self.setFocusProxy(self.canvas)

    def _connect(self) -> None:
        menu = self.tools.more.menu()
        menu.addAction(icon("import"), "Import curves from CSV…", self._ask_import)
        menu.addAction(icon("export"), "Export curves as CSV…", self._ask_export)
        self.tools.table.toggled.connect(self.show_table)
        self.active.said.connect(self._say)
        self.active.failed.connect(self.failed)
        self.canvas.pointed.connect(self._read)
        self.canvas.menu_requested.connect(self._open_menu)

    def _open_menu(self, at: QPoint) -> None:
        menu = self.tools.menu_for_curve()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _say(self, text: str) -> None:
        self._read(text)
        self.said.emit(text)

    def _read(self, text: str) -> None:
        self.reading.setText(text or " ")

    def _ask_import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Import curves", "", CSV_FILES)
        if path:
            self.import_csv(Path(path))

    def _ask_export(self) -> None:
        start = f"{self.active.condition.name}.csv"
        path, _ = QFileDialog.getSaveFileName(self, "Export curves", start, CSV_FILES)
        if path:
            self.export_csv(Path(path))
