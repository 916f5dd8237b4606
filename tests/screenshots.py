"""Pictures of every page: ``python -m tests.screenshots DIR [--only NAME]``.

The real window is opened on example content and trained for real, in both themes, at two sizes
and two densities. Look at them after every change to a page; the README's pictures are theirs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

SIZES = ((1280, 800), (1920, 1080))
THEMES = ("light", "dark")
SECONDS_TO_TRAIN = 240
NAMES = (
    "start",
    "start-recent",
    "design-empty",
    "design-drawn",
    "design-training",
    "design-trained",
    "design-profile",
    "design-full",
    "design-errors",
    "runs-empty",
    "runs",
    "runs-comparison",
    "runs-many",
    "dialogs",
    "palette",
)


class Scenes:
    """The window on content made on the fly."""

    def __init__(self, folder: Path, only: str) -> None:
        from grnstudio.gui import app as program

        self.folder, self.only = folder, only
        self.window = program.open_window(program.application())
        self.until(lambda: self.window.work is not None)
        self.work = self.window.work
        self.pass_time(1.0)

    def play(self) -> None:
        """Bring the window into every state and take its pictures."""
        self.take("start")
        self.show_empty()
        self.show_training()
        self.show_runs()
        self.show_others()

    def show_empty(self) -> None:
        self.work.files.new()
        self.take("design-empty")
        self.window.show_tab(2)
        self.take("runs-empty")
        self.window.show_tab(1)
        self.draw((1, 0.15), (3, 0.2), (4.5, 0.7), (6, 0.75), (8, 0.35), (11, 0.2))
        self.take("design-drawn")

    def show_training(self) -> None:
        self.begin("adaptation")
        self.configure(steps=4_000)
        self.work.go.train()
        self.until(lambda: len(self.work.session.log.entries) > 900)
        self.take("design-training")
        self.finish()
        self.take("design-trained")
        path = Path(tempfile.mkdtemp()) / "adaptation study.grnstudio"
        self.document.save(path)
        self.work.files.saved.emit(path)
        self.window.show_tab(0)
        self.take("start-recent")

    def show_runs(self) -> None:
        self.window.show_tab(1)
        self.configure(steps=400, networks=3, seed=5)
        self.work.go.train()
        self.finish()
        self.window.show_tab(2)
        self.work.runs.choose([1])
        self.take("runs")
        self.work.runs.choose([1, 2])
        self.work.runs.compare()
        self.take("runs-comparison")
        one, other = self.document.project.runs[:2]
        for key in range(3, 51):
            failed = {"outcome": "failed", "message": "The worker process was ended by SIGKILL."}
            self.document.add_run(replace(other, key=key, **(failed if key % 9 == 0 else {})))
        self.work.runs.choose([48])
        self.take("runs-many")
        for run in self.document.project.runs[2:]:
            self.document.remove_run(run.key)
        assert one.key == 1

    def show_others(self) -> None:
        self.begin("gap-genes")
        self.configure(networks=4, steps=400)
        self.work.go.train()
        self.finish()
        self.take("design-profile")
        self.show_full()
        self.show_errors()
        self.show_dialogs()

    def show_full(self) -> None:
        """Thirty genes, all of them drawn."""
        import numpy as np

        from grnstudio.core.curves import DrawnCurve
        from grnstudio.core.task import Condition, Gene, Task, TimeAxis
        from grnstudio.project import Design, Project

        axis = TimeAxis()
        genes = tuple(Gene(f"gene{number}") for number in range(1, 31))
        phase = {gene.name: 2 * np.pi * index / 30 for index, gene in enumerate(genes)}
        waves = {n: DrawnCurve(0.5 + 0.4 * np.sin(axis.values / 2 + p)) for n, p in phase.items()}
        conditions = tuple(Condition(f"condition {n}", {}, waves) for n in range(1, 5))
        task = Task("Thirty genes", genes=genes, conditions=conditions, axis=axis)
        self.document.new(Project(Design(task, {"circuit": {"networks": 2, "steps": 40}})))
        self.work.files.began.emit()
        self.work.go.train()
        self.finish()
        self.take("design-full")

    def show_errors(self) -> None:
        from grnstudio.core.task import Task
        from grnstudio.errors import WorkerDied
        from grnstudio.project import Design, Project

        self.document.new(Project(Design(Task())))
        self.work.files.began.emit()
        broken = Path(tempfile.mkdtemp()) / "half a task.json"
        broken.write_text('{"format": "grnstudio-task", "version": 1, "title": "Ha')
        self.work.files.open(broken)
        error = WorkerDied("The worker process was ended by SIGKILL; the memory may have run out.")
        self.window.notices.show_notice(str(error), "error", "", ("Resume", lambda: None))
        self.window.docks["problems"].raise_()
        self.take("design-errors")
        self.window.docks["jobs"].raise_()
        self.window.notices.clear()

    def show_dialogs(self) -> None:
        from PySide6.QtWidgets import QApplication

        self.begin("oscillation-2")
        actions = self.work.commands.actions
        for key in ("about", "shortcuts", "preferences"):
            actions[key].trigger()
            self.pass_time(0.3)
            dialog = QApplication.activeModalWidget()
            if dialog is not None:
                self.save(dialog, f"dialogs-{key}")
                dialog.close()
        actions["palette"].trigger()
        self.pass_time(0.3)
        popup = QApplication.activePopupWidget()
        if popup is not None:
            self.save(popup, "palette")
            popup.close()

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
            for width, height in SIZES:
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
        end = time.monotonic() + SECONDS_TO_TRAIN
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


def main() -> int:
    """Take the pictures at each density in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help=f"names that begin so; {', '.join(NAMES)}")
    parser.add_argument("--density", type=int, choices=(1, 2), help="only this density")
    options = parser.parse_args()
    if "GRNSTUDIO_SCREENSHOTS" not in os.environ:
        densities = (options.density,) if options.density else (1, 2)
        return max(_in_a_process(options, density) for density in densities)
    options.folder.mkdir(parents=True, exist_ok=True)
    scenes = Scenes(options.folder, options.only)
    scenes.play()
    scenes.close()
    return 0


def _in_a_process(options: argparse.Namespace, density: int) -> int:
    words = [str(options.folder), "--density", str(density), "--only", options.only]
    with tempfile.TemporaryDirectory() as home:
        env = {
            **os.environ,
            "GRNSTUDIO_SCREENSHOTS": str(density),  # marks the process that takes them
            "QT_SCALE_FACTOR": str(density),
            "XDG_CONFIG_HOME": home,
            "XDG_STATE_HOME": home,
        }
        if "DISPLAY" not in env:
            env.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, "-m", "tests.screenshots", *words]
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
