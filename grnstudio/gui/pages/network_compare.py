"""Two networks side by side, with what tells them apart brought out and listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.drawing import Drawing, Place
from grnstudio.core.figures import NetworkFigure
from grnstudio.core.network import Network
from grnstudio.core.network_difference import (
    ADDED,
    CHANGED,
    REMOVED,
    Change,
    difference,
    link_marks,
)
from grnstudio.core.network_edits import empty
from grnstudio.gui.document import Document
from grnstudio.gui.editors.difference_frames import SIGNS
from grnstudio.gui.editors.drawing_panel import SCENES, DrawingPanel
from grnstudio.gui.pages.column import Column
from grnstudio.gui.panels.look import current_look
from grnstudio.project import Project

SIZE = (1080, 680)
NOTATIONS = {"reactions": "Reactions", "regulation": "Regulation"}
WORDS = {ADDED: "added", REMOVED: "removed", CHANGED: "changed"}
LARGE = 300  # reactions, whose drawing the window would wait for
TOO_LARGE = "These networks are too large to be drawn side by side; the list tells what differs."
SAME = "Both networks say the same; places and spelling aside."
ID = Qt.ItemDataRole.UserRole


class NetworkCompare(QWidget):
    """Shows what a network was and what it is; a line of the list finds its part in both."""

    picture_wanted = Signal(object)  # the panel to be exported

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before, self._after = empty(), empty()
        self._titles = ("", "")
        self.summary = QLabel()
        self.summary.setObjectName("page-title")
        self.notations = QButtonGroup(self)
        self.columns = (Column(""), Column(""))
        self.panels: tuple[DrawingPanel, ...] = ()
        self.list = _list()
        self._lay_out()
        self.list.currentItemChanged.connect(lambda item, _: self._choose(item))
        self.notations.idClicked.connect(lambda _: self._make_panels())
        self._make_panels()

    @property
    def notation(self) -> str:
        """The notation that both are drawn in."""
        return list(NOTATIONS)[self.notations.checkedId()]

    def show_networks(self, before: Network, after: Network, titles: tuple[str, str]) -> None:
        """Show ``before`` on the left and ``after`` on the right."""
        self._before, self._after, self._titles = before, after, titles
        self._show()

    def pictures(self) -> dict[str, QWidget]:
        """Return both drawings by what they show."""
        return dict(zip(self._titles, self.panels, strict=True))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.summary, 1)
        for index, text in enumerate(NOTATIONS.values()):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setChecked(not index)
            button.setToolTip(f"Draw both as {text.lower()}")
            self.notations.addButton(button, index)
            head.addWidget(button)
        halves = QSplitter(Qt.Orientation.Horizontal)
        for column in self.columns:
            halves.addWidget(column)
        halves.setChildrenCollapsible(False)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(halves)
        whole.addWidget(self.list)
        whole.setStretchFactor(0, 3)
        whole.setStretchFactor(1, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 8, 12, 8)
        page.setSpacing(8)
        page.addLayout(head)
        page.addWidget(whole, 1)

    def _make_panels(self) -> None:
        """Make both drawings in the notation that is chosen."""
        for panel in self.panels:
            panel.hide()
            panel.deleteLater()
        self.panels = tuple(DrawingPanel(self, notation=self.notation) for _ in range(2))
        self._places = SCENES[self.notation](current_look(), self)  # what stands keeps its place
        for column, panel in zip(self.columns, self.panels, strict=True):
            panel.setAccessibleName("Drawing")
            column.work.addWidget(panel, 1)
            panel.chosen.connect(self.choose)
        first, second = (panel.view for panel in self.panels)
        first.moved.connect(lambda: second.follow(first))
        second.moved.connect(lambda: first.follow(second))
        self._show()

    def _show(self) -> None:
        found = difference(self._before, self._after)
        self.summary.setText(found.summary[:1].upper() + found.summary[1:])
        links = link_marks(self._before, self._after)
        networks = (self._before, self._after)
        is_large = max(len(one.reactions) for one in networks) > LARGE
        if not is_large:
            self._places.show_network(self._after)
            networks = aligned(*networks, self.notation, self._places.settled)
        for side, (network, panel) in enumerate(zip(networks, self.panels, strict=True)):
            title = self._titles[side]
            self.columns[side].heading.setText(title)
            self.columns[side].note.setText(
                f"{len(network.species):,} species, {len(network.reactions):,} reactions"
            )
            if is_large:
                panel.clear(TOO_LARGE)
            elif network.species:
                panel.show_figure(NetworkFigure(title, network))
                panel.mark(found.marks(side), links[side])
            else:
                panel.clear("There is nothing in this network.")
        self._fill(found.changes)
        self._share_room()

    def _share_room(self) -> None:
        """Let both drawings show as much as the larger one needs."""
        rooms = [one for one in (panel.view.whole() for panel in self.panels) if one is not None]
        room = rooms[0].united(rooms[-1]) if rooms else None
        for panel in self.panels:
            panel.view.share_room(room)

    def _fill(self, changes: tuple[Change, ...]) -> None:
        self.list.clear()
        for one in changes:
            words = (f"{SIGNS[one.how]}  {WORDS[one.how]}", one.kind, one.id, _told(one))
            item = QTreeWidgetItem(self.list, list(words))
            item.setData(0, ID, one.id)
            item.setToolTip(3, words[3])
        if not changes:
            item = QTreeWidgetItem(self.list, ["", "", "", SAME])
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        for panel in self.panels:
            panel.choose(str(item.data(0, ID) or "") if item is not None else "")

    def choose(self, id: str) -> None:
        """Bring out the part ``id`` in both drawings, and its line if it differs."""
        for panel in self.panels:
            panel.choose(id)
        for item in _rows(self.list):
            if item.data(0, ID) == id:
                self.list.setCurrentItem(item)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit both drawings once there is room."""
        super().showEvent(event)
        self._share_room()


class CompareDialog(QDialog):
    """A window of its own that compares another network with that of the document, live."""

    def __init__(
        self, document: Document, other: Network, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Compare with {title}")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self._other, self._title = other, title
        self.compare = NetworkCompare()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.compare)
        document.watch(network_of, self._show)

    def _show(self, network: Network | None) -> None:
        here = network or empty()
        self.compare.show_networks(self._other, here, (self._title, "This project"))


def network_of(project: Project) -> Network | None:
    """Return the network of a project, None if it has none."""
    return project.design.network


def aligned(
    before: Network, after: Network, notation: str, places: Mapping[str, Place]
) -> tuple[Network, Network]:
    """Return both networks with what they have in common in the same ``places``."""
    common = {one.id for one in before.parts()} & {one.id for one in after.parts()}
    drawing = Drawing().placed(notation, places)
    return replace(before, drawing=drawing.only(common)), replace(after, drawing=drawing)


def _told(one: Change) -> str:
    return one.text if one.how == CHANGED else ""


def _list() -> QTreeWidget:
    found = QTreeWidget()
    found.setHeaderLabels(["", "Kind", "Name", "What was → what is"])
    found.setRootIsDecorated(False)
    found.setAccessibleName("What differs")
    found.setUniformRowHeights(True)
    header = found.header()
    for column in range(3):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return found


def _rows(found: QTreeWidget) -> Iterator[QTreeWidgetItem]:
    root = found.invisibleRootItem()
    yield from (root.child(index) for index in range(root.childCount()))
