"""The command palette: every command that can be given, found by a few letters of its name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from grnstudio.gui.actions import ActionSet

SIZE = (560, 380)
TOP = 72
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandPalette(QDialog):
    """A search line over the commands; Enter gives the one that is marked."""

    def __init__(self, actions: ActionSet, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("palette")
        self.setAccessibleName("Command palette")
        self.resize(*SIZE)
        self._actions = actions
        self.search = QLineEdit()
        self.list = _command_list()
        self._none = QLabel("No command has that in its name.")
        self._lay_out()
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list.itemActivated.connect(self._run)
        self.list.itemClicked.connect(self._run)
        self._filter("")

    def open_over(self, window: QWidget) -> None:
        """Show it at the top middle of ``window``."""
        middle = (window.width() - self.width()) // 2
        self.move(window.mapToGlobal(QPoint(middle, TOP)))
        self.show()
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move the mark while the search line has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in MOVES:
                QApplication.sendEvent(self.list, event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText("Search commands")
        self.search.setAccessibleName("Search commands")
        self._none.setObjectName("secondary")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self._none)
        column.addWidget(self.list, 1)

    def _filter(self, wanted: str) -> None:
        self.list.clear()
        found: list[tuple[tuple[int, int], int, QAction, str]] = []
        for one in self._actions:
            action = self._actions[one.key]
            rank = match_rank(wanted, action.text(), one.menu)
            if action.isEnabled() and one.key != "palette" and rank is not None:
                found.append((rank, len(found), action, one.menu))
        for _, _, action, menu in sorted(found, key=lambda entry: entry[:2]):
            self.list.addTopLevelItem(_entry(action, menu))
        if first := self.list.topLevelItem(0):
            self.list.setCurrentItem(first)
        self._none.setVisible(not found)

    def _run(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            action = item.data(0, Qt.ItemDataRole.UserRole)
            self.close()
            action.trigger()


def match_rank(wanted: str, text: str, menu: str = "") -> tuple[int, int] | None:
    """Say how well a command answers to ``wanted``, smaller is better; None: not at all.

    A name that begins so comes first, then a word that does, then a part of one, then a name with
    the letters in this order, then the same of the menu and the name together.
    """
    rank = _rank(wanted.casefold().strip(), text.casefold())
    if rank is None and menu:
        rank = _rank(wanted.casefold().strip(), f"{menu} {text}".casefold())
        return rank and (rank[0] + 4, rank[1])
    return rank


def _rank(wanted: str, text: str) -> tuple[int, int] | None:
    at = text.find(wanted)
    if at >= 0:
        begins_word = at > 0 and not text[at - 1].isalnum()
        return (0 if at == 0 else 1 if begins_word else 2), at
    letters, spread = iter(enumerate(text)), -1
    for letter in wanted.replace(" ", ""):
        spread = next((place for place, other in letters if other == letter), -1)
        if spread < 0:
            return None
    return 3, spread


def _entry(action: QAction, menu: str) -> QTreeWidgetItem:
    native = QKeySequence.SequenceFormat.NativeText
    shortcut = action.shortcut().toString(native)
    item = QTreeWidgetItem([action.text().rstrip("…"), menu.replace("/", " › "), shortcut])
    item.setData(0, Qt.ItemDataRole.UserRole, action)
    item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setToolTip(0, action.toolTip())
    return item


def _command_list() -> QTreeWidget:
    view = QTreeWidget()
    view.setColumnCount(3)
    view.setHeaderHidden(True)
    view.setRootIsDecorated(False)
    view.setUniformRowHeights(True)
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setAccessibleName("Commands")
    view.header().setStretchLastSection(False)
    view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in (1, 2):
        view.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return view
