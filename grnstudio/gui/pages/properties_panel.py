"""The dock beside the network: all that is known of the part that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.network import Network
from grnstudio.gui.document import Document
from grnstudio.gui.pages.network_items import groups, kind_of, properties
from grnstudio.gui.pages.network_page import conserved, title_of
from grnstudio.gui.selection import Selection

NOTHING = "Choose a species or a reaction, in the picture or in the explorer, to read about it."


class PropertiesPanel(QScrollArea):
    """Names and values; of the whole network as long as no part is chosen."""

    def __init__(
        self, document: Document, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self.chosen = ""
        self._shown: tuple[tuple[str, str], ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumWidth(280)
        self.setAccessibleName("Properties")
        self.title = QLabel()
        self.title.setObjectName("section")
        self.kind = QLabel()
        self.kind.setObjectName("secondary")
        self.hint = QLabel(NOTHING)
        self.hint.setObjectName("secondary")
        self.rows = QWidget()
        for label in (self.title, self.kind, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(12, 12, 12, 12)
        self._column.setSpacing(6)
        for part in (self.title, self.kind, self.rows, self.hint):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.setWidget(content)
        selection.changed.connect(lambda _: self.show_part(selection.one))
        document.watch(
            lambda project: project.design.network, lambda _: self.show_part(selection.one)
        )

    def show_part(self, id: str) -> None:
        """Tell of the part ``id``, or of the whole network if there is none of that name."""
        network = self._document.project.design.network
        kind = kind_of(network, id) if network else ""
        self.chosen = id if kind else ""
        self.title.setText(self.chosen or title_of(network))
        self.kind.setText(kind or ("Reaction network" if network else ""))
        self.kind.setVisible(bool(self.kind.text()))
        self.hint.setVisible(network is not None and not kind)
        rows = properties(network, id) if network and kind else _overview(network)
        self._fill(rows)

    def values(self) -> dict[str, str]:
        """Return what is shown, by name."""
        return dict(self._shown)

    def _fill(self, rows: list[tuple[str, str]]) -> None:
        old, self.rows, self._shown = self.rows, QWidget(), tuple(rows)
        form = QFormLayout(self.rows)
        form.setContentsMargins(0, 4, 0, 4)
        form.setHorizontalSpacing(12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, value in rows:
            form.addRow(_label(name, "secondary"), _label(value, "value"))
        self._column.replaceWidget(old, self.rows)
        old.hide()
        old.deleteLater()


def _overview(network: Network | None) -> list[tuple[str, str]]:
    if network is None:
        return []
    rows = [("Id", network.id)]
    rows += [(name, f"{len(entries):,}") for name, entries in groups(network).items()]
    laws = conserved(network)
    return [*rows, ("Conserved", "\n".join(laws))] if laws else rows


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role == "value":
        label.setWordWrap(True)
        label.setMinimumWidth(120)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return label
