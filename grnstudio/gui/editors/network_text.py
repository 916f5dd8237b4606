"""A network as text that can be edited: read as it is typed, applied as soon as it makes sense."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from grnstudio.core.antimony_fixes import TextFix, text_fixes
from grnstudio.core.antimony_words import Word, vocabulary
from grnstudio.core.extras import carried_over
from grnstudio.core.network_problems import Problem
from grnstudio.errors import GRNStudioError, ModelError, RateSyntaxError
from grnstudio.gui.document import Document
from grnstudio.gui.editors.antimony_colors import AntimonyColors
from grnstudio.gui.editors.code_edit import UNREAD, CodeEdit
from grnstudio.gui.editors.find_bar import FindBar
from grnstudio.gui.editors.rename_bar import RenameBar
from grnstudio.gui.editors.text_commands import can, text_commands
from grnstudio.gui.editors.text_completion import TextCompletion
from grnstudio.gui.editors.text_following import (
    HINT,
    LONG,
    Reading,
    fitting,
    followed,
    read_text,
    text_of,
)
from grnstudio.gui.editors.text_links import TextLinks, place_of, unread
from grnstudio.gui.editors.text_problem import ApplyRow, TextProblem
from grnstudio.gui.editors.text_warming import TextWarming
from grnstudio.gui.network_clipboard import NETWORK, pasted
from grnstudio.gui.network_fixing import fix_of
from grnstudio.gui.selection import Selection
from grnstudio.project import Design

PAUSE_MS = 600
SLOW_SECONDS = 0.25  # text that takes longer to read is read only when asked
EDIT = "Edit network"


class NetworkText(QWidget):
    """The text of the document's network.

    What is typed is in the document after a short pause, as a network if it can be read and as
    text in any case, so that saving, undo and recovery have it. What is typed until it can be
    read is one step of undo. What other views change is carried into the text as it stands.
    """

    said = Signal(str)
    refused = Signal(object)  # a GRNStudioError
    commands_changed = Signal()

    def __init__(
        self,
        document: Document,
        selection: Selection | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection or Selection(self)
        self._shown: Design | None = None
        self._filled = ""  # what was put here last, typed or not
        self._is_filling = False
        self._steps = 0
        self._seconds = 0.0
        self._is_behind = False  # hidden, and not worth the time to follow until it is seen
        self.editor = CodeEdit()
        self.editor.setPlaceholderText(HINT)
        self.editor.setAccessibleName("Network as Antimony text")
        self.editor.setToolTip(
            "The network as text. Ctrl+Return applies what was typed, Ctrl+Space completes it."
        )
        self.editor.foreign = NETWORK
        self._colors = AntimonyColors(self.editor.document())
        self.problem = TextProblem()
        self.applying = ApplyRow()
        self.find_bar = FindBar(self.editor)
        self.rename_bar = RenameBar(document, self._selection, self.editor)
        self._commands = text_commands(self.editor, self.find_bar, self.rename_bar, self.quick_fix)
        self.completion = TextCompletion(self.editor, self._words)
        self._links = TextLinks(self.editor, document, self._selection)
        self._warming = TextWarming(self)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._lay_out()
        self._connect()
        document.watch(lambda project: project.design, self._show_design)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.editor.toPlainText()

    @property
    def is_applied(self) -> bool:
        """Whether all that was typed has been read."""
        return not self._pause.isActive() and self.problem.error is None

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what can be asked of the text, by key."""
        return self._commands

    def can(self, key: str) -> bool:
        """Say whether a command makes sense as things stand."""
        known = key in self._commands
        return known and can(key, self.editor, self.problem, self._selection)

    def quick_fix(self) -> None:
        """Mend the text where it cannot be read, else what is wrong with the chosen part."""
        if self._pause.isActive():
            self.apply()
        if self.problem.fixes:
            self._fix(self.problem.fixes[0])
            return
        try:
            mended = fix_of(self._document, self._selection.chosen)
        except GRNStudioError as error:
            self.refused.emit(error)
            return
        self.said.emit(f"Mended: {mended}." if mended else "There is nothing to mend here.")

    def apply(self) -> None:
        """Put what was typed into the document: the network if it can be read, the text anyway."""
        if self._is_behind:
            return
        self._pause.stop()
        design, text = self._document.project.design, self.text
        if text == text_of(design) or (self._shown is design and text == self._filled):
            self._show_state()
            return
        found = self._read(text)
        network = found.network and carried_over(design.network, found.network)
        if network is None and not text.strip():
            changed = replace(design, network=None, network_text="")
        elif network is None or network == design.network:
            changed = replace(design, network_text=text)
        else:
            changed = replace(design, network=network, network_text=text)
        self._shown, self._filled = changed, text
        self._document.edit(EDIT, changed, merge=f"{EDIT} {self._steps}")
        self._steps += network is not None
        self._show_problem(found.error)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Underline what something is wrong with; hints are left to their list."""
        self._links.show_problems(problems)

    def go_to(self, id: str) -> None:
        """Put the cursor where the part ``id`` is first spoken of, if it is."""
        line, column = place_of(id, self.text)
        if line:
            self.editor.go_to(line, column)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Apply on Ctrl+Return, mend on Ctrl+.; do not wait when another place is gone to."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if control and (enter or event.key() == Qt.Key.Key_Period):
                self.apply() if enter else self.quick_fix()
                return True
        left = event.type() == QEvent.Type.FocusOut and not self.completion.list.isVisible()
        if left and self._pause.isActive():
            self.apply()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_behind:
            self._show_design(self._document.project.design)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._is_filling = True
            self._colors.restyle()
            self._is_filling = False

    def _connect(self) -> None:
        self.applying.button.clicked.connect(self.apply)
        self.problem.pressed.connect(self._go_to_problem)
        self.problem.fix_wanted.connect(self._fix)
        self.editor.textChanged.connect(self._hear)
        self.editor.copyAvailable.connect(self.commands_changed)
        self.editor.foreign_pasted.connect(self._paste_parts)
        self.editor.installEventFilter(self)
        self._selection.changed.connect(self.commands_changed)
        self._pause.timeout.connect(self.apply)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.find_bar)
        column.addWidget(self.rename_bar)
        column.addWidget(self.editor, 1)
        column.addWidget(self.problem)
        column.addWidget(self.applying)

    def _hear(self) -> None:
        if not self._is_filling:
            self.editor.mark_right()
            if self._seconds < SLOW_SECONDS:
                self._pause.start()
            self._show_state(is_typing=True)

    def _read(self, text: str) -> Reading:
        found = read_text(text)
        self._seconds = found.seconds
        for remark in found.remarks:
            self.said.emit(remark)
        return found

    def _words(self) -> tuple[Word, ...]:
        return vocabulary(self._document.project.design.network, self.text)

    def _fix(self, fix: TextFix) -> None:
        self.editor.replace(fix.start, fix.end, fix.insert)
        self.editor.setFocus()
        self.apply()

    def _paste_parts(self) -> None:
        """Bring copied parts in under names that are free."""
        self.apply()
        try:
            self._selection.choose(pasted(self._document))
        except GRNStudioError as error:
            self.refused.emit(error)

    def _show_design(self, design: Design) -> None:
        """Show the text of ``design`` unless it is what was typed here."""
        before = self._shown
        if before is design:
            return
        size = max(len(self._filled), len(design.network_text))
        self._is_behind = size > LONG and not self.isVisible() and self.is_applied
        if self._is_behind:
            return
        self._shown = design
        if before and (before.network, before.network_text) == (
            design.network,
            design.network_text,
        ):
            return
        error: GRNStudioError | None = None
        is_typing = self._pause.isActive() and self.text != self._filled
        try:
            text = followed(before, design, self.text if is_typing else None)
            if design.network_text and not is_typing and (before is None or len(text) <= LONG):
                found = self._read(text)
                text, error = fitting(text, found, design.network), found.error
        except ModelError as refusal:
            text, error = "", refusal
        self._pause.stop()
        self._fill(text)
        self._filled = "" if is_typing else text
        if before is None or not before.network_text:
            self._warming.begin(text)
        self._show_problem(error)
        if is_typing:
            self._pause.start()

    def _fill(self, text: str) -> None:
        self._is_filling = True
        top = self.editor.verticalScrollBar().value()
        self.editor.fill(text)
        self.editor.verticalScrollBar().setValue(top)
        self._is_filling = False
        self._links.refresh()

    def _show_problem(self, error: GRNStudioError | None) -> None:
        text = self.text
        fixes = text_fixes(text, error) if isinstance(error, RateSyntaxError) else ()
        self.problem.show_error(error, text, fixes)
        self.commands_changed.emit()
        self.editor.mark(UNREAD, unread(text) if error and len(text) <= LONG else [])
        if isinstance(error, RateSyntaxError):
            self.editor.mark_wrong(error.line, error.column)
        else:
            self.editor.mark_right()
        self._show_state()

    def _show_state(self, is_typing: bool = False) -> None:
        is_wrong = self.problem.error is not None
        self.applying.show_state(is_typing, is_wrong, bool(self.text.strip()))

    def _go_to_problem(self) -> None:
        error = self.problem.error
        if isinstance(error, RateSyntaxError):
            self.editor.go_to(error.line, error.column)
