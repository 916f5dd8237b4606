"""A line in which a part of the network gets another name, everywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from grnstudio.core.network_rename import renamed
from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.network_editing import edit_network
from grnstudio.gui.selection import Selection


class RenameBar(QWidget):
    """Renames the part that is chosen; Return does it, Esc leaves it."""

    def __init__(self, document: Document, selection: Selection, back_to: QWidget) -> None:
        super().__init__()
        self._document, self._selection, self._back_to = document, selection, back_to
        self._id = ""
        self.label, self.problem = QLabel(), QLabel()
        self.problem.setObjectName("reason")
        self.problem.setWordWrap(True)
        self.field = QLineEdit()
        self.field.setAccessibleName("Name of the chosen part")
        self.button = QPushButton("Rename")
        self.button.setToolTip("Rename it in all formulas (Return); Esc leaves it as it is")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part, stretch in ((self.label, 0), (self.field, 2), (self.problem, 3)):
            row.addWidget(part, stretch)
        row.addWidget(self.button)
        self.button.clicked.connect(self.apply)
        self.field.textChanged.connect(self.problem.clear)
        self.hide()

    def open_bar(self) -> None:
        """Ask for a name of the one part that is chosen."""
        self._id = self._selection.one
        if self._id:
            self.label.setText(f"Rename {self._id} to")
            self.field.setText(self._id)
            self.problem.clear()
            self.show()
            self.field.setFocus()
            self.field.selectAll()

    def apply(self) -> None:
        """Rename the part; say why if it cannot be called so."""
        network, new = self._document.project.design.network, self.field.text().strip()
        if network is None:
            return
        try:
            edit_network(
                self._document, f"Rename {self._id} to {new}", renamed(network, self._id, new)
            )
        except GRNStudioError as error:
            self.problem.setText(str(error))
            return
        self._selection.choose([new])
        self.close_bar()

    def close_bar(self) -> None:
        """Hide the line and go back to where one came from."""
        self.hide()
        self._back_to.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
