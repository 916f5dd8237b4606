"""Widgets that hold one setting each, made from what its `setting(...)` field says of it."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from grnstudio.errors import SettingError
from grnstudio.gui.field_events import FieldEvents

LARGEST = 2**31 - 1
SHORT = ("ssa", "cpu", "cuda")  # choices that are abbreviations


class SettingField(QWidget):
    """A widget that holds one value. A text that is no value stays, and its problem with it."""

    edited = Signal()  # the user has made a value, or a text that is none

    def __init__(self, editor: QWidget) -> None:
        super().__init__()
        self.editor = editor
        self.problem = ""
        self.setFocusProxy(editor)
        FieldEvents(editor)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(editor)

    def value(self) -> Any:
        """Return the last value that was one."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show ``value`` without saying that it was edited."""
        raise NotImplementedError

    def show_afresh(self, value: Any) -> None:
        """Show ``value`` in the place of whatever was there, right or wrong."""
        self.set_problem("")
        if isinstance(self.editor, QLineEdit):
            self.editor.setModified(False)
        self.set_value(value)

    def set_problem(self, problem: str) -> None:
        """Mark the field as wrong, or with an empty text as right."""
        self.problem = problem
        self.editor.setProperty("problem", bool(problem))
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)


class WholeNumberField(SettingField):
    """A whole number in a spin box."""

    def __init__(self, low: float | None, high: float | None) -> None:
        self._spin = QSpinBox()
        self._spin.setRange(
            -LARGEST if low is None else math.ceil(low),
            LARGEST if high is None else math.floor(min(high, LARGEST)),
        )
        self._spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._spin.setKeyboardTracking(False)
        self._spin.setStepType(QSpinBox.StepType.AdaptiveDecimalStepType)
        super().__init__(self._spin)
        self._spin.valueChanged.connect(self.edited)

    def value(self) -> int:
        """Return the number."""
        return self._spin.value()

    def set_value(self, value: Any) -> None:
        """Show ``value`` without saying that it was edited."""
        self._spin.blockSignals(True)
        self._spin.setValue(int(value))
        self._spin.blockSignals(False)


class NumberField(SettingField):
    """A number as text, ``0.001`` or ``1e-3``."""

    def __init__(self, label: str) -> None:
        self._line = QLineEdit()
        self._line.setAlignment(Qt.AlignmentFlag.AlignRight)
        super().__init__(self._line)
        self._label = label
        self._value = 0.0
        self._line.editingFinished.connect(self._read)

    def value(self) -> float:
        """Return the last number that was one."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show ``value``, unless it is the one that a text being typed or mended began as."""
        if value == self._value and is_being_typed(self._line):
            return
        if value != self._value or not self.problem:
            self._value = float(value)
            self._line.setText(written(self._value))
            self.set_problem("")

    def revert(self, value: float, problem: str) -> None:
        """Go back to ``value`` behind a text that was read and refused."""
        self._value = value
        self.set_problem(problem)

    def _read(self) -> None:
        text = self._line.text().strip()
        self._line.setModified(False)
        if not self.problem and text == written(self._value):
            return
        try:
            self._value = float(text)
        except ValueError:
            self.set_problem(f"{self._label} takes a number such as 0.001 or 1e-3, not '{text}'.")
        else:
            self._line.setText(written(self._value))
            self.set_problem("")
        self.edited.emit()


class SwitchField(SettingField):
    """Yes or no."""

    def __init__(self) -> None:
        self._box = QCheckBox()
        super().__init__(self._box)
        self._box.toggled.connect(self.edited)

    def value(self) -> bool:
        """Return whether it is on."""
        return self._box.isChecked()

    def set_value(self, value: Any) -> None:
        """Show ``value`` without saying that it was edited."""
        self._box.blockSignals(True)
        self._box.setChecked(bool(value))
        self._box.blockSignals(False)


class ChoiceField(SettingField):
    """One of a few words."""

    def __init__(self, choices: tuple[str, ...]) -> None:
        self._combo = QComboBox()
        self._combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for choice in choices:
            written = choice.upper() if choice in SHORT else choice[:1].upper() + choice[1:]
            self._combo.addItem(written, choice)
        super().__init__(self._combo)
        self._combo.currentIndexChanged.connect(self.edited)

    def value(self) -> str:
        """Return the word chosen."""
        return str(self._combo.currentData())

    def set_value(self, value: Any) -> None:
        """Show ``value`` without saying that it was edited."""
        self._combo.blockSignals(True)
        self._combo.setCurrentIndex(self._combo.findData(value))
        self._combo.blockSignals(False)


class WordField(SettingField):
    """Any text."""

    def __init__(self) -> None:
        self._line, self._known = QLineEdit(), ""
        super().__init__(self._line)
        self._line.editingFinished.connect(self._end)

    def value(self) -> str:
        """Return the text."""
        return self._line.text()

    def set_value(self, value: Any) -> None:
        """Show ``value``, unless it is the one that a text being typed began as."""
        if value == self._known and is_being_typed(self._line):
            return
        self._known = value
        if value != self._line.text():
            self._line.setText(str(value))
            self._line.setCursorPosition(0)  # of long words the first are seen

    def _end(self) -> None:
        self._line.setModified(False)
        self._known = self._line.text()
        self.edited.emit()


def is_being_typed(line: QLineEdit) -> bool:
    """Return whether the text of ``line`` is still to be finished."""
    return line.hasFocus() and line.isModified()


def field_for(about: dataclasses.Field[Any]) -> SettingField:
    """Return the widget that suits a `setting(...)` field; raises `SettingError` for others."""
    limits, label = about.metadata, about.metadata.get("label", "")
    match about.default:
        case bool():
            return SwitchField()
        case int():
            return WholeNumberField(limits["low"], limits["high"])
        case float():
            return NumberField(label)
        case str() if limits["choices"]:
            return ChoiceField(limits["choices"])
        case str():
            return WordField()
    raise SettingError(f"There is no way to show the setting '{about.name}' in a form.")


def written(value: Any) -> str:
    """Return ``value`` as a form shows it: 0.001, 1e-7, on, trajectory mutant."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if not isinstance(value, float):
        return str(value)
    mantissa, _, exponent = f"{value:.12g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa
