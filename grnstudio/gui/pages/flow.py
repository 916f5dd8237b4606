"""Cards side by side, as many in a row as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget


class CardGrid(QWidget):
    """Lays out its cards in rows that fill the width."""

    def __init__(self, card_width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card_width = card_width
        self._cards: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)

    def show_cards(self, cards: list[QWidget]) -> None:
        """Show ``cards`` in the place of those shown before."""
        for old in self._cards:
            self._grid.removeWidget(old)
            old.deleteLater()
        self._cards = cards
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._card_width, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        columns = max(1, (self.width() + 12) // (self._card_width + 12))
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for index, card in enumerate(self._cards):
            self._grid.addWidget(card, index // columns, index % columns)
