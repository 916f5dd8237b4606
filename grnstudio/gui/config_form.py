"""A form made from a config dataclass: what its `setting(...)` fields say is all it knows."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.setting import configured
from grnstudio.errors import SettingError
from grnstudio.gui.icons import icon
from grnstudio.gui.setting_fields import NumberField, SettingField, field_for, written

ROW_GAP, COLUMN_GAP = 8, 8
FIELD_WIDTH = 136  # the same in both parts, so that fields stand under each other


class ConfigForm(QWidget):
    """Shows a config's settings in two columns, the advanced ones folded away.

    A value that the config refuses stays in its field with the reason under it, and the form's
    own value stays what it was. A setting that means nothing as others stand is off, and says why.
    """

    changed = Signal(dict)  # every setting by name, after an edit by the user

    def __init__(
        self, config_type: type, parent: QWidget | None = None, *, names: Sequence[str] = ()
    ) -> None:
        super().__init__(parent)
        self._type = config_type
        shown = [
            one
            for one in dataclasses.fields(config_type)
            if "label" in one.metadata and (not names or one.name in names)
        ]
        if names:
            shown.sort(key=lambda one: names.index(one.name))
        self._defaults = {one.name: one.default for one in shown}
        self._values = dict(self._defaults)
        plain, folded = _Rows(), _Rows()
        self._rows = {
            one.name: (folded if one.metadata["advanced"] else plain).add(one) for one in shown
        }
        self._fold = _Fold(folded)
        self._fold.setVisible(bool(folded.rows and plain.rows))
        self._fold.setChecked(not plain.rows)
        self._lay_out(plain, folded)
        for name, row in self._rows.items():
            row.field.set_value(self._values[name])
            row.field.edited.connect(lambda name=name: self._take(name))
            row.reset.clicked.connect(lambda checked=False, name=name: self._reset(name))
        self._mark()

    def values(self) -> dict[str, Any]:
        """Return every setting by name; where a text is wrong, the last value that was right."""
        return dict(self._values)

    def differing(self) -> dict[str, Any]:
        """Return the settings that differ from their defaults."""
        return {name: one for name, one in self._values.items() if one != self._defaults[name]}

    def problems(self) -> dict[str, str]:
        """Return what is wrong, by name of the setting."""
        return {name: row.field.problem for name, row in self._rows.items() if row.field.problem}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show ``values``, and defaults for the rest; raises `SettingError` for what cannot be."""
        known = {name: one for name, one in values.items() if name in self._rows}
        config: Any = configured(self._type, {**self._defaults, **known})
        for name, row in self._rows.items():
            self._values[name] = getattr(config, name)
            row.field.set_value(self._values[name])
        self._mark()

    def set_defaults(self, defaults: Mapping[str, Any]) -> None:
        """Let fields go back to ``defaults`` instead of the config's own; values stay."""
        own = {one.name: one.default for one in dataclasses.fields(self._type)}
        self._defaults = {name: defaults.get(name, own[name]) for name in self._rows}
        self._mark()

    def show_only(self, names: Collection[str]) -> None:
        """Hide the settings that are not among ``names``; they keep their values."""
        for name, row in self._rows.items():
            row.set_shown(name in names)
        self._fold.setVisible(any(row.is_advanced and row.is_shown for row in self._rows.values()))
        self._mark()

    def put_beside(self, name: str, widget: QWidget) -> None:
        """Show ``widget`` between the label of a setting and its field."""
        self._rows[name].put_beside(widget)

    def unfold(self, is_open: bool = True) -> None:
        """Show the advanced settings, or fold them away."""
        self._fold.setChecked(is_open)

    def field(self, name: str) -> SettingField:
        """Return the widget of the setting ``name``."""
        return self._rows[name].field

    def _lay_out(self, plain: _Rows, folded: _Rows) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ROW_GAP)
        for part in (plain, self._fold, folded):
            column.addWidget(part)
        column.addStretch()

    def _take(self, name: str) -> None:
        field, before = self._rows[name].field, self._values[name]
        if not isinstance(field, NumberField):  # which says of each text whether it is a number
            field.set_problem("")
        if not field.problem:
            try:
                config: Any = configured(self._type, {**self._values, name: field.value()})
                self._values[name] = getattr(config, name)
                field.set_problem("")
            except SettingError as error:
                self._refuse(field, before, str(error))
        self._mark()
        if not field.problem and self._values[name] != before:
            self.changed.emit(self.values())

    def _refuse(self, field: SettingField, before: Any, problem: str) -> None:
        if isinstance(field, NumberField):
            field.revert(before, problem)
        else:
            field.set_problem(problem)

    def _reset(self, name: str) -> None:
        row, default = self._rows[name], self._defaults[name]
        changes = self._values[name] != default
        self._values[name] = default
        row.field.show_afresh(default)
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._mark()
        if changes:
            self.changed.emit(self.values())

    def _lacking(self, other: str, value: str) -> str:
        """Say that a setting means nothing unless another one is ``value``, if it is not."""
        if self._values[other] == value:
            return ""
        return f"Means nothing unless {self._rows[other].label.text()} is {value.capitalize()}."

    def _mark(self) -> None:
        for name, row in self._rows.items():
            row.mark(self._values[name], self._defaults[name])
            if row.needs[0] in self._rows:
                row.switch(self._lacking(*row.needs))
        rows = [row for row in self._rows.values() if row.is_advanced and row.is_shown]
        hidden = [row for row in rows if row.differs]
        self._fold.count(len(hidden))


class _Row:
    """The widgets of one setting."""

    def __init__(self, about: dataclasses.Field[Any]) -> None:
        self.is_advanced: bool = about.metadata["advanced"]
        self.needs: tuple[str, str] = about.metadata["needs"]
        self.help: str = about.metadata["help"]
        self.differs, self.is_shown = False, True
        self.field = field_for(about)
        self.field.setFixedWidth(FIELD_WIDTH)
        self.label = QLabel(about.metadata["label"])
        self.label.setBuddy(self.field.editor)
        self.label.setWordWrap(True)
        self.head = QHBoxLayout()
        self.head.addWidget(self.label, 1)
        self.beside: list[QWidget] = [self.label]
        self.reset = _reset_button(about.metadata["label"])
        self.error = QLabel()
        self.error.setObjectName("field-error")
        self.error.setWordWrap(True)
        self.error.hide()
        self.field.editor.setAccessibleName(about.metadata["label"])
        for widget in (self.label, self.field.editor):
            widget.setToolTip(self.help)

    def put_beside(self, widget: QWidget) -> None:
        """Show ``widget`` beside the label."""
        self.head.addWidget(widget)
        self.beside.append(widget)

    def set_shown(self, is_shown: bool) -> None:
        """Show the setting, or hide all that belongs to it."""
        self.is_shown = is_shown
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(is_shown)
        self.reset.setSizePolicy(policy)
        for widget in self.beside:
            widget.setVisible(is_shown)
        self.field.setVisible(is_shown)

    def mark(self, value: Any, default: Any) -> None:
        """Say whether the setting is wrong, and whether it can be reset."""
        problem = self.field.problem
        self.differs = value != default or bool(problem)
        self.reset.setVisible(self.differs and self.is_shown)
        self.reset.setToolTip(f"Reset to {written(default)}")
        self.error.setText(problem)
        self.error.setVisible(bool(problem) and self.is_shown)
        self.field.editor.setAccessibleDescription(problem)

    def switch(self, lacking: str) -> None:
        """Let the setting be changed, unless it is ``lacking`` something."""
        for widget in (self.label, self.field.editor):
            widget.setEnabled(not lacking)
            widget.setToolTip(f"{self.help} {lacking}".strip())
        if lacking:
            self.field.editor.setAccessibleDescription(lacking)


class _Rows(QWidget):
    """Settings under each other: label, field, reset, and what is wrong below."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[_Row] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(COLUMN_GAP)
        self._grid.setVerticalSpacing(ROW_GAP)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnMinimumWidth(1, FIELD_WIDTH)

    def add(self, about: dataclasses.Field[Any]) -> _Row:
        """Add the row of one setting."""
        row, place = _Row(about), 2 * len(self.rows)
        self.rows.append(row)
        self._grid.addLayout(row.head, place, 0)
        self._grid.addWidget(row.field, place, 1)
        self._grid.addWidget(row.reset, place, 2)
        self._grid.addWidget(row.error, place + 1, 0, 1, 3)
        return row


class _Fold(QToolButton):
    """The button that shows and hides the advanced settings."""

    def __init__(self, part: QWidget) -> None:
        super().__init__()
        self._part = part
        self.setObjectName("fold")
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._show)
        self._show(False)

    def count(self, changed: int) -> None:
        """Say how many of the folded settings differ from their defaults."""
        self.setText(f"Advanced ({changed} changed)" if changed else "Advanced")

    def _show(self, is_open: bool) -> None:
        self._part.setVisible(is_open)
        self.setIcon(icon("collapse" if is_open else "expand"))


def gutter() -> QToolButton:
    """Return a widget as wide as the reset button of a setting, with nothing to see."""
    button = _reset_button("")
    button.hide()
    return button


def _reset_button(label: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon("reset"))
    button.setAutoRaise(True)
    button.setAccessibleName(f"Reset {label}")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
    return button
