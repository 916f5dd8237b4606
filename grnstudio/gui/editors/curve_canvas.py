"""The drawing canvas: targets above, inputs below, drawn by mouse or from the keyboard."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from grnstudio.core.curves import DrawnCurve, constant
from grnstudio.core.shapes import knots_along
from grnstudio.gui.editors.active_curve import ActiveCurve
from grnstudio.gui.editors.canvas_hint import CanvasHint
from grnstudio.gui.editors.canvas_keys import CanvasKeys
from grnstudio.gui.editors.canvas_view import ViewDrag, zoom
from grnstudio.gui.editors.curve_plot import CurvePlot, Look, axis_label
from grnstudio.gui.editors.interactions import (
    GESTURES,
    Gesture,
    HitTarget,
    KnotDrag,
    hit,
    without_knot,
)
from grnstudio.gui.theme import tokens


class CurveCanvas(pg.GraphicsLayoutWidget):
    """Draws the curves of the condition that is shown, and turns gestures into edits."""

    pointed = Signal(str)  # what lies under the pointer or the keyboard's cursor, in words
    tool_changed = Signal(str)
    menu_requested = Signal(QPoint)

    def __init__(self, active: ActiveCurve, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.active = active
        self.tool = "pen"
        self.snaps = False
        self._gesture: Gesture | None = None
        self._plot_in_use: CurvePlot | None = None
        self._view_drag: ViewDrag | None = None
        self._ignore_menu = False
        self._knot: int | None = None
        self._axis: object = None
        self._keys = CanvasKeys(self)
        self._build()
        self._hint = CanvasHint(active, self)
        self.setAccessibleName("Target canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 200)
        active.changed.connect(self.refresh)
        self.restyle()

    @property
    def grid(self) -> np.ndarray:
        """The samples' times or positions."""
        return self.active.task.axis.values

    @property
    def plot(self) -> CurvePlot:
        """The plot that holds the active curve."""
        return self.inputs if self.active.is_input else self.targets

    @property
    def chosen_knot(self) -> int | None:
        """The point of the active spline last pressed, None if there is none."""
        knots = self.active.curve.knots
        return self._knot if self._knot is not None and self._knot < len(knots) else None

    def use(self, tool: str) -> None:
        """Take up the pen, the points or the eraser."""
        self.cancel()
        self.tool = tool
        self.refresh()
        self.tool_changed.emit(tool)

    def set_snapping(self, snaps: bool) -> None:
        """Draw on the grid's samples and in steps of 0.05, or anywhere."""
        self.snaps = snaps

    def to_viewport(self, x: float, y: float) -> QPoint:
        """Return where a point of the active plot is on the screen."""
        at: QPoint = self.mapFromScene(self.plot.vb.mapViewToScene(QPointF(x, y)))
        return at

    def refresh(self) -> None:
        """Draw what the document holds."""
        if self.closed:
            return
        axis = self.active.task.axis
        self._show_strip(bool(self.active.task.inputs), axis_label(axis))
        self.targets.show_curves(self.grid, self._looks(self.active.task.targets))
        self.inputs.show_curves(self.grid, self._looks(self.active.task.inputs))
        if axis != self._axis:
            self._axis = axis
            self.reset_view()
        self._keys.show_cursor()
        self._show_hint()

    def reset_view(self) -> None:
        """Show everything there is."""
        for plot in (self.targets, self.inputs):
            plot.reset(self.grid)

    def restyle(self) -> None:
        """Take the theme's colours."""
        self.setBackground(tokens().panel)
        self._hint.restyle()
        for plot in (self.targets, self.inputs):
            plot.restyle()
        self.refresh()

    def begin(self, plot: CurvePlot, at: tuple[float, float]) -> None:
        """Begin a gesture of the tool in hand."""
        self._plot_in_use = plot
        surface = plot.surface(self.grid, self.snaps)
        self._gesture = GESTURES[self.tool](surface, self.active.curve, at)
        self._preview()

    def cancel(self) -> None:
        """Drop the gesture; nothing has changed."""
        self._gesture = None
        self.plot.preview(self.grid, None, None)
        self.refresh()

    def remove_knot(self, index: int) -> None:
        """Remove a point of the active spline."""
        self._knot = None
        curve = without_knot(self.active.curve, index, self.grid)
        self.active.draw("Remove a point of", curve)

    def hit_at(self, plot: CurvePlot, at: tuple[float, float]) -> HitTarget:
        """Return what lies at a point of ``plot``."""
        shown = self.active.task.inputs if plot is self.inputs else self.active.task.targets
        curves = {name: self._shaped(name) for name in shown if name not in self.active.hidden}
        return hit(plot.surface(self.grid, self.snaps), curves, self.active.name, at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        plot, at = self._place(event.position())
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        self._ignore_menu = False
        if event.button() == Qt.MouseButton.MiddleButton or self._keys.space_held:
            self._view_drag = ViewDrag(self.plot, self._scene(event.position()))
        elif event.button() == Qt.MouseButton.RightButton:
            self._press_right(plot, at)
        elif event.button() == Qt.MouseButton.LeftButton and held:
            self.active.choose(self.hit_at(plot, at).name)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._choose_in(plot)
            self._keys.index = plot.surface(self.grid, self.snaps).index(at[0])
            self.begin(plot, at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._view_drag:
            self._view_drag.move(self._scene(event.position()))
            return
        if self._gesture:
            plot = self._plot_in_use or self.plot
            self._gesture.move(plot.at(self._scene(event.position())))
            self._preview()
        plot, (x, y) = self._place(event.position())
        self.pointed.emit(f"{axis_label(self.active.task.axis)} {x:.3g}   level {y:.3g}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._view_drag = None
        gesture, self._gesture = self._gesture, None
        if gesture is None or event.button() != Qt.MouseButton.LeftButton:
            self._gesture = gesture
            return
        self.plot.preview(self.grid, None, None)
        self._knot = gesture.index if isinstance(gesture, KnotDrag) else None
        curve = gesture.finish()
        if curve is None:
            self.refresh()
        else:
            self.active.draw(gesture.verb, curve)
        if gesture.said:
            self.active.said.emit(gesture.said)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def contextMenuEvent(self, event: QEvent) -> None:
        if not self._ignore_menu:
            self.menu_requested.emit(self.mapToGlobal(event.pos()))  # type: ignore[attr-defined]

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit("")

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        plot, at = self._place(event.position())
        zoom(plot, event.angleDelta().y(), at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.press(event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._keys.release(event)

    def focusInEvent(self, event: QEvent) -> None:
        self._keys.show_cursor()

    def focusOutEvent(self, event: QEvent) -> None:
        self._keys.show_cursor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_hint") and not self.closed:
            self._show_hint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_hint"):
            self.restyle()

    def _build(self) -> None:
        self.targets, self.inputs = CurvePlot("expression (0–1)"), CurvePlot("input", 0.12)
        self.ci.setContentsMargins(4, 8, 14, 4)
        self.ci.layout.setVerticalSpacing(4)
        self.addItem(self.targets, row=0, col=0)
        self.ci.layout.setRowStretchFactor(0, 3)
        self.inputs.setXLink(self.targets)
        self.inputs.getAxis("left").setTickSpacing(0.5, 0.5)

    def _show_strip(self, shown: bool, label: str) -> None:
        """Show the inputs' plot or not; the lower of the plots carries the axis."""
        if shown and self.inputs.scene() is None:
            self.addItem(self.inputs, row=1, col=0)
        elif not shown and self.inputs.scene() is not None:
            self.removeItem(self.inputs)
        self.ci.layout.setRowStretchFactor(1, int(shown))
        color = tokens().secondary
        self.targets.setLabel("bottom", "" if shown else label, color=color)
        self.targets.getAxis("bottom").setStyle(showValues=not shown)
        self.targets.getAxis("bottom").showLabel(not shown)
        self.inputs.setLabel("bottom", label, color=color)

    def _looks(self, names: tuple[str, ...]) -> dict[str, Look]:
        return {name: self._look(name) for name in names if name not in self.active.hidden}

    def _look(self, name: str) -> Look:
        active = self.active
        curve, level, color = active.curve_of(name), active.condition.level, active.color(name)
        chosen = name == active.name
        if curve.is_empty and name in active.task.inputs and not curve.knots:
            return Look(constant(0.0, len(self.grid)), color, chosen, assumed=True)
        knots = self._shaped(name).knots if chosen else ()
        return Look(curve, color, chosen, knots, level)

    def _shaped(self, name: str) -> DrawnCurve:
        """Return the curve with the points that the points tool would offer."""
        curve = self.active.curve_of(name)
        if self.tool != "points" or curve.knots or name != self.active.name:
            return curve
        return DrawnCurve(curve.values, curve.per_level, knots_along(curve, self.grid))

    def _preview(self) -> None:
        if self._gesture:
            color = self.active.color(self.active.name)
            self.plot.preview(self.grid, self._gesture.preview(), color)

    def _press_right(self, plot: CurvePlot, at: tuple[float, float]) -> None:
        found = self.hit_at(plot, at)
        if self._gesture:
            self.cancel()
            self._ignore_menu = True
        elif self.tool == "points" and found.kind == "knot" and self.active.curve.knots:
            self._ignore_menu = True
            self.remove_knot(found.index)

    def _choose_in(self, plot: CurvePlot) -> None:
        """Turn to a curve of ``plot`` where the active one is in the other."""
        if plot is not self.plot:
            task = self.active.task
            self.active.choose((task.inputs if plot is self.inputs else task.targets)[0])

    def _scene(self, position: QPointF) -> QPointF:
        scene: QPointF = self.viewportTransform().inverted()[0].map(position)
        return scene

    def _place(self, position: QPointF) -> tuple[CurvePlot, tuple[float, float]]:
        scene = self._scene(position)
        below = (
            self.inputs.scene() is not None and scene.y() > self.inputs.sceneBoundingRect().top()
        )
        plot = self.inputs if below else self.targets
        return plot, plot.at(scene)

    def _show_hint(self) -> None:
        box = self.plot.vb.sceneBoundingRect().toRect()
        self._hint.show_over(box, self._gesture is not None)
