"""How usable the window stays while it trains, and what being watched costs the training."""

import os
import subprocess
import sys
import time

import numpy as np
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtTest import QTest

from grnstudio.gui.app import application, open_window
from grnstudio.io.examples import load_example
from grnstudio.project import Design
from tests.benchmarks.report import Measurement

TICK_MS = 16
SECONDS = 20.0
HEADLESS = """
import time
from grnstudio.io.examples import load_example
from grnstudio.learn import LEARNERS
from grnstudio.project import Design
spec, design = LEARNERS["circuit"], Design(load_example("oscillation-2"))
steps = spec.job(spec.configured(design), spec.inputs(design)).begin()
for _ in range(20):
    next(steps)
start = time.perf_counter()
done = 0
while time.perf_counter() - start < {seconds}:
    next(steps)
    done += 1
print(done / (time.perf_counter() - start))
"""


def measure():
    before = headless()
    ticks, watched = beside_training()
    after = headless()
    alone = (before + after) / 2
    gaps = np.diff(ticks)
    return [
        Measurement(
            "training steps a second in the window", watched, "", alone, "headless", "0.85"
        ),
        Measurement("GUI timer, median", float(np.median(gaps)), "ms", TICK_MS, "ms asked for"),
        Measurement(
            "GUI timer, p99", float(np.quantile(gaps, 0.99)), "ms", 25, "ms", "under 25 ms"
        ),
        Measurement("GUI timer, longest", float(gaps.max()), "ms"),
        Measurement("first paint, warm", first_paint(), "s", 0.3, "s"),
    ]


def headless():
    """Return training steps a second without anybody watching."""
    code = HEADLESS.format(seconds=SECONDS / 2)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return float(ran.stdout)


def beside_training():
    """Return the times of the timer's ticks in ms, and training steps a second."""
    window = open_window(application())
    wait_until(lambda: window.work is not None)
    work = window.work
    work.document.edit("Example", Design(load_example("oscillation-2")))
    window.show_tab(1)
    steps, ticks, clock = [], [], QElapsedTimer()
    work.session.progressed.connect(lambda update: steps.append((time.perf_counter(), update.done)))
    work.session.start("circuit")
    wait_until(lambda: steps and steps[-1][1] > 20)
    steps.clear()
    timer = QTimer(interval=TICK_MS)
    timer.setTimerType(timer.timerType().PreciseTimer)
    timer.timeout.connect(lambda: ticks.append(clock.nsecsElapsed() / 1e6))
    clock.start()
    timer.start()
    QTest.qWait(int(1000 * SECONDS))
    timer.stop()
    (t0, first), (t1, last) = steps[0], steps[-1]
    work.session.stop()
    wait_until(lambda: not work.session.is_training)
    work.document.undo_stack.setClean()
    work.runner.shut_down()
    window.on_close = lambda: True
    window.close()
    return ticks, (last - first) / (t1 - t0)


def wait_until(ready, seconds=60):
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError("the window did not get there")
        QTest.qWait(20)


def first_paint():
    """Return the seconds from the interpreter's start to the first paint, the best of five."""
    code = """
import sys, time
from PySide6.QtCore import QTimer
from grnstudio.gui.app import application, open_window
app = application()
window = open_window(app)
QTimer.singleShot(0, app.quit)
app.exec()
import os
os._exit(0)
"""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], env=dict(os.environ), check=True)
        times.append(time.perf_counter() - start)
    return min(times)
