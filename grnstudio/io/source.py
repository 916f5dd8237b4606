"""Files as bytes and text, refused in words when they are missing, too large or no text."""

from __future__ import annotations

from pathlib import Path

from grnstudio.errors import FileFormatError

MEBIBYTE = 1024**2
MAX_TEXT = 64 * MEBIBYTE


def read_bytes(path: Path | str, limit: int = MAX_TEXT) -> bytes:
    """Return what ``path`` holds; raises `FileFormatError` if it cannot be read or is too large."""
    path = Path(path)
    try:
        if path.is_dir():
            raise FileFormatError(f"{path} is a folder; choose a file in it.")
        size = path.stat().st_size
        if size > limit:
            raise FileFormatError(
                f"{path} is {size / MEBIBYTE:,.0f} MiB large; at most "
                f"{limit / MEBIBYTE:,.0f} MiB are read. Is it the right file?"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise FileFormatError(f"There is no file {path}; check its name and folder.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileFormatError(f"{path} cannot be read: {reason}. Check that you may.") from error


def read_text(path: Path | str, limit: int = MAX_TEXT) -> str:
    """Return the text of a UTF-8 file, without the byte order mark that some programs write."""
    return decoded(read_bytes(path, limit), str(path))


def decoded(data: bytes, where: str) -> str:
    """Return UTF-8 ``data`` as text; ``where`` is what messages call it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileFormatError(
            f"{where} is no UTF-8 text (line {line}); save it as plain text in UTF-8."
        ) from None
    if "\0" in text:
        raise FileFormatError(f"{where} is no text file; save it as plain text in UTF-8.")
    return text
