import numpy as np
import pytest

from grnstudio.core.trajectories import Trajectories
from grnstudio.errors import ModelError

TWO = Trajectories(np.array([0.0, 1.0]), ("A", "B"), np.array([[[1, 2], [3, 4]], [[3, 2], [5, 8]]]))


def test_means_spreads_and_quantiles_are_over_runs():
    np.testing.assert_allclose(TWO.mean(), [[2, 2], [4, 6]])
    np.testing.assert_allclose(TWO.sd(), [[2**0.5, 0], [2**0.5, 8**0.5]])
    np.testing.assert_allclose(TWO.quantiles((0.5,))[0], TWO.mean())


def test_one_name_is_taken_by_runs_and_times():
    np.testing.assert_array_equal(TWO.of("B"), [[2, 4], [2, 8]])
    with pytest.raises(ModelError, match="no 'C' here; there are A, B"):
        TWO.of("C")


def test_one_run_has_no_spread():
    one = Trajectories(TWO.times, TWO.names, TWO.values[:1])
    assert one.runs == 1
    assert not one.sd().any()


def test_values_of_the_wrong_shape_are_refused():
    with pytest.raises(ModelError, match="were given values of shape"):
        Trajectories(TWO.times, ("A",), TWO.values)
