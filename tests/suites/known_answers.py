"""Compare every engine with answers that are known, and print a table.

    python -m tests.suites.known_answers FOLDER [--only NAME] [--effort 1.0] [--json FILE]

FOLDER holds ``crn/`` and ``ctmc/``. A row is right where its worst deviation is within what is
allowed: a relative error, an absolute one, or standard errors. The exit code is 1 if one is not.
``--effort`` scales the numbers of runs.
"""

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.suites import known_chains, known_moments


@dataclass(frozen=True)
class Row:
    """One comparison: what was compared, how far off the worst of ``count`` numbers is."""

    check: str
    case: str
    count: int
    worst: float
    allowed: float
    unit: str
    seconds: float

    @property
    def is_right(self):
        """Whether nothing is further off than allowed."""
        return bool(self.worst <= self.allowed)


CHECKS = {**known_moments.CHECKS, **known_chains.CHECKS}


def rows(folder, only="", effort=1.0):
    """Yield the rows of every check, or of those whose name holds ``only``."""
    for name, check in CHECKS.items():
        if only not in name:
            continue
        begun = time.perf_counter()
        for case, count, worst, allowed, unit in check(Path(folder), effort):
            now = time.perf_counter()
            yield Row(name, case, int(count), float(worst), allowed, unit, now - begun)
            begun = now


def main(arguments=None):
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.suites.known_answers")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="checks whose name holds this")
    parser.add_argument("--effort", type=float, default=1.0, help="scales the numbers of runs")
    parser.add_argument("--json", type=Path, help="file for the rows")
    options = parser.parse_args(arguments)
    found = []
    print(f"{'check':34} {'case':24} {'numbers':>7} {'worst':>9} {'allowed':>9}         {'s':>6}")
    for row in rows(options.folder, options.only, options.effort):
        found.append(row)
        verdict = "right" if row.is_right else "WRONG"
        print(
            f"{row.check:34} {row.case:24} {row.count:7} {row.worst:9.2g} {row.allowed:9.2g} "
            f"{row.unit:4} {row.seconds:6.1f} {verdict}",
            flush=True,
        )
    wrong = sum(not row.is_right for row in found)
    print(f"{len(found)} comparisons, {wrong} wrong, {sum(row.seconds for row in found):.0f} s")
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in found], indent=1))
    return int(wrong > 0 or not found)


if __name__ == "__main__":
    sys.exit(main())
