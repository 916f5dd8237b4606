"""Damage files by chance and see what becomes of them.

    python -m tests.fuzz [--count 10000] [--first 0] [--seed 1] [--files FOLDER] [--keep FOLDER]
                         [--messages]

Each file is tried in a process of its own kind, with 4 GiB of memory and ten seconds of time.
Every one must be read or refused in words that name it; the exit code is 1 if one was not.
"""

import argparse
import re
import sys
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.campaign import LIMIT, Campaign, damaged


def main(arguments=None):
    """Run a campaign and print what came of it."""
    options = parsed(arguments)
    begun = time.monotonic()
    counts, faults, slowest, said = Counter(), [], (0.0, ""), Counter()
    with Campaign(options.limit) as campaign:
        for number, suffix, data in damaged(
            options.count, options.seed, options.files, options.first
        ):
            verdict = campaign.tried(suffix, data)
            counts[suffix, verdict.outcome] += 1
            slowest = max(slowest, (verdict.seconds, f"{number} {suffix}"))
            said[pattern(verdict.message)] += 1
            if verdict.outcome == "fault":
                faults.append((number, suffix, verdict))
                print(f"{number} {suffix} {verdict.stage}: {verdict.message[-1500:]}\n", flush=True)
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / f"{number}{suffix}").write_bytes(data)
        peak = campaign.peak
    if options.messages:
        for message, count in said.most_common():
            print(f"{count:6} {message}")
    for suffix in sorted({suffix for suffix, _ in counts}):
        told = (f"{counts[suffix, one]} {one}" for one in ("read", "refused", "fault"))
        print(f"{suffix:12} {', '.join(told)}")
    print(
        f"{options.count} files, {len(faults)} faults, slowest {slowest[0]:.1f} s ({slowest[1]}), "
        f"at most {peak:.0f} MiB, {time.monotonic() - begun:.0f} s"
    )
    return int(bool(faults))


def pattern(message):
    """Return a message without what differs from file to file."""
    short = re.sub(r"'[^']*'|\"[^\"]*\"", "'…'", message.splitlines()[0] if message else "")
    return re.sub(r"\d[\d,.]*", "#", short)[:160]


def parsed(arguments):
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="go on from the file of this number")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds for one file")
    parser.add_argument("--files", type=Path, help="folder of more files to damage")
    parser.add_argument("--keep", type=Path, help="folder for files that did harm")
    parser.add_argument("--messages", action="store_true", help="list what was said, by kind")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
