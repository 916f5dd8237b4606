"""What is to be known before a simulation, and why the last one was refused."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from grnstudio.gui.icons import icon

FEW = 2
ICONS = {"error": ("error", "error"), "warning": ("warning", "warning"), "note": ("info", "accent")}
ORDER = ("error", "warning", "note")


class FindingsStrip(QWidget):
    """A line for each finding, the gravest first; more than two are folded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.findings: tuple[tuple[str, str], ...] = ()
        self._is_open = False
        self._widgets: list[QWidget] = []
        self.more = QPushButton()
        self.more.setObjectName("link")
        self.more.clicked.connect(self._toggle)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self.hide()

    def show_findings(self, findings: Sequence[tuple[str, str]]) -> None:
        """Show ``findings``, level and text each; nothing hides the strip."""
        found = tuple(sorted(dict.fromkeys(findings), key=lambda one: ORDER.index(one[0])))
        if found != self.findings:
            self.findings = found
            self._is_open = False
            self._fill()

    def texts(self) -> list[str]:
        """Return the sentences that can be read."""
        return [one.text() for one in self._widgets if isinstance(one, QLabel) and one.text()]

    def _toggle(self) -> None:
        self._is_open = not self._is_open
        self._fill()

    def _fill(self) -> None:
        for widget in self._widgets:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._grid.removeWidget(self.more)
        shown = self.findings if self._is_open else self.findings[:FEW]
        self._widgets = []
        for row, (level, text) in enumerate(shown):
            self._add_line(row, level, text)
        hidden = len(self.findings) - FEW
        self.more.setText("Show fewer" if self._is_open else f"Show {hidden} more")
        self.more.setVisible(hidden > 0)
        self._grid.addWidget(self.more, len(shown), 1, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(self.findings))

    def _add_line(self, row: int, level: str, text: str) -> None:
        name, token = ICONS[level]
        sign, words = QLabel(), QLabel(text)
        sign.setPixmap(icon(name, token).pixmap(QSize(16, 16)))
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setAccessibleName(f"{level.capitalize()}: {text}")
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(words, row, 1)
        self._widgets += [sign, words]
