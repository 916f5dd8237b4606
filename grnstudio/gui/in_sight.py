"""What nobody sees does not hold up what somebody does: hidden pages follow a moment later."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from grnstudio.gui.document import Document
from grnstudio.project import Project

T = TypeVar("T")
PAUSE_MS = 300


def watch_in_sight(
    document: Document,
    widget: QWidget,
    part: Callable[[Project], T],
    slot: Callable[[T], object],
    may_wait: Callable[[T], bool] = lambda _: False,
    is_quick: Callable[[T], bool] = lambda _: False,
) -> None:
    """Call ``slot`` with a part of the project now and whenever it changes, as `Document.watch`.

    While ``widget`` is hidden in a window that is not, this waits until it is shown, or until
    nothing has changed for a moment; so it does for a part that ``may_wait`` though it is seen,
    and never for one that ``is_quick`` to follow.
    """
    follower = _InSight(widget, lambda: slot(part(document.project)))

    def hear(value: T) -> None:
        follower.hear(may_wait(value), is_quick(value))

    document.watch(part, hear)


def watch_when_seen(
    document: Document,
    widget: QWidget,
    part: Callable[[Project], T],
    slot: Callable[[T], object],
) -> None:
    """Call ``slot`` with a part of the project whenever it changes, but only for eyes to see.

    While ``widget`` is hidden nothing is done; what has changed meanwhile is told when it is shown.
    """
    follower = _WhenSeen(widget, lambda: slot(part(document.project)))
    document.watch(part, lambda _: follower.hear())


class _WhenSeen(QObject):
    def __init__(self, widget: QWidget, follow: Callable[[], object]) -> None:
        super().__init__(widget)
        self._widget, self._follow = widget, follow
        self._waits = True
        widget.installEventFilter(self)

    def hear(self) -> None:
        """Follow a change now, or when the widget is shown."""
        if not isValid(self):
            return
        self._waits = not self._widget.isVisible()
        if not self._waits:
            self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow before the widget is seen."""
        if event.type() == QEvent.Type.Show and self._waits:
            self._waits = False
            self._follow()
        return False


class _InSight(QObject):
    def __init__(self, widget: QWidget, follow: Callable[[], object]) -> None:
        super().__init__(widget)
        self._widget, self._follow = widget, follow
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(follow)
        self._edited = QTimer(self, interval=0, singleShot=True)  # what is seen is done by then
        self._edited.timeout.connect(self._pause.start)
        widget.installEventFilter(self)

    def hear(self, may_wait: bool, is_quick: bool = False) -> None:
        """Follow a change at once or later."""
        if not isValid(self):
            return
        is_seen = self._widget.isVisible()
        if is_quick or (is_seen and not may_wait) or not self._widget.window().isVisible():
            self._stop()
            self._follow()
        else:
            self._pause.stop()
            self._pause.setInterval(PAUSE_MS // 2 if is_seen else PAUSE_MS)
            self._edited.start()

    @property
    def _waits(self) -> bool:
        return self._pause.isActive() or self._edited.isActive()

    def _stop(self) -> None:
        self._pause.stop()
        self._edited.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow before the widget is seen."""
        if event.type() == QEvent.Type.Show and self._waits:
            self._stop()
            self._follow()
        return False
