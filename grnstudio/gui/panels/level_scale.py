"""Colours for values that have no sign to speak of: from the least to the largest, evenly seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

CIVIDIS = (
    (0, 32, 77),
    (0, 51, 111),
    (57, 72, 107),
    (87, 92, 109),
    (112, 113, 115),
    (138, 135, 121),
    (166, 157, 117),
    (196, 181, 108),
    (228, 207, 91),
    (255, 234, 70),
)
STOPS = np.linspace(0.0, 1.0, len(CIVIDIS))
NEAR = 0.5  # a scale begins at 0 if the least value is below this share of the largest


@dataclass(frozen=True, slots=True)
class LevelScale:
    """Colours between ``low`` and ``high``; told apart by those who see few colours, too."""

    low: float
    high: float

    def colors(self, values: np.ndarray) -> np.ndarray:
        """Return red, green and blue of each value, from 0 to 255, ``[..., 3]``."""
        share = np.clip((np.nan_to_num(values) - self.low) / (self.high - self.low), 0, 1)
        parts = np.array(CIVIDIS, dtype=float).T
        mixed = np.stack([np.interp(share, STOPS, part) for part in parts], axis=-1)
        rounded: np.ndarray = mixed.round().astype(int)
        return rounded

    @property
    def marks(self) -> tuple[float, float, float]:
        """The values written beside the bar, from its top down."""
        return self.high, (self.low + self.high) / 2, self.low


def scale_of(values: np.ndarray) -> LevelScale:
    """Return the scale that shows all of ``values``, from 0 where that is near."""
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    if 0 <= low < NEAR * high:
        low = 0.0
    return LevelScale(low, high if high > low else low + 1.0)


def written(value: float) -> str:
    """Write a value with the digits that tell cells apart."""
    return f"{value:.3g}".replace("-", "−")


def fits(values: np.ndarray, width: float, measure: Callable[[str], float]) -> bool:
    """Return whether every value can be written into a cell of ``width``."""
    finite = values[np.isfinite(values)]
    return all(measure(written(float(one))) + 6 <= width for one in np.unique(finite)[:2000])
