"""The first page: what the program does, recent projects, examples to begin from."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from grnstudio.errors import GRNStudioError
from grnstudio.gui.buttons import push_button
from grnstudio.gui.pages.card import PICTURE, Card, FileButton
from grnstudio.gui.pages.flow import CardGrid

MOST_RECENT = 8
HEADING = 64  # px that a group's heading takes
PROMISE = (
    "Draw what a gene should do, train networks to do it, and read who regulates whom. "
    "Simulate any reaction network, exactly, or by an emulator that has learned it."
)
METHODS = {"ode": "Rate equations", "ssa": "Single molecules"}
DRAWN = "Each opens as a design of your own, ready to change and to train."
SIMULATED = "Each opens as a network of your own, with the run that shows what it does."


class StartPage(QScrollArea):
    """Begins or opens projects. It reads no file before it has been painted."""

    new_wanted = Signal()
    new_network_wanted = Signal()
    new_films_wanted = Signal()
    open_wanted = Signal()
    path_wanted = Signal(object)  # Path of a recent project
    example_wanted = Signal(str)  # key of an example task
    network_example_wanted = Signal(str)  # key of an example network
    recover_wanted = Signal(object)  # recovery.LeftBehind
    discard_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Start")
        self._recovered = QVBoxLayout()
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        self.examples = CardGrid(PICTURE.width() + 24)
        self.networks = CardGrid(PICTURE.width() + 24)
        self.cards: dict[str, Card] = {}
        self.network_cards: dict[str, Card] = {}
        self.files: dict[Path, FileButton] = {}
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(24, 24, 24, 24)
        row.setSpacing(24)
        row.addWidget(self._left())
        row.addLayout(self._right(), 1)
        self.setWidget(content)

    def _left(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(232)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        title = _text("GRNStudio", "page-title")
        column.addWidget(title)
        column.addWidget(_text(PROMISE, "secondary"))
        column.addSpacing(8)
        self.new = push_button("New blank design", "Begin with an empty canvas and two genes")
        self.new.setProperty("primary", True)
        self.new.clicked.connect(self.new_wanted)
        self.new_network = push_button("New network", "Draw or type a network and simulate it")
        self.new_network.clicked.connect(self.new_network_wanted)
        self.new_films = push_button(
            "New films of cells", "Learn links from a row of cells seen over time"
        )
        self.new_films.clicked.connect(self.new_films_wanted)
        open_file = push_button("Open…", "Open a project, or a network in SBML, Antimony or JSON")
        open_file.clicked.connect(self.open_wanted)
        for button in (self.new, self.new_network, self.new_films, open_file):
            column.addWidget(button)
        column.addSpacing(16)
        column.addLayout(self._recovered)
        column.addLayout(self._recent)
        column.addStretch(1)
        return side

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        for title, text, cards in (
            ("Functions to draw", DRAWN, self.examples),
            ("Networks to simulate", SIMULATED, self.networks),
        ):
            column.addWidget(_text(title, "section"))
            column.addWidget(_text(text, "secondary"))
            column.addSpacing(4)
            column.addWidget(cards)
            column.addSpacing(16)
        column.addStretch(1)
        return column

    def show_networks(self) -> None:
        """Bring the example networks into sight."""
        self.ensureWidgetVisible(self.networks, 0, self.height())
        self.verticalScrollBar().setValue(self.networks.y() - HEADING)
        if self.network_cards:
            next(iter(self.network_cards.values())).setFocus()

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List the projects that were open lately."""
        _empty(self._recent)
        self.files = {}
        self._recent.addWidget(_text("Recent projects", "section"))
        shown = [path for path in paths if path.exists()][:MOST_RECENT]
        for path in shown:
            button = FileButton(path)
            button.clicked.connect(lambda *_, path=path: self.path_wanted.emit(path))
            self._recent.addWidget(button)
            self.files[path] = button
        if not shown:
            self._recent.addWidget(_text("Projects that you save appear here.", "secondary"))
        QTimer.singleShot(0, self, lambda: self._draw_files(list(self.files.items())))

    def _draw_files(self, left: list[tuple[Path, FileButton]]) -> None:
        """Draw the pictures of files one by one; those that cannot be read stay without."""
        from grnstudio.gui.pages.thumbnail import TaskPicture
        from grnstudio.io.project_file import read_task

        if not left or self.files.get(left[0][0]) is not left[0][1]:
            return
        path, button = left[0]
        with suppress(GRNStudioError):
            if task := read_task(path):
                button.show_picture(TaskPicture(task, most=1, margin=4.0, line=1.5))
        QTimer.singleShot(0, self, lambda: self._draw_files(left[1:]))

    def show_recovered(self, found: Sequence[object]) -> None:
        """Offer what an ended program left unsaved."""
        _empty(self._recovered)
        for one in found:
            self._recovered.addWidget(self._offer(one))
        if found:
            self._recovered.addSpacing(8)

    def _offer(self, one: object) -> QWidget:
        box = QFrame()
        box.setObjectName("offer")
        column = QVBoxLayout(box)
        when = getattr(one, "saved_at").strftime("%d %b %H:%M")  # noqa: B009 - a LeftBehind
        column.addWidget(_text("Unsaved work", "card-title"))
        column.addWidget(_text(f"The program ended before it was saved, {when}.", "secondary"))
        row = QHBoxLayout()
        for text, signal in (("Recover", self.recover_wanted), ("Discard", self.discard_wanted)):
            button = push_button(text, f"{text} the work of {when}")
            button.clicked.connect(lambda *_, signal=signal: signal.emit(one))
            row.addWidget(button)
        column.addLayout(row)
        return box

    def show_examples(self) -> None:
        """Fill the gallery, and draw its pictures one by one between other events."""
        from grnstudio.io.examples import examples

        self.cards = {}
        for one in examples():
            minutes = "under a minute" if one.minutes < 1 else f"about {one.minutes:.0f} min"
            card = Card(one.title, one.summary, f"Trains in {minutes}")
            card.clicked.connect(lambda *_, key=one.key: self.example_wanted.emit(key))
            self.cards[one.key] = card
        self.examples.show_cards(list(self.cards.values()))
        self._show_networks()
        self._draw_next(list(self.cards))

    def _show_networks(self) -> None:
        from grnstudio.io import network_examples

        self.network_cards = {}
        for one in network_examples.examples():
            card = Card(one.title, one.summary, f"{METHODS[one.method]} to time {one.end:g}")
            card.clicked.connect(lambda *_, key=one.key: self.network_example_wanted.emit(key))
            self.network_cards[one.key] = card
        self.networks.show_cards(list(self.network_cards.values()))

    def _draw_next(self, keys: list[str]) -> None:
        from grnstudio.gui.pages.thumbnail import TaskPicture
        from grnstudio.io.examples import load_example

        if keys and (card := self.cards.get(keys[0])):
            card.show_picture(TaskPicture(load_example(keys[0])))
            QTimer.singleShot(0, self, lambda: self._draw_next(keys[1:]))
        elif not keys:
            self._draw_networks()

    def _draw_networks(self) -> None:
        from grnstudio.gui.pages.thumbnail import CoursePicture
        from grnstudio.io.network_pictures import courses

        for key, course in courses().items():
            if card := self.network_cards.get(key):
                card.show_picture(CoursePicture(course))


def _text(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(role)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def _empty(layout: QVBoxLayout) -> None:
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.deleteLater()
