"""What solvers say between their steps is not changed by being written as a polynomial."""

import numpy as np
import pytest
from scipy.integrate import BDF, LSODA, Radau

from grnstudio.simulate.interpolant import interpolant


@pytest.mark.parametrize("kind", [LSODA, BDF, Radau])
def test_a_polynomial_says_the_same_as_the_solver(kind):
    solver = kind(lambda t, y: np.array([y[1], -4 * y[0]]), 0, np.array([1.0, 0]), 5, rtol=1e-8)
    for _ in range(30):
        solver.step()
        times = np.linspace(solver.t_old, solver.t, 7)
        expected = solver.dense_output()(times)
        np.testing.assert_allclose(interpolant(solver)(times), expected, rtol=1e-12, atol=1e-14)
