"""Draws `NetworkFigure`s: which species take part in which reactions."""

from __future__ import annotations

from itertools import islice

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QMenu, QWidget

from grnstudio.core.figures import NetworkFigure
from grnstudio.gui.panels.look import Look
from grnstudio.gui.panels.network_key import NetworkKey
from grnstudio.gui.panels.network_view import NetworkView
from grnstudio.gui.panels.network_words import describe_process, describe_species
from grnstudio.gui.panels.panel import Panel
from grnstudio.gui.panels.zoom_view import ZOOM_STEP

LISTED = 40


class NetworkPanel(Panel):
    """Species as boxes, processes as squares, and what flows between them."""

    species_chosen = Signal(str)  # by the user
    reaction_chosen = Signal(str)  # by the user; a reaction and its inverse go by the first

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        self.view = NetworkView(self.look)
        self.key = NetworkKey(self.look)
        self._add(self.view, 1)
        self._add(self.key)
        self._make_actions()
        self.view.pointed.connect(lambda name: self.say(self.describe(name)))
        self.view.chosen.connect(self._tell)
        self.restyle()

    def show_figure(self, figure: NetworkFigure) -> None:
        """Draw ``figure``."""
        self._accept(figure)
        self.view.show_network(figure.network)
        self.key.show_network(self.view.diagram, figure.network)
        told = islice(self.view.diagram.processes, LISTED)
        words = (describe_process(figure.network, one) for one in told)
        self.view.setAccessibleDescription("; ".join(words) or "no reactions")

    def choose(self, id: str) -> None:
        """Bring out the species or the reaction ``id``; an empty id brings out none."""
        owners = {key: one.name for one in self.view.diagram.processes for key in one.reactions}
        self.view.choose(owners.get(id, id))

    def describe(self, name: str | None) -> str:
        """Say in words what a species or a process of the diagram is."""
        if name is None or self._figure is None:
            return ""
        network = self._figure.network
        for process in self.view.diagram.processes:
            if process.name == name:
                return describe_process(network, process)
        return describe_species(network, name)

    @property
    def aspect(self) -> float:
        """Height over width of the diagram."""
        rect = self.view.sceneRect()
        if self._figure is None or not rect.width():
            return super().aspect
        return float(np.clip((rect.height() + 40) / rect.width(), 0.2, 1.6))

    def paper_height(self, width: int) -> int:
        """Return the height that suits the diagram, whatever the window's shape."""
        return round(width * self.aspect)

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        super().restyle()
        self.view.restyle(self.look)
        self.key.restyle(self.look)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the zoom."""
        menu = QMenu(self)
        menu.addActions(self.actions())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _tell(self, name: str) -> None:
        reactions = {one.name: one.reactions[0] for one in self.view.diagram.processes}
        if name in reactions:
            self.reaction_chosen.emit(reactions[name])
        else:
            self.species_chosen.emit(name)

    def _make_actions(self) -> None:
        for text, shortcut, slot in (
            ("Show all", "Ctrl+0", self.view.show_all),
            ("Zoom in", "Ctrl++", lambda: self.view.zoom(ZOOM_STEP)),
            ("Zoom out", "Ctrl+-", lambda: self.view.zoom(1 / ZOOM_STEP)),
        ):
            action = QAction(text, self)
            action.setShortcut(shortcut)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            self.addAction(action)
