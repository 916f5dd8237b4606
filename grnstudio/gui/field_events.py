"""What every field leaves to the page it stands on: the wheel, and undo once it is filled in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget
from shiboken6 import isValid

HISTORY = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class FieldEvents(QObject):
    """An event filter for one field; Qt offers the field every wheel and every Ctrl+Z first."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # by Tab and click, not by the wheel
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop what is not for the field; it must not turn values that it happens to pass over."""
        if not isValid(self._field):
            return False
        passes = self._is_passing(event)
        if passes:
            event.ignore()
        return passes

    def _is_passing(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            return not self._field.hasFocus()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._is_filled_in() and any(event.matches(key) for key in HISTORY)
        return False

    def _is_filled_in(self) -> bool:
        """Return whether nothing is being typed: then undo means the last edit of the project."""
        field = self._field
        if isinstance(field, QSpinBox):
            return field.text() == field.textFromValue(field.value())
        return isinstance(field, QDoubleSpinBox) and field.text() == field.textFromValue(
            field.value()
        )
