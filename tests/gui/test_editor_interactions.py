import numpy as np
import pytest

from grnstudio.core.curves import constant, empty, through
from grnstudio.gui.editors.interactions import KnotDrag, Stroke, Surface, Wipe, hit, without_knot

GRID = np.arange(0.0, 11.0)
SURFACE = Surface(GRID)
SNAPPING = Surface(GRID, snaps=True)


def drag(gesture, *points):
    for point in points:
        gesture.move(point)
    return gesture.finish()


def test_a_stroke_draws_where_it_passed_and_nowhere_else():
    curve = drag(Stroke(SURFACE, empty(11), (2.0, 0.2)), (6.0, 0.6))
    np.testing.assert_allclose(curve.values[2:7], [0.2, 0.3, 0.4, 0.5, 0.6])
    assert np.isnan(curve.values[[0, 1, 7, 10]]).all()


def test_a_press_alone_sets_one_sample():
    curve = drag(Stroke(SURFACE, empty(11), (3.2, 0.4)))
    assert np.flatnonzero(~np.isnan(curve.values)).tolist() == [3]


def test_of_a_stroke_that_doubles_back_the_later_part_holds_and_it_says_so():
    stroke = Stroke(SURFACE, empty(11), (0.0, 0.1))
    curve = drag(stroke, (8.0, 0.1), (4.0, 0.9))
    assert curve.values[4] == pytest.approx(0.9)
    assert curve.values[2] == pytest.approx(0.1)
    assert "doubled back" in stroke.said


def test_a_stroke_stays_on_the_grid_and_above_nothing():
    curve = drag(Stroke(SURFACE, empty(11), (-5.0, -1.0)), (99.0, -2.0))
    assert (curve.values == 0).all()


def test_snapping_draws_on_samples_in_steps():
    assert SNAPPING.held(3.3, 0.43) == (3.0, 0.45)


def test_points_are_added_moved_and_removed():
    curve = drag(KnotDrag(SURFACE, empty(11), (1.0, 0.1)))
    curve = drag(KnotDrag(SURFACE, curve, (9.0, 0.9)))
    curve = drag(KnotDrag(SURFACE, curve, (5.0, 0.3)))
    assert curve.knots == ((1.0, 0.1), (5.0, 0.3), (9.0, 0.9))
    moved = drag(KnotDrag(SURFACE, curve, (5.01, 0.31)), (6.01, 0.71))
    assert moved.knots[1] == pytest.approx((6.0, 0.7))
    assert without_knot(moved, 1, GRID).knots == ((1.0, 0.1), (9.0, 0.9))


def test_pressing_a_point_without_moving_it_changes_nothing():
    curve = through([(1.0, 0.1), (9.0, 0.9)], GRID)
    assert drag(KnotDrag(SURFACE, curve, (9.0, 0.9))) is None


def test_a_freehand_curve_can_be_taken_up_by_points():
    ramp = drag(Stroke(SURFACE, empty(11), (0.0, 0.0)), (10.0, 1.0))
    gesture = KnotDrag(SURFACE, ramp, (5.0, 0.8))
    bent = gesture.finish()
    assert bent.knots == ((0.0, 0.0), (5.0, 0.8), (10.0, 1.0))
    assert "points" in gesture.said


def test_erasing_takes_the_stretch_that_was_passed():
    wipe = Wipe(SURFACE, constant(0.5, 11), (4.2, 0.0))
    left = drag(wipe, (6.9, 0.3), (5.0, 0.3))
    assert wipe.span == (4.0, 7.0)
    assert np.flatnonzero(np.isnan(left.values)).tolist() == [4, 5, 6, 7]


def test_erasing_nothing_is_no_edit():
    assert Wipe(SURFACE, empty(11), (4.0, 0.0)).finish() is None


def test_what_is_hit_is_the_active_curve_before_others_and_its_points_before_all():
    curves = {"a": constant(0.5, 11), "b": constant(0.51, 11)}
    assert hit(SURFACE, curves, "b", (3.0, 0.505)).name == "b"
    assert hit(SURFACE, curves, "a", (3.4, 0.5)).kind == "curve"
    assert hit(SURFACE, curves, "a", (3.0, 0.9)).kind == "nothing"
    curves["a"] = through([(0.0, 0.5), (3.0, 0.5), (10.0, 0.5)], GRID)
    found = hit(SURFACE, curves, "a", (3.01, 0.5))
    assert (found.kind, found.index) == ("knot", 1)
