"""How a gene or input looks in the legend: its line, its name, and an eye that hides it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from grnstudio.gui.editors.checked_field import Index
from grnstudio.gui.icons import icon
from grnstudio.gui.theme import tokens

COLOR, DRAWN, DASHED = (Qt.ItemDataRole.UserRole + place for place in range(3))
CHECK = Qt.ItemDataRole.CheckStateRole
HEIGHT, LINE, EYE, GAP = 26, 18, 14, 6
LONGEST = 160


class CurveChip(QStyledItemDelegate):
    """Paints a chip; a click on its eye, or Space, shows or hides the curve."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        text = option.fontMetrics.horizontalAdvance(index.data()) + 2
        return QSize(LINE + min(text, LONGEST) + EYE + 5 * GAP, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now = tokens()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        shown = _is_shown(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(QPen(QColor(now.accent if chosen else now.line), 2 if chosen else 1))
        painter.setBrush(QColor(now.panel))
        painter.drawRoundedRect(box, 6, 6)
        left, middle = box.left() + GAP, box.center().y()
        painter.setOpacity(1.0 if shown else 0.4)
        _draw_line(painter, QPointF(left, middle), index)
        room = QRectF(left + LINE + GAP, box.top(), 0, box.height())
        room.setRight(_eye(option.rect).left() - GAP)
        painter.setPen(QColor(now.text if shown else now.secondary))
        name = option.fontMetrics.elidedText(
            index.data(), Qt.TextElideMode.ElideRight, int(room.width()) + 1
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), name)
        icon("eye" if shown else "eye-off", "secondary").paint(painter, _eye(option.rect))
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if not isinstance(event, QMouseEvent):
            return super().editorEvent(event, model, option, index)
        on_eye = _eye(option.rect).adjusted(-4, -6, 4, 6).contains(event.position().toPoint())
        if on_eye and event.type() == QEvent.Type.MouseButtonRelease:
            hidden = Qt.CheckState.Unchecked if _is_shown(index) else Qt.CheckState.Checked
            return model.setData(index, hidden, CHECK)
        return False


def _is_shown(index: Index) -> bool:
    return Qt.CheckState(index.data(CHECK)) == Qt.CheckState.Checked


def _eye(rect: QRect) -> QRect:
    return QRect(rect.right() - EYE - GAP - 1, rect.center().y() - EYE // 2 + 1, EYE, EYE)


def _draw_line(painter: QPainter, start: QPointF, index: Index) -> None:
    """Draw a line in the curve's colour: full where a curve is drawn, hollow where none is."""
    color: QColor = index.data(COLOR)
    end = start + QPointF(LINE, 0)
    if not index.data(DRAWN):
        painter.setPen(QPen(color, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(start.x(), start.y() - 2, LINE, 4), 2, 2)
        return
    pen = QPen(color, 3)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    if index.data(DASHED):
        pen.setDashPattern([1.2, 1.8])
    painter.setPen(pen)
    painter.drawLine(start + QPointF(1.5, 0), end - QPointF(1.5, 0))
