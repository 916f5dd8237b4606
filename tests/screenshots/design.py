"""Pictures of drawing, training and reading."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from grnstudio.gui import main_window
from tests.screenshots.studio import Studio


class DesignScenes(Studio):
    """The pages around the drawn task."""

    def play(self) -> None:
        """Take every picture."""
        self.take("start")
        self.show_empty()
        self.show_training()
        self.show_runs()
        self.show_others()

    def show_empty(self) -> None:
        self.work.files.new()
        self.take("design-empty")
        self.window.show_tab(main_window.RUNS)
        self.take("runs-empty")
        self.window.show_tab(main_window.DESIGN)
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
        self.window.show_tab(main_window.START)
        self.take("start-recent")

    def show_runs(self) -> None:
        self.window.show_tab(main_window.DESIGN)
        self.configure(steps=400, networks=3, seed=5)
        self.work.go.train()
        self.finish()
        self.window.show_tab(main_window.RUNS)
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
