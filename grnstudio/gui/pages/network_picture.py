"""The picture of a network on its page, with what can be done with it.

Finding places for many reactions takes a while. The picture is drawn after the page, only while it
is in sight, and that of a large network when it is asked for.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from grnstudio.core.figures import NetworkFigure
from grnstudio.gui.icons import icon
from grnstudio.gui.panels.network_panel import NetworkPanel
from grnstudio.gui.panels.picture import copy_to_clipboard

DELAY_MS = 50
LARGE = 120  # reactions
TOO_LARGE = "This network is so large that drawing it takes a while."


class NetworkPicture(QWidget):
    """Shows one network at a time; parts can be chosen in it."""

    part_chosen = Signal(str)  # id of a species or reaction
    export_requested = Signal(object)  # the panel

    def __init__(self, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty, self._chosen = empty, ""
        self.panel = NetworkPanel()
        self.panel.setAccessibleName("Picture of the network")
        self._waiting: NetworkFigure | None = None
        self._drawing = QTimer(self, interval=DELAY_MS, singleShot=True)
        self._drawing.timeout.connect(self._draw)
        self.draw_large = QPushButton("Draw the picture")
        self.draw_large.setToolTip("Find a place for every part; the window waits for it")
        self.draw_large.clicked.connect(self._draw)
        self.draw_large.hide()
        self.copy = _button("copy", "Copy picture")
        self.export = _button("export", "Export picture…")
        self.copy.clicked.connect(lambda: copy_to_clipboard(self.panel, "Reaction network"))
        self.export.clicked.connect(lambda: self.export_requested.emit(self.panel))
        self.panel.species_chosen.connect(self.part_chosen)
        self.panel.reaction_chosen.connect(self.part_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel, 1)
        column.addWidget(self.draw_large, 0, Qt.AlignmentFlag.AlignHCenter)
        self.show_network(None)

    def add_buttons(self, row: QHBoxLayout) -> None:
        """Put the buttons of the picture beside its heading."""
        for button in (self.copy, self.export):
            row.addWidget(button)

    def show_network(self, figure: NetworkFigure | None) -> None:
        """Draw ``figure`` in a moment, or say how to get a network."""
        is_one = figure is not None and bool(figure.network.species)
        self._waiting = figure if is_one else None
        is_large = self._waiting is not None and len(self._waiting.network.reactions) > LARGE
        self.draw_large.setVisible(is_large)
        if is_large or not is_one:
            self._drawing.stop()
            self.panel.clear(TOO_LARGE if is_large else self._empty)
        elif self.isVisible():
            self._drawing.start()
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while the page was out of sight."""
        super().showEvent(event)
        if self._waiting is not None and not self.draw_large.isVisibleTo(self):
            self._drawing.start()

    def _draw(self) -> None:
        figure, self._waiting = self._waiting, None
        self.draw_large.hide()
        if figure is not None:
            self.panel.show_figure(figure)
            self.panel.choose(self._chosen)
        self._refresh()

    def _refresh(self) -> None:
        for button in (self.copy, self.export):
            button.setEnabled(not self.panel.is_empty)

    def choose(self, id: str) -> None:
        """Highlight the species or reaction ``id``."""
        self._chosen = id
        if self._waiting is None:
            self.panel.choose(id)


def _button(name: str, text: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name, "secondary"))
    button.setIconSize(QSize(16, 16))
    button.setFixedSize(24, 24)
    button.setAutoRaise(True)
    button.setToolTip(text)
    button.setAccessibleName(f"{text}: network")
    return button
