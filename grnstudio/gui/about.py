"""Who made this and what it stands on, with the facts that a report of a fault needs."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, metadata, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from grnstudio import __version__

PACKAGES = (
    "PySide6-Essentials",
    "pyqtgraph",
    "numpy",
    "scipy",
    "networkx",
    "torch",
    "safetensors",
    "jsonschema",
    "platformdirs",
)


class AboutDialog(QDialog):
    """Version, licence, and the packages with theirs."""

    def __init__(self, device: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About GRNStudio")
        self.setMinimumSize(640, 460)
        self._device = device
        column = QVBoxLayout(self)
        title = QLabel(f"GRNStudio {__version__}")
        title.setObjectName("page-title")
        about = QLabel(
            "Draw what a gene should do, train networks to do it, and read who regulates whom.\n"
            "Free software under the BSD 3-Clause licence. It stands on these packages:"
        )
        about.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(about)
        column.addWidget(_table(), 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy diagnostics", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setToolTip("Copy versions, system and device, for a report of a fault")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(diagnostics(device)))
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)


def diagnostics(device: str) -> str:
    """Return versions, system and device, one a line."""
    lines = [
        f"GRNStudio {__version__}",
        f"Python {platform.python_version()} on {platform.platform()}",
        f"Qt {qVersion()}, platform {QGuiApplication.platformName()}",
        f"device {device or 'not asked yet'}",
        f"executable {sys.executable}",
    ]
    return "\n".join([*lines, *(f"{name} {found}" for name, found, _ in _packages())])


def _packages() -> list[tuple[str, str, str]]:
    found = []
    for name in PACKAGES:
        try:
            found.append((name, version(name), _licence(name)))
        except PackageNotFoundError:
            continue
    return found


def _licence(name: str) -> str:
    about = metadata(name).json
    text = str(about.get("license_expression") or about.get("license") or "")
    if not text or len(text) > 60:
        classifiers = about.get("classifier", [])
        text = next((c.rpartition("::")[2] for c in classifiers if c.startswith("License")), text)
    return text.strip().splitlines()[0][:60] if text.strip() else "see the package"


def _table() -> QTableWidget:
    rows = _packages()
    table = QTableWidget(len(rows), 3)
    table.setAccessibleName("Packages, versions and licences")
    table.setHorizontalHeaderLabels(["Package", "Version", "Licence"])
    table.verticalHeader().hide()
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(row, column, item)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setShowGrid(False)
    table.verticalHeader().setDefaultSectionSize(24)
    table.setColumnWidth(0, 180)
    table.setColumnWidth(1, 110)
    table.horizontalHeader().setStretchLastSection(True)
    return table
