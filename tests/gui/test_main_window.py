import os
import subprocess
import sys

import pytest

from grnstudio.gui import display as displays
from grnstudio.gui import main_window
from grnstudio.gui.main_window import MainWindow
from grnstudio.settings import Settings

HEAVY = ("numpy", "pyqtgraph", "torch", "scipy", "networkx", "sympy", "jsonschema")
FIRST_PAINT = f"""
import sys
from PySide6.QtCore import QTimer
from grnstudio.gui import app as program
from grnstudio.gui.main_window import MainWindow

def told(self):
    print("loaded:", *[name for name in {HEAVY!r} if name in sys.modules])
    sys.stdout.flush()
    app.quit()

MainWindow._furnish = told
app = program.application()
window = program.open_window(app)
app.exec()
"""


def run(code, **environment):
    env = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60
    )


def test_the_first_paint_needs_nothing_heavy():
    done = run(FIRST_PAINT)
    assert done.stdout.strip() == "loaded:", done.stderr


def test_without_a_display_it_says_what_to_do_instead_of_aborting():
    code = "import sys; from grnstudio.gui.app import main; sys.exit(main())"
    nothing = {"QT_QPA_PLATFORM": "", "DISPLAY": ":4711", "WAYLAND_DISPLAY": ""}
    done = run(code, **nothing)
    assert done.returncode == 1
    assert "grnstudio train circuit" in done.stderr


@pytest.mark.parametrize("display", ["", "nonsense", ":4711", ":x"])
def test_a_display_that_does_not_answer_is_no_display(monkeypatch, display):
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    assert not displays.has_display()


@pytest.fixture
def shell(qtbot):
    """Return the window before it is filled."""
    window = MainWindow(Settings())
    window._is_painted = True
    qtbot.addWidget(window)
    window.show()
    return window


def test_docks_come_back_as_they_were_on_each_page(shell):
    shell.tabs.setTabEnabled(main_window.DESIGN, True)
    assert not shell.docks["explorer"].isVisible()
    shell.show_tab(main_window.DESIGN)
    assert shell.docks["explorer"].isVisible()
    shell.docks["explorer"].hide()
    shell.show_tab(main_window.START)
    shell.show_tab(main_window.DESIGN)
    assert not shell.docks["explorer"].isVisible()
    shell.reset_layout()
    assert shell.docks["explorer"].isVisible()


def test_locked_docks_cannot_be_moved(shell):
    shell.lock_docks(True)
    movable = shell.docks["explorer"].DockWidgetFeature.DockWidgetMovable
    assert not shell.docks["explorer"].features() & movable
    shell.lock_docks(False)
    assert shell.docks["explorer"].features() & movable


def test_docks_are_kept_from_one_start_to_the_next(qtbot, shell):
    shell.tabs.setTabEnabled(main_window.RUNS, True)
    shell.show_tab(main_window.RUNS)
    shell.docks["explorer"].hide()
    shell.close()
    again = MainWindow(Settings())
    qtbot.addWidget(again)
    again.show()
    again.tabs.setTabEnabled(main_window.RUNS, True)
    again.show_tab(main_window.RUNS)
    assert again.docks["jobs"].isVisible()
    assert not again.docks["explorer"].isVisible()


def test_an_unknown_error_is_told_apart_from_one_that_can_be_mended(shell):
    shell.show_error(ValueError("odd"), "Traceback")
    assert shell.notices.notices()[0].text == main_window.WRONG
