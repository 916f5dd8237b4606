"""What all panels share: a figure, a note below it, a read-out, an empty state, a look."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from grnstudio.gui.panels.look import BODY_PX, CAPTION_PX, Look, current_look

NOTHING_YET = "Press Train to see the first picture."
DEFAULT_ASPECT = 0.66


class Panel(QWidget):
    """A widget that draws one kind of figure.

    It follows the theme unless it was made with a look of its own, as a copy for paper is.
    """

    readout_on_top = False

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent)
        self._fixed_look = look
        self.look = look or current_look()
        self._figure: Any = None
        self._title = QLabel(self)
        self._body = QWidget(self)
        self._body_layout = QVBoxLayout(self._body)
        self._body_layout.setSpacing(4)
        self._body_layout.setContentsMargins(0, 0, 0, 0)
        self._empty = QLabel(NOTHING_YET, self)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._body)
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        self._readout = QLabel(self)
        self._readout.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._arrange()

    @property
    def figure(self) -> Any:
        """The figure that is drawn, None before the first."""
        return self._figure

    @property
    def is_empty(self) -> bool:
        """Whether a sentence stands where the picture would be."""
        return self._stack.currentWidget() is self._empty

    @property
    def advice(self) -> str:
        """The sentence that says how to get a picture."""
        return self._empty.text()

    @property
    def readout(self) -> str:
        """What is said about the place that is pointed at."""
        return self._readout.text()

    @property
    def note(self) -> str:
        """The line below the picture."""
        return self._note.text() if self._note.isVisibleTo(self) else ""

    @property
    def aspect(self) -> float:
        """Height over width that suits the figure on paper."""
        return DEFAULT_ASPECT

    def paper_height(self, width: int) -> int:
        """Return the height on paper: of the shape on the screen, or that of the figure."""
        seen = self.isVisible() and self.width() > 0
        return round(width * (self.height() / self.width() if seen else self.aspect))

    def clear(self, text: str = NOTHING_YET) -> None:
        """Take the picture away and say in one sentence how to get one."""
        self._figure = None
        self._empty.setText(text)
        self._stack.setCurrentWidget(self._empty)
        self._note.setVisible(False)
        self.say("")

    def say(self, text: str) -> None:
        """Show ``text`` in the corner of the picture, nothing if it is empty."""
        if text != self._readout.text():
            self._readout.setText(text)
            self._readout.adjustSize()
        self._readout.setVisible(bool(text))
        if text:
            self._place_readout()

    def paper_copy(self, look: Look) -> Panel:
        """Return a copy of this panel as it stands, in another look and without its controls."""
        copy = type(self)(None, look)
        if self._figure is not None:
            copy.show_figure(self._figure)
        return copy

    def show_figure(self, figure: Any) -> None:
        """Draw ``figure``."""
        raise NotImplementedError

    def show_title(self, text: str) -> None:
        """Write a title above the picture, as pictures on paper have."""
        self._title.setText(text)
        self._title.setVisible(bool(text))

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        one = self.look.tokens
        plain = "background: transparent; border: none; padding: 0;"
        self._title.setStyleSheet(
            f"{plain} color: {one.text}; font-size: {BODY_PX}px; font-weight: 600;"
        )
        self._note.setStyleSheet(f"{plain} color: {one.secondary}; font-size: {CAPTION_PX}px;")
        self._empty.setStyleSheet(f"{plain} color: {one.secondary}; font-size: {BODY_PX}px;")
        self._readout.setStyleSheet(
            f"background: {one.raised}; color: {one.text}; border: 1px solid {one.line};"
            f" border-radius: 4px; padding: 3px 6px; font-size: {CAPTION_PX}px;"
        )
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._fixed_look is None:
            look = current_look()
            if look != self.look:
                self.look = look
                self.restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground, which the look decides and no style sheet."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.color(self.look.tokens.panel))

    def _accept(self, figure: Any) -> None:
        """Keep ``figure`` and show its note; subclasses call this first."""
        self._figure = figure
        if figure.note != self._note.text():
            self._note.setText(figure.note)
        self._note.setVisible(bool(figure.note))
        if self.is_empty:
            self._stack.setCurrentWidget(self._body)

    def _add(self, part: QWidget, stretch: int = 0) -> None:
        self._body_layout.addWidget(part, stretch)

    def _arrange(self) -> None:
        for hidden in (self._title, self._note, self._readout):
            hidden.hide()
        layout = QVBoxLayout(self)
        layout.setSpacing(2)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addWidget(self._title)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._note)
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def _place_readout(self) -> None:
        area = self._stack.geometry()
        y = area.top() + 2 if self.readout_on_top else self.height() - self._readout.height() - 2
        self._readout.move(max(area.right() - self._readout.width(), 0), y)
        self._readout.raise_()
