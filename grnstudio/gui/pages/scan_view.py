"""A scan: what is varied, what is looked at, and the picture of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.figures import Figure
from grnstudio.core.network import Network
from grnstudio.core.network_values import Adjustable, adjustables
from grnstudio.errors import GRNStudioError, MissingInput
from grnstudio.gui.buttons import push_button
from grnstudio.gui.config_form import COLUMN_GAP, FIELD_WIDTH, ROW_GAP, ConfigForm, gutter
from grnstudio.gui.field_events import FieldEvents
from grnstudio.gui.pages.value_slider import scale_of
from grnstudio.gui.panels.figure_board import FigureBoard
from grnstudio.gui.saving import ask_where
from grnstudio.gui.simulating import SimulationSession
from grnstudio.simulate.scan import SCALES, Scan, ScanConfig
from grnstudio.simulate.scan_figures import scan_courses, scan_figures

FIRST = ("low", "high", "points", "scale")
SECOND = ("second_low", "second_high", "second_points", "second_scale")
LOOK = ("measure",)
NOT_YET = "Choose what to vary, and press Scan (F5)."
NO_SCAN = "There is no scan yet: choose what to vary on the Simulate page, and press Scan."
TABLE = "Points of the scan (*.csv)"
SIDE_WIDTH = 292


class ScanView(QWidget):
    """The figures of the last scan beside the form of the next."""

    failed = Signal(object)
    picture_wanted = Signal(object)
    said = Signal(str)

    def __init__(self, session: SimulationSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._found: dict[str, Adjustable] = {}
        self.board = FigureBoard()
        self.board.setAccessibleName("Figures of the scan")
        self.board.clear(NOT_YET)
        self.name = _names("Vary", "The parameter or initial amount that is varied")
        self.second = _names("Vary also", "A second one, which makes a plane of the line")
        self.first_form = ConfigForm(ScanConfig, names=FIRST)
        self.second_form = ConfigForm(ScanConfig, names=SECOND)
        self.second_form.unfold()
        self.look_form = ConfigForm(ScanConfig, names=LOOK)
        self.table = push_button(
            "Export CSV…", "Save a line for each point as a table", "Export the scan as CSV"
        )
        self.table.setEnabled(False)
        self._lay_out()
        self.name.activated.connect(lambda _: self._choose("", self.name))
        self.second.activated.connect(lambda _: self._choose("second_", self.second))
        for form in (self.first_form, self.second_form, self.look_form):
            form.changed.connect(self._keep)
        self.board.export_requested.connect(self.picture_wanted)
        self.table.clicked.connect(self.ask_where)

    def show_network(self, network: Network | None) -> None:
        """Offer what can be varied in ``network``."""
        found = {one.name: one for one in adjustables(network)} if network else {}
        if list(found) != list(self._found):
            for combo in (self.name, self.second):
                combo.clear()
                combo.addItem("–", "")
                for name in found:
                    combo.addItem(name, name)
        self._found = found
        self.show_settings()

    def show_settings(self) -> None:
        """Show what is scanned, as the design has it."""
        try:
            values = asdict(self._session.scan_config)
        except GRNStudioError as error:
            self.failed.emit(error)
            return
        for combo, key in ((self.name, "name"), (self.second, "second")):
            combo.setCurrentIndex(max(combo.findData(values[key]), 0))
        parts = ((self.first_form, FIRST), (self.second_form, SECOND), (self.look_form, LOOK))
        for form, names in parts:
            wanted = {name: values[name] for name in names}
            if wanted != form.values():
                form.set_values(wanted)
        self.second_form.setVisible(bool(values["second"]))

    def show_scan(self, scan: Scan | None, names: Sequence[str]) -> None:
        """Draw what a scan found of ``names``."""
        self.table.setEnabled(scan is not None and bool(scan.done))
        if scan is None or not scan.done:
            self.board.clear(NOT_YET)
            return
        known = [name for name in names if name in scan.names] or list(scan.names[:1])
        figures: list[Figure] = [*scan_figures(scan, known)]
        if len(scan.axes) == 1:
            figures.append(scan_courses(scan, known[0]))
        self.board.show_figures(figures)

    def show_live(self, figures: Sequence[Figure]) -> None:
        """Draw what a scan under way has found."""
        if figures:
            self.board.show_figures(figures)

    def ask_where(self) -> None:
        """Ask for a file and write what the last scan found."""
        if self._session.scan_result is None:
            self.failed.emit(MissingInput(NO_SCAN))
        else:
            ask_where(self, "scan.csv", [TABLE], lambda path, kind: self.export(path))

    def export(self, path: Path) -> None:
        """Write what the last scan found as a table."""
        from grnstudio.io import csv_scan

        try:
            csv_scan.write(self._session.scan_result, path)
        except GRNStudioError as error:
            self.failed.emit(error)
        else:
            self.said.emit(f"Exported {path.name}.")

    def _choose(self, prefix: str, combo: QComboBox) -> None:
        """Vary what was chosen, over the range that suits it."""
        name = combo.currentData()
        key = "second" if prefix else "name"
        changes: dict[str, Any] = {key: name}
        if one := self._found.get(name):
            scale = scale_of(one, self._session.values.get(name))
            changes |= {
                f"{prefix}low": scale.low,
                f"{prefix}high": scale.high,
                f"{prefix}scale": SCALES[1] if scale.is_log else SCALES[0],
            }
        self._keep(changes)

    def _keep(self, values: Mapping[str, Any]) -> None:
        try:
            now = asdict(self._session.scan_config)
            changes = {name: value for name, value in values.items() if value != now[name]}
            if changes:
                self._session.change_scan(**changes)
        except GRNStudioError as error:
            self.failed.emit(error)

    def _lay_out(self) -> None:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(ROW_GAP)
        for part in (self.first_form, self.second_form, self.look_form):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.addLayout(_row("Vary", self.name))
        column.addWidget(self.first_form)
        column.addLayout(_row("Vary also", self.second))
        column.addWidget(self.second_form)
        column.addWidget(self.look_form)
        column.addStretch(1)
        column.addWidget(self.table)
        side = QScrollArea(widgetResizable=True)
        side.setFrameShape(QFrame.Shape.NoFrame)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setWidget(form)
        side.setFixedWidth(SIDE_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 6)
        row.setSpacing(8)
        row.addWidget(self.board, 1)
        row.addWidget(side)


def _names(name: str, tip: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(tip)
    combo.setFixedWidth(FIELD_WIDTH)
    FieldEvents(combo)
    return combo


def _row(text: str, combo: QComboBox) -> QHBoxLayout:
    label = QLabel(text)
    label.setBuddy(combo)
    row = QHBoxLayout()
    row.setSpacing(COLUMN_GAP)
    row.addWidget(label, 1)
    row.addWidget(combo)
    row.addWidget(gutter())
    return row
