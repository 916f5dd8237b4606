"""The bars of the Network page: which views are shown, and the tools of the canvas."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from grnstudio.gui.actions import ActionSet
from grnstudio.gui.icons import icon
from grnstudio.gui.network_menus import ADD, ALIGN, LAYOUT, TOOLS

ICON = QSize(16, 16)
NOTATIONS = ("reactions", "regulation")
SIGHT = ("snap", "grid", "minimap", "zoom-in", "zoom-out")


class ViewSwitches(QWidget):
    """A button for each view of the network; those pressed are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QToolButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)

    def take(self, actions: ActionSet, views: Sequence[str]) -> None:
        """Make the buttons of the commands that show views."""
        for view in views:
            button = QToolButton()
            button.setDefaultAction(actions[f"show-{view}"])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setAccessibleName(f"Show the {view}")
            button.setIconSize(ICON)
            self.buttons[view] = button
            self._row.addWidget(button)


class CanvasBar(QToolBar):
    """The canvas's notations, tools and looks; what finds no room is behind an arrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Tools of the canvas", parent)
        self.setObjectName("canvas-bar")
        self.setAccessibleName("Tools of the canvas")
        self.setIconSize(ICON)
        self.setMovable(False)
        self.menus: dict[str, QToolButton] = {}

    def take(self, actions: ActionSet) -> None:
        """Fill the bar with buttons of the commands it is for."""
        for notation in NOTATIONS:
            self.addAction(actions[f"notation-{notation}"])
        self.addSeparator()
        for one in TOOLS:
            self.addAction(actions[one.key])
        self.addSeparator()
        for path, name, tip in (
            (ADD, "plus", "Add species, reactions and other parts"),
            (LAYOUT, "layout", "Lay the drawing out afresh"),
            (ALIGN, "align", "Align and distribute what is chosen"),
        ):
            self.addWidget(self._menu(actions.menu(path), name, tip))
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self.addWidget(self._sight(actions))
        self.addAction(actions["fit"])
        self.addAction(actions["export-canvas"])

    def _sight(self, actions: ActionSet) -> QToolButton:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.addActions([actions[key] for key in SIGHT])
        return self._menu(menu, "eye", "Grid, overview map and zoom")

    def _menu(self, menu: QMenu, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menus[name] = button
        return button
