"""What an empty canvas says: the next thing to do, in one sentence."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

from grnstudio.gui.editors.active_curve import ActiveCurve
from grnstudio.gui.theme import tokens


class CanvasHint(QLabel):
    """Lies over the plot of a curve that has not been drawn; the mouse goes through it."""

    def __init__(self, active: ActiveCurve, parent: QWidget) -> None:
        super().__init__(parent)
        self._active = active
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def restyle(self) -> None:
        """Take the theme's colours."""
        self.setStyleSheet(f"color: {tokens().secondary}; background: transparent")

    def show_over(self, box: QRect, busy: bool) -> None:
        """Teach within ``box``, unless the curve is drawn or a gesture is under way."""
        self.setText(self._sentence())
        self.setGeometry(box.adjusted(8, 4, -8, -4))
        self.setVisible(self._active.curve.is_empty and not busy)

    def _sentence(self) -> str:
        name = self._active.name
        if self._active.is_input:
            return f"{name} is 0 here. Draw its course, or start from a preset."
        if self._active.task.outputs:
            return f"{name} is free here. Draw what it should do, or leave it to training."
        return f"Draw what {name} should do, or start from a preset."
