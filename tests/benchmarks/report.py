"""What a benchmark tells, as a table and as JSON."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from grnstudio.learn.record import versions


@dataclass(frozen=True)
class Measurement:
    """One figure. ``reference`` is what it was measured against, in the same run or published."""

    what: str
    value: float
    unit: str
    reference: float | None = None
    against: str = ""
    wanted: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.reference if self.reference else None


def show(results: dict[str, Sequence[Measurement]]) -> None:
    console = Console(width=150)
    for name, measurements in results.items():
        table = Table("measured", "value", "ratio", "against", "wanted", title=name, expand=True)
        for one in measurements:
            against = "" if one.reference is None else f"{one.reference:.4g}  {one.against}"
            ratio = "" if one.ratio is None else f"{one.ratio:.3g}"
            table.add_row(one.what, f"{one.value:.4g} {one.unit}", ratio, against, one.wanted)
        console.print(table)


def write(results: dict[str, Sequence[Measurement]], path: Path) -> None:
    machine = {"cores": os.cpu_count(), "machine": platform.machine(), "versions": versions()}
    measured = {
        name: [asdict(one) | {"ratio": one.ratio} for one in measurements]
        for name, measurements in results.items()
    }
    path.write_text(
        json.dumps({"machine": machine, "measured": measured}, indent=2, default=float) + "\n"
    )
