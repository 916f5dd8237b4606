"""What the window tells when it opens: how long it took if asked, and of a pack it cannot use."""

import os
import re
import subprocess
import sys
import time

import pytest

from grnstudio.errors import SettingError
from grnstudio.gui import start_clock

OPEN = """
from grnstudio.gui import app as program
from grnstudio.gui.main_window import MainWindow

def told(self):
    self.painted.emit()
    print([notice.text for notice in self.notices.notices()])
    app.quit()

MainWindow._furnish = told
app = program.application()
window = program.open_window(app)
app.exec()
"""


def opened(**environment):
    return subprocess.run(
        [sys.executable, "-c", OPEN],
        env={**os.environ, **environment},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip


def test_it_tells_how_long_it_took_and_why_a_pack_is_not_used(tmp_path):
    start = time.monotonic()
    done = opened(GRNSTUDIO_TIME_START="1", GRNSTUDIO_GPU_PACK=str(tmp_path / "gone"))
    took = re.search(r"^grnstudio: first paint after (\d+\.\d{3}) s$", done.stderr, re.MULTILINE)
    assert 0.0 < float(took[1]) <= time.monotonic() - start + 0.1
    assert "is not used: there is no such folder" in done.stdout


def test_without_being_asked_it_tells_nothing():
    done = opened(GRNSTUDIO_TIME_START="", GRNSTUDIO_GPU_PACK="off")
    assert "first paint" not in done.stderr
    assert done.stdout.strip() == "[]"


def test_times_may_be_counted_from_a_time_that_is_given(monkeypatch):
    assert start_clock._number("1700000000.5") == 1700000000.5
    with pytest.raises(SettingError, match="GRNSTUDIO_TIME_START is 'soon'"):
        start_clock._number("soon")
