"""What is worth knowing before a simulation is started, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about simulating a network by ``method``, a sentence or two.

    An error stands in the way. After a warning the result may not be what one thinks, or take very
    long. A note is worth knowing.
    """

    level: Level
    text: str
    method: str
