"""Cards that are buttons: a picture, a title, a sentence, a line of small print."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

PICTURE = QSize(236, 108)


class Card(QPushButton):
    """A picture with words that can be pressed as a whole."""

    def __init__(
        self, title: str, text: str, small: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._place = QVBoxLayout()
        self._place.addSpacing(PICTURE.height())
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(4)
        column.addLayout(self._place)
        column.addWidget(_label(title, "card-title"))
        body = _label(text, "card-text")
        body.setWordWrap(True)
        column.addWidget(body, 1)
        if small:
            column.addWidget(_label(small, "card-small"))

    def show_picture(self, picture: QWidget) -> None:
        """Show ``picture`` in the place that was kept for it."""
        self._place.takeAt(0)
        picture.setFixedHeight(PICTURE.height())
        self._place.addWidget(picture)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._column.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        width = PICTURE.width() + 24
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(PICTURE.width(), self.heightForWidth(max(self.width(), PICTURE.width())))


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(role)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return label


def link_button(text: str, tip: str) -> QAbstractButton:
    """Return a flat button that reads as a line of text."""
    button = QPushButton(text)
    button.setFlat(True)
    button.setObjectName("link")
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
