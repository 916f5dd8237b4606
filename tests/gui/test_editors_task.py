import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from grnstudio.core.curves import constant
from grnstudio.core.task import Condition, PositionAxis, RandomLevel, Task, TimeAxis
from grnstudio.gui.document import Document
from grnstudio.gui.editors.target_editor import TargetEditor
from grnstudio.gui.editors.task_editor import TaskEditor
from grnstudio.project import Design, Project

TASK = Task(
    inputs=("I",),
    conditions=(Condition("rest", {"I": constant(0, 60)}, {"g1": constant(0.5, 60)}),),
)
CHECK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def editor(qtbot):
    editor = TaskEditor(Document(Project(Design(TASK))))
    qtbot.addWidget(editor)
    editor.resize(400, 900)
    editor.show()
    QApplication.processEvents()
    return editor


def task_of(editor):
    return editor.active.document.project.design.task


def press_return(field):
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()  # the table commits after the key has been handled


def type_into(view, row, column, text):
    view.setCurrentIndex(view.model().index(row, column))
    view.edit(view.currentIndex())
    field = view.indexWidget(view.currentIndex())
    field.selectAll()
    QTest.keyClicks(field, text) if text else QTest.keyClick(field, Qt.Key.Key_Delete)
    said = field.toolTip()
    press_return(field)
    if said:
        QTest.keyClick(field, Qt.Key.Key_Escape)
    return said


def test_a_gene_is_added_and_named_in_one_go(editor):
    editor.genes.add_button.click()
    field = editor.genes.view.indexWidget(editor.genes.view.currentIndex())
    QTest.keyClicks(field, "lacZ")
    press_return(field)
    assert task_of(editor).targets == ("g1", "g2", "lacZ")


def test_a_renamed_gene_keeps_its_curve(editor):
    type_into(editor.genes.view, 0, 0, "hb")
    assert task_of(editor).curve(0, "hb") is TASK.curve(0, "g1")


@pytest.mark.parametrize(("text", "words"), [("g2", "already"), ("I", "already"), (" ", "no name")])
def test_a_name_that_cannot_be_is_said_at_the_field(editor, text, words):
    assert words in type_into(editor.genes.view, 0, 0, text)
    assert task_of(editor) is TASK


def test_a_gene_starts_at_a_level_or_where_training_finds_it(editor):
    type_into(editor.genes.view, 0, 1, "")
    type_into(editor.genes.view, 1, 1, "0.3")
    assert [gene.initial for gene in task_of(editor).genes] == [None, 0.3]
    assert editor.genes.model.index(0, 1).data() == "trained"


def test_weights_are_numbers_of_0_or_more(editor):
    assert "no number" in type_into(editor.genes.view, 0, 2, "much")
    type_into(editor.genes.view, 0, 2, "2.5")
    assert task_of(editor).genes[0].weight == 2.5


def test_a_chosen_gene_is_removed_with_its_curves(editor):
    editor.genes.view.setCurrentIndex(editor.genes.model.index(0, 0))
    QTest.keyClick(editor.genes.view, Qt.Key.Key_Delete)
    assert task_of(editor).targets == ("g2",)
    assert not task_of(editor).conditions[0].targets


def test_the_last_gene_stays_and_the_reason_is_given(editor):
    errors = []
    editor.failed.connect(errors.append)
    for _ in range(2):
        editor.genes.view.setCurrentIndex(editor.genes.model.index(0, 0))
        editor.genes.remove_button.click()
    assert len(task_of(editor).genes) == 1
    assert "only gene" in str(errors[0])


def test_inputs_come_and_go(editor):
    editor.inputs.add_button.click()
    assert task_of(editor).inputs == ("I", "I1")
    editor.inputs.view.setCurrentIndex(editor.inputs.model.index(0, 0))
    editor.inputs.remove_button.click()
    assert task_of(editor).inputs == ("I1",)


def test_a_condition_is_steady_and_has_a_random_level(editor):
    model = editor.conditions.model
    assert model.setData(model.index(0, 2), Qt.CheckState.Checked, CHECK)
    assert "no range" in type_into(editor.conditions.view, 0, 3, "often")
    assert "swap" in type_into(editor.conditions.view, 0, 3, "1 - 0")
    type_into(editor.conditions.view, 0, 3, "0.2 to 0.8")
    condition = task_of(editor).conditions[0]
    assert condition.steady
    assert condition.level == RandomLevel(0.2, 0.8)
    type_into(editor.conditions.view, 0, 3, "")
    assert task_of(editor).conditions[0].level is None


def test_the_grid_changes_and_the_curves_with_it(editor):
    editor.axis.fields["count"].setValue(80)
    editor.axis.fields["step"].setValue(0.1)
    assert task_of(editor).axis == TimeAxis(0.1, 80)
    assert len(task_of(editor).curve(0, "g1").values) == 80


def test_steps_of_a_spin_box_are_undone_as_one(editor):
    for _ in range(3):
        QTest.keyClick(editor.axis.fields["count"], Qt.Key.Key_Up)
    assert task_of(editor).axis.count == 63
    editor.active.document.undo_stack.undo()
    assert task_of(editor) is TASK


def test_a_task_can_be_over_positions(editor):
    editor.axis.kind.setCurrentIndex(1)
    editor.axis.kind.activated.emit(1)
    assert task_of(editor).axis == PositionAxis()
    assert editor.axis.fields["start"].isVisible()


def test_links_are_forbidden_by_space_and_allowed_by_a_click(editor):
    links = editor.links
    links.setCurrentIndex(links.model().index(0, 1))
    QTest.keyClick(links, Qt.Key.Key_Space)
    assert task_of(editor).forbidden == (("I", "g2"),)
    assert "may not" in links.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    place = links.visualRect(links.model().index(0, 1)).center()
    QTest.mouseClick(links.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert task_of(editor).forbidden == ()


def test_typing_a_title_is_one_edit(editor):
    editor.title.selectAll()
    QTest.keyClicks(editor.title, "Pulse")
    assert task_of(editor).title == "Pulse"
    editor.active.document.undo_stack.undo()
    assert task_of(editor) is TASK
    assert editor.title.text() == "Untitled"


def test_the_drawing_and_the_form_show_one_task(editor, qtbot):
    drawing = TargetEditor(editor.active.document)
    qtbot.addWidget(drawing)
    editor.genes.add_button.click()
    assert drawing.curves.count() == 4


def turn_wheel(field, turn):
    place, keys = QPointF(field.rect().center()), Qt.KeyboardModifier.NoModifier
    none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    around = field.mapToGlobal(place)
    event = QWheelEvent(place, around, QPoint(), QPoint(0, turn), none, keys, phase, False)
    QApplication.sendEvent(field, event)


def test_scrolling_the_form_leaves_the_grid_as_it_is(editor):
    before = task_of(editor).axis
    for field in (editor.axis.kind, *editor.axis.fields.values()):
        turn_wheel(field, -120)
    assert task_of(editor).axis == before


@pytest.mark.parametrize("name", ["count", "step"])
def test_undo_in_a_field_that_is_filled_in_is_the_projects(editor, qtbot, name):
    stack = editor.active.document.undo_stack
    QShortcut("Ctrl+Z", editor, stack.undo)
    before, field = task_of(editor).axis, editor.axis.fields[name]
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.selectAll()
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert getattr(task_of(editor).axis, name) == 7
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert task_of(editor).axis == before
