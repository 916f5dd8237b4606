"""An emulator: what has been learned of a network's steps, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grnstudio.core.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class Emulator:
    """Draws the state of ``network`` one ``step`` of time later from the state before.

    ``species`` are those that reactions change, in the order of the columns of states;
    ``parameters`` those it takes as inputs besides, ``low`` and ``high`` ``[parameters]`` within
    which they were varied. It was taught on courses of length ``horizon``. ``model`` describes its
    layers in words and numbers that JSON can hold, ``weights`` are theirs by name. ``domain`` are
    arrays that tell which states it has seen, ``report`` what was found about how far it can be
    trusted, ready for JSON.
    """

    network: Network
    step: float
    horizon: float
    species: tuple[str, ...]
    parameters: tuple[str, ...]
    low: np.ndarray
    high: np.ndarray
    model: Mapping[str, Any]
    weights: Mapping[str, np.ndarray]
    domain: Mapping[str, np.ndarray] = field(default_factory=dict)
    report: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    made: str = ""  # ISO 8601, UTC
