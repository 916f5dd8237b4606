"""The card of a regulation: what it does, how it combines with others, and its numbers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.regulating import formula_of
from grnstudio.core.regulation_values import LABELS, Field, Quantity
from grnstudio.core.regulation_view import Link
from grnstudio.errors import GRNStudioError
from grnstudio.gui.editors.canvas_card import Card
from grnstudio.gui.editors.regulation_items import link_name
from grnstudio.gui.editors.regulation_scene import VERBS
from grnstudio.gui.setting_fields import NumberField

if TYPE_CHECKING:
    from grnstudio.gui.editors.regulation_view import RegulationView

WIDTH = 300
TIPS: dict[Field, str] = {
    "threshold": "How much of the first gene has half the effect",
    "exponent": "How sharply the effect sets in; 1 is gradual, 4 is close to a switch",
    "rate": "The most that is made per unit of time",
}
COMBINES = ("multiplies the rate", "adds a rate of its own")
OTHERWISE = (
    "It acts through the rates below, not by a Hill factor. They can be changed in the tables and "
    "in the text."
)


class LinkCard(Card):
    """Shows a link, and changes it at once."""

    def __init__(self, view: RegulationView, link: Link) -> None:
        middle = view.genes.links[link.source, link.target].middle
        super().__init__(view, link_name(link.source, link.target), (middle.x(), middle.y()))
        self._view, self._link = view, link
        self.setAccessibleName("Regulation")
        self.title = QLabel()
        self.title.setObjectName("section")
        self.activates, self.represses = QPushButton("→  Activates"), QPushButton("⊣  Represses")
        self.fields: dict[Field, NumberField] = {}
        self._names: dict[Field, QLabel] = {}
        self.combines = QComboBox()
        self.formula = QLabel()
        self.note = QLabel(OTHERWISE)
        self.problem = QLabel()
        self.delete = QPushButton("Delete the link")
        self._form = QWidget()
        self._lay_out()
        self.refresh()

    def refresh(self) -> bool:
        """Show what the network says of the link; False if it is gone."""
        link = self._view.genes.link(self.name)
        if link is None:
            return False
        self._link = link
        one = self._view.regulation(link)
        verb = VERBS[one.sign if one else link.sign]
        self.title.setText(f"{link.source} {verb} {link.target}")
        for part in (self.activates, self.represses, self._form):
            part.setVisible(one is not None)
        self.note.setVisible(one is None)
        ids = (one.reaction,) if one else link.carriers
        rates = [o for o in self._view.network.reactions if o.id in ids]
        self.formula.setText("\n".join(f"{o.id}:  {formula_of(o)}" for o in rates))
        if one is not None:
            (self.activates if one.sign > 0 else self.represses).setChecked(True)
            self.combines.setCurrentIndex(int(one.adds))
            for field in LABELS:
                self._show_quantity(field, getattr(one, field))
            self.problem.hide()
        self.adjustSize()
        return True

    def take_focus(self) -> None:
        """Give the keyboard to the first number, or to the button if there is none."""
        first = self.fields["threshold"]
        (first if first.isVisibleTo(self) else self.delete).setFocus()

    def _show_quantity(self, field: Field, quantity: Quantity) -> None:
        editor = self.fields[field]
        editor.setEnabled(quantity.value is not None and (field != "rate" or bool(quantity.name)))
        editor.show_afresh(quantity.value if quantity.value is not None else 0.0)
        self._names[field].setText(quantity.name)
        editor.editor.setToolTip(f"{TIPS[field]}{f': {quantity.name}' if quantity.name else ''}")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        signs = QHBoxLayout()
        signs.setSpacing(4)
        self._group = QButtonGroup(self)
        for button, sign in ((self.activates, 1), (self.represses, -1)):
            button.setCheckable(True)
            button.setAccessibleName(button.text().split()[-1])
            self._group.addButton(button, sign)
            signs.addWidget(button)
        self._group.idClicked.connect(lambda sign: self._view.turn_link(self._link, sign))
        column.addLayout(signs)
        column.addWidget(self._form)
        self._fill_form()
        self.problem.hide()
        texts = (
            (self.problem, "field-error"),
            (self.note, "secondary"),
            (self.formula, "monospace"),
        )
        for text, role in texts:
            text.setObjectName(role)
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(text)
        self.formula.setAccessibleName("Rate")
        self.delete.clicked.connect(lambda: self._view.delete_link(self._link))
        column.addWidget(self.delete)
        self.setMinimumWidth(WIDTH)

    def _fill_form(self) -> None:
        form = QFormLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(8)
        for field, label in LABELS.items():
            editor = self.fields[field] = NumberField(label)
            editor.editor.setAccessibleName(label)
            editor.setFixedWidth(84)
            name = self._names[field] = QLabel()
            name.setObjectName("caption")
            row = QHBoxLayout()
            row.addWidget(editor)
            row.addWidget(name, 1)
            form.addRow(label, row)
            editor.edited.connect(partial(self._ask_value, field))
        self.combines.addItems(COMBINES)
        self.combines.setAccessibleName("How it combines")
        self.combines.activated.connect(
            lambda index: self._view.combine_link(self._link, bool(index))
        )
        form.addRow("With others, it", self.combines)

    def _ask_value(self, field: Field) -> None:
        """Take a number; one that cannot be stays, red, and the card says why."""
        editor = self.fields[field]
        problem = editor.problem
        if not problem:
            try:
                self._view.set_value(self._link, field, editor.value())
            except GRNStudioError as error:
                problem = str(error)
                editor.set_problem(problem)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.adjustSize()
