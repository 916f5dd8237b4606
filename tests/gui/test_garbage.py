import gc
import threading
import weakref

import pytest

from grnstudio.gui.garbage import GuiThreadCollector


@pytest.fixture
def collector(qtbot):
    collector = GuiThreadCollector()
    yield collector
    collector.shut_down()
    assert gc.isenabled()


class Knot:
    def __init__(self):
        self.myself = self


def test_cycles_are_collected_on_the_gui_thread_only(qtbot, collector):
    threads = set()
    knot = Knot()
    gone = weakref.ref(knot, lambda ref: threads.add(threading.current_thread()))
    del knot
    busy = threading.Thread(target=lambda: [Knot() for _ in range(5_000)])
    busy.start()
    busy.join()
    assert gone() is not None
    qtbot.waitUntil(lambda: gone() is None, timeout=5_000)
    assert threads == {threading.main_thread()}
