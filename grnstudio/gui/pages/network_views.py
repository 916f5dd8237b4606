"""The views of one network beside each other, in any combination: canvas, text and tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Protocol, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

CANVAS, TABLES, TEXT = "canvas", "tables", "text"
VIEWS = (CANVAS, TABLES, TEXT)
AT_FIRST = (CANVAS, TEXT)


class Commanded(Protocol):
    """What a view lets others ask of it, by key."""

    commands_changed: Any  # a signal: others can be given than before

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what it can be asked to do; the same keys for its life."""
        ...

    def can(self, key: str) -> bool:
        """Whether ``key`` would do something as things are."""
        ...


class NetworkViews(QWidget):
    """The canvas beside the text, and the tables under both; at least one is shown.

    A command goes to the view that had the focus last, or else to the first that knows it.
    """

    shown_changed = Signal(object)  # keys of the views that are shown
    active_changed = Signal(str)  # key of the view that commands go to first

    def __init__(self, views: Mapping[str, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views = dict(views)
        self._homes = dict(views)
        self._shown: tuple[str, ...] = tuple(views)
        self._active = ""
        self.top = QSplitter(Qt.Orientation.Horizontal)
        self.whole = QSplitter(Qt.Orientation.Vertical)
        _application().focusChanged.connect(self._follow)

    def lay_out(self, columns: Mapping[str, QWidget]) -> None:
        """Put the views into their places, each inside the column that was made for it."""
        self._homes = dict(columns)
        self.top.addWidget(columns[CANVAS])
        self.top.addWidget(columns[TEXT])
        self.whole.addWidget(self.top)
        self.whole.addWidget(columns[TABLES])
        for splitter, shares in ((self.top, (3, 2)), (self.whole, (1, 1))):
            splitter.setChildrenCollapsible(False)
            splitter.setSizes([100 * share for share in shares])
            for index, share in enumerate(shares):
                splitter.setStretchFactor(index, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.whole)
        self.show_only(AT_FIRST)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all views."""
        return tuple(self._views)

    @property
    def shown(self) -> tuple[str, ...]:
        """The keys of the views that are shown, in their order."""
        return self._shown

    @property
    def active(self) -> str:
        """The key of the view that had the focus last, of those that are shown."""
        return self._active if self._active in self._shown else self._shown[0]

    def view(self, key: str) -> Commanded:
        """Return the view ``key``."""
        return cast(Commanded, self._views[key])

    def show_only(self, keys: Collection[str]) -> None:
        """Show the views ``keys``; those of at first if there is none among them."""
        shown = tuple(key for key in self.keys if key in keys) or AT_FIRST
        before, self._shown = self._shown, shown
        for key, home in self._homes.items():
            home.setVisible(key in shown)
        self.top.setVisible(bool({CANVAS, TEXT} & set(shown)))
        if shown != before:
            self.shown_changed.emit(shown)
            self.active_changed.emit(self.active)

    def show_view(self, key: str, is_on: bool = True) -> None:
        """Show one view besides, or hide it; the last one stays."""
        rest = set(self._shown) - {key}
        if is_on or rest:
            self.show_only(rest | {key} if is_on else rest)

    def focus(self, key: str) -> None:
        """Show the view ``key`` and give it the focus."""
        self.show_view(key)
        self._views[key].setFocus(Qt.FocusReason.OtherFocusReason)
        self._activate(key)

    def owner_of(self, command: str) -> str:
        """Return the key of the view that ``command`` goes to, "" if none knows it."""
        others = (key for key in self.keys if key != self.active and key in self._shown)
        hidden = (key for key in self.keys if key not in self._shown)
        for key in (self.active, *others, *hidden):
            if command in self.view(key).commands():
                return key
        return ""

    def can(self, command: str) -> bool:
        """Whether the command would do something."""
        owner = self.owner_of(command)
        return bool(owner) and self.view(owner).can(command)

    def do(self, command: str) -> None:
        """Give a command to the view that it is for, which is shown if it was not."""
        owner = self.owner_of(command)
        if owner:
            self.show_view(owner)
            self.view(owner).commands()[command]()

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        for key, home in self._homes.items():
            if now is not None and (home is now or home.isAncestorOf(now)):
                self._activate(key)

    def _activate(self, key: str) -> None:
        if key != self._active:
            self._active = key
            self.active_changed.emit(self.active)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
