"""Boards of figures behind tabs; a tab is there as long as it has something to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from grnstudio.core.figures import Figure
from grnstudio.gui.panels.figure_board import FigureBoard


class FigureTabs(QTabWidget):
    """A board for each name, in the order in which names were given."""

    export_requested = Signal(object)  # Panel

    def __init__(
        self, names: Sequence[str], advice: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.advice = advice
        self.boards: dict[str, FigureBoard] = {}
        for name in names:
            board = self.boards[name] = FigureBoard()
            board.setAccessibleName(name)
            board.export_requested.connect(self.export_requested)
            self.addTab(board, name)
        self.clear_all(advice)

    def show_figures(self, groups: Mapping[str, Sequence[Figure]]) -> None:
        """Show the figures of each group behind the tab of its name; the others are emptied."""
        for place, (name, board) in enumerate(self.boards.items()):
            figures = groups.get(name, ())
            if figures:
                board.show_figures(figures)
            else:
                board.clear(self.advice)
            self.setTabVisible(place, bool(figures) or (place == 0 and not any(groups.values())))
        if not self.isTabVisible(self.currentIndex()):
            self.setCurrentIndex(next(i for i in range(self.count()) if self.isTabVisible(i)))
        shown = sum(self.isTabVisible(place) for place in range(self.count()))
        self.tabBar().setVisible(shown > 1)

    def clear_all(self, advice: str) -> None:
        """Show one empty tab that says how to fill it."""
        self.advice = advice
        self.show_figures({})

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something, by the names of what they show."""
        found = [one for board in self.boards.values() for one in board.panels.items()]
        return {name: panel for name, panel in found if not panel.is_empty}
