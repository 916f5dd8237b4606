"""The program's own icons, drawn in the colours of the theme in force."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from grnstudio import paths
from grnstudio.gui.theme import tokens

INK = "currentColor"


def icon(name: str, token: str = "text") -> QIcon:
    """Return the icon ``name``, in the theme's colour ``token``; it follows the theme by itself.

    Disabled it is pale, and switched on it takes the accent.
    """
    return QIcon(_ThemedEngine(name, token))


class _ThemedEngine(QIconEngine):
    """Draws an SVG whose ink is the theme's, at any size and density."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name, self._token = name, token
        _source(name)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ink = self._ink(mode, state)
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        source = _source(self._name).replace(INK, ink)
        QSvgRenderer(QByteArray(source.encode())).render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _ThemedEngine(self._name, self._token)

    def _ink(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        colors = tokens()
        if mode == QIcon.Mode.Disabled:
            return colors.disabled
        if state == QIcon.State.On and self._token == "text":
            return colors.accent
        ink: str = getattr(colors, self._token)
        return ink


@lru_cache
def _source(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
