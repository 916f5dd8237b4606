import subprocess
import sys

import pytest

from grnstudio.io import project_file
from grnstudio.project import Project

ASKED = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFileOpenEvent
from grnstudio.gui import app as program

app = program.application()
window = program.open_window(app)
path, moment = sys.argv[1:]

def ask():
    app.sendEvent(app, QFileOpenEvent(path))

def tell():
    print(window.work.document.path)
    sys.stdout.flush()
    app.quit()

if moment == "before it is ready":
    ask()
else:
    window.furnished.connect(ask)
window.furnished.connect(lambda: QTimer.singleShot(200, tell))
app.exec()
"""


@pytest.mark.parametrize("moment", ["before it is ready", "while it runs"])
def test_a_file_that_the_system_asks_for_is_opened(tmp_path, moment):
    path = tmp_path / "study.grnstudio"
    project_file.write(Project(), path)
    words = [sys.executable, "-c", ASKED, str(path), moment]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == str(path), done.stderr
