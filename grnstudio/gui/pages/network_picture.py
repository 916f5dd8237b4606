"""The picture of a network on its page, with what can be done with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from grnstudio.core.figures import NetworkFigure
from grnstudio.gui.icons import icon
from grnstudio.gui.panels import PANELS
from grnstudio.gui.panels.panel import Panel
from grnstudio.gui.panels.picture import copy_to_clipboard


class NetworkPicture(QWidget):
    """Shows one network at a time; parts can be chosen in it."""

    part_chosen = Signal(str)  # id of a species or reaction
    export_requested = Signal(object)  # the panel

    def __init__(self, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = empty
        self.panel: Any = PANELS.get(NetworkFigure, Panel)()
        self.panel.setAccessibleName("Picture of the network")
        self.copy = _button("copy", "Copy picture")
        self.export = _button("export", "Export picture…")
        self.copy.clicked.connect(lambda: copy_to_clipboard(self.panel, "Reaction network"))
        self.export.clicked.connect(lambda: self.export_requested.emit(self.panel))
        for name in ("species_chosen", "reaction_chosen"):
            if hasattr(self.panel, name):
                getattr(self.panel, name).connect(self.part_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel, 1)
        self.show_network(None)

    def add_buttons(self, row: QHBoxLayout) -> None:
        """Put the buttons of the picture beside its heading."""
        for button in (self.copy, self.export):
            row.addWidget(button)

    def show_network(self, figure: NetworkFigure | None) -> None:
        """Draw ``figure``, or say how to get a network."""
        if figure is None or not figure.network.species or type(self.panel) is Panel:
            self.panel.clear(self._empty)
        else:
            self.panel.show_figure(figure)
        for button in (self.copy, self.export):
            button.setEnabled(not self.panel.is_empty)

    def choose(self, id: str) -> None:
        """Highlight the species or reaction ``id``."""
        choose: Any = getattr(self.panel, "choose", None)
        if choose:
            choose(id)


def _button(name: str, text: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name, "secondary"))
    button.setIconSize(QSize(16, 16))
    button.setFixedSize(24, 24)
    button.setAutoRaise(True)
    button.setToolTip(text)
    button.setAccessibleName(f"{text}: network")
    return button
