"""Checkpoints as safetensors; what is no array stands as JSON in the metadata."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from grnstudio.errors import FileFormatError
from grnstudio.io import arrays
from grnstudio.io.atomic import write_bytes
from grnstudio.io.source import MEBIBYTE, read_bytes
from grnstudio.jobs import Checkpoint

LIMIT = 2048 * MEBIBYTE


def write(checkpoint: Checkpoint, path: Path | str) -> None:
    """Save ``checkpoint``, atomically."""
    write_bytes(encode(checkpoint), path)


def read(path: Path | str) -> Checkpoint:
    """Return the checkpoint in the file ``path``."""
    return decode(read_bytes(path, LIMIT), str(path))


def encode(checkpoint: Checkpoint) -> bytes:
    """Return arrays, numbers, words, and lists and dicts of these, as bytes."""
    tensors = {name: one for name, one in checkpoint.items() if isinstance(one, np.ndarray)}
    values = {name: _plain(one) for name, one in checkpoint.items() if name not in tensors}
    # JSON's own grammar has no NaN, but a loss may be one, and no other program reads this.
    return arrays.to_safetensors(tensors, {"values": json.dumps(values, sort_keys=True)})


def decode(data: bytes, where: str) -> Checkpoint:
    """Return the checkpoint that ``data`` holds; ``where`` is what messages call it."""
    tensors = arrays.from_safetensors(data, where)
    try:
        values = json.loads(arrays.metadata_of(data)["values"])
        return {**values, **tensors}
    except (KeyError, TypeError, ValueError, RecursionError):
        raise FileFormatError(
            f"{where} is no checkpoint of GRNStudio; choose another file."
        ) from None


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
