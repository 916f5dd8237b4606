"""``grnstudio --selftest``: try everything, say what came of it, leave nothing behind."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

from grnstudio.environment import environment
from grnstudio.errors import FileSaveError
from grnstudio.paths import HOME
from grnstudio.selftest.check import Bench, Check, Verdict, judged

PASSED, FAILED = 0, 1


def main(json: Path | None = None) -> int:
    """Run all checks, print a line for each, and write ``json`` if asked; return the exit code."""
    if json is not None and not json.absolute().parent.is_dir():
        raise FileSaveError(
            f"There is no folder {json.absolute().parent} for {json.name}; make it."
        )
    with TemporaryDirectory(prefix="grnstudio-selftest-") as name, _apart(Path(name)):
        verdicts = _told(Bench(Path(name)))
    from grnstudio.selftest import report

    _say(report.end(verdicts))
    if json is not None:
        report.write(verdicts, json)
    return PASSED if all(one.passed for one in verdicts) else FAILED


def _told(bench: Bench) -> list[Verdict]:
    from grnstudio.selftest import report

    _say(report.head())
    verdicts = []
    for verdict in judged(_checks(), bench):
        verdicts.append(verdict)
        _say(report.line(verdict))
    return verdicts


def _checks() -> Iterator[Check]:
    from grnstudio.selftest import reading, simulating
    from grnstudio.selftest.training import Trainer

    yield from reading.checks()
    yield from simulating.checks()
    with Trainer() as trainer:
        yield from trainer.checks()
    yield from simulating.after_training()
    from grnstudio.selftest import exporting, showing

    yield from exporting.checks()
    yield from showing.checks()


def _apart(folder: Path) -> AbstractContextManager[None]:
    """Keep settings and autosaves in ``folder``, and windows off the screen."""
    return environment(
        {
            HOME: str(folder / "home"),
            "QT_QPA_PLATFORM": "offscreen",
            "QT_LOGGING_RULES": "default.warning=false;qt.qpa.*=false",
        }
    )


def _say(text: str) -> None:
    if sys.stdout is None:  # a program with windows only, on Windows
        return
    known = text.encode(sys.stdout.encoding or "ascii", "replace")
    sys.stdout.write(known.decode(sys.stdout.encoding or "ascii") + "\n")
    sys.stdout.flush()
