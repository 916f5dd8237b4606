"""Emulators as files of their own, seen from the window: asked for, opened, saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from grnstudio.core.emulator import Emulator
from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.emulator_shelf import EmulatorShelf
from grnstudio.io import emulator_file

FILES = f"Emulators (*{emulator_file.SUFFIX});;All files (*)"


class EmulatorFiles(QObject):
    """Moves the emulator at hand to and from files."""

    failed = Signal(object)
    said = Signal(str)
    opened = Signal()

    def __init__(self, document: Document, shelf: EmulatorShelf, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._shelf, self._window = document, shelf, window

    def open_asking(self) -> None:
        """Ask for a file and open the emulator in it."""
        dialog = self._dialog("Open emulator")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.open()

    def open(self, path: Path) -> None:
        """Take the emulator in ``path``; a file that fails leaves the one at hand as it was."""
        try:
            self._shelf.take_file(path)
        except GRNStudioError as error:
            self.failed.emit(error)
        else:
            self.said.emit(f"{path.name} is open.")
            self.opened.emit()

    def save_asking(self) -> None:
        """Ask for a file and save the emulator at hand to it."""
        emulator = self._shelf.titled()
        dialog = self._dialog("Save emulator")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(emulator_file.SUFFIX[1:])
        dialog.selectFile(f"{emulator.network.id}{emulator_file.SUFFIX}")
        dialog.fileSelected.connect(lambda name: self.save(emulator, Path(name)))
        dialog.open()

    def save(self, emulator: Emulator, path: Path) -> None:
        """Save ``emulator`` to ``path``."""
        try:
            emulator_file.write(emulator, path)
        except GRNStudioError as error:
            self.failed.emit(error)
        else:
            self.said.emit(f"{path.name} is saved.")

    def _dialog(self, title: str) -> QFileDialog:
        path = self._document.path
        folder = path.parent if path else Path.home()
        dialog = QFileDialog(self._window, title, str(folder), FILES)
        dialog.finished.connect(dialog.deleteLater)
        return dialog
