"""Whether links are drawn as arrows or as bars: two buttons in a corner of the canvas."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from grnstudio.gui.buttons import push_button

ACTIVATES, REPRESSES = "→  Activation", "⊣  Repression"


class SignSwitch(QFrame):
    """Shown while regulations are drawn."""

    turned = Signal(bool)  # whether bars are to be drawn

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("What is drawn from gene to gene")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.activates = _button(ACTIVATES, "Draw arrows: the first gene activates the second")
        self.represses = _button(REPRESSES, "Draw bars: the first gene represses the second")
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(4)
        for button in (self.activates, self.represses):
            self._group.addButton(button)
            row.addWidget(button)
        self.activates.setChecked(True)
        self.represses.toggled.connect(self.turned)
        self.adjustSize()
        self.hide()

    def show_sign(self, represses: bool) -> None:
        """Show which of the two is drawn."""
        (self.represses if represses else self.activates).setChecked(True)


def _button(text: str, tip: str) -> QPushButton:
    button = push_button(text, f"{tip} (T)", text.split()[-1])
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay with the canvas
    return button
