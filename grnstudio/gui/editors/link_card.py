"""The card of a regulation: what it does, how it combines with others, and its numbers."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.network import Network
from grnstudio.core.regulating import formula_of
from grnstudio.core.regulation_values import LABELS, Field, Quantity, Regulation
from grnstudio.core.regulation_view import Link
from grnstudio.gui.setting_fields import NumberField

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


class LinkCard(QFrame):
    """Asks for changes of the link it shows; whoever shows it makes them."""

    sign_asked = Signal(int)
    adds_asked = Signal(bool)
    value_asked = Signal(str, float)
    delete_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("canvas-card")
        self.setAccessibleName("Regulation")
        self.title = QLabel()
        self.title.setObjectName("section")
        self.activates, self.represses = QPushButton("→  Activates"), QPushButton("⊣  Represses")
        self.fields: dict[Field, NumberField] = {}
        self._names: dict[Field, QLabel] = {}
        self.combines = QComboBox()
        self.formula = QLabel()
        self.note = QLabel(OTHERWISE)
        self.delete = QPushButton("Delete the link")
        self._form = QWidget()
        self._lay_out()

    def show_link(self, link: Link, one: Regulation | None, network: Network) -> None:
        """Show a link; ``one`` has its numbers if it is a Hill factor."""
        verb = {1: "activates", -1: "represses", 0: "acts on"}[one.sign if one else link.sign]
        self.title.setText(f"{link.source} {verb} {link.target}")
        for part in (self.activates, self.represses, self._form):
            part.setVisible(one is not None)
        self.note.setVisible(one is None)
        ids = (one.reaction,) if one else link.carriers
        rates = [f"{o.id}:  {formula_of(o)}" for o in network.reactions if o.id in ids]
        self.formula.setText("\n".join(rates))
        self.formula.setToolTip("The rate it is part of")
        if one is not None:
            (self.activates if one.sign > 0 else self.represses).setChecked(True)
            self.combines.setCurrentIndex(int(one.adds))
            for field in LABELS:
                self._show_quantity(field, getattr(one, field))
        self.adjustSize()

    def show_at(self, place: QPoint) -> None:
        """Open beside a place of the screen, within it."""
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        x = min(place.x(), room.right() - self.width())
        y = min(place.y(), room.bottom() - self.height())
        self.move(max(x, room.left()), max(y, room.top()))
        self.show()
        self.fields["threshold"].setFocus()

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
        self._group.idClicked.connect(self.sign_asked)
        column.addLayout(signs)
        column.addWidget(self._form)
        self._fill_form()
        for text, role in ((self.note, "secondary"), (self.formula, "monospace")):
            text.setObjectName(role)
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(text)
        self.formula.setAccessibleName("Rate")
        self.delete.clicked.connect(self.delete_asked)
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
            editor.edited.connect(lambda field=field: self._ask_value(field))
        self.combines.addItems(COMBINES)
        self.combines.setAccessibleName("How it combines")
        self.combines.activated.connect(lambda index: self.adds_asked.emit(bool(index)))
        form.addRow("With others, it", self.combines)

    def _ask_value(self, field: str) -> None:
        editor = self.fields[cast(Field, field)]
        if not editor.problem:
            self.value_asked.emit(field, editor.value())
