"""A tree of files in a zip or a folder, read the same way, with names and sizes checked first."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grnstudio.errors import FileFormatError
from grnstudio.io.arrays import DAMAGED, EPOCH
from grnstudio.io.source import MEBIBYTE, read_bytes

MAX_MEMBERS = 100_000
MAX_TOTAL = 2048 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Tree:
    """The files that were asked for, by their names in the tree, and what messages call it."""

    name: str
    files: Mapping[str, bytes]

    def file(self, name: str) -> bytes:
        """Return the content of ``name``; raises `FileFormatError` if there is none."""
        if name not in self.files:
            raise FileFormatError(
                f"{self.name} lacks {name}: it is incomplete, or was not made by GRNStudio. "
                "Go back to a copy of it."
            )
        return self.files[name]


def read(path: Path | str, pattern: re.Pattern[str]) -> Tree:
    """Read the files whose names match ``pattern`` from a zip or a folder; others are left out."""
    path = Path(path)
    files = _of_folder(path, pattern) if path.is_dir() else _of_zip(path, pattern)
    return Tree(str(path), files)


def read_one(path: Path | str, name: str, limit: int) -> bytes:
    """Read only the file ``name`` of at most ``limit`` bytes, whatever else the tree holds."""
    path = Path(path)
    if path.is_dir():
        return read_bytes(path / name, limit)
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(name).file_size > limit:
                raise FileFormatError(f"{path}: {name} is larger than {limit:,} bytes.")
            return archive.read(name)
    except (*DAMAGED, KeyError) as error:
        raise FileFormatError(f"{path} is no project that can be read: {error}.") from error


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of ``files``; equal content makes equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, EPOCH)
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _of_folder(path: Path, pattern: re.Pattern[str]) -> dict[str, bytes]:
    found = {
        one.relative_to(path).as_posix(): one
        for one in sorted([*path.glob("*"), *path.glob("*/*/*")])
        if one.is_file()
    }
    wanted = {name: one for name, one in found.items() if pattern.fullmatch(name)}
    _check_sizes(path, [one.stat().st_size for one in wanted.values()])
    return {name: read_bytes(one, MAX_TOTAL) for name, one in wanted.items()}


def _of_zip(path: Path, pattern: re.Pattern[str]) -> dict[str, bytes]:
    data = read_bytes(path, MAX_TOTAL)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise FileFormatError(f"{path} holds {len(members):,} files; it is no project.")
            wanted = [one for one in members if pattern.fullmatch(one.filename)]
            _check_members(path, wanted)
            return {one.filename: archive.read(one) for one in wanted}
    except zipfile.BadZipFile as error:
        raise FileFormatError(
            f"{path} is no project of GRNStudio, or was cut off: {error}. Go back to a copy of it."
        ) from error
    except DAMAGED as error:
        raise FileFormatError(f"{path} is damaged: {error}. Go back to a copy of it.") from error


def _check_members(path: Path, members: list[zipfile.ZipInfo]) -> None:
    _check_sizes(path, [one.file_size for one in members])
    names = [one.filename for one in members]
    if len(set(names)) != len(names):
        raise FileFormatError(f"{path} holds a file twice; go back to a copy of it.")
    if any(one.flag_bits & 1 for one in members):
        raise FileFormatError(f"{path} is encrypted; unpack it and open the folder.")


def _check_sizes(path: Path, sizes: list[int]) -> None:
    if sum(sizes) > MAX_TOTAL:
        raise FileFormatError(
            f"{path} unpacks to {sum(sizes) / MEBIBYTE:,.0f} MiB; at most "
            f"{MAX_TOTAL / MEBIBYTE:,.0f} MiB are read. Is it the right file?"
        )
