"""Every GUI test leaves the process as it found it: no thread running, no timer ticking."""

import gc
import threading

import pytest
from PySide6.QtCore import QThread, QTimer
from shiboken6 import isValid


@pytest.fixture(autouse=True)
def leaves_nothing_running(qapp):
    """Fail a test that leaves a thread or a timer running which it started itself."""
    before = _running()
    yield
    qapp.processEvents()
    if _running() - before:
        gc.collect()
        qapp.processEvents()
    left = _running() - before
    assert not left, f"still running after the test: {', '.join(sorted(map(repr, left)))}"


def _running():
    """Return what runs: threads by themselves, and timers that go on ticking."""
    found = {thread for thread in threading.enumerate() if thread.is_alive()}
    for thing in gc.get_objects():
        if isinstance(thing, QTimer | QThread) and isValid(thing):
            ticks = thing.isActive() if isinstance(thing, QTimer) else thing.isRunning()
            found |= {thing} if ticks else set()
    return found
