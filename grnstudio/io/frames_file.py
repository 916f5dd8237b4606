"""Films of a row of cells as the bytes of an npz, as projects hold them."""

from __future__ import annotations

import numpy as np

from grnstudio.core.frames import SpaceTime
from grnstudio.errors import FileFormatError, ModelError
from grnstudio.io import arrays, tree

PARTS = {"names": 1, "levels": 4, "interval": 0, "ring": 0}  # and how many axes each has


def encode(films: SpaceTime) -> bytes:
    """Return films as bytes."""
    parts = {
        "names": np.array(films.names),
        "levels": films.levels,
        "interval": np.array(films.interval),
        "ring": np.array(films.ring),
    }
    if films.links is not None:
        parts["links"] = np.asarray(films.links)
    return arrays.to_npz(parts)


def decode(data: bytes, where: str) -> SpaceTime:
    """Return the films in ``data``; raises `FileFormatError`, ``where`` being what it is called."""
    parts = arrays.from_npz(data, where, tree.MAX_TOTAL)
    for name, axes in PARTS.items():
        if name not in parts or parts[name].ndim != axes:
            raise FileFormatError(f"{where} has no {name} as films have; go back to a copy of it.")
    try:
        return SpaceTime(
            tuple(str(name) for name in parts["names"]),
            parts["levels"].astype(float),
            float(parts["interval"]),
            bool(parts["ring"]),
            parts.get("links"),
        )
    except (ModelError, ValueError) as error:
        raise FileFormatError(f"{where}: {error}") from None
