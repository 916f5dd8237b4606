"""Time courses as CSV: ``time,A,B``, or ``time,A-mean,A-sd,...`` for several runs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np

from grnstudio.core.trajectories import Trajectories
from grnstudio.io.atomic import write_text


def encode(trajectories: Trajectories) -> str:
    """Return the table with every digit, one line for each time."""
    header, columns = ["time"], [trajectories.times]
    if trajectories.runs == 1:
        header += trajectories.names
        columns += list(trajectories.values[0].T)
    else:
        for name, mean, sd in zip(
            trajectories.names, trajectories.mean().T, trajectories.sd().T, strict=True
        ):
            header += [f"{name}-mean", f"{name}-sd"]
            columns += [mean, sd]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(np.column_stack(columns).tolist())
    return text.getvalue()


def write(trajectories: Trajectories, path: Path | str) -> None:
    """Save the table; raises `FileSaveError` and leaves what was there unharmed."""
    write_text(encode(trajectories), path)
