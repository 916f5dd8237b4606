"""The job under way: how far it is, how long it will take, and the means to hold or stop it."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from grnstudio.gui.buttons import push_button
from grnstudio.gui.pace import clock
from grnstudio.gui.pages.network_page import title_of
from grnstudio.gui.pages.runs_table import kind_of
from grnstudio.gui.pages.simulate_head import ProgressLine
from grnstudio.gui.simulating import SimulationSession
from grnstudio.gui.simulation_requests import SCAN, STEADY, Request
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Update
from grnstudio.project import Run

VERBS = {SCAN: "Scanning", STEADY: "Looking for a steady state of"}
IDLE = "No job is running. Trainings and simulations run beside the window."


class JobsPanel(QWidget):
    """A line for the training under way, one for the simulation, one for what ended last."""

    def __init__(
        self,
        session: TrainingSession,
        simulations: SimulationSession,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._simulations = session, simulations
        self._update: Update | None = None
        self.title = QLabel(IDLE)
        self.bar = QProgressBar(textVisible=False, maximum=1)
        self.bar.setAccessibleName("Progress of the job")
        self.bar.setMinimumWidth(120)
        self.progress = QLabel()
        self.pause = push_button(
            "Pause", "Hold the training after its step; Resume goes on", "Pause the job"
        )
        self.stop = push_button(
            "Stop", "Stop the training and keep the best that it has found", "Stop the job"
        )
        self.last = QLabel()
        self.last.setObjectName("secondary")
        self.simulation = ProgressLine(simulations)
        self.simulation_title = QLabel()
        self.stop_simulation = push_button(
            "Stop", "Stop the simulation and keep what it has so far", "Stop the simulation"
        )
        self._lay_out()
        self.stop_simulation.clicked.connect(simulations.stop)
        simulations.began.connect(self._begin_simulation)
        simulations.progressed.connect(self.simulation.show_update)
        simulations.state_changed.connect(self.refresh)
        self.pause.clicked.connect(self._toggle_pause)
        self.stop.clicked.connect(session.stop)
        session.began.connect(self._begin)
        session.progressed.connect(self._show_update)
        session.ended.connect(self._show_end)
        session.state_changed.connect(self.refresh)
        self._ticker = QTimer(self, interval=500)
        self._ticker.timeout.connect(self._show_progress)
        self.refresh()

    def sizeHint(self) -> QSize:
        return QSize(600, 64)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.title)
        row.addWidget(self.bar, 1)
        row.addWidget(self.progress)
        row.addWidget(self.pause)
        row.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addLayout(row)
        second = QHBoxLayout()
        second.setSpacing(12)
        for part in (self.simulation_title, self.simulation, self.stop_simulation):
            second.addWidget(part)
        second.addStretch(1)
        column.addLayout(second)
        column.addWidget(self.last)
        column.addStretch(1)

    def refresh(self) -> None:
        """Show what can be pressed."""
        training, simulating = self._session.is_training, self._simulations.is_running
        for part in (self.simulation_title, self.simulation, self.stop_simulation):
            part.setVisible(simulating)
        self.stop_simulation.setEnabled(not self._simulations.is_stopping)
        self.title.setVisible(training or self._session.is_reading or not simulating)
        for widget in (self.bar, self.progress, self.pause, self.stop):
            widget.setVisible(training)
        self.pause.setText("Resume" if self._session.is_paused else "Pause")
        if training:
            self._ticker.start()
        else:
            self._ticker.stop()
            reading = "Working on what came of a run…" if self._session.is_reading else IDLE
            self.title.setText(reading)
        self._show_progress()

    def _begin(self, run: Run) -> None:
        self._update = None
        networks = run.config.get("networks")
        kind = "" if run.learner == "circuit" else f" · {kind_of(run)}"
        self.title.setText(f"{run.title}{kind} ×{networks}" if networks else f"{run.title}{kind}")
        self.bar.setMaximum(0)
        self.refresh()

    def _begin_simulation(self, request: Request) -> None:
        verb = VERBS.get(request.kind, "Simulating")
        self.simulation_title.setText(f"{verb} {title_of(request.network)}")
        self.simulation.begin()

    def _show_update(self, update: Update) -> None:
        self._update = update
        self.bar.setMaximum(max(update.total, 0))
        self.bar.setValue(update.done)

    def _show_progress(self) -> None:
        update = self._update
        if not self._session.is_training:
            return
        if update is None:
            self.progress.setText("Starting the worker…")
            return
        pace = self._session.pace
        left = "paused" if self._session.is_paused else pace.left(update.total)
        stage = f"{update.stage} · " if update.stage else ""
        self.progress.setText(f"{stage}step {update.done:,} / {update.total:,}   {left}")

    def _show_end(self, run: Run) -> None:
        self.last.setText(f"Run {run.key}, {run.title}: {run.outcome} after {clock(run.seconds)}.")

    def _toggle_pause(self) -> None:
        if self._session.is_paused:
            self._session.resume()
        else:
            self._session.pause()
