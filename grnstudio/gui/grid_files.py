"""Grids as files, seen from the window: films, pictures and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from grnstudio.core.grid_course import GridCourse
from grnstudio.errors import GRNStudioError
from grnstudio.gui.film import Film, write_gif, write_pictures
from grnstudio.io import csv_grid

GIF, TABLE, TOTALS = "Film (*.gif)", "Every node, as a table (*.csv)", "Whole grid (*.csv)"
PICTURES = "Pictures, one for each frame"


class GridFiles(QObject):
    """Writes what a grid has done; films are drawn frame by frame, so the window lives on."""

    failed = Signal(object)
    said = Signal(str)
    state_changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._drawing: Iterator[int] | None = None
        self._count, self._path = 0, Path()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._draw)

    @property
    def is_drawing(self) -> bool:
        """Whether a film is being drawn."""
        return self._drawing is not None

    def gif_asking(self, course: GridCourse, name: str, shared: bool, pace: float) -> None:
        """Ask for a file, and write a film to it."""
        dialog = self._dialog("Save film", GIF, f"{_plain(name)}.gif")
        dialog.fileSelected.connect(
            lambda path: self.draw_gif(course, name, Path(path), shared, pace)
        )
        dialog.open()

    def pictures_asking(self, course: GridCourse, name: str, shared: bool) -> None:
        """Ask for a folder, and write a picture of each frame into it."""
        dialog = QFileDialog(self._window, "Save pictures in a folder", str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.finished.connect(dialog.deleteLater)
        dialog.fileSelected.connect(
            lambda path: self.draw_pictures(course, name, Path(path), shared)
        )
        dialog.open()

    def frames_asking(self, course: GridCourse) -> None:
        """Ask for a file, and write every node at every time."""
        dialog = self._dialog("Save frames", TABLE, "frames.csv")
        dialog.fileSelected.connect(lambda path: self.write_frames(course, Path(path)))
        dialog.open()

    def totals_asking(self, course: GridCourse) -> None:
        """Ask for a file, and write what there is on the whole grid."""
        dialog = self._dialog("Save totals", TOTALS, "grid.csv")
        dialog.fileSelected.connect(lambda path: self.write_totals(course, Path(path)))
        dialog.open()

    def draw_gif(
        self, course: GridCourse, name: str, path: Path, shared: bool = True, pace: float = 10.0
    ) -> None:
        """Draw a film, a frame at a time."""
        film = Film(course, name, shared=shared)
        self._begin(write_gif(film, path, pace), len(film), path)

    def draw_pictures(
        self, course: GridCourse, name: str, folder: Path, shared: bool = True
    ) -> None:
        """Draw a picture of each frame."""
        film = Film(course, name, shared=shared, scale=2.0, most=len(course.times))
        self._begin(write_pictures(film, folder), len(film), folder)

    def write_frames(self, course: GridCourse, path: Path) -> None:
        """Write every node at every time."""
        self._written(lambda: csv_grid.write_frames(course, path), path)

    def write_totals(self, course: GridCourse, path: Path) -> None:
        """Write what there is on the whole grid."""
        self._written(lambda: csv_grid.write_totals(course, path), path)

    def stop(self) -> None:
        """Give up a film that is being drawn."""
        self._end()

    def _begin(self, drawing: Iterator[int], count: int, path: Path) -> None:
        self._end()
        self._drawing, self._count, self._path = drawing, count, path
        self._timer.start(0)
        self.state_changed.emit()

    def _draw(self) -> None:
        if self._drawing is None:
            return
        try:
            done = next(self._drawing)
        except StopIteration:
            self._end()
            self.said.emit(f"{self._path.name} is saved.")
        except GRNStudioError as error:
            self._end()
            self.failed.emit(error)
        else:
            if done % 10 == 0 or done == self._count:
                self.said.emit(f"Drawing {self._path.name}: frame {done} of {self._count}.")

    def _end(self) -> None:
        drawing, self._drawing = self._drawing, None
        self._timer.stop()
        close = getattr(drawing, "close", None)
        if close is not None:
            close()
        self.state_changed.emit()

    def _written(self, write: Callable[[], None], path: Path) -> None:
        try:
            write()
        except GRNStudioError as error:
            self.failed.emit(error)
        else:
            self.said.emit(f"{path.name} is saved.")

    def _dialog(self, title: str, kind: str, name: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, str(Path.home()), kind)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(name).suffix[1:])
        dialog.selectFile(name)
        dialog.finished.connect(dialog.deleteLater)
        return dialog


def _plain(name: str) -> str:
    return name.replace(" + ", "-")
