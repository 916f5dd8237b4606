"""Starts the window: what holds for the whole process, and what happens when nothing else does."""

from __future__ import annotations

import os
import socket
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from grnstudio import __version__, settings
from grnstudio.gui import theme
from grnstudio.gui.garbage import GuiThreadCollector
from grnstudio.gui.icons import icon
from grnstudio.gui.main_window import MainWindow

SWITCH_SECONDS = 0.0005  # the default of 0.005 makes the window stutter beside a busy thread
CONNECT_SECONDS = 2.0
NO_DISPLAY = (
    "There is no display here to open a window on. Use the command line instead, for example\n"
    "  grnstudio train circuit adaptation -o study.grnstudio\n"
    "or set DISPLAY to one that answers. 'grnstudio --help' lists all commands."
)


def main(paths: Sequence[str] = ()) -> int:
    """Open the window, on the projects, tasks or curves in ``paths``, until it is closed."""
    if not has_display():
        sys.stderr.write(f"{NO_DISPLAY}\n")
        return 1
    app = application()
    window = open_window(app, paths)
    status = app.exec()
    del window
    return status


def application() -> QApplication:
    """Return the application with its name, made if need be."""
    os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
    sys.setswitchinterval(SWITCH_SECONDS)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["grnstudio"])
    app.setApplicationName("GRNStudio")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("grnstudio")
    return app


def open_window(app: QApplication, paths: Sequence[str] = ()) -> MainWindow:
    """Return the window, shown; it fills itself after its first paint and then opens ``paths``."""
    warnings: list[str] = []
    chosen = settings.load(warnings.append)
    theme.apply(app, chosen.theme, chosen.font_size)
    app.setWindowIcon(icon("app", "accent"))
    window = MainWindow(chosen, [Path(path).absolute() for path in paths])
    GuiThreadCollector(window)
    sys.excepthook = _Excepthook(window)
    for text in warnings:
        window.notices.show_notice(text, "warning")
    window.show()
    return window


def has_display() -> bool:
    """Return whether Qt would find a display; without one it would abort the process."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    return _answers(os.environ.get("DISPLAY", ""))


def _answers(display: str) -> bool:
    """Return whether an X server listens at ``display``, such as ``:0`` or ``host:10.0``."""
    host, colon, number = display.rpartition(":")
    number = number.partition(".")[0]
    if not colon or not number.isdigit():
        return False
    if host and not host.startswith("unix"):
        return _connects(socket.AF_INET, (host, 6000 + int(number)))
    name = f"/tmp/.X11-unix/X{number}"
    return _connects(socket.AF_UNIX, name) or _connects(socket.AF_UNIX, f"\0{name}")


def _connects(family: int, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(CONNECT_SECONDS)
        try:
            probe.connect(address)
        except OSError:
            return False
        return True


class _Excepthook:
    """Shows what nobody caught as a notice, and lets the program live on."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(details)
        if isValid(self._window):
            self._window.show_error(error, details)
