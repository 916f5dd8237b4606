"""A field for a number that can be set by mouse alone: typed, stepped, or turned by the wheel."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from grnstudio.gui.editors.checked_field import show_problem
from grnstudio.gui.icons import icon

DIGITS = 10
STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class ValueStepper(QWidget):
    """A text, usually a number, between a button that lowers and one that raises it.

    A step is one of the leading digit: from 0.2 to 0.3, from 20 to 30.
    """

    edited = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setAccessibleName(name)
        self.field.setMinimumWidth(76)
        self.field.installEventFilter(self)
        self.field.editingFinished.connect(self._take)
        self.setFocusProxy(self.field)
        self._shown = ""
        self.less = self._button("minus", f"Lower {name}", -1)
        self.more = self._button("plus", f"Raise {name}", 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for part in (self.less, self.field, self.more):
            row.addWidget(part, int(part is self.field))

    def show_text(self, text: str) -> None:
        """Show ``text``; one that is being mended stays."""
        self._shown = text
        if not self.field.property("problem"):
            self.field.setText(text)
            self.field.setCursorPosition(0)
        number = _number(text)
        for button in (self.less, self.more):
            button.setEnabled(number is not None)

    def refuse(self, problem: str) -> None:
        """Say why the text cannot stand, or with "" that it can."""
        show_problem(self.field, problem)

    def step(self, by: int) -> None:
        """Raise or lower the number."""
        number = _number(self.field.text())
        if number is not None:
            self.refuse("")
            self._tell(f"{stepped(number, by):.{DIGITS}g}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Step with the arrow keys and with the wheel."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if Qt.Key(event.key()) in STEPS:
                self.step(STEPS[Qt.Key(event.key())])
                return True
        elif isinstance(event, QWheelEvent) and self.field.hasFocus():
            self.step(1 if event.angleDelta().y() > 0 else -1)
            return True
        return False

    def _take(self) -> None:
        text = self.field.text().strip()
        if text != self._shown:
            self.refuse("")
            self._tell(text)

    def _tell(self, text: str) -> None:
        self._shown = text
        self.field.setText(text)
        self.edited.emit(text)

    def _button(self, name: str, text: str, by: int) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setIconSize(QSize(14, 14))
        button.setAutoRaise(True)
        button.setAutoRepeat(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.clicked.connect(lambda: self.step(by))
        return button


def stepped(number: float, by: int) -> float:
    """Return the number one leading digit higher or lower."""
    if number == 0:
        return float(by)
    toward_zero = (number > 0) != (by > 0)
    power = math.floor(math.log10(abs(number)) + 1e-12)
    if toward_zero and math.isclose(abs(number), 10.0**power):
        power -= 1  # from 10 to 9, and not to 0
    pitch = 10.0**power
    return round(round(number / pitch) + by, 0) * pitch


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
