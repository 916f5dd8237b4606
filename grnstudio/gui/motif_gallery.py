"""The gallery of motifs: what each looks like and does, to begin with or to build in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.figures import GraphFigure, NetworkFigure
from grnstudio.core.network import Network
from grnstudio.core.regulation_view import regulation
from grnstudio.gui.document import Document
from grnstudio.gui.merge_dialog import MergeDialog
from grnstudio.gui.pages.network_page import summary
from grnstudio.gui.pages.thumbnail import CoursePicture
from grnstudio.gui.panels.graph_panel import GraphPanel
from grnstudio.gui.panels.network_panel import NetworkPanel
from grnstudio.gui.theme import series_color
from grnstudio.io.motifs import Motif, load_motif, motifs
from grnstudio.io.network_pictures import MOTIFS, courses

SIZE = (860, 560)
LIST_WIDTH = 232
COURSE_HEIGHT = 120
KEY = Qt.ItemDataRole.UserRole


class MotifGallery(QDialog):
    """A list of motifs beside a picture of the one that is chosen."""

    new_wanted = Signal(str)  # key of the motif that a new project is to begin with
    inserted = Signal(object)  # the core.network_merge.Merged that the document has

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Network motifs")
        self.resize(*SIZE)
        self._document = document
        self._motifs = {one.key: one for one in motifs()}
        self._courses = courses(MOTIFS)
        self.search = QLineEdit()
        self.list = QTreeWidget()
        self.title, self.about, self.names, self.size_line = (QLabel() for _ in range(4))
        self.regulation, self.reactions = GraphPanel(), NetworkPanel()
        self.pictures = QStackedWidget()
        self.course = QVBoxLayout()
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._groups: dict[str, QTreeWidgetItem] = {}
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.begin = self.buttons.addButton("New network", QDialogButtonBox.ButtonRole.ActionRole)
        self.insert = self.buttons.addButton("Insert…", QDialogButtonBox.ButtonRole.ActionRole)
        self._lay_out()
        self._fill()
        self._connect()
        self.choose(next(iter(self._motifs)))
        self.search.setFocus()

    @property
    def chosen(self) -> str:
        """The key of the motif that is marked, an empty text if none is."""
        item = self.list.currentItem()
        return str(item.data(0, KEY) or "") if item is not None and not item.isHidden() else ""

    def choose(self, key: str) -> None:
        """Mark the motif ``key``."""
        self.list.setCurrentItem(self._rows[key])

    def _lay_out(self) -> None:
        self.search.setPlaceholderText("Search motifs")
        self.search.setAccessibleName("Search motifs")
        self.search.setClearButtonEnabled(True)
        self.list.setHeaderHidden(True)
        self.list.setAccessibleName("Motifs")
        self.list.setRootIsDecorated(False)
        left = QVBoxLayout()
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        self.list.setFixedWidth(LIST_WIDTH)
        self.search.setFixedWidth(LIST_WIDTH)
        for label, role in (
            (self.title, "page-title"),
            (self.about, "secondary"),
            (self.size_line, "card-small"),
        ):
            label.setObjectName(role)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.names.setTextFormat(Qt.TextFormat.RichText)
        self.regulation.show_controls(False)
        for panel in (self.regulation, self.reactions):
            self.pictures.addWidget(panel)
        right = QVBoxLayout()
        right.setSpacing(8)
        for part in (self.title, self.about):
            right.addWidget(part)
        right.addWidget(self.pictures, 1)
        right.addLayout(self.course)
        right.addWidget(self.names)
        right.addWidget(self.size_line)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(row, 1)
        column.addWidget(self.buttons)

    def _fill(self) -> None:
        for one in self._motifs.values():
            if one.group not in self._groups:
                self._groups[one.group] = QTreeWidgetItem(self.list, [one.group])
                self._groups[one.group].setFlags(Qt.ItemFlag.ItemIsEnabled)
            item = QTreeWidgetItem(self._groups[one.group], [one.title])
            item.setData(0, KEY, one.key)
            item.setToolTip(0, one.summary)
            self._rows[one.key] = item
        self.list.expandAll()

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.list.itemActivated.connect(lambda *_: self._insert())
        self.search.textChanged.connect(self._filter)
        self.begin.setToolTip("Begin a new project with this motif")
        self.insert.setToolTip("Bring the motif into the network that is open")
        self.insert.setDefault(True)
        self.begin.clicked.connect(self._begin)
        self.insert.clicked.connect(self._insert)
        self.buttons.rejected.connect(self.reject)

    def _show(self) -> None:
        """Show the motif that is marked."""
        motif = self._motifs.get(self.chosen)
        for button in (self.begin, self.insert):
            button.setEnabled(motif is not None)
        if motif is not None:
            network = load_motif(motif.key)
            self.title.setText(motif.title)
            self.about.setText(motif.summary)
            self.size_line.setText(summary(network))
            self._draw(motif, network)
            self._show_course(motif, network)

    def _draw(self, motif: Motif, network: Network) -> None:
        if motif.notation == "regulation":
            self.regulation.show_figure(GraphFigure("", regulation(network)))
            self.pictures.setCurrentWidget(self.regulation)
        else:
            self.reactions.show_figure(NetworkFigure("", network))
            self.pictures.setCurrentWidget(self.reactions)

    def _show_course(self, motif: Motif, network: Network) -> None:
        """Draw its course, each species in the colour that it has in the graph."""
        for old in self.findChildren(CoursePicture):
            old.hide()
            old.deleteLater()
        course = self._courses[motif.key]
        graph = regulation(network)
        order = (*graph.targets, *graph.inputs)
        series = [order.index(name) for name in course.names]
        words = [
            f'<span style="color:{series_color(index).name()}">&#9472; {name}</span>'
            for index, name in zip(series, course.names, strict=True)
        ]
        self.names.setText(f"{'&nbsp;&nbsp;'.join(words)}&nbsp;&nbsp; from 0 to {course.end:g}")
        picture = CoursePicture(course, series=series)
        picture.setFixedHeight(COURSE_HEIGHT)
        self.course.addWidget(picture)

    def _filter(self, text: str) -> None:
        """Show the motifs whose title or sentence holds every word of ``text``."""
        words = text.lower().split()
        for key, item in self._rows.items():
            one = self._motifs[key]
            said = f"{one.title} {one.summary} {one.group}".lower()
            item.setHidden(not all(word in said for word in words))
        shown = [key for key, item in self._rows.items() if not item.isHidden()]
        groups = {self._motifs[key].group for key in shown}
        for title, group in self._groups.items():
            group.setHidden(title not in groups)
        if shown and self.chosen not in shown:
            self.choose(shown[0])
        self._show()

    def _begin(self) -> None:
        key = self.chosen
        self.accept()
        self.new_wanted.emit(key)

    def _insert(self) -> None:
        if not self.chosen:
            return
        motif = self._motifs[self.chosen]
        title = f"Insert {motif.title.lower()}"
        dialog = MergeDialog(self._document, load_motif(motif.key), title, self)
        dialog.names.keep_apart()
        dialog.finished.connect(dialog.deleteLater)
        dialog.joined.connect(self.inserted)
        dialog.joined.connect(lambda _: self.accept())
        dialog.open()
