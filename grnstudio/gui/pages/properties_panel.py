"""The dock beside the network: all that is known of the part that is chosen, to be changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
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
from grnstudio.core.tables import Row, Table, filled
from grnstudio.core.tables.editing import problem_of
from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.network_editing import edit_network
from grnstudio.gui.pages.network_items import counts, facts, kind_of
from grnstudio.gui.pages.network_page import conserved, title_of
from grnstudio.gui.pages.part_form import PartForm
from grnstudio.gui.selection import Selection

NOTHING = "Choose a species, a reaction or another part to read about it and to change it."
SEVERAL = "Choose one of them to change it here, or change them together in the tables."


class PropertiesPanel(QScrollArea):
    """The fields of the chosen part and where it is spoken of; else of the whole network."""

    refused = Signal(object)  # a GRNStudioError

    def __init__(
        self,
        document: Document,
        selection: Selection,
        tables: Sequence[Table],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._selection, self._tables = document, selection, tuple(tables)
        self.forms: list[PartForm] = []
        self._told: tuple[Network | None, frozenset[str]] | None = None
        self._shown: tuple[tuple[str, str], ...] = ()
        self._labels: list[QLabel] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(280)
        self.setAccessibleName("Properties")
        self.title = QLabel()
        self.title.setObjectName("section")
        self.kind = QLabel()
        self.kind.setObjectName("secondary")
        self.hint = QLabel(NOTHING)
        self.hint.setObjectName("secondary")
        self.rows = QWidget()
        self._lay_out()
        selection.changed.connect(lambda _: self.refresh())
        document.watch(lambda project: project.design.network, lambda _: self.refresh())

    @property
    def chosen(self) -> str:
        """The id of the part that is shown, "" for the whole network."""
        network, id = self._document.project.design.network, self._selection.one
        return id if network is not None and kind_of(network, id) else ""

    def refresh(self) -> None:
        """Tell of what is chosen, or of the whole network."""
        network, chosen = self._document.project.design.network, self._selection.chosen
        id, several = self.chosen, len(chosen) > 1
        told = network, chosen if id or several else frozenset()
        if self._told and self._told[0] is network and self._told[1] == told[1]:
            return
        self._told = told
        self.title.setText(_several(len(self._selection.chosen)) if several else id)
        if not id and not several:
            self.title.setText(title_of(network))
        self.kind.setText(_kinds(network, self._selection.chosen) if several else "")
        if not several:
            self.kind.setText(kind_of(network, id) if network and id else _whole(network))
        self.kind.setVisible(bool(self.kind.text()))
        self.hint.setText(SEVERAL if several else NOTHING)
        self.hint.setVisible(network is not None and not id)
        self._show_forms(network, id)
        self._fill(facts(network, id) if network and id else _overview(network, several))

    def values(self) -> dict[str, str]:
        """Return what is told besides the fields, by name."""
        return dict(self._shown)

    def edit(self, title: str = "Name") -> None:
        """Give the focus to the field of that title, if the chosen part has it."""
        for form in self.forms:
            if title in form.fields:
                form.focus(title)
                self.ensureWidgetVisible(form.fields[title])
                return

    def _show_forms(self, network: Network | None, id: str) -> None:
        wanted = list(_rows_of(network, id, self._tables)) if network and id else []
        fits = len(wanted) == len(self.forms) and all(
            form.suits(table, row) for form, (table, row) in zip(self.forms, wanted, strict=True)
        )
        if network is None or not fits:
            self._drop_forms()
            if network is not None:
                for table, row in wanted:
                    self._add_form(table, row, network)
            return
        for form, (_, row) in zip(self.forms, wanted, strict=True):
            form.show_row(row, network)

    def _add_form(self, table: Table, row: Row, network: Network) -> None:
        form = PartForm(table, row, network, self._problem)
        form.edited.connect(self._edit)
        if self.forms:
            heading = QLabel(table.one.capitalize())
            heading.setObjectName("secondary")
            self._labels.append(heading)
            self._fields.addWidget(heading)
        self.forms.append(form)
        self._fields.addWidget(form)

    def _drop_forms(self) -> None:
        for widget in (*self.forms, *self._labels):
            widget.hide()
            widget.deleteLater()
        self.forms, self._labels = [], []

    def _problem(self, table: Table, title: str, key: str, text: str) -> str:
        """Say why a text cannot stand in a field, "" if it can."""
        network = self._document.project.design.network
        try:
            if network is not None:
                filled(network, table, {(key, title): text})
        except GRNStudioError as error:
            return problem_of(error)
        return ""

    def _edit(self, table: Table, title: str, key: str, text: str) -> None:
        network, new = self._document.project.design.network, text.strip()
        if network is None:
            return
        try:
            changed = filled(network, table, {(key, title): text}).network
        except GRNStudioError as error:
            self.refused.emit(error)
            return
        known = {one.id for one in changed.parts()}
        is_renamed = key not in known and new in known
        words = f"Rename {key} to {new}" if is_renamed else f"Change {title.lower()} of {key}"
        edit_network(self._document, words, changed)
        if is_renamed:
            self._selection.choose([new])

    def _lay_out(self) -> None:
        for label in (self.title, self.kind, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        content = QWidget()
        self._fields = QVBoxLayout()
        self._fields.setSpacing(6)
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(12, 12, 12, 12)
        self._column.setSpacing(6)
        self._column.addWidget(self.title)
        self._column.addWidget(self.kind)
        self._column.addLayout(self._fields)
        self._column.addWidget(self.rows)
        self._column.addWidget(self.hint)
        self._column.addStretch(1)
        self.setWidget(content)

    def _fill(self, rows: list[tuple[str, str]]) -> None:
        if tuple(rows) == self._shown:
            return
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


def _rows_of(network: Network, id: str, tables: Sequence[Table]) -> list[tuple[Table, Row]]:
    """Return the rows of a part: its own, and that of the rule that sets it."""
    return [(table, row) for table in tables if (row := table.row(network, id)) is not None]


def _overview(network: Network | None, several: bool) -> list[tuple[str, str]]:
    if network is None or several:
        return []
    rows = [("Id", network.id)]
    rows += [(name, f"{count:,}") for name, count in counts(network).items()]
    laws = conserved(network)
    return [*rows, ("Conserved", "\n".join(laws))] if laws else rows


def _several(count: int) -> str:
    return f"{count:,} parts chosen"


def _kinds(network: Network | None, ids: Collection[str]) -> str:
    """Return how many there are of each kind of part."""
    chosen = (one for one in network.parts() if one.id in ids) if network else ()
    counts = Counter(type(one).__name__.lower() for one in chosen)
    return ", ".join(f"{counts[kind]:,} {kind}" for kind in sorted(counts))


def _whole(network: Network | None) -> str:
    return "Reaction network" if network else ""


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
