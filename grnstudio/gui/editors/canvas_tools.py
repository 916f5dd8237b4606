"""The tools beside the canvas: what draws, what shapes, what copies the active curve."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QIcon,
    QKeySequence,
    QPainter,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QDoubleSpinBox, QMenu, QToolBar, QToolButton, QWidget

from grnstudio.core import task_edits
from grnstudio.core.curves import DrawnCurve, constant
from grnstudio.core.shapes import SHAPES, Shape
from grnstudio.core.task import Task
from grnstudio.gui.editors.active_curve import ActiveCurve
from grnstudio.gui.editors.curve_canvas import CurveCanvas
from grnstudio.gui.icons import icon
from grnstudio.gui.theme import tokens

TOOLS = (
    ("pen", "Draw freehand", "D"),
    ("points", "Points joined by a spline: click adds, drag moves, right click removes", "P"),
    ("erase", "Erase by dragging", "E"),
)
ICON_SIZE = QSize(18, 18)
ROOM_FOR_WORDS = 440
COMPACT = """
QToolBar { border: none; background: transparent; padding: 0; spacing: 1px; }
QToolBar::separator { margin: 6px 2px; }
QDoubleSpinBox { padding: 0 5px; }
#more { padding: 3px; }
#more::menu-indicator { image: none; width: 0; }
"""


class CanvasTools(QToolBar):
    """Buttons and menus that work on the active curve."""

    def __init__(
        self, active: ActiveCurve, canvas: CurveCanvas, parent: QWidget | None = None
    ) -> None:
        super().__init__("Drawing tools", parent)
        self.active, self.canvas = active, canvas
        self.setIconSize(ICON_SIZE)
        self.setStyleSheet(COMPACT)
        self.setAccessibleName("Drawing tools")
        self.tools = self._add_tools()
        self.addSeparator()
        self.smooth = self._add("smooth", "Smooth", "Even out the curve", self._smooth)
        self.level, self.flat = self._add_flat()
        self.presets = self._add_menu("preset", "Presets", self._preset_menu())
        self.addSeparator()
        self.snap = self._add("snap", "Snap to grid", "Draw on samples, in steps of 0.05 (Ctrl+G)")
        self.snap.setCheckable(True)
        self.snap.setShortcut(QKeySequence("Ctrl+G"))
        self.snap.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self.snap.toggled.connect(canvas.set_snapping)
        self.table = self._add("table", "Table", "Show the curves as numbers (Ctrl+T)")
        self.table.setCheckable(True)
        self.table.setShortcut(QKeySequence("Ctrl+T"))
        self.more = self._add_menu("more", "More for this curve", self._more_menu())
        canvas.tool_changed.connect(lambda tool: self.tools[tool].setChecked(True))
        active.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Enable what the active curve allows."""
        drawn, name = not self.active.curve.is_empty, self.active.name
        self.smooth.setEnabled(drawn)
        self.clear_curve.setEnabled(drawn or bool(self.active.curve.knots))
        self.clear_curve.setText(f"Clear {name}")
        self.copy.setEnabled(drawn and len(self.active.task.conditions) > 1)
        self.copy.setText(f"Copy {name} to all conditions")
        self.follow.setEnabled(drawn and self.active.condition.level is not None)
        self.follow.setChecked(self.active.curve.per_level is not None)
        self.follow.setText(f"{name} follows the random level")

    def apply_shape(self, shape: Shape) -> None:
        """Put a ready-made course in place of the active curve."""
        self.active.draw(f"{shape.title} for", shape.on(self.canvas.grid))

    def menu_for_curve(self) -> QMenu:
        """Return the menu that the canvas opens: everything for the active curve."""
        menu = QMenu(self)
        menu.addMenu(self.presets.menu())
        menu.addAction(self.smooth)
        menu.addSeparator()
        menu.addActions(self.more.menu().actions())
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        style = Qt.ToolButtonStyle
        words = event.size().width() >= ROOM_FOR_WORDS
        self.presets.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if words else style.ToolButtonIconOnly
        )
        super().resizeEvent(event)

    def _add_tools(self) -> dict[str, QAction]:
        group, tools = QActionGroup(self), {}
        for name, tip, key in TOOLS:
            tools[name] = self._add(name, name.capitalize(), f"{tip} ({key} on the canvas)")
            tools[name].setCheckable(True)
            tools[name].triggered.connect(lambda _, tool=name: self.canvas.use(tool))
            group.addAction(tools[name])
        tools["pen"].setChecked(True)
        return tools

    def _add(
        self, name: str, text: str, tip: str, slot: Callable[[], object] | None = None
    ) -> QAction:
        action = self.addAction(icon(name), text)
        action.setToolTip(tip)
        if slot:
            action.triggered.connect(slot)
        if button := self.widgetForAction(action):
            button.setAccessibleName(text)
        return action

    def _add_menu(self, name: str, text: str, menu: QMenu) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setText(text)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setObjectName(name)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        self.addWidget(button)
        return button

    def _add_flat(self) -> tuple[QDoubleSpinBox, QAction]:
        flat = self._add("minus", "Flat", "A flat line at the level beside", self._flatten)
        level = QDoubleSpinBox(self)
        level.setRange(0.0, 1000.0)
        level.setSingleStep(0.05)
        level.setValue(0.5)
        level.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        level.setAlignment(Qt.AlignmentFlag.AlignRight)
        level.setFixedWidth(48)
        level.setAccessibleName("Level of a flat line")
        level.setToolTip("Level of a flat line; Return draws it")
        level.lineEdit().returnPressed.connect(self._flatten)
        self.addWidget(level)
        return level, flat

    def _preset_menu(self) -> QMenu:
        menu = QMenu("Presets", self)
        menu.setToolTipsVisible(True)
        for shape in SHAPES:
            action = menu.addAction(shape.title)
            action.setToolTip(shape.tip)
            action.triggered.connect(lambda _, shape=shape: self.apply_shape(shape))
        menu.aboutToShow.connect(lambda: _draw_pictures(menu))
        return menu

    def _more_menu(self) -> QMenu:
        menu = QMenu("More", self)
        self.copy = menu.addAction(icon("copy"), "Copy to all conditions", self._copy_to_all)
        self.follow = menu.addAction("Follow the random level")
        self.follow.setCheckable(True)
        self.follow.triggered.connect(self._follow_level)
        self.clear_curve = menu.addAction(icon("delete"), "Clear", self._clear)
        menu.addSeparator()
        menu.addAction(icon("plus"), "Add a gene", self._add_gene)
        menu.addAction(icon("plus"), "Add an input", self._add_input)
        menu.addSeparator()
        return menu

    def _add_gene(self) -> None:
        self._add_name("Add a gene", task_edits.add_gene)

    def _add_input(self) -> None:
        self._add_name("Add an input", task_edits.add_input)

    def _add_name(self, text: str, add: Callable[[Task], Task]) -> None:
        """Add a gene or an input, and draw it next."""
        before = set(self.active.names)
        if self.active.attempt(text, add):
            for name in set(self.active.names) - before:
                self.active.choose(name)

    def _smooth(self) -> None:
        self.active.draw("Smooth", self.active.curve.smoothed())

    def _flatten(self) -> None:
        self.level.interpretText()
        self.active.draw("Flat line for", constant(self.level.value(), len(self.canvas.grid)))

    def _clear(self) -> None:
        index, name = self.active.index, self.active.name
        self.active.attempt(
            f"Clear {name} in '{self.active.condition.name}'",
            lambda task: task_edits.without_curve(task, index, name),
        )

    def _copy_to_all(self) -> None:
        index, name = self.active.index, self.active.name
        self.active.attempt(
            f"Copy {name} to all conditions",
            lambda task: task_edits.copy_to_all(task, index, name),
        )

    def _follow_level(self, on: bool) -> None:
        """Multiply the curve by the condition's random level, or fix it at the highest."""
        curve, level = self.active.curve, self.active.condition.level
        if level is None:
            return
        if on:
            share = np.nan_to_num(curve.values)
            followed = DrawnCurve(np.where(np.isnan(curve.values), np.nan, 0.0), share)
            self.active.draw("Follow the level:", followed)
        else:
            self.active.draw("Fix", DrawnCurve(curve.at_level(level.high)))


def _draw_pictures(menu: QMenu) -> None:
    """Put a drawing beside each shape, in the colours of the theme in force."""
    for action, shape in zip(menu.actions(), SHAPES, strict=True):
        action.setIcon(_picture(shape))


def _picture(shape: Shape) -> QIcon:
    """Return a small drawing of a shape."""
    wide, high, scale = 28, 18, 2
    picture = QPixmap(wide * scale, high * scale)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens().accent), 1.5))
    share = np.linspace(0, 1, 57)
    course = shape.course(share)
    points = zip(1 + share * (wide - 2), high - 1 - course * (high - 2), strict=True)
    painter.drawPolyline(QPolygonF([QPointF(float(x), float(y)) for x, y in points]))
    painter.end()
    return QIcon(picture)
