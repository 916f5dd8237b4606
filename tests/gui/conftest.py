"""Every GUI test leaves the process as it found it. Canvas and tables that tests share."""

import gc
import threading

import pytest
from PySide6.QtCore import QEvent, QThread, QTimer
from shiboken6 import getAllValidWrappers, isValid

from grnstudio.gui.document import Document
from grnstudio.gui.editors.network_tables import NetworkTables
from grnstudio.gui.selection import Selection
from tests.gui.canvas_bench import TOY, Bench


@pytest.fixture(autouse=True)
def leaves_nothing_running(qapp):
    """Fail a test that leaves a thread or a timer running which it started itself."""
    before = _running()
    yield
    qapp.clipboard().clear()  # without a display Qt lets go of it after Python has ended
    _settle(qapp)
    if _running() - before:
        gc.collect()
        _settle(qapp)
    left = _running() - before
    assert not left, f"still running after the test: {', '.join(sorted(map(repr, left)))}"


@pytest.fixture
def empty(qtbot):
    """Return a canvas without a network."""
    return Bench(qtbot)


@pytest.fixture
def toy(qtbot):
    """Return a canvas with a small network."""
    return Bench(qtbot, TOY)


@pytest.fixture
def document():
    """Return an empty project, unless a file of tests has one of its own."""
    return Document()


@pytest.fixture
def selection():
    return Selection()


@pytest.fixture
def tables(qtbot, document, selection):
    """Return the tables of a network, shown and active."""
    made = NetworkTables(document, selection)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


def _settle(qapp):
    """Let what was to be deleted be deleted, which Qt puts off until its loop runs."""
    qapp.processEvents()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _running():
    """Return what runs: threads by themselves, and timers that go on ticking."""
    found = {thread for thread in threading.enumerate() if thread.is_alive()}
    timers, threads = _kinds(QTimer), _kinds(QThread)
    both = timers | threads
    for thing in getAllValidWrappers():  # the collector knows them too, among a million others
        if type(thing) in both and isValid(thing):
            runs = thing.isActive() if type(thing) in timers else thing.isRunning()
            found |= {thing} if runs else set()
    return found


def _kinds(kind):
    return {kind}.union(*map(_kinds, kind.__subclasses__()))
