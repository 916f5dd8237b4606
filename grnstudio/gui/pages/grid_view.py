"""A grid of agents as a film: one frame, what there is on the whole grid, and a player."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from grnstudio.core.figures import CurveFigure, Figure, HeatmapFigure
from grnstudio.core.grid_course import GridCourse, frame_figure, limits_of, total_figure, ways
from grnstudio.gui.buttons import push_button
from grnstudio.gui.field_events import FieldEvents
from grnstudio.gui.grid_files import GridFiles
from grnstudio.gui.icons import icon
from grnstudio.gui.pages.place_slider import PlaceSlider
from grnstudio.gui.panels.curve_panel import CurvePanel
from grnstudio.gui.panels.figure_board import Tile
from grnstudio.gui.panels.heatmap_panel import HeatmapPanel

ADVICE = "Say how the grid begins and what spreads, and press Simulate."
WAITING = "The grid is being simulated…"
PACES = (2, 5, 10, 20, 40)  # frames a second
USUAL_PACE = 10
LEAST = QSize(220, 200)
GRID, WHOLE = "Grid", "On the whole grid"


class GridView(QWidget):
    """Plays the first run of a course; a course that grows is shown as it does."""

    picture_wanted = Signal(object)  # the panel to be exported
    failed = Signal(object)
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.course: GridCourse | None = None
        self.files = GridFiles(self)
        self.species, self.pace = QComboBox(), QComboBox()
        self.shared = QCheckBox("Same colours in all frames")
        self.time = PlaceSlider("Time", "The frame that is shown; the film goes on from there")
        self.play, self.menu = QToolButton(), QMenu(self)
        self.save = push_button("Save…", "Save the film, its frames, or what is on the whole grid")
        self.frame_tile = Tile(GRID, HeatmapPanel())
        self.total_tile = Tile(WHOLE, CurvePanel())
        self.words, self._empty = QLabel(), QLabel(ADVICE)
        self._clock, self._stack = QTimer(self), QStackedWidget()
        self._dress()
        self._lay_out()
        self._connect()
        self.clear()

    @property
    def is_playing(self) -> bool:
        """Whether the film runs."""
        return self._clock.isActive()

    @property
    def frame(self) -> int:
        """The frame that is shown, from 0 on."""
        return self.time.place

    def show_course(self, course: GridCourse) -> None:
        """Show ``course`` from its first frame on, the species that was chosen if it is there."""
        self.stop()
        self.course = course
        chosen = self.species.currentText()
        self.species.clear()
        self.species.addItems(list(course.names))
        self.species.setCurrentIndex(max(0, self.species.findText(chosen)))
        self.time.show_places([f"{time:.6g}" for time in course.times], 0)
        self.words.setText(told(course))
        self.words.setVisible(bool(self.words.text()))
        self._controls.setEnabled(True)
        self._stack.setCurrentIndex(1)
        self._redraw()

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show how far a simulation under way is, by the figures it offers."""
        if not figures:
            return
        self.stop()
        self.course = None
        self._controls.setEnabled(False)
        self.words.hide()
        frame = next((one for one in figures if isinstance(one, HeatmapFigure)), None)
        total = next((one for one in figures if isinstance(one, CurveFigure)), None)
        if frame is not None:
            self.frame_tile.panel.show_figure(frame)
            self.frame_tile.name.setText(frame.title)
        if total is not None:
            self.total_tile.panel.show_figure(total)
        self._stack.setCurrentIndex(1)

    def clear(self, advice: str = ADVICE) -> None:
        """Show no grid, and say how to get one."""
        self.stop()
        self.files.stop()
        self.course = None
        self._empty.setText(advice)
        self._stack.setCurrentIndex(0)

    def start(self) -> None:
        """Play from the frame that is shown, or from the first if that is the last."""
        if self.course is None or len(self.course.times) < 2:
            return
        if self.frame == len(self.course.times) - 1:
            self.time.slider.setValue(0)
        self._clock.start(1000 // int(self.pace.currentData()))
        self._show_playing()

    def stop(self) -> None:
        """Rest at the frame that is shown."""
        self._clock.stop()
        self._show_playing()

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something."""
        tiles = (self.frame_tile, self.total_tile) if self._stack.currentIndex() else ()
        return {tile.title: tile.panel for tile in tiles if not tile.panel.is_empty}

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest when out of sight."""
        super().hideEvent(event)
        self.stop()

    def _dress(self) -> None:
        for field, name, tip in (
            (self.species, "What is drawn", "The species that is drawn, or those counted together"),
            (self.pace, "Speed", "Frames a second"),
        ):
            field.setAccessibleName(name)
            field.setToolTip(tip)
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            FieldEvents(field)
        for pace in PACES:
            self.pace.addItem(f"{pace} / s", pace)
        self.pace.setCurrentIndex(PACES.index(USUAL_PACE))
        self.shared.setChecked(True)
        self.shared.setToolTip("One scale of colours for all frames, or one for each")
        self.play.setAutoRaise(True)
        self.save.setProperty("quiet", True)
        self.save.setMenu(self.menu)
        self.words.setObjectName("secondary")
        self.words.setWordWrap(True)
        self.words.setAccessibleName("How the grid was simulated")
        self._empty.setObjectName("secondary")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for tile in (self.frame_tile, self.total_tile):
            tile.setMinimumSize(LEAST)
            tile.fill.hide()

    def _lay_out(self) -> None:
        self._controls, shown = QWidget(), QWidget()
        row, tiles, column = QHBoxLayout(self._controls), QHBoxLayout(), QVBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.species)
        row.addWidget(self.play)
        row.addWidget(self.time, 1)
        self.time.give_room(3)
        for part in (self.pace, self.shared, self.save):
            row.addWidget(part)
        tiles.setSpacing(8)
        tiles.addWidget(self.frame_tile, 1)
        tiles.addWidget(self.total_tile, 1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._controls)
        column.addLayout(tiles, 1)
        column.addWidget(self.words)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self.species.activated.connect(lambda _: self._redraw())
        self.shared.toggled.connect(lambda _: self._redraw())
        self.time.moved.connect(lambda _: self._redraw())
        self.pace.activated.connect(lambda _: self.start() if self.is_playing else None)
        self.play.clicked.connect(lambda: self.stop() if self.is_playing else self.start())
        self._clock.timeout.connect(self._go_on)
        for tile in (self.frame_tile, self.total_tile):
            tile.export_requested.connect(self.picture_wanted)
        self.files.failed.connect(self.failed)
        self.files.said.connect(self.said)
        for text, ask in self._savings().items():
            self.menu.addAction(text, ask)

    def _savings(self) -> dict[str, Callable[[], None]]:
        """Return what can be saved, by what it is called."""
        files = self.files

        def asked(ask: Callable[[GridCourse], None]) -> Callable[[], None]:
            return lambda: ask(self.course) if self.course is not None else None

        def film(course: GridCourse) -> None:
            pace = float(self.pace.currentData())
            files.gif_asking(course, self._name, self.shared.isChecked(), pace)

        def pictures(course: GridCourse) -> None:
            files.pictures_asking(course, self._name, self.shared.isChecked())

        return {
            "Film as GIF…": asked(film),
            "Each frame as PNG…": asked(pictures),
            "Every node as CSV…": asked(files.frames_asking),
            "Whole grid as CSV…": asked(files.totals_asking),
        }

    @property
    def _name(self) -> str:
        return self.species.currentText()

    def _go_on(self) -> None:
        if self.course is None or self.frame >= len(self.course.times) - 1:
            self.stop()
            return
        self.time.slider.setValue(self.frame + 1)

    def _redraw(self) -> None:
        course = self.course
        if course is None:
            return
        limits = limits_of(course, self._name) if self.shared.isChecked() else None
        figure = frame_figure(course, self._name, self.frame, limits)
        self.frame_tile.panel.show_figure(figure)
        self.frame_tile.name.setText(figure.title)
        self.total_tile.panel.show_figure(total_figure(course, (self._name,), self.frame))

    def _show_playing(self) -> None:
        self.play.setIcon(icon("pause" if self.is_playing else "play"))
        text = "Rest at this frame" if self.is_playing else "Play the film"
        self.play.setToolTip(text)
        self.play.setAccessibleName(text)


def told(course: GridCourse) -> str:
    """Say how the steps of nodes were made, and what there is to know besides."""
    return " ".join((ways(course), *course.notes))
