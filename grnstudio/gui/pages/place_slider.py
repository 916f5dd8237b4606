"""A slider over places that have names, such as times or starts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from grnstudio.gui.field_events import FieldEvents
from grnstudio.gui.pages.card import ElidedLabel

LEAST_WIDTH = 72


class PlaceSlider(QWidget):
    """Name, slider, and what the place chosen is called."""

    moved = Signal(int)  # by the user

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(name)
        self.slider.setToolTip(tip)
        self.slider.setMinimumWidth(LEAST_WIDTH)
        label = QLabel(name)
        label.setBuddy(self.slider)
        self.words = ElidedLabel("", "secondary", Qt.TextElideMode.ElideRight)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        FieldEvents(self.slider)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(label)
        row.addWidget(self.slider, 1)
        row.addWidget(self.words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.slider.valueChanged.connect(self._move)

    @property
    def place(self) -> int:
        """The place chosen, from 0 on."""
        return self.slider.value()

    def give_room(self, share: int) -> None:
        """Let the slider have ``share`` times the room of what places are called."""
        self._row.setStretchFactor(self.slider, share)

    def show_places(self, names: Sequence[str], place: int) -> None:
        """Offer ``names``, of which one is chosen, without a signal."""
        self._names = tuple(names)
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, len(names) - 1))
        self.slider.setPageStep(max(1, len(names) // 8))
        self.slider.setValue(place)
        self.slider.blockSignals(False)
        self.slider.setEnabled(len(names) > 1)
        self._tell()

    def _move(self, place: int) -> None:
        self._tell()
        self.moved.emit(place)

    def _tell(self) -> None:
        text = self._names[self.place] if self._names else ""
        self.words.setText(text)
        self.words.setToolTip(text)
        self.slider.setAccessibleDescription(text)
