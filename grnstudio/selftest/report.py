"""What came of the checks, as a table and as JSON."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from pathlib import Path

from grnstudio import gpu_pack
from grnstudio.build import build
from grnstudio.io.atomic import write_text
from grnstudio.learn.record import versions
from grnstudio.selftest.check import Verdict

WIDTHS = (9, 28)


def head() -> str:
    """Return what is tested, in a line or two."""
    lines = [f"GRNStudio {build().words}, on {platform.platform()}", *gpu_pack.report()]
    return "\n".join(lines)


def line(verdict: Verdict) -> str:
    """Return a row of the table."""
    word = "ok" if verdict.passed else "FAILED"
    group, title = (text.ljust(n) for text, n in zip(_named(verdict), WIDTHS, strict=True))
    note = " ".join(verdict.note.split())
    return f"{group} {title} {word:6} {verdict.seconds:6.1f} s  {note}".rstrip()


def end(verdicts: Sequence[Verdict]) -> str:
    """Return what all of it comes to, with the details of what failed."""
    failed = [one for one in verdicts if not one.passed]
    seconds = sum(one.seconds for one in verdicts)
    details = [f"\n{one.group}, {one.title}:\n{one.details.rstrip()}" for one in failed]
    if not failed:
        return f"All {len(verdicts)} checks passed in {seconds:.0f} s."
    told = f"{len(failed)} of {len(verdicts)} checks failed, in {seconds:.0f} s."
    return "\n".join([*details, "", told])


def write(verdicts: Sequence[Verdict], path: Path) -> None:
    """Save all of it as JSON."""
    made = build()
    data = {
        "passed": all(one.passed for one in verdicts),
        "version": made.version,
        "commit": made.commit,
        "date": made.date,
        "packaged": made.packaged,
        "platform": platform.platform(),
        "versions": versions(),
        "gpu_pack": list(gpu_pack.report()),
        "seconds": round(sum(one.seconds for one in verdicts), 3),
        "checks": [
            {
                "group": one.group,
                "title": one.title,
                "passed": one.passed,
                "note": one.note,
                "seconds": round(one.seconds, 3),
                "details": one.details,
            }
            for one in verdicts
        ],
    }
    write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", path)


def _named(verdict: Verdict) -> tuple[str, str]:
    return verdict.group, verdict.title
