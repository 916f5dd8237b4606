"""A real window that can be brought into states, and photographed in both themes and all sizes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

SIZES = ((1280, 800), (1920, 1080))
THEMES = ("light", "dark")
SECONDS_TO_WORK = 600


class Studio:
    """The window on content made on the fly."""

    sizes = SIZES

    def __init__(self, folder: Path, only: str) -> None:
        from grnstudio.gui import app as program

        self.folder, self.only = folder, only
        self.window = program.open_window(program.application())
        self.until(lambda: self.window.work is not None)
        self.work = self.window.work
        self.pass_time(1.0)

    def play(self) -> None:
        """Bring the window into every state and take its pictures."""
        raise NotImplementedError

    @property
    def document(self):
        return self.work.document

    def begin(self, key: str) -> None:
        from grnstudio.io.examples import load_example
        from grnstudio.project import Design, Project

        self.document.new(Project(Design(load_example(key))))
        self.work.files.began.emit()
        self.pass_time(0.3)

    def configure(self, **values: object) -> None:
        design = self.document.project.design
        configs = {"circuit": {**design.configs.get("circuit", {}), **values}}
        self.document.edit("Change settings", replace(design, configs=configs))

    def draw(self, *points: tuple[float, float]) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        canvas, left = self.work.design.editor.canvas, Qt.MouseButton.LeftButton
        places = [canvas.to_viewport(*point) for point in points]
        QTest.mousePress(canvas.viewport(), left, pos=places[0])
        for place in places[1:]:
            QTest.mouseMove(canvas.viewport(), place)
        QTest.mouseRelease(canvas.viewport(), left, pos=places[-1])

    def finish(self) -> None:
        self.until(lambda: not self.work.session.is_training)
        self.pass_time(0.5)

    def take(self, name: str) -> None:
        """Save the window as ``name`` in both themes and all sizes."""
        if self.only and not name.startswith(self.only):
            return
        before = self.window.settings.theme
        for theme in THEMES:
            self.work.apply(replace(self.window.settings, theme=theme))
            for width, height in self.sizes:
                self.window.resize(width, height)
                self.pass_time(0.25)
                self.save(self.window, f"{name}-{theme}-{width}")
        self.work.apply(replace(self.window.settings, theme=before))

    def save(self, widget, name: str) -> None:
        if self.only and not name.startswith(self.only):
            return
        density = "@2x" if widget.devicePixelRatioF() > 1.5 else ""
        path = self.folder / f"{name}{density}.png"
        widget.grab().save(str(path))
        print(path)

    def until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + SECONDS_TO_WORK
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError("the window did not get there")
            self.pass_time(0.05)

    def pass_time(self, seconds: float) -> None:
        from PySide6.QtTest import QTest

        QTest.qWait(round(1000 * seconds))

    def close(self) -> None:
        self.document.new()
        self.window.close()
        self.pass_time(0.3)
