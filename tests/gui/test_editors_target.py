from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QToolButton

from grnstudio.core.curves import constant
from grnstudio.core.shapes import SHAPES
from grnstudio.core.task import Condition, RandomLevel, Task
from grnstudio.core.task_edits import add_gene
from grnstudio.gui.document import Document
from grnstudio.gui.editors.curve_table import CurveTable
from grnstudio.gui.editors.target_editor import TargetEditor
from grnstudio.gui.theme import DARK
from grnstudio.io.examples import load_example
from grnstudio.project import Design, Project

TASK = Task(
    inputs=("I",),
    conditions=(
        Condition("rest", {"I": constant(0, 60)}, {"g1": constant(0.5, 60)}),
        Condition("step", {"I": constant(1, 60)}, level=RandomLevel(0.0, 0.5)),
    ),
)
EDIT = Qt.ItemDataRole.EditRole


@pytest.fixture
def editor(qtbot):
    editor = TargetEditor(Document(Project(Design(TASK))))
    qtbot.addWidget(editor)
    editor.resize(420, 640)
    editor.show()
    QApplication.processEvents()
    return editor


@pytest.fixture
def table(editor):
    editor.show_table(True)
    assert isinstance(editor.table, CurveTable)
    return editor.table


def task_of(editor):
    return editor.active.document.project.design.task


def test_what_was_said_of_the_pointer_goes_with_the_task(editor):
    QTest.mouseMove(editor.canvas.viewport(), editor.canvas.viewport().rect().center())
    editor.canvas.pointed.emit("time 3   level 0.5")
    assert editor.reading.text().strip()
    editor.forget_reading()
    assert not editor.reading.text().strip()


def undo(editor):
    editor.active.document.undo_stack.undo()


def press_return(field):
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()  # the table commits after the key has been handled


def type_into(table, row, column, text):
    table.setCurrentIndex(table.model().index(row, column))
    table.edit(table.currentIndex())
    field = table.indexWidget(table.currentIndex())
    field.selectAll()
    QTest.keyClicks(field, text)
    return field


def chosen_cells(table, top, left, bottom, right):
    model = table.model()
    table.clearSelection()
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            table.selectionModel().select(
                model.index(row, column), table.selectionModel().SelectionFlag.Select
            )


def test_a_preset_is_one_edit_of_the_active_curve(editor):
    editor.active.choose("g2")
    editor.tools.presets.menu().actions()[0].trigger()
    drawn = task_of(editor).curve(0, "g2").values
    np.testing.assert_array_equal(drawn, SHAPES[0].on(TASK.axis.values).values)
    undo(editor)
    assert task_of(editor) is TASK


def test_smooth_flat_clear_and_copy_work_on_the_active_curve(editor):
    editor.tools.level.setValue(0.8)
    editor.tools.flat.trigger()
    assert (task_of(editor).curve(0, "g1").values == 0.8).all()
    editor.tools.smooth.trigger()
    np.testing.assert_allclose(task_of(editor).curve(0, "g1").values, 0.8)
    editor.tools.copy.trigger()
    assert task_of(editor).curve(1, "g1") is task_of(editor).curve(0, "g1")
    editor.tools.clear_curve.trigger()
    assert "g1" not in task_of(editor).conditions[0].targets


def test_what_cannot_be_done_is_greyed(editor):
    editor.active.choose("g2")
    assert not editor.tools.smooth.isEnabled()
    assert not editor.tools.clear_curve.isEnabled()
    assert not editor.tools.follow.isEnabled()


def test_an_input_can_follow_the_random_level_and_be_fixed_again(editor):
    editor.active.choose_condition(1)
    editor.active.choose("I")
    editor.tools.follow.trigger()
    curve = task_of(editor).curve(1, "I")
    np.testing.assert_allclose(curve.at_level(0.3), 0.3)
    editor.tools.follow.trigger()
    np.testing.assert_allclose(task_of(editor).curve(1, "I").values, 0.5)


def test_the_snap_button_and_the_canvas_agree(editor):
    QTest.keyClick(editor.canvas, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert editor.tools.snap.isChecked()
    assert editor.canvas.snaps


def test_the_tool_chosen_by_key_is_pressed_in_the_bar(editor):
    QTest.keyClick(editor.canvas, Qt.Key.Key_P)
    assert editor.tools.tools["points"].isChecked()
    editor.tools.tools["erase"].trigger()
    assert editor.canvas.tool == "erase"


def test_the_legend_chooses_and_hides_curves(editor):
    editor.curves.setCurrentRow(2)
    assert editor.active.name == "I"
    QTest.keyClick(editor.curves, Qt.Key.Key_Space)
    assert editor.active.hidden == {"I"}
    chip = editor.curves.visualItemRect(editor.curves.item(2))
    eye = QPoint(chip.right() - 14, chip.center().y())
    QTest.mouseClick(editor.curves.viewport(), Qt.MouseButton.LeftButton, pos=eye)
    assert editor.active.hidden == frozenset()


def test_the_legend_says_what_is_drawn(editor):
    role = Qt.ItemDataRole.AccessibleTextRole
    said = [editor.curves.item(row).data(role) for row in range(3)]
    assert said == ["Gene g1, drawn", "Gene g2, free here", "Input I, drawn"]


def test_conditions_are_added_renamed_duplicated_and_deleted(editor):
    bar = editor.conditions.bar
    editor.conditions.add_button.click()
    assert bar.tabText(2) == "condition 1"
    assert editor.active.index == 2
    bar.duplicate(0)
    bar.rename(1)
    field = bar.findChild(QLineEdit)
    QTest.keyClicks(field, "knock-out")
    press_return(field)
    assert [one.name for one in task_of(editor).conditions] == [
        "rest", "knock-out", "step", "condition 1",
    ]  # fmt: skip
    bar.remove(1)
    assert len(task_of(editor).conditions) == 3


def test_a_name_that_is_taken_is_said_at_the_tab_and_not_made(editor):
    bar = editor.conditions.bar
    bar.rename(0)
    field = bar.findChild(QLineEdit)
    QTest.keyClicks(field, "step")
    assert "rename one of them" in field.toolTip()
    press_return(field)
    assert task_of(editor) is TASK


def test_a_condition_s_menu_makes_it_steady_or_random(editor):
    actions = {one.text().split(":")[0].split(",")[0]: one for one in menu_actions(editor, 0)}
    actions["Hold steady"].trigger()
    actions["Random level"].trigger()
    assert task_of(editor).conditions[0].steady
    assert task_of(editor).conditions[0].level == RandomLevel()


def menu_actions(editor, index):
    editor.menu = editor.conditions.bar.menu(index)
    return editor.menu.actions()


def test_the_table_shows_what_is_drawn_and_blanks_where_nothing_is(table):
    model = table.model()
    assert model.rowCount() == 60
    assert [model.index(0, column).data() for column in range(4)] == ["0.2", "0.500", "", "0.000"]


def test_typing_in_the_table_is_an_edit_of_the_same_curve(editor, table):
    field = type_into(table, 3, 2, "0,25")
    press_return(field)
    values = task_of(editor).curve(0, "g2").values
    assert values[3] == 0.25
    assert np.isnan(values[[2, 4]]).all()
    assert editor.active.name == "g2"


@pytest.mark.parametrize(
    ("text", "words"), [("abc", "no number"), ("-1", "0 or more"), ("inf", "cannot")]
)
def test_text_that_is_no_level_is_refused_at_the_field(editor, table, text, words):
    field = type_into(table, 3, 1, text)
    assert words in field.toolTip()
    press_return(field)
    assert task_of(editor) is TASK


def test_cells_can_be_cleared_and_that_is_one_edit(editor, table):
    chosen_cells(table, 0, 1, 4, 3)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert np.isnan(task_of(editor).curve(0, "g1").values[:5]).all()
    assert np.isnan(task_of(editor).curve(0, "I").values[:5]).all()
    undo(editor)
    assert task_of(editor) is TASK


def test_cells_go_to_a_spreadsheet_and_come_back(editor, table):
    chosen_cells(table, 0, 0, 1, 2)
    table.copy()
    assert QApplication.clipboard().text() == "0.2\t0.5\t\n0.4\t0.5\t"
    QApplication.clipboard().setText("0.1\t0.2\r\n0.3\t\r\n")
    chosen_cells(table, 10, 1, 10, 1)
    table.paste()
    assert task_of(editor).curve(0, "g1").values[10:12].tolist() == [0.1, 0.3]
    assert task_of(editor).curve(0, "g2").values[10] == 0.2


def test_a_paste_with_words_in_it_changes_nothing_and_says_why(editor, table):
    QApplication.clipboard().setText("0.1\nhello")
    said = []
    editor.said.connect(said.append)
    chosen_cells(table, 10, 1, 10, 1)
    table.paste()
    assert task_of(editor) is TASK
    assert "hello" in said[0]


def test_curves_go_to_csv_and_come_back(editor, tmp_path):
    path = tmp_path / "rest.csv"
    editor.export_csv(path)
    editor.active.choose_condition(1)
    editor.import_csv(path)
    np.testing.assert_allclose(task_of(editor).curve(1, "g1").values, 0.5)
    assert editor.active.document.undo_stack.count() == 1


def test_a_table_that_cannot_be_read_is_an_error_and_changes_nothing(editor, tmp_path):
    errors = []
    editor.failed.connect(errors.append)
    path = tmp_path / "broken.csv"
    path.write_text("time,g1\n0.2,zero\n")
    editor.import_csv(path)
    editor.import_csv(tmp_path / "missing.csv")
    assert len(errors) == 2
    assert "broken.csv" in str(errors[0])
    assert task_of(editor) is TASK


def test_it_follows_the_theme(editor, qtbot):
    app = QApplication.instance()
    app.setProperty("theme", "dark")
    try:
        QApplication.sendEvent(editor.canvas, QEvent(QEvent.Type.PaletteChange))
        assert editor.canvas.backgroundBrush().color().name().upper() == DARK.panel
    finally:
        app.setProperty("theme", "light")


def test_every_control_has_a_name_and_a_tip(editor):
    for control in editor.findChildren(QToolButton) + editor.findChildren(QAbstractSpinBox):
        if control.isVisibleTo(editor) and not control.objectName().startswith("qt_"):
            about = control.accessibleName() or control.toolTip()
            assert about, control


def test_a_gene_added_from_the_canvas_is_drawn_next(editor):
    actions = {one.text(): one for one in editor.tools.more.menu().actions()}
    actions["Add a gene"].trigger()
    assert editor.active.name == "g3"
    actions["Add an input"].trigger()
    assert task_of(editor).inputs == ("I", "I1")


def test_tabs_find_room_when_conditions_come_later(editor):
    before = editor.conditions.bar.width()
    editor.conditions.add_button.click()
    QApplication.processEvents()
    assert editor.conditions.bar.width() > before


def test_an_opened_task_shows_the_condition_that_moves_most_and_an_edit_stays_where_it_is(qtbot):
    document = Document()
    editor = TargetEditor(document)
    qtbot.addWidget(editor)
    document.edit("Open", Design(load_example("adaptation")))
    assert editor.active.condition.name == "I = 1"
    editor.active.choose_condition(0)
    document.edit("Gene", replace(document.project.design, task=add_gene(editor.active.task, "g3")))
    assert editor.active.condition.name == "rest"
