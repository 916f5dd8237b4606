"""Cards that are buttons: a picture, a title, a sentence, a line of small print."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

PICTURE = QSize(236, 108)
SMALL_PICTURE = QSize(64, 40)


class Card(QPushButton):
    """A picture with words that can be pressed as a whole."""

    def __init__(
        self, title: str, text: str, small: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setToolTip(f"{title}\n{text}")
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
        column.addWidget(ElidedLabel(title, "card-title", Qt.TextElideMode.ElideRight))
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


class FileButton(QPushButton):
    """A file as a row that can be pressed: a small picture, its name, its folder."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("file")
        self.setAccessibleName(path.name)
        self.setAccessibleDescription(str(path.parent))
        self.setToolTip(str(path))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 4, 8, 4)
        self._row.setSpacing(8)
        self._row.addSpacing(SMALL_PICTURE.width())
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(ElidedLabel(path.stem, "card-title", Qt.TextElideMode.ElideMiddle))
        words.addWidget(ElidedLabel(_home(path.parent), "card-small", Qt.TextElideMode.ElideLeft))
        words.addStretch(1)
        self._row.addLayout(words, 1)

    def sizeHint(self) -> QSize:
        return QSize(SMALL_PICTURE.width(), SMALL_PICTURE.height() + 8)

    def show_picture(self, picture: QWidget) -> None:
        """Show ``picture`` in the place that was kept for it."""
        self._row.takeAt(0)
        picture.setFixedSize(SMALL_PICTURE)
        self._row.insertWidget(0, picture)


class ElidedLabel(QLabel):
    """A line of text that gives up letters rather than widen what it stands in."""

    def __init__(self, text: str, role: str, mode: Qt.TextElideMode) -> None:
        super().__init__(text)
        self._mode = mode
        self.setObjectName(role)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), self._mode, self.width())
        self.style().drawItemText(
            painter, self.rect(), int(self.alignment()), self.palette(), self.isEnabled(), text
        )
        painter.end()


def _home(folder: Path) -> str:
    """Return ``folder`` with the user's own written as ``~``."""
    home = Path.home()
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)
