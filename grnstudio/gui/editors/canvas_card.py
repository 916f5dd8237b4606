"""Cards on the canvas: small forms beside the part they are about."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from grnstudio.core.drawing import Place
from grnstudio.errors import GRNStudioError
from grnstudio.gui.editors.checked_field import show_problem
from grnstudio.gui.editors.document_view import DocumentView
from grnstudio.gui.theme import tokens

GAP = 10
EDGE = 8


class Card(QFrame):
    """Stands beside the part ``name``, or at a place of the scene, until Escape or a click away."""

    closed = Signal()

    def __init__(self, view: DocumentView, name: str, at: Place) -> None:
        super().__init__(view)
        self.view, self.name, self.at = view, name, at
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        one = tokens()
        self.setStyleSheet(
            f"#card {{ background: {one.raised}; border: 1px solid {one.line};"
            " border-radius: 8px; }"
        )

    def refresh(self) -> bool:
        """Show what the network says; False if there is nothing more to show. For subclasses."""
        return True

    def take_focus(self) -> None:
        """Give the keyboard to the field that comes first. For subclasses."""
        self.setFocus()

    def stand_beside(self, box: QRect, within: QRect) -> None:
        """Go beside a box of the view, on the side that has room, inside of what is seen."""
        self.adjustSize()
        size = self.size()
        x, y = box.right() + GAP, box.center().y() - min(size.height() // 2, 40)
        if x + size.width() > within.right() - EDGE:
            x = box.left() - GAP - size.width()
        if x < within.left() + EDGE:
            x, y = box.center().x() - size.width() // 2, box.bottom() + GAP
            if y + size.height() > within.bottom() - EDGE:
                y = box.top() - GAP - size.height()
        self.move(_inside(QPoint(x, y), self, within))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep presses from the canvas below."""
        event.accept()

    mouseReleaseEvent = mouseDoubleClickEvent = mouseMoveEvent = mousePressEvent


class NameCard(Card):
    """One field for the id of a part, where it stands; what cannot be an id stays red."""

    def __init__(
        self, view: DocumentView, name: str, id: str, merge: str = "", text: str = ""
    ) -> None:
        super().__init__(view, name, view.shown.settled[name])
        self._id, self._merge, self._text = id, merge, text
        self.field = QLineEdit(id, self)
        self.field.setAccessibleName(f"Name of {id}")
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.textEdited.connect(self._look)
        self.field.returnPressed.connect(self.accept)
        self.field.editingFinished.connect(self._leave)
        self.field.resize(max(self.field.sizeHint().width() // 2, 90), 28)
        self.setFixedSize(self.field.size())
        view.said.emit("Type a name. Return takes it everywhere, Escape leaves it as it is.")

    def refresh(self) -> bool:
        """Stay while the part is there."""
        return self.name in self.view.shown.parts

    def take_focus(self) -> None:
        """Let the whole name be typed over."""
        self.field.setFocus()
        self.field.selectAll()

    def stand_beside(self, box: QRect, within: QRect) -> None:
        """Cover the part."""
        width = max(self.field.fontMetrics().horizontalAdvance(self.field.text()) + 40, box.width())
        self.setFixedSize(max(width, 90), 30)
        self.field.setGeometry(self.rect())
        corner = box.center() - self.rect().center()
        self.move(_inside(corner, self, within))

    def accept(self) -> None:
        """Take the name, if it can be one."""
        if self._take():
            self.closed.emit()

    def _leave(self) -> None:
        """Take the name when the focus goes elsewhere; one that cannot be is left."""
        if self.isVisible() and not self.field.hasFocus():
            if not self.field.property("problem"):
                self._take()
            self.closed.emit()

    def _take(self) -> bool:
        from grnstudio.core.network_rename import renamed

        new = self.field.text().strip()
        if new in ("", self._id):
            return True
        text = self._text or f"Rename {self._id} to {new}"
        try:
            old, self._id = self._id, new
            self.name = new if self.name == old else self.name
            self.view.edit(text, lambda network: renamed(network, old, new), self._merge)
        except GRNStudioError as error:
            self._id, self.name = old, old
            show_problem(self.field, str(error))
            return False
        return True

    def _look(self, text: str) -> None:
        from grnstudio.core.network_rename import check_id

        network = self.view.network
        taken = (network.symbols | {one.id for one in network.parts()}) - {self._id}
        try:
            check_id(text.strip() or self._id, taken)
        except GRNStudioError as error:
            show_problem(self.field, str(error))
        else:
            show_problem(self.field, "")


def _inside(corner: QPoint, widget: QWidget, within: QRect) -> QPoint:
    """Return the place nearest to ``corner`` where a widget is all in sight."""
    x = min(corner.x(), within.right() - EDGE - widget.width())
    y = min(corner.y(), within.bottom() - EDGE - widget.height())
    return QPoint(max(x, within.left() + EDGE), max(y, within.top() + EDGE))
