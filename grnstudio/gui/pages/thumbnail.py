"""Small pictures of tasks and of networks, drawn from their own curves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from grnstudio.core.task import Condition, Task
from grnstudio.gui.theme import series_color, tokens
from grnstudio.io.network_pictures import Course

MOST_CONDITIONS = 3
GAP = 8.0


class TaskPicture(QWidget):
    """A picture of what a task asks for, its first conditions side by side."""

    def __init__(
        self, task: Task, most: int = MOST_CONDITIONS, margin: float = 8.0, line: float = 2.0
    ) -> None:
        super().__init__()
        self._task, self._most, self._margin, self._line = task, most, margin, line
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(f"Curves of {task.title}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        task, shown, margin = self._task, _telling(self._task)[: self._most], self._margin
        width = (self.width() - 2 * margin - GAP * (len(shown) - 1)) / len(shown)
        low, high = _range(task, shown)
        for index, one in enumerate(shown):
            left = margin + index * (width + GAP)
            place = QRectF(left, margin, width, self.height() - 2 * margin)
            _draw_condition(painter, place, task, one, (low, high), self._line)
        painter.end()


class CoursePicture(QWidget):
    """A picture of what a network does over time."""

    def __init__(
        self,
        course: Course,
        margin: float = 8.0,
        line: float = 1.5,
        series: Sequence[int] = (),
    ) -> None:
        """Draw ``course`` in the colours of ``series``, in their order if there are none."""
        super().__init__()
        self._course, self._margin, self._line = course, margin, line
        self._series = series or range(len(course.names))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(f"Time course of {', '.join(course.names)}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        margin, values = self._margin, self._course.values
        place = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        low, high = min(0.0, float(values.min())), float(values.max())
        high = max(high, low + 1e-12) + 0.05 * (high - low)
        _draw_axes(painter, place)
        for index, row in zip(self._series, values, strict=True):
            painter.setPen(QPen(series_color(index), self._line))
            for line in _lines(row, place, low, high):
                painter.drawPolyline(line)
        painter.end()


def _telling(task: Task) -> tuple[Condition, ...]:
    drawn = tuple(one for one in task.conditions if not one.steady and _curves(task, one))
    return drawn or task.conditions


def _curves(task: Task, one: Condition) -> list[tuple[int, np.ndarray, bool]]:
    level = (one.level.low + one.level.high) / 2 if one.level else 0.0
    found = []
    for index, name in enumerate(task.regulators):
        is_input = name in task.inputs
        curve = (one.inputs if is_input else one.targets).get(name)
        if curve is not None and not curve.is_empty:
            found.append((index, curve.at_level(level), is_input))
    return found


def _range(task: Task, shown: tuple[Condition, ...]) -> tuple[float, float]:
    values = [values for one in shown for _, values, is_input in _curves(task, one) if not is_input]
    if not values:
        return 0.0, 1.0
    low, high = min(0.0, *(np.nanmin(v) for v in values)), max(np.nanmax(v) for v in values)
    return float(low), float(max(high, low + 0.1)) * 1.05


def _draw_condition(
    painter: QPainter,
    place: QRectF,
    task: Task,
    one: Condition,
    span: tuple[float, float],
    thickness: float,
) -> None:
    _draw_axes(painter, place)
    painter.save()
    painter.setClipRect(place.adjusted(-1, -1, 1, 1))
    for index, values, is_input in _curves(task, one):
        color = QColor(tokens().secondary) if is_input else series_color(_series(task, index))
        color.setAlphaF(0.6 if is_input else 1.0)
        pen = QPen(color, (0.6 if is_input else 1.0) * thickness)
        pen.setStyle(Qt.PenStyle.DotLine if is_input else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        for line in _lines(values, place, *span):
            painter.drawPolyline(line)
    painter.restore()


def _draw_axes(painter: QPainter, place: QRectF) -> None:
    painter.setPen(QPen(QColor(tokens().line), 1))
    painter.drawLine(place.bottomLeft(), place.bottomRight())
    painter.drawLine(place.bottomLeft(), place.topLeft())


def _series(task: Task, index: int) -> int:
    return index - len(task.inputs)


def _lines(values: np.ndarray, place: QRectF, low: float, high: float) -> Iterator[QPolygonF]:
    """Yield the unbroken pieces of a curve that may have gaps."""
    x = place.left() + place.width() * np.arange(len(values)) / (len(values) - 1)
    y = place.bottom() - place.height() * (values - low) / (high - low)
    drawn = ~np.isnan(values)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], drawn, [False]]).astype(int)))
    for start, stop in edges.reshape(-1, 2):
        points = zip(x[start:stop].tolist(), y[start:stop].tolist(), strict=True)
        yield QPolygonF([QPointF(a, b) for a, b in points])
