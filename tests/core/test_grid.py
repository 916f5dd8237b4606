"""How a grid begins, and what is kept of its course."""

import numpy as np
import pytest

from grnstudio.core.grid_course import GridCourse, frame_figure, limits_of, total_figure
from grnstudio.core.grid_start import read
from grnstudio.errors import ModelError, SettingError

SPECIES = ("A", "P")


def drawn(text, nx=4, ny=3, seed=0):
    return read(text, nx, ny, SPECIES, (7.0, 0.0)).draw(np.random.default_rng(seed))


def test_what_is_not_named_starts_as_usual():
    assert (drawn("") == [7, 0]).all()
    assert (drawn("P 2") == [7, 2]).all()


def test_single_nodes_and_ranges_of_them_take_the_place_of_the_rest():
    counts = drawn("4 3: P 5; A 1; 1..2 1: A 9, P = 1")
    assert counts[3, 2].tolist() == [1, 5]
    assert counts[0, 0].tolist() == counts[1, 0].tolist() == [9, 1]
    assert counts[2, 0].tolist() == [1, 0]
    assert counts.shape == (4, 3, 2)


def test_amounts_may_be_drawn_from_a_range():
    counts = drawn("A 3..6", 30, 30)
    assert set(np.unique(counts[..., 0])) == {3, 4, 5, 6}
    assert (drawn("A 3..6", 30, 30) == counts).all()
    assert (drawn("A 3..6", 30, 30, seed=1) != counts).any()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Q 3", "no species 'Q'"),
        ("A 2; 5 1: P 1", "character 6.*nodes 1 to 4 across, and none is 5"),
        ("0 1: P 1", "none is 0"),
        ("1 4: P 1", "nodes 1 to 3 down"),
        ("here: P 1", "names no node"),
        ("A lots", "no amount of a species"),
        ("A 5..2", "5 is more than 2"),
        ("A -2", "no amount"),
    ],
)
def test_starts_that_cannot_be_are_refused_saying_where(text, told):
    with pytest.raises(SettingError, match=told):
        drawn(text)


def course(counted=("A", "P"), runs=3):
    values = np.arange(2 * 4 * 3 * 2, dtype=float).reshape(2, 4, 3, 2)
    totals = np.stack([(1 + run) * values.sum(axis=(1, 2)) for run in range(runs)])
    return GridCourse(np.array([0.0, 0.5]), SPECIES, values, totals, counted)


def test_sums_of_counted_species_are_looked_at_as_species_are():
    one = course()
    assert one.names == ("A + P", "A", "P")
    np.testing.assert_array_equal(one.frames("A + P"), one.values.sum(axis=3))
    np.testing.assert_array_equal(one.total("A + P")[0], one.frames("A + P").sum(axis=(1, 2)))
    assert course(("A",)).names == SPECIES
    with pytest.raises(ModelError, match="no 'B'"):
        one.frames("B")


def test_a_frame_is_drawn_with_x_across_and_y_down_on_a_scale_that_may_be_shared():
    one = course()
    figure = frame_figure(one, "P", 1, limits_of(one, "P"))
    assert figure.values.shape == (3, 4)
    assert figure.values[2, 3] == one.values[1, 3, 2, 1]
    assert figure.limits == (0.0, one.values[..., 1].max())
    assert len(figure.columns) == 4


def test_totals_are_drawn_with_a_band_if_there_are_several_runs():
    figure = total_figure(course(), ("A",), 1)
    np.testing.assert_allclose(figure.curves[0].y, course().total("A").mean(axis=0))
    assert figure.marks == (0.5,)
    assert len(figure.bands) == 1
    assert not total_figure(course(runs=1)).bands


def test_frames_that_do_not_fit_are_refused():
    with pytest.raises(ModelError, match="Frames of 2 species"):
        GridCourse(np.zeros(3), SPECIES, np.zeros((2, 4, 3, 2)), np.zeros((1, 3, 2)))
    with pytest.raises(ModelError, match="Totals of 2 species"):
        GridCourse(np.zeros(2), SPECIES, np.zeros((2, 4, 3, 2)), np.zeros((1, 3, 2)))
