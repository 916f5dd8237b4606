"""Where to save a table: the question a page asks by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where(
    parent: QWidget, name: str, kinds: Sequence[str], save: Callable[[Path, str], object]
) -> None:
    """Ask for a CSV file, ``name`` at first, and ``save`` to it as the kind that was chosen."""
    dialog = QFileDialog(parent.window(), "Export", str(Path.home()), ";;".join(kinds))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("csv")
    dialog.selectFile(name)
    dialog.finished.connect(dialog.deleteLater)
    dialog.fileSelected.connect(lambda chosen: save(Path(chosen), dialog.selectedNameFilter()))
    dialog.open()
