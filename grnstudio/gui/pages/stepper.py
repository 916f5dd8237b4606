"""The steps of the work in their order; a greyed step says why."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)


class Stepper(QWidget):
    """A row of steps, one of them current; those in ``aside`` stand apart, without a number.

    Where there is little room the numbers go.
    """

    step_chosen = Signal(int)

    def __init__(
        self,
        steps: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        aside: Collection[int] = (),
    ) -> None:
        super().__init__(parent)
        self._tips = [tip for _, tip in steps]
        self._names = [name for name, _ in steps]
        self._aside = frozenset(aside)
        self._is_short, self._full = False, 0
        self._group = QButtonGroup(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for index, (name, tip) in enumerate(steps):
            if index:
                between = QLabel("·" if index in aside else "›")
                between.setObjectName("secondary")
                row.addWidget(between)
            row.addWidget(self._button(index, name, tip, index in aside))
        row.addStretch(1)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self.step_chosen)

    def sizeHint(self) -> QSize:
        buttons = self._group.buttons()
        if self._is_short:
            return QSize(self._full, super().sizeHint().height())
        self._full = super().sizeHint().width()
        return QSize(self._full, max(one.sizeHint().height() for one in buttons))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        short = self.width() < self.sizeHint().width()
        if short != self._is_short:
            self._is_short = short
            for index, name in enumerate(self._names):
                button = self._group.button(index)
                button.setText(name if short else self._text(index))
                button.setProperty("short", short)
                button.style().unpolish(button)
                button.style().polish(button)
            self._row.setSpacing(0 if short else 4)

    @property
    def current(self) -> int:
        """The step that is looked at."""
        return self._group.checkedId()

    def choose(self, step: int) -> None:
        """Make ``step`` current, as a click does."""
        self._group.button(step).setChecked(True)
        self.step_chosen.emit(step)

    def allow(self, step: int, why_not: str) -> None:
        """Grey ``step`` with a reason, or allow it if the reason is empty."""
        button = self._group.button(step)
        button.setEnabled(not why_not)
        button.setToolTip(why_not or self._tips[step])

    def reason(self, step: int) -> str:
        """Return why ``step`` is greyed, empty if it is not."""
        button = self._group.button(step)
        return "" if button.isEnabled() else button.toolTip()

    def _text(self, index: int) -> str:
        return self._names[index] if index in self._aside else f"{index + 1}  {self._names[index]}"

    def _button(self, index: int, name: str, tip: str, aside: bool) -> QPushButton:
        button = QPushButton(self._text(index), flat=True)
        button.setCheckable(True)
        button.setObjectName("step")
        button.setToolTip(tip)
        button.setAccessibleName(name if aside else f"Step {index + 1}: {name}")
        self._group.addButton(button, index)
        return button
