"""Opens the window, turns to every page and closes it again, for the program's test of itself."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from grnstudio.errors import GRNStudioError
from grnstudio.gui.app import application, open_window
from grnstudio.gui.main_window import PAGES, MainWindow

PATIENCE_SECONDS = 60.0
LEAST_COLORS = 8  # of a page with something on it


def rehearse() -> float:
    """Go through the window as a user might; return the seconds until it was first painted.

    Raises what was raised on the way, and `GRNStudioError` for a page that stays blank.
    """
    hook, start = sys.excepthook, time.monotonic()
    painted: list[float] = []
    raised: list[BaseException] = []
    window = open_window(application())
    window.painted.connect(lambda: painted.append(time.monotonic() - start))
    sys.excepthook = lambda kind, error, trace: raised.append(error)
    try:
        _turn(window)
        window.close()
        _wait(lambda: not window.isVisible(), "closed")
    finally:
        sys.excepthook = hook
        window.deleteLater()
    if raised:
        raise raised[0]
    return painted[0]


def _turn(window: MainWindow) -> None:
    _wait(lambda: window.work is not None, "there")
    for page, (_, name) in PAGES.items():
        window.show_tab(page)
        QApplication.processEvents()
        if _colors(window.grab().toImage()) < LEAST_COLORS:
            raise GRNStudioError(f"The page {name} is blank.")


def _wait(ready: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not ready():
        if time.monotonic() > end:
            raise GRNStudioError(f"The window is not {what} after {PATIENCE_SECONDS:g} s.")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _colors(picture: QImage) -> int:
    across, down = range(0, picture.width(), 7), range(0, picture.height(), 7)
    return len({picture.pixel(x, y) for x in across for y in down})
