"""Offers what may stand in a cell of a table while it is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

FEWEST = 2
"""Letters of a name after which names are offered unasked."""

_BEGUN = re.compile(r"[A-Za-z_]\w*$", re.ASCII)
_ENDING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_SHOWN = 10
_WIDEST = 320


class CellCompletion(QObject):
    """A list below a field: of whole texts to choose from, or of names for a formula.

    Nothing in it is chosen until an arrow key goes there, so that Return and Tab end the edit.
    It is no window of its own, and never takes the focus.
    """

    def __init__(self, field: QLineEdit, words: Sequence[str], is_whole: bool) -> None:
        super().__init__(field)
        self._field, self._words, self._is_whole = field, list(words), is_whole
        self.list = QListWidget(field.window())
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("What can be chosen" if is_whole else "Names")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.hide()
        self.list.itemClicked.connect(self._write)
        field.textEdited.connect(self._follow)
        field.destroyed.connect(self.list.deleteLater)

    @property
    def offered(self) -> list[str]:
        """What the list shows, nothing while there is none."""
        if self.list.isHidden():
            return []
        return [self.list.item(place).text() for place in range(self.list.count())]

    def close(self) -> None:
        """Offer nothing more."""
        self.list.hide()

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key that is meant for the list; say whether that was all it meant."""
        is_open, chosen = not self.list.isHidden(), self.list.currentItem()
        if event.key() in _STEPS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if is_open:
                self._step(_STEPS[Qt.Key(event.key())])
            elif event.key() == Qt.Key.Key_Down:
                self._offer("" if self._is_whole else self._begun())
            return True
        if is_open and event.key() == Qt.Key.Key_Escape:
            self.close()
            return True
        if is_open and event.key() in _ENDING:
            self.close()
            if chosen is not None:
                self._write(chosen)
                return not self._is_whole
        return False

    def _step(self, step: int) -> None:
        last = self.list.count() - 1
        row = self.list.currentRow() + step
        self.list.setCurrentRow(0 if row > last else last if row < 0 else row)

    def _follow(self, text: str) -> None:
        begun = text.strip() if self._is_whole else self._begun()
        if len(begun) < (1 if self._is_whole else FEWEST):
            self.close()
        else:
            self._offer(begun)

    def _offer(self, begun: str) -> None:
        wanted = begun.casefold()
        if self._is_whole:
            found = [one for one in self._words if wanted in one.casefold()]
        else:
            found = [one for one in self._words if one.casefold().startswith(wanted)]
        if not found or found == [begun]:
            self.close()
            return
        self.list.clear()
        self.list.addItems(found)
        self.list.setCurrentRow(-1)
        self._place(len(found))

    def _place(self, count: int) -> None:
        """Show the list below the field, or above it where there is no room."""
        window, frame = self._field.window(), 2 * self.list.frameWidth()
        high = min(count, _SHOWN) * max(20, self.list.sizeHintForRow(0)) + frame
        wide = max(self._field.width(), min(_WIDEST, self.list.sizeHintForColumn(0) + 32))
        at = self._field.mapTo(window, QPoint(0, self._field.height() + 1))
        if at.y() + high > window.height():
            at.setY(max(0, at.y() - self._field.height() - high - 2))
        at.setX(max(0, min(at.x(), window.width() - wide)))
        self.list.setGeometry(at.x(), at.y(), wide, high)
        self.list.show()
        self.list.raise_()

    def _begun(self) -> str:
        """Return the name that ends at the cursor."""
        found = _BEGUN.search(self._field.text()[: self._field.cursorPosition()])
        return found[0] if found else ""

    def _write(self, item: QListWidgetItem) -> None:
        word, text, place = item.text(), self._field.text(), self._field.cursorPosition()
        start, end = (0, len(text)) if self._is_whole else (place - len(self._begun()), place)
        self._field.setText(text[:start] + word + text[end:])
        self._field.setCursorPosition(start + len(word))
        self._field.setModified(True)
        self._field.textEdited.emit(self._field.text())
        self.close()
