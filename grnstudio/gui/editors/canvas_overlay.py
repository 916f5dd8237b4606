"""What is painted over and under the parts of a canvas: the grid, and what a tool is about."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from grnstudio.gui.editors.canvas_scene import CanvasScene
from grnstudio.gui.editors.network_tools import Place, Pointer, Preview
from grnstudio.gui.panels.look import Look

HEAD = 9.0
BAR = 8.0
GHOST = (64.0, 28.0)
ROUND = 8.0
HALO = 5.0
COARSE = 8.0  # pixels between points of the grid at least
VOID_SIZE = 7.0


def draw_grid(painter: QPainter, rect: QRectF, pitch: float, look: Look, scale: float) -> None:
    """Draw the points of a grid, fewer of them where all is small."""
    while pitch * scale < COARSE:
        pitch *= 2
    pen = QPen(look.color(look.tokens.line), 1.6)
    pen.setCosmetic(True)
    painter.setPen(pen)
    left, top = math.floor(rect.left() / pitch), math.floor(rect.top() / pitch)
    right, low = math.ceil(rect.right() / pitch), math.ceil(rect.bottom() / pitch)
    painter.drawPoints(
        [QPointF(x * pitch, y * pitch) for x in range(left, right + 1) for y in range(top, low + 1)]
    )


def draw_preview(
    painter: QPainter, preview: Preview, scene: CanvasScene, look: Look, scale: float
) -> None:
    """Draw the rubber band, the line or the ghost of a gesture, and what it would be done to."""
    painter.save()
    accent = look.color(look.tokens.accent)
    if preview.band:
        painter.setPen(_pen(look.tokens.accent, look, 1.0))
        painter.setBrush(look.color(look.tokens.accent, 0.1))
        painter.drawRect(QRectF(*preview.band))
    if preview.ghost:
        painter.setPen(_pen(look.tokens.accent, look, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(0, 0, *GHOST)
        box.moveCenter(QPointF(*preview.ghost))
        painter.drawRoundedRect(box, ROUND, ROUND)
    if preview.lit.name:
        _halo(painter, scene, preview.lit.name, look, look.tokens.accent)
    for hit in preview.doomed:
        _halo(painter, scene, hit.name, look, look.tokens.error)
    if preview.line:
        painter.setPen(QPen(accent, 1.8, c=Qt.PenCapStyle.RoundCap))
        painter.setBrush(accent)
        _line(painter, *preview.line, scene, preview.flipped)
    painter.restore()


def _pen(token: str, look: Look, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(look.color(token), width, style)
    pen.setCosmetic(True)
    return pen


def _halo(painter: QPainter, scene: CanvasScene, name: str, look: Look, token: str) -> None:
    part = scene.parts.get(name)
    if part is None:
        return
    box = part.path().boundingRect().translated(part.pos()).adjusted(-HALO, -HALO, HALO, HALO)
    painter.setPen(_pen(token, look, 2.0))
    painter.setBrush(look.color(token, 0.12))
    painter.drawRoundedRect(box, ROUND + HALO / 2, ROUND + HALO / 2)


def _line(
    painter: QPainter, source: Pointer, target: Pointer, scene: CanvasScene, flipped: bool
) -> None:
    start, end = _end(source, scene), _end(target, scene)
    line = QLineF(QPointF(*start), QPointF(*end))
    begin = _clear(line, scene, source.hit.name)
    line = QLineF(line.p2(), begin)
    line = QLineF(begin, _clear(line, scene, target.hit.name))
    painter.drawLine(line)
    if source.hit.kind == "void":
        _void(painter, source.at)
    if line.length() > 1:
        painter.drawPath(_bar(line) if flipped else _head(line))


def _end(pointer: Pointer, scene: CanvasScene) -> Place:
    part = scene.parts.get(pointer.hit.name) if pointer.hit.is_part else None
    return (part.x(), part.y()) if part is not None else pointer.at


def _clear(line: QLineF, scene: CanvasScene, name: str) -> QPointF:
    """Return where a line from the middle of a part leaves it."""
    part = scene.parts.get(name)
    if part is None or not line.length():
        return line.p1()
    box = part.path().boundingRect().translated(part.pos()).adjusted(-3, -3, 3, 3)
    across = box.width() / 2 / max(abs(line.dx()), 1e-9)
    along = box.height() / 2 / max(abs(line.dy()), 1e-9)
    return line.pointAt(min(across, along, 1.0))


def _head(line: QLineF) -> QPainterPath:
    tip, back = line.p2(), line.unitVector()
    dx, dy = back.dx(), back.dy()
    base = QPointF(tip.x() - HEAD * dx, tip.y() - HEAD * dy)
    path = QPainterPath(tip)
    path.lineTo(base.x() - 0.5 * HEAD * dy, base.y() + 0.5 * HEAD * dx)
    path.lineTo(base.x() + 0.5 * HEAD * dy, base.y() - 0.5 * HEAD * dx)
    path.closeSubpath()
    return path


def _bar(line: QLineF) -> QPainterPath:
    tip, one = line.p2(), line.unitVector()
    path = QPainterPath(QPointF(tip.x() - BAR * one.dy(), tip.y() + BAR * one.dx()))
    path.lineTo(tip.x() + BAR * one.dy(), tip.y() - BAR * one.dx())
    return path


def _void(painter: QPainter, at: Place) -> None:
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(*at), VOID_SIZE, VOID_SIZE)
    reach = VOID_SIZE * 1.1
    painter.drawLine(QPointF(at[0] - reach, at[1] + reach), QPointF(at[0] + reach, at[1] - reach))
    painter.restore()
