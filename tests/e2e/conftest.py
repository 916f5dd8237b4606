"""A real window, started as the program starts it, and what a person does with it as verbs."""

import gc
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QPushButton

from grnstudio.gui import app as program
from grnstudio.gui.exporting import PictureDialog

LEFT = Qt.MouseButton.LeftButton
WAIT_MS = 60_000  # what comes, comes in a second, but not on a machine with much else to do


class Studio:
    """The window in the hands of a user."""

    def __init__(self, qtbot, window):
        self.qtbot, self.window = qtbot, window

    @property
    def work(self):
        return self.window.work

    @property
    def document(self):
        return self.work.document

    @property
    def design(self):
        return self.work.design

    @property
    def task(self):
        return self.document.project.design.task

    @property
    def runs(self):
        return self.document.project.runs

    def wait(self, holds, timeout=WAIT_MS):
        self.qtbot.waitUntil(holds, timeout=timeout)

    def click(self, widget, at=None):
        QTest.mouseClick(widget, LEFT, pos=at or QPoint(widget.width() // 2, widget.height() // 2))

    def press(self, keys, widget=None):
        """Press a shortcut such as ``Ctrl+S`` in the window."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        QTest.keySequence(widget or self.window, QKeySequence(keys))

    def draw_curve(self, *points):
        """Draw a stroke through points of time and level with the mouse."""
        canvas = self.design.editor.canvas
        places = [canvas.to_viewport(*point) for point in points]
        QTest.mousePress(canvas.viewport(), LEFT, pos=places[0])
        for place in places[1:]:
            QTest.mouseMove(canvas.viewport(), place)
        QTest.mouseRelease(canvas.viewport(), LEFT, pos=places[-1])

    def set_training(self, **values):
        """Type settings into the form on the right."""
        form = self.work.settings_panel.form
        form.unfold()
        for name, value in values.items():
            editor = form.field(name).editor
            line = editor if isinstance(editor, QLineEdit) else editor.findChild(QLineEdit)
            line.setFocus()
            line.selectAll()
            QTest.keyClicks(line, str(value))
            QTest.keyClick(line, Qt.Key.Key_Return)
            assert form.values()[name] == value

    def begin_training(self):
        """Press Train, and wait for the first picture."""
        self.click(self.design.start_button)
        self.wait(lambda: self.work.session.is_training)
        self.wait(lambda: not self.design.train_column.metrics.is_empty)

    def train(self):
        """Press Train, and wait for the run; return it."""
        before = len(self.runs)
        self.click(self.design.start_button)
        self.wait(
            lambda: len(self.runs) > before and not self.work.session.is_training, 2 * WAIT_MS
        )
        return self.runs[-1]

    def dialog(self, kind):
        """Return the open dialog of ``kind``."""

        def found():
            return [one for one in self.window.findChildren(kind) if one.isVisible()]

        self.wait(lambda: bool(found()))
        return found()[-1]

    def choose_file(self, path):
        """Type ``path`` into the file dialog that is open, and accept it."""
        dialog = self.dialog(QFileDialog)
        dialog.findChild(QLineEdit).setText(str(path))
        dialog.accept()
        self.wait(lambda: not dialog.isVisible())

    def answer(self, button):
        """Press the button with that text in the question that is open."""
        box = self.dialog(QMessageBox)
        pressed = [one for one in box.buttons() if one.text().replace("&", "") == button]
        self.click(pressed[0])
        QApplication.processEvents()

    def accept_picture(self):
        """Accept the dialog that asks for a picture's size."""
        self.dialog(PictureDialog).accept()

    def do(self, key):
        """Trigger a command of the menus, once it is known whether it can be given."""
        QApplication.processEvents()
        self.work.commands.actions[key].trigger()
        QApplication.processEvents()

    def save_as(self, path):
        self.do("save-as")
        self.choose_file(path)
        self.wait(lambda: Path(path).exists() and not self.document.is_modified)

    def notices(self):
        """Return what the strip on top says."""
        return [notice.text for notice in self.window.notices.notices()]

    def notice_button(self, text):
        """Return the button of that text in the strip on top."""
        buttons = self.window.notices.findChildren(QPushButton)
        return next(one for one in buttons if one.text() == text and one.isVisible())

    def close(self):
        self.work.runner.stop()
        self.wait(lambda: not self.work.session.is_training)
        self.work._may_close = True
        self.window.close()


@pytest.fixture
def open_studio(qtbot, qapp, monkeypatch):
    """Return a function that starts the program with files and hands its window over."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    opened = []

    def start(*paths):
        window = program.open_window(program.application(), [str(path) for path in paths])
        studio = Studio(qtbot, window)
        opened.append(studio)
        qtbot.waitUntil(lambda: window.work is not None, timeout=WAIT_MS)
        QApplication.processEvents()
        return studio

    yield start
    for studio in opened:
        if studio.work.runner and not studio.work._may_close:
            studio.close()
        assert not any("went wrong" in text for text in studio.notices())
        studio.window.deleteLater()
    QApplication.processEvents()
    # Qt deletes later in a running loop only; a window left alive is styled again with the next.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.clipboard().clear()  # without a display Qt lets go of it after Python has ended
    gc.enable()


@pytest.fixture
def studio(open_studio):
    """Return the program, started without files."""
    return open_studio()
