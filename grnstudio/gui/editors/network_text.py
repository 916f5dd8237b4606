"""A network as text that can be edited: read as it is typed, applied as soon as it makes sense."""

from __future__ import annotations

import re
import time
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from grnstudio.core import antimony
from grnstudio.core.extras import carried_over
from grnstudio.core.network import Network
from grnstudio.errors import GRNStudioError, ModelError, RateSyntaxError
from grnstudio.gui.document import Document
from grnstudio.gui.editors.antimony_colors import AntimonyColors
from grnstudio.gui.editors.code_edit import CodeEdit
from grnstudio.gui.editors.text_problem import TextProblem
from grnstudio.project import Design

PAUSE_MS = 600
SLOW_SECONDS = 0.25  # text that takes longer to read is read only when asked
EDIT = "Edit network"
HINT = """Type a network here, for example

  made:  => A;  k_made
  lost: A => ;  k_lost*A

  A = 0; k_made = 10; k_lost = 0.1

or open one with File > Import, or by dropping its file here."""


class NetworkText(QWidget):
    """The text of the document's network.

    What is typed is in the document after a short pause, as a network if it can be read and as
    text in any case, so that saving, undo and recovery have it. What is typed until it can be
    read is one step of undo.
    """

    said = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._shown: Design | None = None
        self._is_filling = False
        self._steps = 0
        self._seconds = 0.0
        self.editor = CodeEdit()
        self.editor.setPlaceholderText(HINT)
        self.editor.setAccessibleName("Network as Antimony text")
        self.editor.setToolTip("The network as text. Ctrl+Return applies what was typed.")
        self._colors = AntimonyColors(self.editor.document())
        self.problem = TextProblem()
        self.state = QLabel()
        self.state.setObjectName("secondary")
        self.apply_button = QPushButton("Apply")
        self.apply_button.setToolTip("Make what was typed the network (Ctrl+Return)")
        self.apply_button.setAccessibleName("Apply the text to the network")
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._lay_out()
        self.apply_button.clicked.connect(self.apply)
        self.problem.pressed.connect(self._go_to_problem)
        self.editor.textChanged.connect(self._hear)
        self.editor.installEventFilter(self)
        self._pause.timeout.connect(self.apply)
        document.watch(lambda project: project.design, self._show_design)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.editor.toPlainText()

    @property
    def is_applied(self) -> bool:
        """Whether all that was typed has been read."""
        return not self._pause.isActive() and self.problem.error is None

    def apply(self) -> None:
        """Put what was typed into the document: the network if it can be read, the text anyway."""
        self._pause.stop()
        design, text = self._document.project.design, self.text
        if text == _text_of(design):
            self._show_state()
            return
        network, error = self._read(text) if text.strip() else (None, None)
        network = network and carried_over(design.network, network)
        if network is None and not text.strip():
            changed = replace(design, network=None, network_text="")
        elif network is None or network == design.network:
            changed = replace(design, network_text=text)
        else:
            changed = replace(design, network=network, network_text=text)
        self._shown = changed
        self._document.edit(EDIT, changed, merge=f"{EDIT} {self._steps}")
        self._steps += network is not None
        self._show_problem(error)

    def go_to(self, id: str) -> None:
        """Put the cursor where the part ``id`` is first spoken of, if it is."""
        line, column = place_of(id, self.text)
        if line:
            self.editor.go_to(line, column)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Apply on Ctrl+Return; do not wait for the pause when another place is gone to."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.apply()
                return True
        if event.type() == QEvent.Type.FocusOut and self._pause.isActive():
            self.apply()
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._is_filling = True
            self._colors.restyle()
            self._is_filling = False

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.state, 1)
        row.addWidget(self.apply_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.editor, 1)
        column.addWidget(self.problem)
        column.addLayout(row)

    def _hear(self) -> None:
        if not self._is_filling:
            self.editor.mark_right()
            if self._seconds < SLOW_SECONDS:
                self._pause.start()
            self._show_state(is_typing=True)

    def _read(self, text: str) -> tuple[Network | None, GRNStudioError | None]:
        start = time.perf_counter()
        try:
            network, remarks = antimony.read(text)
        except (ModelError, RateSyntaxError) as error:
            return None, error
        finally:
            self._seconds = time.perf_counter() - start
        for remark in remarks:
            self.said.emit(remark)
        return network, None

    def _show_design(self, design: Design) -> None:
        """Show the text of ``design`` unless it is what was typed here."""
        before, self._shown = self._shown, design
        if before is design:
            return
        if before and (before.network, before.network_text) == (
            design.network,
            design.network_text,
        ):
            return
        self._pause.stop()
        error: GRNStudioError | None = None
        try:
            text, error = self._fitting(design)
        except ModelError as refusal:
            text, error = "", refusal
        self._fill(text)
        self._show_problem(error)

    def _fitting(self, design: Design) -> tuple[str, GRNStudioError | None]:
        """Return the kept text if it is that of the network, or unfinished; else a fresh one."""
        network, kept = design.network, design.network_text
        if kept:
            read, error = self._read(kept)
            if read is None or carried_over(network, read) == network:
                return kept, error
        return antimony.write(network) if network else "", None

    def _fill(self, text: str) -> None:
        self._is_filling = True
        if text != self.text:
            cursor, top = self.editor.textCursor(), self.editor.verticalScrollBar().value()
            position = min(cursor.position(), len(text))
            self.editor.setPlainText(text)
            cursor.setPosition(position)
            self.editor.setTextCursor(cursor)
            self.editor.verticalScrollBar().setValue(top)
        self._is_filling = False

    def _show_problem(self, error: GRNStudioError | None) -> None:
        self.problem.show_error(error, self.text)
        if isinstance(error, RateSyntaxError):
            self.editor.mark_wrong(error.line, error.column)
        else:
            self.editor.mark_right()
        self._show_state()

    def _show_state(self, is_typing: bool = False) -> None:
        pending = is_typing or self.problem.error is not None
        self.apply_button.setEnabled(is_typing)
        if is_typing:
            self.state.setText("Ctrl+Return applies what you type.")
        elif pending:
            self.state.setText("Kept as text; the network is as it was before.")
        else:
            self.state.setText("Text and network agree." if self.text.strip() else "")

    def _go_to_problem(self) -> None:
        error = self.problem.error
        if isinstance(error, RateSyntaxError):
            self.editor.go_to(error.line, error.column)


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


def _text_of(design: Design) -> str | None:
    """Return the text that the editor shows of ``design`` when nothing was typed."""
    if design.network_text:
        return design.network_text
    return None if design.network else ""
