"""All shortcuts in one list, taken from the table of commands and the canvas."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from grnstudio.gui.actions import ActionSet


class ShortcutsDialog(QDialog):
    """A list by menu; it cannot go out of date."""

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self.setMinimumSize(460, 480)
        self.list = QTreeWidget()
        self.list.setHeaderLabels(["Command", "Shortcut"])
        self.list.setAccessibleName("Keyboard shortcuts")
        groups: dict[str, QTreeWidgetItem] = {}
        for one in actions:
            shortcuts = actions[one.key].shortcuts()
            if not shortcuts:
                continue
            name = one.menu.partition("/")[0]
            if name not in groups:
                groups[name] = QTreeWidgetItem(self.list, [name])
                groups[name].setExpanded(True)
            native = QKeySequence.SequenceFormat.NativeText
            keys = ", ".join(keys.toString(native) for keys in shortcuts)
            QTreeWidgetItem(groups[name], [one.text.rstrip("…"), keys])
        self.list.resizeColumnToContents(0)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.list)
        column.addWidget(buttons)
