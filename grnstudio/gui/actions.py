"""Commands as a table: one row makes a menu item, a shortcut, a tooltip and a palette entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from grnstudio.gui.icons import icon

CANVAS_KEYS = "canvas"


@dataclass(frozen=True, slots=True)
class Action:
    """A command. ``menu`` is a path such as ``File/Export``; "" keeps it out of the menus.

    ``shortcut`` may name several, such as ``Ctrl+Shift+Z; Ctrl+Y``; the first is shown. It holds in
    the whole window, or with a ``scope`` in the widget that is given for it, such as the canvas.
    """

    key: str
    text: str
    shortcut: str = ""
    tip: str = ""
    menu: str = ""
    icon: str = ""
    is_switch: bool = False
    after_line: bool = False  # a line in the menu sets it apart from those above
    scope: str = ""


class ActionSet(QObject):
    """The commands of a window as `QAction`s, made once and fed to whatever shows them."""

    def __init__(self, table: Sequence[Action], window: QWidget) -> None:
        super().__init__(window)
        self.table = tuple(table)
        self._window = window
        self._actions = {one.key: self._made(one) for one in table}
        self._tips = {one.key: tip(one) for one in table}
        self._menus: dict[str, QMenu] = {}

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def __iter__(self) -> Iterator[Action]:
        return iter(self.table)

    def connect_to(self, key: str, slot: Callable[[], object]) -> None:
        """Call ``slot`` when the command ``key`` is given."""
        self._actions[key].triggered.connect(lambda checked=False: slot())

    def hold_in(self, scope: str, widget: QWidget) -> None:
        """Let the shortcuts of a scope hold while ``widget`` has the focus."""
        for one in self.table:
            if one.scope == scope:
                widget.addAction(self._actions[one.key])

    def enable(self, key: str, is_possible: bool, reason: str = "") -> None:
        """Offer a command or not; ``reason`` tells in its tooltip what it waits for."""
        action = self._actions[key]
        action.setEnabled(is_possible)
        tip = self._tips[key] if is_possible or not reason else f"{self._tips[key]}\n{reason}"
        action.setToolTip(tip)

    def listen(self, key: str, is_on: bool) -> None:
        """Give a command its shortcuts, or let another command have them for now."""
        action = self._actions[key]
        action.setShortcuts(
            _keys(next(one for one in self.table if one.key == key)) if is_on else []
        )

    def fill(self, bar: QMenuBar) -> None:
        """Make the menus, in the order of the table."""
        for one in self.table:
            if one.menu:
                menu = self.menu(one.menu, bar)
                if one.after_line:
                    menu.addSeparator()
                menu.addAction(self._actions[one.key])

    def menu(self, path: str, bar: QMenuBar | None = None) -> QMenu:
        """Return the menu at ``path``, made at the end of the one it is in if need be."""
        if path not in self._menus:
            above, _, name = path.rpartition("/")
            menu = QMenu(name, self._window)
            menu.setToolTipsVisible(True)
            if above:
                self.menu(above, bar).addMenu(menu)
            elif bar:
                bar.addMenu(menu)
            self._menus[path] = menu
        return self._menus[path]

    def insert_menu(self, path: str, before: str) -> QMenu:
        """Make the menu at ``path`` above the command ``before`` instead of at the end."""
        above, _, name = path.rpartition("/")
        menu = QMenu(name, self._window)
        menu.setToolTipsVisible(True)
        self._menus[above].insertMenu(self._actions[before], menu)
        self._menus[path] = menu
        return menu

    def _made(self, one: Action) -> QAction:
        action = QAction(one.text, self._window)
        action.setShortcuts(_keys(one))
        action.setToolTip(tip(one))
        action.setStatusTip(one.tip)
        action.setObjectName(one.key)
        action.setCheckable(one.is_switch)
        if one.icon:
            action.setIcon(icon(one.icon))
        if one.scope:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        else:
            self._window.addAction(action)
        return action


def _keys(one: Action) -> list[QKeySequence]:
    return [QKeySequence(part.strip()) for part in one.shortcut.split(";") if part.strip()]


def tip(one: Action) -> str:
    """Return the tooltip of a command: what it does, and its shortcut as this system writes it."""
    what = one.tip or one.text.rstrip("…")
    first = one.shortcut.partition(";")[0].strip()
    if not first:
        return what
    return f"{what} ({QKeySequence(first).toString(QKeySequence.SequenceFormat.NativeText)})"
