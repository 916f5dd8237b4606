from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from grnstudio.core.curves import DrawnCurve, constant
from grnstudio.core.task import Condition, RandomLevel, Task
from grnstudio.gui.document import Document
from grnstudio.gui.editors.active_curve import ActiveCurve
from grnstudio.gui.editors.curve_canvas import CurveCanvas
from grnstudio.project import Design, Project

TASK = Task(inputs=("I",), conditions=(Condition("rest", {"I": constant(0, 60)}), Condition("on")))
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def canvas(qtbot):
    canvas = CurveCanvas(ActiveCurve(Document(Project(Design(TASK)))))
    qtbot.addWidget(canvas)
    canvas.resize(420, 420)
    canvas.show()
    QApplication.processEvents()
    return canvas


def task_of(canvas):
    return canvas.active.document.project.design.task


def undo(canvas):
    canvas.active.document.undo_stack.undo()


def drag(canvas, *points, button=LEFT):
    places = [canvas.to_viewport(*point) for point in points]
    view = canvas.viewport()
    QTest.mousePress(view, button, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(view, place)
    QTest.mouseRelease(view, button, pos=places[-1])


def values(canvas, name="g1", condition=0):
    return task_of(canvas).curve(condition, name).values


def test_a_stroke_is_one_edit_and_undo_gives_the_very_task_back(canvas):
    drag(canvas, (2.0, 0.2), (4.0, 0.4), (8.0, 0.8))
    drawn = values(canvas)
    inside = (canvas.grid > 2.1) & (canvas.grid < 7.9)
    np.testing.assert_allclose(drawn[inside], canvas.grid[inside] / 10, atol=0.02)
    assert canvas.active.document.undo_stack.count() == 1
    assert canvas.active.document.undo_stack.undoText() == "Draw g1 in 'rest'"
    undo(canvas)
    assert task_of(canvas) is TASK


def test_nothing_changes_before_the_button_is_released_and_escape_drops_it(canvas):
    QTest.mousePress(canvas.viewport(), LEFT, pos=canvas.to_viewport(2.0, 0.2))
    QTest.mouseMove(canvas.viewport(), canvas.to_viewport(8.0, 0.8))
    assert task_of(canvas) is TASK
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas.viewport(), LEFT, pos=canvas.to_viewport(8.0, 0.8))
    assert task_of(canvas) is TASK


def test_drawing_in_the_lower_strip_draws_the_input(canvas):
    below = canvas.inputs.vb.mapViewToScene(QPointF(6.0, 0.5))
    QTest.mouseClick(canvas.viewport(), LEFT, pos=canvas.mapFromScene(below))
    assert canvas.active.name == "I"
    assert np.nanmax(values(canvas, "I")) == pytest.approx(0.5, abs=0.05)


def test_points_make_a_spline_and_a_right_click_removes_one(canvas):
    canvas.use("points")
    for point in [(1.0, 0.1), (6.0, 0.8), (11.0, 0.1)]:
        drag(canvas, point)
    assert np.nanmax(values(canvas)) == pytest.approx(0.8, abs=0.02)
    drag(canvas, (6.0, 0.8), (6.0, 0.5))
    assert np.nanmax(values(canvas)) == pytest.approx(0.5, abs=0.02)
    drag(canvas, (6.0, 0.5), button=RIGHT)
    assert len(task_of(canvas).curve(0, "g1").knots) == 2


def test_delete_removes_the_point_last_pressed(canvas):
    canvas.use("points")
    drag(canvas, (2.0, 0.2))
    drag(canvas, (9.0, 0.9))
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert len(task_of(canvas).curve(0, "g1").knots) == 1


def test_a_double_click_with_the_points_adds_one_point(canvas):
    canvas.use("points")
    place = canvas.to_viewport(5.0, 0.5)
    QTest.mouseClick(canvas.viewport(), LEFT, pos=place)
    QTest.mouseDClick(canvas.viewport(), LEFT, pos=place)
    assert len(task_of(canvas).curve(0, "g1").knots) == 1


def test_the_eraser_leaves_a_gap(canvas):
    drag(canvas, (0.2, 0.5), (12.0, 0.5))
    QTest.keyClick(canvas, Qt.Key.Key_E)
    drag(canvas, (4.0, 0.3), (6.0, 0.9))
    gone = np.isnan(values(canvas))
    assert gone[(canvas.grid > 4.1) & (canvas.grid < 5.9)].all()
    assert not gone[(canvas.grid < 3.9) | (canvas.grid > 6.1)].any()


def test_control_click_chooses_the_curve_under_the_pointer(canvas):
    drag(canvas, (0.2, 0.7), (12.0, 0.7))
    canvas.active.choose("g2")
    QTest.mouseClick(canvas.viewport(), LEFT, CONTROL, canvas.to_viewport(5.1, 0.7))
    assert canvas.active.name == "g1"


def test_everything_can_be_drawn_from_the_keyboard(canvas):
    QTest.keyClick(canvas, Qt.Key.Key_2)
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Up, SHIFT)
    QTest.keyClick(canvas, Qt.Key.Key_Up, SHIFT)
    QTest.keyClick(canvas, Qt.Key.Key_Up, CONTROL)
    assert values(canvas, "g2")[3] == pytest.approx(0.11)
    assert canvas.active.document.undo_stack.count() == 1
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert np.isnan(values(canvas, "g2")).all()


def test_up_and_down_walk_through_genes_and_inputs(canvas):
    chosen = []
    for _ in range(4):
        QTest.keyClick(canvas, Qt.Key.Key_Down)
        chosen.append(canvas.active.name)
    assert chosen == ["g2", "I", "g1", "g2"]


def test_control_and_the_wheel_zoom_and_control_0_shows_all_again(canvas):
    whole = canvas.targets.viewRange()
    at = QPointF(canvas.to_viewport(6.0, 0.5))
    event = QWheelEvent(
        at, at, QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton, CONTROL,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)
    assert np.ptp(canvas.targets.viewRange()[0]) < np.ptp(whole[0])
    QTest.keyClick(canvas, Qt.Key.Key_0, CONTROL)
    np.testing.assert_allclose(canvas.targets.viewRange(), whole)


def test_the_middle_button_drags_the_view_and_draws_nothing(canvas):
    left, right = canvas.targets.viewRange()[0]
    drag(canvas, (4.0, 0.5), (6.0, 0.5), button=Qt.MouseButton.MiddleButton)
    moved = canvas.targets.viewRange()[0]
    np.testing.assert_allclose(moved, [left - 2, right - 2], atol=0.1)
    assert task_of(canvas) is TASK


def test_a_curve_higher_than_one_is_seen_whole(canvas):
    task = TASK.with_curve(0, "g1", constant(2.0, 60))
    canvas.active.document.edit("Raise", Design(task))
    assert canvas.targets.viewRange()[1][1] > 2.0


def test_what_is_pointed_at_is_read_out(canvas):
    read = []
    canvas.pointed.connect(read.append)
    QTest.mouseMove(canvas.viewport(), canvas.to_viewport(6.0, 0.5))
    assert read[-1].startswith("time (1/γ) ")
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert "g1 not drawn" in read[-1]


def test_drawing_over_a_random_level_says_that_it_is_gone(canvas):
    followed = DrawnCurve(np.zeros(60), np.ones(60))
    condition = replace(TASK.conditions[0], inputs={"I": followed}, level=RandomLevel())
    canvas.active.document.edit("Level", Design(replace(TASK, conditions=(condition,))))
    said = []
    canvas.active.said.connect(said.append)
    canvas.active.choose("I")
    drag(canvas, (2.0, 0.5), (6.0, 0.5))
    assert "no longer follows" in said[0]


def test_a_project_without_a_task_begins_one_with_the_first_stroke(qtbot):
    document = Document()
    canvas = CurveCanvas(ActiveCurve(document))
    qtbot.addWidget(canvas)
    canvas.resize(420, 420)
    canvas.show()
    QApplication.processEvents()
    assert document.project.design.task is None
    drag(canvas, (2.0, 0.2), (8.0, 0.8))
    assert document.project.design.task.outputs == ("g1",)
