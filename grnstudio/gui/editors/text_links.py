"""Ties the text of a network to what is chosen and pointed at in all of its views."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QHelpEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QToolTip

from grnstudio.core.antimony_items import Item, formulas_of, reading, subject
from grnstudio.core.antimony_lines import lines_of, numbered
from grnstudio.core.antimony_tokens import without_comments
from grnstudio.core.network_formulas import problem_of
from grnstudio.core.network_problems import Problem
from grnstudio.gui.document import Document
from grnstudio.gui.editors.code_edit import CHOSEN, ODD, POINTED, CodeEdit, Spans
from grnstudio.gui.selection import Selection

MOST = 60
"""Chosen parts that are looked for in a text."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_NUMBERED = re.compile(r"_[JE]\d+")


class TextLinks(QObject):
    """Chooses the part at the cursor; shows where chosen parts stand, and leaves the focus."""

    def __init__(self, editor: CodeEdit, document: Document, selection: Selection) -> None:
        super().__init__(editor)
        self._editor, self._document, self._selection = editor, document, selection
        self._is_choosing = False
        self._odd: dict[str, str] = {}  # what is wrong with parts, by id
        editor.cursorPositionChanged.connect(self._choose)
        editor.viewport().setMouseTracking(True)
        editor.viewport().installEventFilter(self)
        selection.changed.connect(self._show_chosen)
        selection.hovered.connect(self._show_pointed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Point at the part under the mouse."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            cursor = self._editor.cursorForPosition(event.position().toPoint())
            self._selection.point_at(self._word_at(cursor, self._ids()))
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            return self._tell(event)
        elif event.type() == QEvent.Type.Leave:
            self._selection.point_at("")
        return False

    def refresh(self) -> None:
        """Set off what is chosen, and what is odd, where it stands by now."""
        self._editor.mark(CHOSEN, self._spans(self._selection.chosen))
        self._mark_odd()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Underline the parts that problems are about; their text shows under the mouse."""
        self._odd = {}
        for one in problems:
            for id in one.ids if one.severity != "hint" else ():
                self._odd.setdefault(id, one.text)
        self._mark_odd()

    def _mark_odd(self) -> None:
        spans = []
        text = self._editor.toPlainText() if self._odd else ""
        for id in [*self._odd][:MOST]:
            line, column = place_of(id, text)
            if line:
                block = self._editor.document().findBlockByNumber(line - 1)
                start = block.position() + column - 1
                spans.append((start, start + len(id)))
        self._editor.mark(ODD, sorted(spans))

    def _tell(self, event: QHelpEvent) -> bool:
        """Show what is odd about the part under the mouse, if anything is."""
        word = self._word_at(self._editor.cursorForPosition(event.pos()), self._odd)
        if word:
            QToolTip.showText(event.globalPos(), self._odd[word], self._editor)
        return bool(word)

    def _ids(self) -> frozenset[str]:
        network = self._document.project.design.network
        if network is None:
            return frozenset()
        return frozenset(one.id for one in network.parts())

    def _choose(self) -> None:
        cursor = self._editor.textCursor()
        if not self._editor.hasFocus() or cursor.hasSelection() or self._is_choosing:
            return
        ids = self._ids()
        id = self._word_at(cursor, ids) or self._statement_at(cursor)
        if id in ids:
            self._is_choosing = True
            self._selection.choose([id])
            self._is_choosing = False

    def _word_at(self, cursor: QTextCursor, ids: Collection[str]) -> str:
        """Return the part that the word at the cursor names, nothing in comments."""
        plain, place = without_comments(cursor.block().text()), cursor.positionInBlock()
        for found in _NAME.finditer(plain):
            if found.start() <= place <= found.end() and found[0] in ids:
                return found[0]
        return ""

    def _statement_at(self, cursor: QTextCursor) -> str:
        """Return what the statement at the cursor is about."""
        plain, place = without_comments(cursor.block().text()), cursor.positionInBlock()
        for item in reading(plain).items:
            if item.statement and item.start <= place <= item.end:
                return subject(item.statement) or self._numbered_at(cursor, item.start)
        return ""

    def _numbered_at(self, cursor: QTextCursor, start: int) -> str:
        """Return the id of a reaction or an event whose label the text leaves out."""
        position = cursor.position() - cursor.positionInBlock() + start
        spans = _numbered_spans(self._editor.toPlainText())
        return next((id for id, a, b in spans if a <= position < b), "")

    def _show_chosen(self, chosen: frozenset[str]) -> None:
        spans = self._spans(chosen)
        self._editor.mark(CHOSEN, spans)
        if spans and not self._editor.hasFocus():
            self._editor.reveal(spans[0][0])

    def _show_pointed(self, id: str) -> None:
        self._editor.mark(POINTED, self._spans([id] if id else []))

    def _spans(self, ids: Collection[str]) -> Spans:
        if not ids or len(ids) > MOST or not self._editor.isVisible():
            return []
        text = self._editor.toPlainText()
        plain = without_comments(text)
        spans = [span for one in ids for span in _words(plain, one)]
        if any(_NUMBERED.fullmatch(one) for one in ids):
            spans += [(a, b) for id, a, b in _numbered_spans(text) if id in ids]
        return sorted(spans)


def _words(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield where a word stands by itself."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        beside = (text[max(start - 1, 0) : start] + text[end : end + 1]).replace("_", "a")
        if not any(map(str.isalnum, beside)):
            yield start, end
        start = text.find(word, start + 1)


def place_of(id: str, text: str) -> tuple[int, int]:
    """Return the line and column, from 1, where ``id`` first stands outside comments; 0, 0 if not.

    Where it is declared or labels a reaction comes before where it is used.
    """
    word = rf"(?<![\w.]){re.escape(id)}(?!\w)"
    plain = re.sub(r"(//|#)[^\n]*", lambda found: " " * len(found[0]), text)
    for pattern in (rf"^[ \t]*({word})[ \t]*:", rf"^[ \t]*\$?({word})[ \t]*:?=", rf"({word})"):
        if found := re.search(pattern, plain, re.MULTILINE):
            position = found.start(1)
            start = plain.rfind("\n", 0, position) + 1
            return plain.count("\n", 0, position) + 1, position - start + 1
    return 0, 0


def unread(text: str) -> Spans:
    """Return where statements that cannot be read stand."""
    found, start = [], 0
    for line in lines_of(text):
        found += [(start + one.start, start + one.end) for one in line.items if _is_unread(one)]
        start += len(line.raw) + 1
    return found


def _is_unread(item: Item) -> bool:
    if item.statement is None:
        return item.is_unfinished
    return any(problem_of(one.text) for one in formulas_of(item.statement))


def _numbered_spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield where statements without a label stand, with the ids that count for them."""
    lines, starts, start = lines_of(text), {}, 0
    for line in lines:
        starts[line] = start
        start += len(line.raw) + 1
    for line, names in numbered(lines, text):
        for number, id in names.items():
            item = line.items[number]
            yield id, starts[line] + item.start, starts[line] + item.end
