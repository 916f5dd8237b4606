"""What stands above the topologies: who finds them, which run is shown, how networks are sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from grnstudio.gui.document import Document
from grnstudio.gui.field_events import FieldEvents
from grnstudio.gui.pages.found_topologies import sorting_of
from grnstudio.gui.pages.runs_table import kind_of
from grnstudio.learn import LEARNERS
from grnstudio.project import Run

TRAINED, SEARCHED = "atlas", "enumerate"
DECIMALS = 12  # of a cut-off, as links may be weak
NO_RUN = "No run yet"
NO_FREE = "Every gene has a target, so that none counts as one with its mirror image."


class WaySwitch(QWidget):
    """Trained networks, or a search through all topologies."""

    chosen = Signal(str)  # the learner, by the user

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trained = QRadioButton("Trained networks")
        self.trained.setToolTip("See which topologies many networks find, and how often")
        self.searched = QRadioButton("All topologies")
        self.searched.setToolTip("Try every topology with Hill functions and random parameters")
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for button in (self.trained, self.searched):
            group.addButton(button)
            row.addWidget(button)
        self.trained.setChecked(True)
        self.trained.toggled.connect(lambda _: self.chosen.emit(self.learner))

    @property
    def learner(self) -> str:
        """The learner that is chosen."""
        return TRAINED if self.trained.isChecked() else SEARCHED

    def show_learner(self, learner: str) -> None:
        """Choose ``learner``, without a signal."""
        blocked = self.trained.blockSignals(True)
        (self.searched if learner == SEARCHED else self.trained).setChecked(True)
        self.trained.blockSignals(blocked)


class RunChoice(QComboBox):
    """Runs to choose one of; ``none`` is what the first line says."""

    run_chosen = Signal(int)  # its key, 0 for none, by the user

    def __init__(self, name: str, none: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._none = none
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)
        FieldEvents(self)
        self.activated.connect(lambda _: self.run_chosen.emit(int(self.currentData() or 0)))

    def offer(self, runs: Sequence[Run], chosen: int) -> None:
        """List ``runs``, the latest first."""
        self.clear()
        self.addItem(self._none if runs else NO_RUN, 0)
        for run in reversed(runs):
            self.addItem(told(run), run.key)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.setEnabled(bool(runs))


class CutoffField(QDoubleSpinBox):
    """A number without the zeros that its decimals would add."""

    def textFromValue(self, value: float) -> str:
        return f"{value:.4g}"


class SortingControls(QWidget):
    """Cut-off, connectivity and gauge of an atlas, kept in the design."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        about = {one.name: one.metadata for one in fields(LEARNERS[TRAINED].config)}
        self.cutoff = CutoffField(decimals=DECIMALS, minimum=0.0, maximum=1e6)
        self.cutoff.setSpecialValueText("by the rule")
        self.cutoff.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.cutoff.setKeyboardTracking(False)
        self.cutoff.setMinimumWidth(96)
        self.joined = QComboBox()
        self.joined.addItems(list(about["joined"]["choices"]))
        self.gauge = QCheckBox("Up to sign of free genes")
        self._tips = {name: about[name]["help"] for name in ("cutoff", "joined", "gauge")}
        for name, widget in (
            ("cutoff", self.cutoff),
            ("joined", self.joined),
            ("gauge", self.gauge),
        ):
            widget.setAccessibleName(about[name]["label"])
            widget.setToolTip(self._tips[name])
        for field in (self.cutoff, self.joined):
            FieldEvents(field)
        self._lay_out()
        self.cutoff.valueChanged.connect(self.choose_cutoff)
        self.joined.activated.connect(lambda _: self._keep("joined", self.joined.currentText()))
        self.gauge.clicked.connect(lambda on: self._keep("gauge", bool(on)))

    def show_sorting(self, sorting: dict[str, Any], has_free: bool) -> None:
        """Show how networks are sorted."""
        blocked = self.cutoff.blockSignals(True)
        self.cutoff.setValue(sorting["cutoff"])
        self.cutoff.blockSignals(blocked)
        self.joined.setCurrentText(sorting["joined"])
        self.gauge.setChecked(sorting["gauge"])
        self.gauge.setEnabled(has_free)
        self.gauge.setToolTip(self._tips["gauge"] if has_free else NO_FREE)

    def choose_cutoff(self, cutoff: float) -> None:
        """Make ``cutoff`` the one in use; 0 is that by the rule."""
        self._keep("cutoff", float(f"{cutoff:.4g}"))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for column, (text, field) in enumerate(
            (("Cut-off", self.cutoff), ("Genes linked", self.joined))
        ):
            label = QLabel(text)
            label.setBuddy(field)
            grid.addWidget(label, 0, 2 * column)
            grid.addWidget(field, 0, 2 * column + 1)
        grid.addWidget(self.gauge, 1, 0, 1, 4)
        grid.setColumnStretch(4, 1)

    def _keep(self, name: str, value: Any) -> None:
        design = self._document.project.design
        if sorting_of(design)[name] == value:
            return
        chosen = {**design.configs.get(TRAINED, {}), name: value}
        text = {"cutoff": "Change cut-off", "joined": "Change connectivity"}.get(name)
        text = text or "Change counting of free genes"
        configs = {**design.configs, TRAINED: chosen}
        self._document.edit(text, replace(design, configs=configs), merge=text)


class AtlasHead(QWidget):
    """The switch, the run that is shown, and what goes with the way that is chosen."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way = WaySwitch()
        self.shown = RunChoice("Run that is shown", "Choose a run to map…")
        self.sorting = SortingControls(document)
        self.forecast = QLabel()
        self.forecast.setObjectName("secondary")
        self.forecast.setWordWrap(True)
        self.forecast.setAccessibleName("What the search would try")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        label = QLabel("Shown")
        label.setBuddy(self.shown)
        row.addWidget(label)
        row.addWidget(self.shown, 1)
        for part in (self.way, row, self.sorting, self.forecast):
            if isinstance(part, QHBoxLayout):
                column.addLayout(part)
            else:
                column.addWidget(part, 0, Qt.AlignmentFlag(0))

    def show_way(self, learner: str) -> None:
        """Show what goes with ``learner``."""
        self.way.show_learner(learner)
        self.sorting.setVisible(learner == TRAINED)
        self.forecast.setVisible(learner == SEARCHED)


def told(run: Run) -> str:
    """Say in a line what a run is."""
    count = run.config.get("networks")
    many = f", {count} networks" if count and run.learner != SEARCHED else ""
    return f"Run {run.key}: {kind_of(run).lower()}{many}"
