"""Tells how long the window took to come, where ``GRNSTUDIO_TIME_START`` asks for it.

Set to 1, times are counted from the start of the process, where the system tells when that was; or
it is the time to count from, in seconds since 1970.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from grnstudio.errors import SettingError

if TYPE_CHECKING:
    from grnstudio.gui.main_window import MainWindow

VARIABLE = "GRNSTUDIO_TIME_START"
OWN = "1"


def time_start(window: MainWindow) -> None:
    """Print a line when ``window`` is first painted, and one when all its pages are there."""
    asked = os.environ.get(VARIABLE)
    if not asked:
        return
    since = _started() if asked == OWN else _number(asked)
    window.painted.connect(lambda: _tell("first paint", since))
    window.furnished.connect(lambda: _tell("all pages", since))


def _tell(what: str, since: float) -> None:
    sys.stderr.write(f"grnstudio: {what} after {time.time() - since:.3f} s\n")
    sys.stderr.flush()


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise SettingError(
            f"{VARIABLE} is '{text}'; it takes {OWN}, or seconds since 1970."
        ) from error


def _started() -> float:
    """Return when the process began; where the system does not tell, what Python has counted."""
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        since_boot = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME) + since_boot
    except (OSError, AttributeError, ValueError):
        return time.time() - time.process_time()
