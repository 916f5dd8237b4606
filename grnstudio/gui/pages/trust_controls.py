"""What the pictures of the Trust step are of: a species, a number of steps, a start."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from grnstudio.core import trust_figures
from grnstudio.core.trust import TrustReport
from grnstudio.gui.field_events import FieldEvents
from grnstudio.gui.pages.place_slider import PlaceSlider
from grnstudio.gui.pages.trust_pictures import DISTANCES, LONG, SHAPES, STARTS, TABS

EVERY = "All species"


class TrustControls(QWidget):
    """A list of species, and sliders over steps and starts; it keeps its room when hidden."""

    chosen = Signal()  # a species, by the user
    moved = Signal()  # a slider, by the user

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: TrustReport | None = None
        self.species = QComboBox()
        self.species.setAccessibleName("Species")
        self.species.setToolTip("The species to compare")
        self.species.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.species.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        FieldEvents(self.species)
        self.after = PlaceSlider("After", "The number of steps after which to compare")
        self.start_at = PlaceSlider("Start", "The initial state from which to compare")
        self.far_at = PlaceSlider("Start", "The initial state of the long runs; few have them")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.species)
        row.addWidget(self.after, 1)
        row.addWidget(self.start_at, 1)
        row.addWidget(self.far_at, 1)
        row.addStretch(0)
        keeping = self.sizePolicy()
        keeping.setRetainSizeWhenHidden(True)  # so that tabs stay where they are
        self.setSizePolicy(keeping)
        self.setMinimumHeight(self.species.sizeHint().height())
        self.species.activated.connect(lambda _: self.chosen.emit())
        for slider in (self.after, self.start_at, self.far_at):
            slider.moved.connect(lambda _: self.moved.emit())

    @property
    def name(self) -> str:
        """The species chosen, empty for all of them."""
        return str(self.species.currentData() or "")

    @property
    def lag(self) -> int:
        """The number of steps chosen."""
        return int(self._report.lags[self.after.place]) if self._report is not None else 0

    @property
    def start(self) -> int:
        """The start chosen, from 0 on; -1 for all of them."""
        return self.start_at.place - 1

    @property
    def far(self) -> int:
        """The start of the long runs that is chosen, from 0 on."""
        return self.far_at.place

    def offer(self, report: TrustReport) -> None:
        """Offer species, steps and starts; a species that was chosen stays so if it can."""
        self._report, chosen = report, self.name
        self.species.clear()
        self.species.addItem(EVERY, "")
        for name in report.species:
            self.species.addItem(name, name)
        self.species.setCurrentIndex(max(0, self.species.findData(chosen)))
        lags = [int(one) for one in report.lags]
        told = [f"{trust_figures.steps_of(one)}, to time {one * report.step:g}" for one in lags]
        self.after.show_places(told, report.place(report.tested[-1]))
        starts = [trust_figures.start_name(report, row) for row in range(len(report.starts))]
        self.start_at.show_places(["all starts", *starts], 0)
        self.far_at.show_places(starts[: report.far.shape[2]], 0)

    def show_for(self, tab: str) -> None:
        """Show what means something to the pictures behind ``tab``."""
        self.setVisible(self._report is not None and tab in TABS)
        self.species.setVisible(tab != STARTS)
        self.after.setVisible(tab not in (DISTANCES, LONG))
        self.start_at.setVisible(tab == SHAPES)
        self.far_at.setVisible(tab == LONG)
