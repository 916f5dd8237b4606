"""What can be added at a place of the canvas, found by a few letters or typed as a reaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from grnstudio.core.drawing import Place
from grnstudio.gui.editors.canvas_card import Card
from grnstudio.gui.editors.document_view import DocumentView

WIDTH, ROW, MOST = 300, 26, 7
HINT = "A name, or a reaction such as A + B => C"
NOTHING = "Nothing of this name; type a reaction with => in it."


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to add: what the list says, and what does it."""

    text: str
    do: Callable[[], object]


Offers = Callable[[str], list[Offer]]
"""Returns what there is to add for a text that was typed."""


class QuickAdd(Card):
    """A field and a list below it; Return or a click adds what is chosen there."""

    def __init__(
        self,
        view: DocumentView,
        at: Place,
        offers: Offers,
        hint: str = HINT,
        nothing: str = NOTHING,
    ) -> None:
        super().__init__(view, "", at)
        self.setAccessibleName("Add to the canvas")
        self._offers, self._shown = offers, list[Offer]()
        self.field = QLineEdit()
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName("What to add")
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("What can be added")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = QLabel(nothing)
        self.none.setObjectName("secondary")
        self.none.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        for part in (self.field, self.list, self.none):
            column.addWidget(part)
        self.setFixedWidth(WIDTH)
        self.field.textEdited.connect(self._fill)
        self.list.itemClicked.connect(self._accept)
        self._fill("")

    def take_focus(self) -> None:
        """Let the user type."""
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk in the list from the field, and take from it by Return."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            row = self.list.currentRow() + (1 if key == Qt.Key.Key_Down else -1)
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._accept()
        else:
            return False
        return True

    def _fill(self, text: str) -> None:
        self._shown = self._offers(text.strip())
        self.list.clear()
        for one in self._shown:
            self.list.addItem(QListWidgetItem(one.text))
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(self._shown))
        self.none.setVisible(not self._shown)
        self.list.setFixedHeight(ROW * min(len(self._shown), MOST) + 6)
        self.adjustSize()

    def _accept(self, _: object = None) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._shown):
            offer = self._shown[row]
            self.closed.emit()
            self.view.attempt(offer.do)
