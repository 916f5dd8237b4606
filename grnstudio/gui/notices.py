"""The strip on top of the window: errors and news in words, never in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from grnstudio.gui.icons import icon

Kind = Literal["error", "warning", "info", "good"]
NoticeAction = tuple[str, Callable[[], object]]
MOST = 3
DETAIL_LINES = 10


class NoticeStrip(QWidget):
    """Holds up to three notices under each other, the latest on top, until they are dismissed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Notices")
        self._notices: list[Notice] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def show_notice(
        self,
        text: str,
        kind: Kind = "error",
        details: str = "",
        action: NoticeAction | None = None,
    ) -> None:
        """Show ``text``; ``action`` is a label and what its button does, which dismisses it too.

        The same notice is not shown twice at once, and the oldest makes room for a fourth.
        """
        for notice in self.notices():
            if (notice.text, notice.kind) == (text, kind):
                self.dismiss(notice)
        for notice in self.notices()[MOST - 1 :]:
            self.dismiss(notice)
        notice = Notice(text, kind, details, action, self)
        self._notices.insert(0, notice)
        self._column.insertWidget(0, notice)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(notice, QAccessible.Event.Alert))

    def notices(self) -> list[Notice]:
        """Return what is shown, the latest first."""
        return list(self._notices)

    def dismiss(self, notice: Notice) -> None:
        """Take ``notice`` away."""
        self._notices.remove(notice)
        self._column.removeWidget(notice)
        notice.hide()
        notice.deleteLater()
        self.setVisible(bool(self._notices))

    def clear(self) -> None:
        """Take all notices away."""
        for notice in self.notices():
            self.dismiss(notice)


class Notice(QFrame):
    """One notice: its kind, its words, what can be done, and the traceback on demand."""

    def __init__(
        self, text: str, kind: Kind, details: str, action: NoticeAction | None, strip: NoticeStrip
    ) -> None:
        super().__init__(strip)
        self.text, self.kind = text, kind
        self._strip = strip
        self.setObjectName("notice")
        self.setProperty("kind", kind)
        self.setAccessibleName(f"{kind.capitalize()}: {text}")
        self.details = _Details(details)
        self.details.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(_sign(kind), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_words(text), 1)
        for button in self._buttons(details, action):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 6)
        column.addLayout(row)
        column.addWidget(self.details)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Dismiss it with Esc when the focus is in it."""
        if event.key() == Qt.Key.Key_Escape:
            self._dismiss()
        else:
            super().keyPressEvent(event)

    def _buttons(self, details: str, action: NoticeAction | None) -> list[QWidget]:
        buttons: list[QWidget] = []
        if action:
            label, slot = action
            button = QPushButton(label)
            button.clicked.connect(self._dismiss)
            button.clicked.connect(lambda checked=False: slot())
            buttons.append(button)
        if details:
            more = QPushButton("Details…")
            more.setCheckable(True)
            more.setProperty("quiet", True)
            more.toggled.connect(self.details.setVisible)
            buttons.append(more)
        close = QToolButton()
        close.setIcon(icon("close"))
        close.setAutoRaise(True)
        close.setToolTip("Dismiss (Esc)")
        close.setAccessibleName("Dismiss")
        close.clicked.connect(self._dismiss)
        return [*buttons, close]

    def _dismiss(self) -> None:
        self._strip.dismiss(self)


class _Details(QWidget):
    """A traceback or other long text, to read or to copy."""

    def __init__(self, text: str) -> None:
        super().__init__()
        view = QPlainTextEdit(text)
        view.setReadOnly(True)
        view.setObjectName("monospace")
        view.setAccessibleName("Details")
        view.setFixedHeight(DETAIL_LINES * view.fontMetrics().lineSpacing())
        copy = QPushButton(icon("copy"), "Copy details")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 0, 0, 4)
        column.addWidget(view)
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)


def _sign(kind: Kind) -> QToolButton:
    """Return the picture of ``kind``; a button, as that draws its icon afresh in each theme."""
    sign = QToolButton()
    sign.setIcon(icon(kind, "accent" if kind == "info" else kind))
    sign.setIconSize(QSize(18, 18))
    sign.setObjectName("sign")
    sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return sign


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setMinimumHeight(28)
    return label
