"""What checkpoints keep of the stages of teaching: arrays, numbers and words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from grnstudio.core.transitions import Transitions
from grnstudio.learn.emulator.fit import Fitted
from grnstudio.learn.emulator.result import Compared


def kept_of(fitted: Fitted) -> dict[str, Any]:
    """Return a trained network with its losses."""
    model = fitted.model
    weights = {f"weights/{name}": one for name, one in model.weights().items()}
    return {
        **weights,
        "model": json.dumps(model.describe(), sort_keys=True),
        "losses": np.stack([fitted.learned, fitted.tested]),
        "best": fitted.best,
        "parameters": sum(one.numel() for one in model.parameters()),
        "seconds": fitted.seconds,
        "notes": list(fitted.notes),
    }


def group_of(kept: Mapping[str, Any], group: str) -> dict[str, Any]:
    """Return what is kept under ``group/``, by the rest of its names."""
    start, found = f"{group}/", kept.items()
    return {name.removeprefix(start): one for name, one in found if name.startswith(start)}


def compared_of(name: str, kept: Mapping[str, Any]) -> Compared:
    """Return how a trained network stands beside others."""
    epochs = np.asarray(kept["losses"]).shape[1]
    return Compared(name, float(kept["best"]), int(kept["parameters"]), epochs)


def written(data: Transitions) -> dict[str, Any]:
    """Return transitions as `read_back` takes them."""
    names = ("step", "before", "after", "values", "setting", "cost", "reactions", "method")
    told = {name: getattr(data, name) for name in names}
    return told | {"species": list(data.species), "parameters": list(data.parameters)}


def read_back(kept: Mapping[str, Any]) -> Transitions:
    """Return the transitions that `written` made ``kept`` of."""
    arrays = {name: np.asarray(kept[name]) for name in ("before", "after", "values", "setting")}
    return Transitions(
        **arrays,
        species=tuple(str(one) for one in kept["species"]),
        parameters=tuple(str(one) for one in kept["parameters"]),
        step=float(kept["step"]),
        cost=float(kept["cost"]),
        reactions=int(kept["reactions"]),
        method=str(kept["method"]),
    )
