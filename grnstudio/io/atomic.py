"""Saving so that a file is either wholly replaced or not touched at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from grnstudio.errors import FileSaveError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def replacing(path: Path | str) -> Iterator[Path]:
    """Give a temporary path beside ``path``, and put it in place once the block has ended well.

    Raises `FileSaveError` when the system refuses; what was there before is then unharmed.
    """
    path = Path(path)
    place = Path(os.path.realpath(path))
    part = place.with_name(f".{secrets.token_hex(6)}.part")
    try:
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
        yield part
        _settle(part, place)
        os.replace(part, place)
    except OSError as error:
        raise FileSaveError(_message(path, error)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_text(text: str, path: Path | str) -> None:
    """Write ``text`` as UTF-8 with its line ends as they are, atomically."""
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8", newline="")


def write_bytes(data: bytes, path: Path | str) -> None:
    """Write ``data`` atomically."""
    with replacing(path) as part:
        part.write_bytes(data)


def _settle(part: Path, place: Path) -> None:
    """Bring the file to the disk, so that a power cut cannot leave an empty one in its place."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    if place.exists():
        shutil.copymode(place, part)


def _message(path: Path, error: OSError) -> str:
    before = "The file that was there before is unharmed." if path.is_file() else ""
    reason = error.strerror or str(error)
    if error.errno in FULL:
        cause, remedy = f"the disk is full ({reason})", "Free some space, or save somewhere else."
    elif error.errno in REFUSED:
        cause = f"you may not write there ({reason})"
        remedy = "Save somewhere else, or ask for the right to write to that folder."
    elif error.errno == errno.EISDIR:
        cause, remedy = "there is a folder of that name", "Choose another name."
    elif error.errno == errno.ENOENT and not path.parent.exists():
        cause = f"the folder {path.parent} does not exist"
        remedy = "Make the folder, or save somewhere else."
    else:
        cause, remedy = f"the system says '{reason}'", "Save somewhere else."
    return " ".join(part for part in (f"{path} was not saved: {cause}.", before, remedy) if part)
