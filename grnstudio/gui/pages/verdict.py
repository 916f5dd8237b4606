"""A verdict in the colour of what it says."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

TONES = {  # by what it begins with
    "Yes": "good",
    "Doubtful": "warning",
    "Use it with care": "warning",
    "Use it": "good",
    "Do not": "error",
    "There is no need": "warning",
    "No": "error",
}


class Verdict(QLabel):
    """A sentence or two that are there only as long as there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdict")
        self.setWordWrap(True)
        self.setAccessibleName("Verdict")

    def say(self, text: str) -> None:
        """Show ``text``."""
        self.setText(text)
        self.setVisible(bool(text))
        tone = next((tone for word, tone in TONES.items() if text.startswith(word)), "")
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
