"""The steps of the work in their order; a greyed step says why."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)


class Stepper(QWidget):
    """A row of steps, one of them current; those in ``aside`` stand apart, without a number."""

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
        self._group = QButtonGroup(self)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for index, (name, tip) in enumerate(steps):
            if index:
                between = QLabel("·" if index in aside else "›")
                between.setObjectName("secondary")
                row.addWidget(between)
            row.addWidget(self._button(index, name, tip, index in aside))
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self.step_chosen)

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

    def _button(self, index: int, name: str, tip: str, aside: bool) -> QPushButton:
        button = QPushButton(name if aside else f"{index + 1}  {name}", flat=True)
        button.setCheckable(True)
        button.setObjectName("step")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.setToolTip(tip)
        button.setAccessibleName(name if aside else f"Step {index + 1}: {name}")
        self._group.addButton(button, index)
        return button
