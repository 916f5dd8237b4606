import numpy as np
import pytest

from grnstudio.core.frames import SpaceTime, neighbours
from grnstudio.errors import ModelError


def films(**more):
    about = {"names": ("a", "b"), "levels": np.ones((2, 3, 4, 2)), "interval": 1.0}
    return SpaceTime(**(about | more))


def test_what_is_nearby_is_the_mean_of_the_cells_beside():
    levels = np.array([0.0, 3.0, 4.0, 8.0])
    np.testing.assert_allclose(neighbours(4, True) @ levels, [5.5, 2, 5.5, 2])
    np.testing.assert_allclose(neighbours(4, False) @ levels, [3, 2, 5.5, 4])


def test_a_lone_cell_has_nothing_nearby():
    assert neighbours(1, True) == neighbours(1, False) == 0


def test_regulators_are_the_genes_nearby_then_in_the_cell():
    assert films().regulators == ("a nearby", "b nearby", "a", "b")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"levels": np.ones((2, 3, 2))}, "starts, frames, cells, genes"),
        ({"names": ("a", "a")}, "called 'a'"),
        ({"levels": np.full((2, 3, 4, 2), np.nan)}, "a in cell 1, frame 1, start 1"),
        ({"levels": np.full((2, 3, 4, 2), -0.5)}, "lowest level is -0.5"),
        ({"interval": 0.0}, "above 0, not 0.0"),
        ({"links": np.full((4, 2), 2)}, "Known links"),
    ],
)
def test_films_that_cannot_be_are_refused_in_words(wrong, message):
    with pytest.raises(ModelError, match=message):
        films(**wrong)
