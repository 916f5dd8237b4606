"""The picture of a network on its page, with what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from grnstudio.core.figures import NetworkFigure
from grnstudio.gui.icons import icon
from grnstudio.gui.panels.network_panel import NetworkPanel
from grnstudio.gui.panels.picture import copy_to_clipboard


class NetworkPicture(QWidget):
    """Shows one network at a time; parts can be chosen in it."""

    part_chosen = Signal(str)  # id of a species or reaction
    export_requested = Signal(object)  # the panel

    def __init__(self, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = empty
        self.panel = NetworkPanel()
        self.panel.setAccessibleName("Picture of the network")
        self.copy = _button("copy", "Copy picture")
        self.export = _button("export", "Export picture…")
        self.copy.clicked.connect(lambda: copy_to_clipboard(self.panel, "Reaction network"))
        self.export.clicked.connect(lambda: self.export_requested.emit(self.panel))
        self.panel.species_chosen.connect(self.part_chosen)
        self.panel.reaction_chosen.connect(self.part_chosen)
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
        if figure is None or not figure.network.species:
            self.panel.clear(self._empty)
        else:
            self.panel.show_figure(figure)
        for button in (self.copy, self.export):
            button.setEnabled(not self.panel.is_empty)

    def choose(self, id: str) -> None:
        """Highlight the species or reaction ``id``."""
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
