"""Films of grids: frames drawn one by one, as they are on paper, for a GIF or for pictures."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from grnstudio.core.grid_course import GridCourse, frame_figure, limits_of
from grnstudio.errors import FileSaveError
from grnstudio.gui.export import application
from grnstudio.gui.panels.heatmap_panel import HeatmapPanel
from grnstudio.gui.panels.look import paper_look
from grnstudio.gui.panels.picture import image_of, settle
from grnstudio.io import atomic

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_FRAMES = 300  # of a film; of more, as many are taken evenly
COLORS = 128
LEAST_WAIT = 20  # ms; browsers show anything quicker slowly


class Film:
    """Draws the frames of one of a course's ``names``; ``scale`` is dots per pixel."""

    def __init__(
        self, course: GridCourse, name: str, *, shared: bool = True, width: int = 400,
        scale: float = 1.0, most: int = MOST_FRAMES,
    ) -> None:  # fmt: skip
        self.course, self.name, self._scale = course, name, scale
        self._limits = limits_of(course, name) if shared else None
        last = len(course.times) - 1
        self.places = np.unique(np.linspace(0, last, min(most, last + 1)).round().astype(int))
        self._panel = HeatmapPanel(None, paper_look(scale))
        self._panel.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._show(0)
        self._panel.resize(width, self._panel.paper_height(width))
        self._panel.show()

    def __len__(self) -> int:
        return int(self.places.size)

    def image(self, frame: int) -> QImage:
        """Draw the frame at one of ``places``."""
        self._show(frame)
        settle(self._panel)
        return image_of(self._panel, self._scale)

    def close(self) -> None:
        """Draw no more."""
        self._panel.close()
        self._panel.deleteLater()

    def _show(self, frame: int) -> None:
        figure = frame_figure(self.course, self.name, frame, self._limits)
        self._panel.show_figure(figure)
        self._panel.show_title(figure.title)


def write_gif(film: Film, path: Path | str, pace: float = 10.0) -> Iterator[int]:
    """Write a film of ``pace`` frames a second; yields how many frames are drawn.

    The file is there when all are. Raises `FileSaveError`, and leaves what was there unharmed.
    """
    drawn: list[Image] = []
    try:
        for frame in film.places.tolist():
            drawn.append(_as_colors(film.image(frame)))
            yield len(drawn)
        memory = io.BytesIO()
        wait = max(LEAST_WAIT, round(1000 / pace))
        drawn[0].save(memory, "GIF", save_all=True, append_images=drawn[1:], duration=wait, loop=0)
        atomic.write_bytes(memory.getvalue(), path)
    finally:
        film.close()


def write_pictures(film: Film, folder: Path | str) -> Iterator[int]:
    """Write each frame as PNG into ``folder``, numbered; yields how many there are."""
    folder, digits = Path(folder), len(str(len(film.course.times) - 1))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileSaveError(f"{folder} cannot be made into a folder: {error.strerror}.") from error
    try:
        for count, frame in enumerate(film.places.tolist(), 1):
            memory = io.BytesIO()
            _as_picture(film.image(frame)).save(memory, "PNG")
            atomic.write_bytes(memory.getvalue(), folder / f"frame-{frame:0{digits}d}.png")
            yield count
    finally:
        film.close()


def draw_films(course: GridCourse, name: str, gif: Path | None, pictures: Path | None) -> None:
    """Write a film and pictures of frames, here and now, without a window or a display."""
    application()
    if gif is not None:
        deque(write_gif(Film(course, name), gif), maxlen=0)
    if pictures is not None:
        deque(write_pictures(Film(course, name, scale=2.0, most=len(course.times)), pictures), 0)


def _as_picture(image: QImage) -> Image:
    from PIL import Image

    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1)
    colors = rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3)
    return Image.fromarray(colors.copy())


def _as_colors(image: QImage) -> Image:
    from PIL.Image import Dither

    return _as_picture(image).quantize(COLORS, dither=Dither.NONE)
