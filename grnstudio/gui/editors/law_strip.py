"""Below the table of reactions: the law that a rate follows, and how to give it another one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.network import Network, RateLaw, Reaction
from grnstudio.core.rate_forms import RateForm
from grnstudio.core.rate_recognition import recognized
from grnstudio.core.tables.laws import OWN, fitting, with_law
from grnstudio.errors import GRNStudioError
from grnstudio.gui.buttons import push_button
from grnstudio.gui.editors.rate_laws import RateLaws, law_of

CHOOSE = "choose…"


class LawStrip(QWidget):
    """Chooses a law for one reaction, and the species that regulate it."""

    applied = Signal(str, object)  # the text of an edit, and the function that makes it
    previewed = Signal(object)  # the network with the law under the cursor, None for none
    refused = Signal(object)

    def __init__(self, laws: RateLaws, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._laws = laws
        self._network, self._reaction = Network(), ""
        self._forms: list[RateForm] = []
        self._picked: RateForm | None = None
        self.law = QComboBox()
        self.law.setAccessibleName("Rate law of the chosen reaction")
        self.law.setToolTip("A law puts its formula in place, with parameters of the reaction's")
        self.law.setMinimumContentsLength(16)
        self.roles = QWidget()
        self.keep = push_button(
            "Keep as law…", "Keep this rate as a law of your own, by a name", role="quiet"
        )
        self.forget = push_button(
            "Forget", "Forget this law of your own; no rate changes", role="quiet"
        )
        for button in (self.keep, self.forget):
            button.setAccessibleName(button.toolTip())
        self.name = _NameField("Name of the law", self._save)
        self.name.hide()
        self._lay_out()
        self.law.activated.connect(self._pick)
        self.law.highlighted.connect(self._preview)
        self.keep.clicked.connect(self._ask_name)
        self.forget.clicked.connect(self._forget)
        laws.changed.connect(lambda: self.show_reaction(self._network, self._reaction))

    def show_reaction(self, network: Network, reaction: str) -> None:
        """Show the law of a reaction, or nothing."""
        if reaction != self._reaction:
            self._picked = None
            self.name.hide()
        self._network, self._reaction = network, reaction
        one = self._part()
        self.setEnabled(one is not None)
        found = recognized(one, self._laws.forms()) if one else None
        self._forms = fitting(network, reaction, self._laws.forms()) if one else []
        self._fill(one, found.form if found else None)
        form = self._picked or (found.form if found else None)
        self._show_roles(form, list(found.modifiers) if found and not self._picked else [])
        is_own = one is not None and isinstance(one.kinetics, RateLaw) and found is None
        self.keep.setVisible(is_own)
        self.forget.setVisible(form in self._laws.own if form else False)

    def _fill(self, one: Reaction | None, found: RateForm | None) -> None:
        quiet = QSignalBlocker(self.law)
        self.law.clear()
        if one is not None and found is None:
            self.law.addItem("No rate" if one.kinetics is None else OWN.capitalize(), None)
        for form in self._forms:
            self.law.addItem(form.title, form.key)
            self.law.setItemData(self.law.count() - 1, form.about, Qt.ItemDataRole.ToolTipRole)
        shown = self._picked or found
        self.law.setCurrentIndex(max(0, self.law.findData(shown.key)) if shown else 0)
        quiet.unblock()

    def _part(self) -> Reaction | None:
        found = [one for one in self._network.reactions if one.id == self._reaction]
        return found[0] if found else None

    def _lay_out(self) -> None:
        label = QLabel("&Law")
        label.setObjectName("secondary")
        label.setBuddy(self.law)
        self._line = QHBoxLayout()
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        for widget in (label, self.law, self.roles, self.keep, self.forget, self.name):
            self._line.addWidget(widget)
        self._line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._line)

    def _form(self, place: int) -> RateForm | None:
        key = self.law.itemData(place)
        return next((form for form in self._forms if form.key == key), None)

    def _pick(self, place: int) -> None:
        """Put a law in place, or ask for the species that it needs besides."""
        form, one = self._form(place), self._part()
        if form is None or one is None:
            return
        wanted = len(form.needs("modifier"))
        if wanted <= len(one.modifiers):
            self._apply(form, list(one.modifiers[:wanted]))
            return
        self._picked = form
        self._show_roles(form, list(one.modifiers))
        boxes = self.roles.findChildren(QComboBox)
        boxes[min(len(one.modifiers), len(boxes) - 1)].setFocus()

    def _preview(self, place: int) -> None:
        form, one = self._form(place), self._part()
        if form is None or one is None:
            self.previewed.emit(None)
            return
        wanted = len(form.needs("modifier"))
        names = [*one.modifiers, *(each.id for each in self._network.species)][:wanted]
        try:
            self.previewed.emit(with_law(self._network, self._reaction, form, names))
        except GRNStudioError:
            self.previewed.emit(None)

    def _show_roles(self, form: RateForm | None, species: list[str]) -> None:
        """Offer the species for each place of a regulator in a law."""
        old, self.roles = self.roles, QWidget()
        line = QHBoxLayout(self.roles)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        needed = form.needs("modifier") if form else ()
        for place, symbol in enumerate(needed):
            box = self._role_box(symbol, species[place] if place < len(species) else "")
            label = QLabel(symbol)
            label.setObjectName("secondary")
            line.addWidget(label)
            line.addWidget(box)
        self._line.replaceWidget(old, self.roles)
        self.roles.setVisible(bool(needed))
        old.hide()
        old.deleteLater()

    def _role_box(self, symbol: str, species: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(f"Species that stands for {symbol}")
        box.setToolTip(f"The species that stands for {symbol} in the law")
        box.addItems([CHOOSE] if not species else [])
        box.addItems([one.id for one in self._network.species])
        box.setCurrentText(species or CHOOSE)
        box.activated.connect(self._take_roles)
        return box

    def _take_roles(self) -> None:
        """Put the law in place once all of its species are chosen."""
        species = [box.currentText() for box in self.roles.findChildren(QComboBox)]
        form = self._picked or self._form(self.law.currentIndex())
        if form and CHOOSE not in species:
            self._apply(form, species)

    def _apply(self, form: RateForm, species: list[str]) -> None:
        self._picked, reaction = None, self._reaction
        self.previewed.emit(None)
        self.applied.emit(
            f"Give {reaction} the law {form.title}",
            lambda network: with_law(network, reaction, form, species),
        )

    def _ask_name(self) -> None:
        self.name.show()
        self.name.setFocus()
        self.name.selectAll()

    def _save(self, title: str) -> None:
        one = self._part()
        if one is None:
            return
        try:
            self._laws.add(law_of(one, title.strip()))
        except GRNStudioError as error:
            self.refused.emit(error)
            return
        self.name.hide()
        self.name.clear()
        self.law.setFocus()

    def _forget(self) -> None:
        form = self._form(self.law.currentIndex())
        try:
            if form is not None:
                self._laws.remove(form)
        except GRNStudioError as error:
            self.refused.emit(error)


class _NameField(QLineEdit):
    """Asks for a name in passing: Return takes it, Escape does without."""

    def __init__(self, hint: str, take: Callable[[str], object]) -> None:
        super().__init__()
        self.setPlaceholderText(f"{hint}, then Return")
        self.setAccessibleName(hint)
        self.setMaximumWidth(220)
        self.returnPressed.connect(lambda: take(self.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
