"""The cards of a regulation and of a gene: what each does, and its numbers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from grnstudio.core.regulating import formula_of
from grnstudio.core.regulation_values import (
    LABELS,
    Field,
    Quantity,
    expression_parameters,
)
from grnstudio.core.regulation_view import Link
from grnstudio.core.tables import Table, tables
from grnstudio.errors import GRNStudioError
from grnstudio.gui.editors.part_cards import PartCard, SpeciesCard
from grnstudio.gui.editors.regulation_items import link_name
from grnstudio.gui.editors.regulation_scene import VERBS
from grnstudio.gui.editors.value_stepper import ValueStepper

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
EXPRESSION = {"made": "Made at most", "lost": "Lost, share"}


class LinkCard(PartCard):
    """Shows a link, and changes it at once."""

    def __init__(self, view: RegulationView, link: Link) -> None:
        middle = view.genes.links[link.source, link.target].middle
        name = link_name(link.source, link.target)
        super().__init__(view, name, name, (middle.x(), middle.y()))
        self._view, self._link = view, link
        self.setAccessibleName("Regulation")
        self.activates, self.represses = QPushButton("→  Activates"), QPushButton("⊣  Represses")
        self.steppers = {field: ValueStepper(label) for field, label in LABELS.items()}
        self.combines = QComboBox()
        self.formula, self.note = QLabel(), QLabel(OTHERWISE)
        self.delete = QPushButton("Delete the link")
        self._signs = QWidget()
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
        for part in (self._signs, *self.steppers.values(), self.combines):
            self.form.setRowVisible(part, one is not None)
        self.form.setRowVisible(self.note, one is None)
        ids = (one.reaction,) if one else link.carriers
        network = self._view.network
        rates = [f"{o.id}:  {formula_of(o)}" for o in network.reactions if o.id in ids]
        rates += [f"{o.target}:  {o.formula}" for o in network.rules if o.target in ids]
        self.formula.setText("\n".join(rates))
        if one is not None:
            (self.activates if one.sign > 0 else self.represses).setChecked(True)
            with QSignalBlocker(self.combines):
                self.combines.setCurrentIndex(int(one.adds))
            for field in LABELS:
                self._show_quantity(field, getattr(one, field))
        self.adjustSize()
        return True

    def take_focus(self) -> None:
        """Give the keyboard to the first number, or to the button if there is none."""
        first = self.steppers["threshold"]
        (first if first.isVisibleTo(self) else self.delete).setFocus()

    def _show_quantity(self, field: Field, quantity: Quantity) -> None:
        stepper, value = self.steppers[field], quantity.value
        stepper.setEnabled(value is not None and (field != "rate" or bool(quantity.name)))
        stepper.show_text("" if value is None else f"{value:.10g}")
        if not stepper.field.property("problem"):
            named = f": {quantity.name}" if quantity.name else ""
            stepper.field.setToolTip(f"{TIPS[field]}{named}")

    def _lay_out(self) -> None:
        signs = QHBoxLayout(self._signs)
        signs.setContentsMargins(0, 0, 0, 0)
        signs.setSpacing(4)
        self._group = QButtonGroup(self)
        for button, sign in ((self.activates, 1), (self.represses, -1)):
            button.setCheckable(True)
            button.setAccessibleName(button.text().split()[-1])
            self._group.addButton(button, sign)
            signs.addWidget(button)
        self._group.idClicked.connect(lambda sign: self._view.turn_link(self._link, sign))
        self.form.addRow(self._signs)
        for field, stepper in self.steppers.items():
            self.add(LABELS[field], stepper)
            stepper.edited.connect(partial(self._take, field))
        self.combines.addItems(COMBINES)
        self.combines.setAccessibleName("How it combines with others")
        self.combines.activated.connect(
            lambda index: self._view.combine_link(self._link, bool(index))
        )
        self.add("With others, it", self.combines)
        for text, role in ((self.note, "secondary"), (self.formula, "monospace")):
            text.setObjectName(role)
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
            self.form.addRow(text)
        self.formula.setAccessibleName("Rate")
        self.delete.clicked.connect(lambda: self._view.delete_link(self._link))
        self.form.addRow(self.delete)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.setMinimumWidth(WIDTH)

    def _take(self, field: Field, text: str) -> None:
        """Take a number; one that cannot be stays, red, and says why."""
        stepper = self.steppers[field]
        try:
            self._view.set_value(self._link, field, text, f"{self._session} {field}")
        except GRNStudioError as error:
            stepper.refuse(str(error))
        else:
            stepper.refuse("")


class GeneCard(SpeciesCard):
    """What a species' card has, and how fast the gene is made and lost."""

    def __init__(self, view: RegulationView, id: str) -> None:
        self._parameters: Table = tables()[1]
        self._named: dict[str, str] = {}
        self.steppers = {key: ValueStepper(label) for key, label in EXPRESSION.items()}
        super().__init__(view, id)
        self.setAccessibleName(f"Gene {id}")
        for key, stepper in self.steppers.items():
            self.add(EXPRESSION[key], stepper)
            stepper.edited.connect(partial(self._set_rate, key))
        self.refresh()

    def refresh(self) -> bool:
        """Show what the network says of the gene."""
        if not super().refresh():
            return False
        self._named = expression_parameters(self.view.network, self.id)
        for key, stepper in self.steppers.items():
            row = self.row(self._parameters, self._named.get(key, ""))
            if self.form.indexOf(stepper) >= 0:
                self.form.setRowVisible(stepper, row is not None)
            if row is not None:
                stepper.show_text(self._parameters.column("Value").read(row))
                stepper.field.setToolTip(row.key)
        self.adjustSize()
        return True

    def _set_rate(self, key: str, text: str) -> None:
        self.step(self.steppers[key], self._parameters, self._named[key], "Value", text)
