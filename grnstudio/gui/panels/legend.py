"""A legend outside the data: keys in a row that flows over several lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from grnstudio.gui.flow_layout import FlowLayout
from grnstudio.gui.panels.look import Look, caption_font

SAMPLE = 18
SYMBOL = 10
DOTS = 12  # more room for each dot of a sample
ROW = 18
GAP = 12
LONGEST = 140
FILLED = 0.3
FILLED_SERIES = 0.5


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend; ``series`` is None where it explains a line style alone.

    A ``filled`` entry stands for an area, one with a ``symbol`` (o or x) for points. ``turn`` tells
    it from others of its colour.
    """

    name: str
    series: int | None
    style: Qt.PenStyle = Qt.PenStyle.SolidLine
    filled: bool = False
    turn: int = 0
    symbol: str = ""

    @property
    def sample(self) -> int:
        """How wide its sample is: wider where dots have to be seen in it."""
        return SYMBOL if self.symbol else SAMPLE + DOTS * self.turn


class KeyButton(QAbstractButton):
    """A key with a sample of its line; a click shows or hides what it stands for."""

    def __init__(self, key: Key, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self.look = look
        self.setCheckable(key.series is not None)
        self.setChecked(True)
        self.setFont(caption_font())
        self.setText(key.name)
        if key.series is None:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        else:
            self.setToolTip(f"Show or hide {key.name}")
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the room for the sample and the name."""
        return QSize(self.key.sample + 6 + self._shown_name()[1], ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sample and the name, both pale when hidden."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked() or not self.isCheckable()
        one = self.look.tokens
        self._draw_sample(painter, on)
        painter.setFont(self.font())
        painter.setPen(self.look.color(one.text if on else one.disabled))
        name = self._shown_name()[0]
        middle = ROW / 2 + self._metrics().capHeight() / 2
        painter.drawText(QPointF(self.key.sample + 4, middle), name)
        if self.hasFocus():
            painter.setPen(self.look.color(one.accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _draw_sample(self, painter: QPainter, on: bool) -> None:
        index, one = self.key.series, self.look.tokens
        color = self.look.color(one.secondary) if index is None else self.look.series(index)
        color = color if on else self.look.color(one.disabled)
        if self.key.filled:
            color.setAlphaF(FILLED if index is None else FILLED_SERIES)
            painter.fillRect(QRectF(0, ROW / 2 - 5, SAMPLE, 10), color)
            return
        if self.key.symbol == "o":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(QRectF(0, ROW / 2 - 4.5, 9, 9))
            return
        painter.setPen(self.look.pen(color, 2, self.key.style, self.key.turn))
        if self.key.symbol:
            box = QRectF(1, ROW / 2 - 4, 8, 8)
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.drawLine(box.bottomLeft(), box.topRight())
            return
        painter.drawLine(QPointF(0, ROW / 2), QPointF(self.key.sample, ROW / 2))

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self.font())

    def _shown_name(self) -> tuple[str, int]:
        metrics = self._metrics()
        name = metrics.elidedText(self.key.name, Qt.TextElideMode.ElideRight, LONGEST)
        return name, metrics.horizontalAdvance(name) + 2


class Legend(QWidget):
    """A flow of keys."""

    toggled = Signal(object, bool)  # Key, whether its lines are to be seen

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._flow = KeyFlow(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def buttons(self) -> tuple[KeyButton, ...]:
        """The keys, in order."""
        return tuple(self._flow.widgets())

    def show_keys(self, keys: Sequence[Key]) -> None:
        """Show ``keys``; those that stay keep whether they are switched on."""
        if tuple(button.key for button in self.buttons) == tuple(keys):
            return
        off = {button.key.name for button in self.buttons if not button.isChecked()}
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        for key in keys:
            button = KeyButton(key, self._look, self)
            button.setChecked(key.name not in off)
            button.toggled.connect(lambda on, key=key: self.toggled.emit(key, on))
            self._flow.addWidget(button)
            button.show()
        self.setVisible(bool(keys))
        self.updateGeometry()

    def height_for(self, width: int) -> int:
        """Return the height that all keys need."""
        return self._flow.heightForWidth(width)

    def hidden_names(self) -> set[str]:
        """Return the names of the keys that are switched off."""
        return {button.key.name for button in self.buttons if not button.isChecked()}

    def restyle(self, look: Look) -> None:
        """Take over the colours of ``look``."""
        self._look = look
        for button in self.buttons:
            button.look = look
            button.update()


class KeyFlow(FlowLayout):
    """Lays keys out in rows of one height; the legend asks for little room until it is given."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(GAP, 0, parent)

    def widgets(self) -> list[KeyButton]:
        """Return the keys, in order."""
        found = [item.widget() for item in self._items]
        return [one for one in found if isinstance(one, KeyButton)]

    def sizeHint(self) -> QSize:
        return QSize(80, ROW)

    def minimumSize(self) -> QSize:
        return QSize(40, ROW if self._items else 0)
