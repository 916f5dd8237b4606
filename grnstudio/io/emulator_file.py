"""Emulators as files of their own, ``.emulator``: safetensors, with a description as metadata.

The description is JSON, `resources/schemas/emulator-1.schema.json`, and holds the network too, so
that such a file is all that somebody else needs. No pickle, no torch.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from grnstudio import __version__
from grnstudio.core.emulator import Emulator
from grnstudio.errors import FileFormatError
from grnstudio.io import arrays, json_network, json_text, schema
from grnstudio.io.atomic import write_bytes
from grnstudio.io.migrations import migrated, version_of
from grnstudio.io.source import MEBIBYTE, read_bytes

FORMAT = "grnstudio-emulator"
SUFFIX = ".emulator"
DESCRIPTION = "emulator"  # the key of the metadata
LIMIT = 1024 * MEBIBYTE
WEIGHTS, DOMAIN = "weights/", "domain/"
REMEDY = "It may have been cut off on its way: get it afresh, or save the emulator once more."


def write(emulator: Emulator, path: Path | str) -> None:
    """Save ``emulator``, atomically."""
    write_bytes(encode(emulator), path)


def read(path: Path | str) -> Emulator:
    """Return the emulator in the file ``path``; raises `FileFormatError`."""
    return decode(read_bytes(path, LIMIT), str(path))


def encode(emulator: Emulator) -> bytes:
    """Return ``emulator`` as bytes."""
    tensors = {"low": emulator.low, "high": emulator.high}
    tensors |= {WEIGHTS + name: one for name, one in emulator.weights.items()}
    tensors |= {DOMAIN + name: one for name, one in emulator.domain.items()}
    text = json.dumps(_description(emulator), allow_nan=False, sort_keys=True)
    return arrays.to_safetensors(tensors, {DESCRIPTION: text})


def decode(data: bytes, where: str) -> Emulator:
    """Return the emulator that ``data`` holds; ``where`` is what messages call it."""
    try:
        tensors = arrays.from_safetensors(data, where)
    except FileFormatError as error:
        raise FileFormatError(f"{error} {REMEDY}") from error
    text = arrays.metadata_of(data).get(DESCRIPTION)
    if text is None:
        raise FileFormatError(
            f"{where} holds numbers, but is no emulator of GRNStudio; choose a file ending in "
            f"{SUFFIX} that 'Save as file' or 'grnstudio train emulator' made."
        )
    described = migrated(json_text.parse(text, where), FORMAT, where)
    schema.check(described, "emulator-1", where)
    network, _ = json_network.decode(described["network"], f"{where}, network")
    emulator = Emulator(
        network=network,
        step=float(described["step"]),
        horizon=float(described["horizon"]),
        species=tuple(described["species"]),
        parameters=tuple(described["parameters"]),
        low=tensors.get("low", np.zeros(0)),
        high=tensors.get("high", np.zeros(0)),
        model=described["model"],
        weights=_named(tensors, WEIGHTS),
        domain=_named(tensors, DOMAIN),
        report=described["report"],
        title=described["title"],
        made=described["made"],
    )
    _check(emulator, where)
    return emulator


def _description(emulator: Emulator) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": version_of(FORMAT),
        "program": __version__,
        "network": json_network.encode(emulator.network),
        "step": float(emulator.step),
        "horizon": float(emulator.horizon),
        "species": list(emulator.species),
        "parameters": list(emulator.parameters),
        "model": _plain(emulator.model),
        "report": _plain(emulator.report),
        "title": emulator.title,
        "made": emulator.made,
    }


def _named(tensors: Mapping[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    return {
        name.removeprefix(prefix): one for name, one in tensors.items() if name.startswith(prefix)
    }


def _check(emulator: Emulator, where: str) -> None:
    """Raise `FileFormatError` if the parts of ``emulator`` contradict each other."""
    known = {one.id for one in emulator.network.species}
    for name in emulator.species:
        if name not in known:
            raise FileFormatError(
                f"{where}: it draws amounts of {name}, which its own network does not have. "
                f"{REMEDY}"
            )
    for name, bounds in (("low", emulator.low), ("high", emulator.high)):
        if bounds.shape != (len(emulator.parameters),):
            raise FileFormatError(
                f"{where}: {name} has {bounds.size} numbers for {len(emulator.parameters)} "
                f"parameters. {REMEDY}"
            )
    for name, one in emulator.weights.items():
        if not np.isfinite(one).all():
            raise FileFormatError(f"{where}: weights '{name}' are not all numbers. {REMEDY}")


def _plain(value: Any) -> Any:
    """Return what JSON can hold; it has no words for what is not finite."""
    if isinstance(value, np.generic | np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
