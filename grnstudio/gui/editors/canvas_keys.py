"""The canvas from the keyboard: a cursor that walks along the samples and moves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from grnstudio.gui.editors.curve_plot import axis_label

if TYPE_CHECKING:
    from grnstudio.gui.editors.curve_canvas import CurveCanvas

TOOL_KEYS = {Qt.Key.Key_D: "pen", Qt.Key.Key_P: "points", Qt.Key.Key_E: "erase"}
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
UPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
COARSE, FINE = 0.05, 0.01


class CanvasKeys:
    """Answers the keys pressed on a canvas."""

    def __init__(self, canvas: CurveCanvas) -> None:
        self._canvas = canvas
        self.index = 0
        self.space_held = False

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; False where it asks for nothing here."""
        key, canvas = Qt.Key(event.key()), self._canvas
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in STEPS:
            self._walk(STEPS[key] * (10 if control else 1))
        elif key in UPS and (shift or control):
            self._nudge(UPS[key] * (FINE if control else COARSE))
        elif key in UPS:
            canvas.active.choose_next(-UPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._walk(-len(canvas.grid) if key == Qt.Key.Key_Home else len(canvas.grid))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._delete()
        elif key == Qt.Key.Key_Escape:
            canvas.cancel()
        elif control and key in (Qt.Key.Key_0, Qt.Key.Key_R):
            canvas.reset_view()
        else:
            return not control and self._press_letter(key)
        return True

    def release(self, event: QKeyEvent) -> None:
        """Let go of the view when space is let go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.space_held = False

    def show_cursor(self) -> None:
        """Show the cursor on the active curve while the canvas has the keyboard."""
        canvas = self._canvas
        if canvas.closed:
            return
        self.index = min(self.index, len(canvas.grid) - 1)
        for plot in (canvas.targets, canvas.inputs):
            plot.point_at(None)
        if canvas.hasFocus():
            value = float(canvas.active.curve.values[self.index])
            canvas.plot.point_at(float(canvas.grid[self.index]), value)
            canvas.setAccessibleDescription(self._words(value))

    def _press_letter(self, key: Qt.Key) -> bool:
        canvas = self._canvas
        number = key - Qt.Key.Key_1
        if key in TOOL_KEYS:
            canvas.use(TOOL_KEYS[key])
        elif key == Qt.Key.Key_Space:
            self.space_held = True
        elif 0 <= number < min(9, len(canvas.active.names)):
            canvas.active.choose(canvas.active.names[number])
        else:
            return False
        return True

    def _walk(self, by: int) -> None:
        self.index = int(np.clip(self.index + by, 0, len(self._canvas.grid) - 1))
        self._tell()

    def _nudge(self, by: float) -> None:
        """Raise or lower the sample under the cursor; a missing one begins at its neighbour."""
        active = self._canvas.active
        values = active.curve.values
        drawn = np.flatnonzero(~np.isnan(values))
        near = drawn[np.abs(drawn - self.index).argmin()] if len(drawn) else None
        level = 0.0 if near is None else float(values[near])
        value = round(max(level + by, 0.0), 6)
        curve = active.curve.with_value(self.index, value)
        active.draw("Move", curve, merge=f"nudge {active.index} {active.name} {self.index}")
        self._tell()

    def _delete(self) -> None:
        canvas = self._canvas
        if canvas.tool == "points" and canvas.chosen_knot is not None:
            canvas.remove_knot(canvas.chosen_knot)
        elif not np.isnan(canvas.active.curve.values[self.index]):
            canvas.active.draw("Erase", canvas.active.curve.with_value(self.index, np.nan))
        self._tell()

    def _tell(self) -> None:
        self.show_cursor()
        self._canvas.pointed.emit(self._words(float(self._canvas.active.curve.values[self.index])))

    def _words(self, value: float) -> str:
        canvas = self._canvas
        level = "not drawn" if np.isnan(value) else f"{value:.3g}"
        where = f"{axis_label(canvas.active.task.axis)} {canvas.grid[self.index]:.3g}"
        return f"{where}   {canvas.active.name} {level}"
