"""The dock on the right of the Simulate page: how to simulate, and with which numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from grnstudio.gui.document import Document
from grnstudio.gui.in_sight import watch_in_sight
from grnstudio.gui.pages.simulation_form import SimulationForm
from grnstudio.gui.pages.value_sliders import ValueSliders
from grnstudio.gui.simulating import SimulationSession
from grnstudio.project import Design

LEAST_WIDTH = 300


class SimulationSettings(QScrollArea):
    """The form of the simulation above the sliders of the network."""

    failed = Signal(object)

    def __init__(
        self, document: Document, session: SimulationSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.form = SimulationForm(session)
        self.sliders = ValueSliders(session)
        self.form.failed.connect(self.failed)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(16)
        column.addWidget(self.form)
        column.addWidget(self.sliders)
        column.addStretch(1)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(LEAST_WIDTH)
        watch_in_sight(document, self, lambda project: project.design, self._show_design)

    def _show_design(self, design: Design) -> None:
        self.form.show_design(design)
        self.sliders.setVisible(design.network is not None)
        self.sliders.show_network(design.network)
