"""Named arrays as bytes: npz without pickle, and safetensors. Sizes are checked before reading."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from tokenize import TokenError
from typing import Any

import numpy as np

from grnstudio.errors import FileFormatError

EPOCH = (1980, 1, 1, 0, 0, 0)  # equal content makes equal bytes
# What zipfile raises for archives whose bytes contradict each other.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def to_npz(arrays: Mapping[str, np.ndarray]) -> bytes:
    """Return ``arrays`` in numpy's format; text is kept, objects are refused."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            part = io.BytesIO()
            np.lib.format.write_array(part, np.asarray(array), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", EPOCH), part.getvalue())
    return buffer.getvalue()


def from_npz(data: bytes, where: str, limit: int) -> dict[str, np.ndarray]:
    """Return the arrays of an npz; refuses one that unpacks to more than ``limit`` bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if sum(one.file_size for one in members) > limit:
                raise FileFormatError(f"{where} unpacks to more than {limit / 1024**2:,.0f} MiB.")
            return {
                one.filename.removesuffix(".npy"): _array(archive.read(one), where)
                for one in members
            }
    except (*DAMAGED, SyntaxError, TokenError) as error:
        raise FileFormatError(f"{where} is damaged: {error}.") from error


def to_safetensors(arrays: Mapping[str, np.ndarray], metadata: Mapping[str, str]) -> bytes:
    """Return numeric ``arrays`` as safetensors."""
    from safetensors.numpy import save

    return save({name: _plain(array) for name, array in arrays.items()}, dict(metadata))


def from_safetensors(data: bytes, where: str) -> dict[str, np.ndarray]:
    """Return the arrays of a safetensors file."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        return load(data)
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise FileFormatError(f"{where} is damaged: {error}.") from error


def metadata_of(data: bytes) -> dict[str, Any]:
    """Return the metadata of a safetensors file that has been read without complaint."""
    import json

    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    return dict(header.get("__metadata__") or {})


def _plain(array: np.ndarray) -> np.ndarray:
    """Copy into the layout and byte order that safetensors writes as they stand."""
    array = np.asarray(array)
    return np.array(array, dtype=array.dtype.newbyteorder("="), order="C")


def _array(data: bytes, where: str) -> np.ndarray:
    """Read one array, once its header has been found to fit the bytes that follow."""
    stream = io.BytesIO(data)
    version = np.lib.format.read_magic(stream)
    if version == (1, 0):
        shape, _, dtype = np.lib.format.read_array_header_1_0(stream)
    else:
        shape, _, dtype = np.lib.format.read_array_header_2_0(stream)
    count = 1
    for length in shape:
        count *= length
    if dtype.hasobject or count * dtype.itemsize != len(data) - stream.tell():
        raise FileFormatError(f"{where} is damaged: its arrays do not fit their sizes.")
    stream.seek(0)
    array: np.ndarray = np.lib.format.read_array(stream, allow_pickle=False)
    return array
