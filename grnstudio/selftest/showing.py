"""The window, drawn where no display is needed."""

from __future__ import annotations

from collections.abc import Iterator

from grnstudio.selftest.check import Bench, Check

GROUP = "window"


def checks() -> Iterator[Check]:
    """Yield the check of the window."""
    yield Check(GROUP, "first paint and every page", _window)


def _window(bench: Bench) -> str:
    from grnstudio.gui.rehearsal import rehearse

    return f"painted after {rehearse():.2f} s"
