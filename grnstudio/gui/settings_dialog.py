"""Preferences: a form over `Settings` whose changes are in force at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from grnstudio.gui.config_form import ConfigForm
from grnstudio.settings import Settings

WIDTH = 360


class SettingsDialog(QDialog):
    """A window beside the main one; there is nothing to confirm, closing it changes nothing."""

    changed = Signal(object)  # the Settings as chosen

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._settings = settings
        self.form = ConfigForm(Settings)
        self.form.set_values(asdict(settings))
        self.form.changed.connect(self._choose)
        note = QLabel("Changes are in force at once.")
        note.setObjectName("secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(self.form, 1)
        column.addWidget(note)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)

    def _choose(self, values: Mapping[str, Any]) -> None:
        self._settings = replace(self._settings, **values)
        self.changed.emit(self._settings)
