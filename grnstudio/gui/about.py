"""Who made this and what it stands on, with the facts that a report of a fault needs."""

from __future__ import annotations

import platform
import sys

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from grnstudio import gpu_pack, licences
from grnstudio.build import build
from grnstudio.licences import Package

ABOUT = (
    "Draw what a gene should do, train networks to do it, and read who regulates whom. Simulate\n"
    "reaction networks, exactly or by emulators that have learned them.\n"
    "Free software under the BSD 3-Clause licence. It stands on these packages:"
)
NO_PACK = "GPU pack: none; the PyTorch at hand is used."
WIDTHS = (170, 100, 170)
SMALLEST = (640, 460)
FIRST_SIZE = (900, 640)


class AboutDialog(QDialog):
    """Version, build and GPU pack, and the packages with their licences to be read."""

    def __init__(self, device: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About GRNStudio")
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)
        self._packages = licences.packages()
        self.build = _line(f"Version {build().words}")
        self.pack = _line(" ".join(gpu_pack.report()) or NO_PACK)
        self.table = _table(self._packages)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName("Licence")
        self.table.currentCellChanged.connect(lambda row, *_: self._show(row))
        self._set_up(device)
        self.table.selectRow(0)

    def _set_up(self, device: str) -> None:
        title = QLabel("GRNStudio")
        title.setObjectName("page-title")
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(self.text)
        column = QVBoxLayout(self)
        for part in (title, self.build, self.pack, _line(ABOUT)):
            column.addWidget(part)
        column.addWidget(halves, 1)
        column.addWidget(self._buttons(device))

    def _buttons(self, device: str) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy diagnostics", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setToolTip("Copy versions, system and device, for a report of a fault")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(diagnostics(device)))
        buttons.rejected.connect(self.reject)
        return buttons

    def _show(self, row: int) -> None:
        self.text.setPlainText(self._packages[row].text() if row >= 0 else "")


def diagnostics(device: str) -> str:
    """Return version, build, system, device and packages, one a line."""
    lines = [
        f"GRNStudio {build().words}",
        f"Python {platform.python_version()} on {platform.platform()}",
        f"Qt {qVersion()}, platform {QGuiApplication.platformName()}",
        f"device {device or 'not asked yet'}",
        *gpu_pack.report(),
        f"executable {sys.executable}",
    ]
    known = licences.packages()[1:]
    return "\n".join([*lines, *(f"{one.name} {one.version}" for one in known)])


def _line(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _table(packages: tuple[Package, ...]) -> QTableWidget:
    table = QTableWidget(len(packages), 3)
    table.setAccessibleName("Packages, versions and licences")
    table.setHorizontalHeaderLabels(["Package", "Version", "Licence"])
    table.verticalHeader().hide()
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
    for row, one in enumerate(packages):
        for column, text in enumerate((one.name, one.version, one.licence)):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(row, column, item)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setShowGrid(False)
    table.verticalHeader().setDefaultSectionSize(24)
    for column, width in enumerate(WIDTHS):
        table.setColumnWidth(column, width)
    table.horizontalHeader().setStretchLastSection(True)
    return table
