"""Scans as CSV: ``k,A,B``, one line for each point, with ``A-sd`` where runs spread.

What varies is the first column, or two: a parameter, or ``A-initial``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from grnstudio.io.atomic import write_text
from grnstudio.io.csv_trajectories import table
from grnstudio.simulate.scan import Scan


def encode(scan: Scan) -> str:
    """Return the points that are done, with every digit."""
    points = [scan.at(point) for point in range(scan.done)]
    header = [
        f"{name}-initial" if scan.is_amount(axis) else name
        for axis, (name, _) in enumerate(scan.axes)
    ]
    columns = [np.array([point[name] for point in points]) for name, _ in scan.axes]
    spreads = bool(np.nan_to_num(scan.spread[: scan.done]).any())
    for column, name in enumerate(scan.names):
        header.append(name)
        columns.append(scan.values[: scan.done, column])
        if spreads:
            header.append(f"{name}-sd")
            columns.append(scan.spread[: scan.done, column])
    return table(header, columns)


def write(scan: Scan, path: Path | str) -> None:
    """Save the table; raises `FileSaveError` and leaves what was there unharmed."""
    write_text(encode(scan), path)
