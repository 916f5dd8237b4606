import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from grnstudio.gui.settings_dialog import SettingsDialog
from grnstudio.settings import Settings


@pytest.fixture
def dialog(qtbot):
    dialog = SettingsDialog(Settings(theme="dark", recent=("/a.grnstudio",)))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_change_is_told_at_once_and_keeps_the_rest(dialog):
    heard = []
    dialog.changed.connect(heard.append)
    dialog.form.field("font_size").editor.setValue(16)
    assert heard == [Settings(theme="dark", font_size=16, recent=("/a.grnstudio",))]


def test_there_is_nothing_to_confirm(qtbot, dialog):
    assert dialog.findChildren(QPushButton) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
