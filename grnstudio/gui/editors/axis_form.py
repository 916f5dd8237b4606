"""The grid that curves are drawn on: times or positions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QLabel, QSpinBox, QWidget

from grnstudio.core import task_edits
from grnstudio.core.task import MAX_POINTS, Axis, PositionAxis, TimeAxis
from grnstudio.gui.editors.active_curve import ActiveCurve
from grnstudio.gui.field_events import FieldEvents

Spin = QSpinBox | QDoubleSpinBox


class AxisForm(QWidget):
    """Fields for the axis; curves keep their values where the grids overlap."""

    def __init__(self, active: ActiveCurve, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._active = active
        self._filling = False
        self.kind = QComboBox()
        self.kind.addItems(["Time courses", "Positions"])
        self.kind.setAccessibleName("Curves over")
        self.kind.setToolTip("Draw over time, or over positions that each are a cell of its own")
        FieldEvents(self.kind)
        self.kind.activated.connect(self._change_kind)
        self.layout_ = QFormLayout(self)
        self.layout_.setContentsMargins(0, 0, 0, 0)
        self.layout_.addRow("Curves over", self.kind)
        self.fields: dict[str, Spin] = {}
        self._add("start", "First position", -1e3, 1e3, "Position of the first sample")
        self._add("step", "Step", 1e-3, 1e3, "From one sample to the next")
        self._add_whole("count", "Samples", 2, MAX_POINTS, "Number of samples")
        self._add("euler_step", "Euler step", 1e-3, 10, "Step of the simulation, in 1/γ")
        self._add_whole("euler_steps", "Euler steps", 1, 10_000, "Steps of the simulation")
        self.span = QLabel()
        self.span.setObjectName("secondary")
        self.layout_.addRow("", self.span)
        active.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the task's axis."""
        axis = self._active.task.axis
        spatial = isinstance(axis, PositionAxis)
        self._filling = True
        self.kind.setCurrentIndex(int(spatial))
        for name, field in self.fields.items():
            self.layout_.setRowVisible(field, spatial or name in ("step", "count"))
            if spatial or name in ("step", "count"):
                field.setValue(getattr(axis, name))
        grid = axis.values
        unit = "" if spatial else " 1/γ"
        self.span.setText(f"from {grid[0]:.4g} to {grid[-1]:.4g}{unit}")
        self._filling = False

    def _add(self, name: str, label: str, low: float, high: float, tip: str) -> None:
        field = QDoubleSpinBox()
        field.setDecimals(4)
        field.setRange(low, high)
        field.setSingleStep(0.01)
        self._place(name, label, field, tip, field.valueChanged.connect)

    def _add_whole(self, name: str, label: str, low: int, high: int, tip: str) -> None:
        field = QSpinBox()
        field.setRange(low, high)
        self._place(name, label, field, tip, field.valueChanged.connect)

    def _place(
        self, name: str, label: str, field: Spin, tip: str, connect: Callable[..., object]
    ) -> None:
        field.setKeyboardTracking(False)
        FieldEvents(field)
        field.setToolTip(tip)
        field.setAccessibleName(label)
        connect(lambda value: self._change(name, value))
        self.fields[name] = field
        self.layout_.addRow(label, field)

    def _change(self, name: str, value: float) -> None:
        axis = self._active.task.axis
        changes: dict[str, Any] = {name: value}
        if not self._filling and value != getattr(axis, name):
            self._set(replace(axis, **changes), f"Change the grid's {name}", f"axis {name}")

    def _change_kind(self, place: int) -> None:
        kind = PositionAxis if place else TimeAxis
        if not isinstance(self._active.task.axis, kind):
            self._set(kind(), "Change the axis", "")

    def _set(self, axis: Axis, text: str, merge: str) -> None:
        self._active.attempt(text, lambda task: task_edits.with_axis(task, axis), merge)
        self.refresh()
