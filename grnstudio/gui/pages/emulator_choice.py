"""Which emulator a simulation is made with: one of the project's, or one from a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QVBoxLayout, QWidget

from grnstudio.errors import GRNStudioError
from grnstudio.gui.config_form import ROW_GAP
from grnstudio.gui.field_events import FieldEvents
from grnstudio.gui.simulating import SimulationSession
from grnstudio.simulate.config import SimulationConfig

OPEN = "Open a file…"
NONE = "None chosen"
FILES = "Emulators (*.emulator);;All files (*)"


class EmulatorChoice(QWidget):
    """A list of emulators with, below it, what the one in force is."""

    failed = Signal(object)

    def __init__(self, session: SimulationSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.list = QComboBox()
        self.list.setAccessibleName("Emulator")
        self.list.setToolTip("A network trained to draw the next state, on the Emulate page")
        self.list.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        FieldEvents(self.list)
        self.about = QLabel()
        self.about.setObjectName("caption")
        self.about.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ROW_GAP)
        column.addWidget(self.list)
        column.addWidget(self.about)
        self.list.activated.connect(self._choose)
        session.emulators.changed.connect(self._refresh)

    def show_config(self, config: SimulationConfig) -> None:
        """Show the emulator in force, and those that could be."""
        entries = list(self._session.emulators.offered)
        chosen = config.emulator
        if chosen not in dict(entries):
            entries.insert(0, (chosen, Path(chosen).name if chosen else NONE))
        self.list.clear()
        for name, title in entries:
            self.list.addItem(title, name)
        self.list.insertSeparator(self.list.count())
        self.list.addItem(OPEN, OPEN)
        self.list.setCurrentIndex(self.list.findData(chosen))
        self.about.setText(self._told(config))

    def open(self) -> None:
        """Ask for a file, and take the emulator in it."""
        dialog = QFileDialog(self.window(), "Open an emulator", str(Path.home()), FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if dialog.exec():
            self.use(dialog.selectedFiles()[0])
        else:
            self._refresh()

    def use(self, name: str) -> None:
        """Simulate with an emulator, or say why that cannot be."""
        try:
            self._session.use_emulator(name)
        except GRNStudioError as error:
            self.failed.emit(error)
            self._refresh()

    def _choose(self, index: int) -> None:
        name = self.list.itemData(index)
        if name == OPEN:
            self.open()
        elif name:
            self.use(name)

    def _refresh(self) -> None:
        try:
            self.show_config(self._session.config)
        except GRNStudioError as error:
            self.failed.emit(error)

    def _told(self, config: SimulationConfig) -> str:
        """Return what the emulator is, or why there is none."""
        if config.method != "emulator":
            return ""
        try:
            emulator = self._session.emulators.find(config.emulator)
        except GRNStudioError as error:
            return str(error)
        inputs = f" It takes {', '.join(emulator.parameters)}." if emulator.parameters else ""
        network = emulator.network.name or emulator.network.id
        return (
            f"Of {network}; jumps by {emulator.step:g}, so output is every {emulator.step:g}."
            + (f" Taught on courses up to {emulator.horizon:g}.{inputs}")
        )
