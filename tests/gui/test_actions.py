import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QMainWindow

from grnstudio.gui.actions import CANVAS_KEYS, Action, ActionSet
from grnstudio.gui.palette import CommandPalette, match_rank

TABLE = (
    Action("new", "New", "Ctrl+N", "Begin a blank design", "File", "new"),
    Action("csv", "Curves as CSV…", "", "Time and columns", "File/Export"),
    Action("redo", "Redo", "Ctrl+Shift+Z; Ctrl+Y", "Make the edit again", "Edit"),
    Action("lock", "Lock panels", "", "", "View", is_switch=True, after_line=True),
    Action("palette", "Command palette…", "Ctrl+Shift+P", "Search all commands", "Help"),
    Action("hidden", "Rename run", "F2", "Give the run another name"),
)


@pytest.fixture
def window(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    return window


@pytest.fixture
def actions(window):
    actions = ActionSet(TABLE, window)
    actions.fill(window.menuBar())
    return actions


@pytest.fixture
def given(actions):
    given = []
    for one in TABLE:
        actions.connect_to(one.key, lambda key=one.key: given.append(key))
    return given


def entries(palette):
    tree = palette.list
    return [tree.topLevelItem(index).text(0) for index in range(tree.topLevelItemCount())]


def test_the_menus_are_those_of_the_table_in_its_order(window, actions):
    bar = window.menuBar()
    assert [action.text() for action in bar.actions()] == ["File", "Edit", "View", "Help"]
    file = actions.menu("File")
    assert [action.text() for action in file.actions()] == ["New", "Export"]
    assert [action.text() for action in actions.menu("File/Export").actions()] == ["Curves as CSV…"]
    lines = [action.isSeparator() for action in actions.menu("View").actions()]
    assert lines == [True, False]


def test_a_menu_made_later_stands_where_it_is_wanted(window, actions):
    actions.insert_menu("File/New from example", "csv").addAction("Adaptation")
    assert "New from example" not in [one.text() for one in actions.menu("File/Export").actions()]


def test_a_tooltip_says_what_a_command_does_and_its_shortcut(actions):
    native = QKeySequence("Ctrl+N").toString(QKeySequence.SequenceFormat.NativeText)
    assert actions["new"].toolTip() == f"Begin a blank design ({native})"
    assert actions["csv"].toolTip() == "Time and columns"
    assert actions["lock"].toolTip() == "Lock panels"


def test_every_shortcut_gives_its_command(qtbot, window, given):
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_F2)
    assert given == ["new", "redo", "hidden"]


def test_a_command_that_cannot_be_given_says_what_it_waits_for(qtbot, window, actions, given):
    actions.enable("new", False, "Stop the training first.")
    assert "Stop the training first." in actions["new"].toolTip()
    actions["new"].trigger()
    assert given == []
    actions.enable("new", True)
    assert "Stop" not in actions["new"].toolTip()


def test_no_shortcut_is_given_twice():
    shortcuts = [part for one in TABLE for part in one.shortcut.split("; ") if part]
    assert len(shortcuts) == len(set(shortcuts))


@pytest.mark.parametrize(
    ("wanted", "best"),
    [("re", "Redo"), ("ct", "Command palette"), ("run", "Rename run"), ("NEW", "New")],
)
def test_the_best_name_comes_first(wanted, best):
    names = [one.text for one in TABLE]
    ranked = [(match_rank(wanted, name), name) for name in names if match_rank(wanted, name)]
    assert min(ranked)[1].startswith(best.split()[0])


def test_letters_out_of_order_match_nothing():
    assert match_rank("wen", "New") is None
    assert match_rank("", "New") == (0, 0)


def test_the_palette_lists_what_can_be_done_and_does_it(qtbot, window, actions, given):
    actions["new"].setEnabled(False)
    palette = CommandPalette(actions, window)
    palette.open_over(window)
    assert "New" not in entries(palette)
    assert "Rename run" in entries(palette)
    qtbot.keyClicks(palette.search, "re")
    assert entries(palette)[:2] == ["Redo", "Rename run"]
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert given == ["hidden"]


def test_the_palette_says_when_nothing_matches(qtbot, window, actions, given):
    palette = CommandPalette(actions, window)
    palette.open_over(window)
    qtbot.keyClicks(palette.search, "hologram")
    assert entries(palette) == []
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()
    qtbot.keyClick(palette.search, Qt.Key.Key_Escape)
    assert given == []


def test_a_letter_is_a_command_only_where_it_belongs(qtbot, window):
    actions = ActionSet((Action("pen", "Pen", "P", "Draw", "Edit", scope=CANVAS_KEYS),), window)
    actions.fill(window.menuBar())
    given = []
    actions.connect_to("pen", lambda: given.append("pen"))
    canvas, beside = QLabel("canvas", window), QLineEdit(window)
    canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    actions.hold_in(CANVAS_KEYS, canvas)
    for widget in (canvas, beside):
        widget.show()
    qtbot.waitUntil(window.isActiveWindow)
    beside.setFocus()
    qtbot.keyClick(beside, Qt.Key.Key_P)
    qtbot.keyClick(window, Qt.Key.Key_P)
    assert given == []
    assert beside.text() == "p"
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_P)
    assert given == ["pen"]
