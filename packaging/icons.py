"""Draws the program's icon as Windows and macOS want it: ``python packaging/icons.py FOLDER``.

It writes ``grnstudio.ico`` and ``grnstudio.icns``, drawn from ``resources/icons/app.svg``.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).parent.parent / "resources/icons/app.svg"
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
ICNS_SIZES = (16, 32, 64, 128, 256, 512, 1024)


def main(folder: Path) -> None:
    """Write both files into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "grnstudio.ico", ICO_SIZES)
    _write(folder / "grnstudio.icns", ICNS_SIZES)


def _write(path: Path, sizes: tuple[int, ...]) -> None:
    """Write each size as it is drawn at that size, rather than made smaller from the largest."""
    *smaller, largest = (_drawn(size) for size in sizes)
    places = [(size, size) for size in sizes]
    largest.save(path, sizes=places, append_images=smaller)


def _drawn(size: int) -> Image.Image:
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return Image.open(BytesIO(buffer.data().data()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
