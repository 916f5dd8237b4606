"""Cards that are buttons: a picture, a title, a sentence, a line of small print."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QVBoxLayout, QWidget

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
        self.picture = _label("", "card-picture")
        self.picture.setFixedHeight(PICTURE.height())
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(4)
        column.addWidget(self.picture)
        column.addWidget(_label(title, "card-title"))
        body = _label(text, "card-text")
        body.setWordWrap(True)
        column.addWidget(body, 1)
        if small:
            column.addWidget(_label(small, "card-small"))

    def show_picture(self, picture: QPixmap) -> None:
        """Show ``picture`` on top."""
        self.picture.setPixmap(picture)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        width = max(self.width(), PICTURE.width() + 24)
        return QSize(PICTURE.width() + 24, layout.totalHeightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


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
