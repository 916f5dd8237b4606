"""Starts the window: what holds for the whole process, and what happens when nothing else does."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from grnstudio import __version__, gpu_pack, settings
from grnstudio.gui import theme
from grnstudio.gui.application import Application
from grnstudio.gui.display import has_display
from grnstudio.gui.garbage import GuiThreadCollector
from grnstudio.gui.icons import icon
from grnstudio.gui.main_window import MainWindow
from grnstudio.gui.start_clock import time_start

SWITCH_SECONDS = 0.0005  # the default of 0.005 makes the window stutter beside a busy thread
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
        app = Application(["grnstudio"])
    app.setApplicationName("GRNStudio")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("io.github.grnstudio.GRNStudio")
    return app


def open_window(app: QApplication, paths: Sequence[str] = ()) -> MainWindow:
    """Return the window, shown; it fills itself after its first paint and then opens ``paths``."""
    warnings: list[str] = []
    chosen = settings.load(warnings.append)
    if unused := gpu_pack.problem():
        warnings.append(f"{unused} Networks are trained without it.")
    theme.apply(app, chosen.theme, chosen.font_size)
    app.setWindowIcon(icon("app", "accent"))
    window = MainWindow(chosen, [Path(path).absolute() for path in paths])
    GuiThreadCollector(window)
    if isinstance(app, Application):
        app.file_asked.connect(window.open_path)
    sys.excepthook = _Excepthook(window)
    for text in warnings:
        window.notices.show_notice(text, "warning")
    time_start(window)
    window.show()
    return window


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
        if sys.stderr is not None:  # which programs without a console have not, on Windows
            sys.stderr.write(details)
        if isValid(self._window):
            self._window.show_error(error, details)
