"""Draws the program's icon as desktops want it: ``python icons.py FOLDER NAME``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).parents[2] / "resources/icons/app.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
# The icon of files is the program's own: a type that has none is shown as a blank page.
NAMES = {"apps": "{name}", "mimetypes": "application-x-grnstudio-project"}


def main(folder: Path, name: str) -> None:
    """Write the icon ``name`` in all sizes, and as SVG, into the icon theme ``folder``."""
    for context, pattern in NAMES.items():
        file = pattern.format(name=name)
        for size in SIZES:
            target = folder / f"{size}x{size}" / context / f"{file}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            if not _drawn(size).save(str(target)):
                raise OSError(f"could not write {target}")
        target = folder / "scalable" / context / f"{file}.svg"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SOURCE, target)


def _drawn(size: int) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    return image


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
