"""Strokes and points become samples on a grid."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grnstudio.core.curves import DrawnCurve, constant, empty, through

GRID = np.linspace(0, 10, 21)
places = st.floats(-2, 12, allow_nan=False)
levels = st.floats(-1, 2, allow_nan=False)


def stroke(curve, *points):
    x, y = np.array(points, float).T
    return curve.with_stroke(GRID, x, y)


def test_a_stroke_sets_the_samples_it_passes_and_no_others():
    curve = stroke(empty(21), (2, 0), (4, 1))
    np.testing.assert_allclose(curve.values[4:9], [0, 0.25, 0.5, 0.75, 1])
    assert np.isnan(curve.values[:4]).all()
    assert np.isnan(curve.values[9:]).all()


def test_a_stroke_over_another_replaces_it_where_they_overlap():
    curve = stroke(stroke(empty(21), (0, 0.2), (6, 0.2)), (4, 0.8), (10, 0.8))
    assert (curve.values[:8] == 0.2).all()
    assert (curve.values[8:] == 0.8).all()


def test_where_a_stroke_doubles_back_the_later_part_holds():
    curve = stroke(empty(21), (2, 0.1), (6, 0.1), (4, 0.9))
    assert curve.values[[4, 7]].tolist() == [0.1, 0.1]
    np.testing.assert_allclose(curve.values[12], 0.1)
    np.testing.assert_allclose(curve.values[8], 0.9)


def test_a_click_sets_the_nearest_sample():
    curve = stroke(empty(21), (3.1, 0.7))
    assert np.flatnonzero(~np.isnan(curve.values)).tolist() == [6]


@given(st.lists(st.tuples(places, levels), min_size=1, max_size=20))
def test_any_stroke_stays_within_its_own_levels(points):
    values = stroke(empty(21), *points).values
    drawn = values[~np.isnan(values)]
    heights = [y for _, y in points]
    assert drawn.size
    assert min(heights) - 1e-9 <= drawn.min()
    assert drawn.max() <= max(heights) + 1e-9


@given(st.lists(st.tuples(places, levels), max_size=8))
@example([(0.0, 0.0), (1.0, 0.0), (2.0, 1.2e-308)])  # a slope whose inverse overflows
def test_a_spline_passes_its_points_without_overshoot(knots):
    curve = through(knots, GRID)
    drawn = curve.values[~np.isnan(curve.values)]
    if drawn.size:
        heights = [y for _, y in curve.knots]
        assert min(heights) - 1e-9 <= drawn.min()
        assert drawn.max() <= max(heights) + 1e-9


def test_a_spline_asks_for_nothing_outside_its_points():
    curve = through([(2, 0), (8, 1), (5, 0.5)], GRID)
    assert curve.knots == ((2, 0), (5, 0.5), (8, 1))
    np.testing.assert_allclose(curve.values[[4, 10, 16]], [0, 0.5, 1])
    assert np.isnan(curve.values[[3, 17]]).all()


@pytest.mark.parametrize("knots", [[], [(3, 0.5)], [(3, 0.5), (3, 0.7)]])
def test_fewer_than_two_places_make_no_curve(knots):
    assert through(knots, GRID).is_empty


def test_smoothing_keeps_gaps_and_lowers_a_spike():
    curve = DrawnCurve(np.array([0, 0, 1, 0, 0, np.nan, 1, 1.0]))
    smooth = curve.smoothed(3).values
    np.testing.assert_allclose(smooth[[0, 2, 7]], [0, 1 / 3, 1])
    assert np.isnan(smooth[5])


def test_erasing_takes_the_samples_between_two_places():
    curve = constant(0.5, 21).erased(GRID, 2, 4)
    assert np.flatnonzero(np.isnan(curve.values)).tolist() == [4, 5, 6, 7, 8]


def test_a_level_adds_to_the_curve():
    curve = DrawnCurve(np.full(3, 0.4), np.array([0.0, 1.0, 2.0]))
    np.testing.assert_allclose(curve.at_level(0.5), [0.4, 0.9, 1.4])


def test_a_curve_cannot_be_changed_from_outside():
    values = np.zeros(3)
    curve = DrawnCurve(values)
    values[0] = 1
    assert curve.values[0] == 0
    with pytest.raises(ValueError, match="read-only"):
        curve.values[0] = 1
