"""The cards of a species and of a reaction: what of them is changed most, where they stand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QLineEdit, QWidget

from grnstudio.core.drawing import Place
from grnstudio.core.expressions import symbols
from grnstudio.core.network import MassAction, Network, RateLaw, Reaction
from grnstudio.core.rate_forms import FORMS, form, misfit
from grnstudio.core.rates import parse
from grnstudio.core.regulating import without_unused
from grnstudio.core.tables import NO, YES, Row, Table, filled, tables
from grnstudio.core.tables.equations import shown_equation
from grnstudio.core.tables.laws import law, with_law
from grnstudio.errors import GRNStudioError, RateSyntaxError
from grnstudio.gui.editors.canvas_card import Card
from grnstudio.gui.editors.checked_field import show_problem
from grnstudio.gui.editors.document_view import DocumentView
from grnstudio.gui.editors.value_stepper import ValueStepper

SPECIES, PARAMETERS, _, REACTIONS = tables()[:4]
WIDTH = 248


class PartCard(Card):
    """A form of cells of the network's tables; each change is one step of undo while it is open."""

    def __init__(self, view: DocumentView, name: str, id: str, at: Place) -> None:
        super().__init__(view, name, at)
        self.id = id
        self._session = f"card {id} {view.document.undo_stack.index()}"
        self.title = QLabel()
        self.title.setObjectName("section")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.form = QFormLayout(self)
        self.form.setContentsMargins(12, 10, 12, 12)
        self.form.setSpacing(6)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.form.addRow(self.title)
        self.setMinimumWidth(WIDTH)

    def row(self, table: Table, key: str) -> Row | None:
        """Return a row of one of the network's tables, None if it is gone."""
        return table.row(self.view.network, key)

    def set_cell(self, table: Table, key: str, title: str, text: str) -> str:
        """Put a text into a cell; return why it cannot stand there, or ""."""
        merge = f"{self._session} {key} {title}"
        try:
            self.view.edit(
                f"Change {title.lower()} of {key}",
                lambda network: filled(network, table, {(key, title): text}).network,
                merge,
            )
        except RateSyntaxError as error:
            return error.problem
        except GRNStudioError as error:
            return str(error)
        return ""

    def add(self, label: str, field: QWidget) -> None:
        """Add a field with its label."""
        name = QLabel(label)
        name.setObjectName("secondary")
        name.setBuddy(field)
        self.form.addRow(name, field)

    def step(self, stepper: ValueStepper, table: Table, key: str, title: str, text: str) -> None:
        """Put the text of a stepper into a cell, or let it say why it cannot stand."""
        stepper.refuse(self.set_cell(table, key, title, text))


class SpeciesCard(PartCard):
    """Name, amount at the start, and whether it is held from outside."""

    def __init__(self, view: DocumentView, id: str) -> None:
        super().__init__(view, id, id, view.shown.settled[id])
        self.setAccessibleName(f"Species {id}")
        self.called = QLineEdit()
        self.called.setAccessibleName("Name")
        self.called.editingFinished.connect(self._rename)
        self.initial = ValueStepper("Initial amount")
        self.held = QCheckBox("Held from outside")
        self.held.setToolTip("Reactions use it without changing how much there is")
        self.add("Name", self.called)
        self.add("Initial", self.initial)
        self.form.addRow(self.held)
        self.initial.edited.connect(
            lambda text: self.step(self.initial, SPECIES, self.id, "Initial", text)
        )
        self.held.toggled.connect(
            lambda on: self.set_cell(SPECIES, self.id, "Held", YES if on else NO)
        )
        self.refresh()

    def take_focus(self) -> None:
        """Begin with the amount."""
        self.initial.field.setFocus()
        self.initial.field.selectAll()

    def refresh(self) -> bool:
        """Show what the network says of the species."""
        row = self.row(SPECIES, self.id)
        if row is None:
            return False
        self.title.setText(f"Species {row.part.name or self.id}")
        if not self.called.property("problem"):
            self.called.setText(self.id)
        self.initial.show_text(SPECIES.column("Initial").read(row))
        with QSignalBlocker(self.held):
            self.held.setChecked(row.part.boundary)
        return True

    def _rename(self) -> None:
        old, new = self.id, self.called.text().strip()
        if new in ("", old):
            return
        self.id = self.name = new
        problem = self.set_cell(SPECIES, old, SPECIES.columns[0].title, new)
        if problem:
            self.id = self.name = old
        show_problem(self.called, problem)


class ReactionCard(PartCard):
    """The law of a reaction, its rate, and the values of its parameters."""

    def __init__(self, view: DocumentView, name: str, id: str, at: Place) -> None:
        super().__init__(view, name, id, at)
        self.setAccessibleName(f"Reaction {id}")
        self.law = QComboBox()
        self.law.setAccessibleName("Rate law")
        self.law.activated.connect(self._choose_law)
        self.rate = QLineEdit()
        self.rate.setObjectName("monospace")
        self.rate.setAccessibleName("Rate")
        self.rate.editingFinished.connect(self._take_rate)
        self.steppers: dict[str, ValueStepper] = {}
        self.add("Law", self.law)
        self.add("Rate", self.rate)
        self.refresh()

    def take_focus(self) -> None:
        """Begin with the first value."""
        first = next(iter(self.steppers.values()), None)
        (first.field if first else self.law).setFocus()

    def refresh(self) -> bool:
        """Show what the network says of the reaction."""
        row = self.row(REACTIONS, self.id)
        if row is None:
            return False
        self.title.setText(f"{self.id}:  {shown_equation(row.part)}")
        self._fill_laws(row.part)
        if not self.rate.property("problem"):
            self.rate.setText(REACTIONS.column("Rate").read(row))
            self.rate.setCursorPosition(0)
        self._fill_values(row.part)
        return True

    def _fill_laws(self, one: Reaction) -> None:
        fitting = [each for each in FORMS if not misfit(each, one)]
        titles = [each.title for each in fitting]
        shown = law(one, FORMS)
        with QSignalBlocker(self.law):
            self.law.clear()
            for each in fitting:
                self.law.addItem(each.title, each.key)
                self.law.setItemData(self.law.count() - 1, each.about, Qt.ItemDataRole.ToolTipRole)
            at = next((i for i, title in enumerate(titles) if shown.startswith(title)), -1)
            exact = [i for i, title in enumerate(titles) if shown.split(" (")[0] == title]
            if not exact and at < 0:
                self.law.insertItem(0, shown.capitalize(), "")
                at = 0
            self.law.setCurrentIndex(exact[0] if exact else at)

    def _fill_values(self, one: Reaction) -> None:
        keys = parameters_of(self.view.network, one)
        if list(self.steppers) != keys:
            for stepper in self.steppers.values():
                self.form.removeRow(stepper)
            self.steppers = {key: ValueStepper(key) for key in keys}
            for key, stepper in self.steppers.items():
                self.add(key, stepper)
                stepper.edited.connect(partial(self.step, stepper, PARAMETERS, key, "Value"))
        for key, stepper in self.steppers.items():
            row = self.row(PARAMETERS, key)
            stepper.show_text(PARAMETERS.column("Value").read(row) if row else "")

    def _choose_law(self, index: int) -> None:
        key = self.law.itemData(index)
        if not key:
            return

        def change(network: Network) -> Network:
            return without_unused(network, with_law(network, self.id, form(key)))

        text = f"Rate law of {self.id}: {form(key).title}"
        self.view.attempt(lambda: self.view.edit(text, change))

    def _take_rate(self) -> None:
        row = self.row(REACTIONS, self.id)
        text = self.rate.text().strip()
        if row is not None and text != REACTIONS.column("Rate").read(row):
            show_problem(self.rate, "")
            show_problem(self.rate, self.set_cell(REACTIONS, self.id, "Rate", text))


def parameters_of(network: Network, one: Reaction) -> list[str]:
    """Return the keys of the parameters that a rate speaks of, as the table of them has them."""
    match one.kinetics:
        case MassAction(formula) | RateLaw(formula):
            named = symbols(parse(formula, None, None))
        case None:
            named = frozenset()
    own = [f"{one.id}.{name}" for name in one.locals if name in named]
    return own + [each.id for each in network.parameters if each.id in named - one.locals.keys()]
