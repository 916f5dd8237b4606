"""The Jacobian is what small changes of the state do to its rates."""

from time import process_time

import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.simulate.compile import compile
from grnstudio.simulate.dynamics import Dynamics
from grnstudio.simulate.jacobian import Jacobian
from grnstudio.simulate.ode import simulate
from tests.benchmarks.ring import ring

RICH = """
    compartment cell = 2.5
    species A in cell, B in cell, C in cell
    level := A*B + C^2
    make: => A; cell*k*B^2/(K^2 + B^2)
    turn: 2 A => B + 3 C; mass_action(0.3)
    back: B => A; cell*piecewise(B, level > 1, 2*B)*exp(-C/level)
    watch: C => ; make*C
    K' = K*A - 0.1*time
    A = 1.3; B = 0.7; C = 0.4; k = 1.7; K = 0.9
"""


def by_differences(dynamics, time, y):
    columns = []
    for column in range(len(y)):
        step = np.zeros(len(y))
        step[column] = 1e-6 * max(abs(y[column]), 1)
        up, down = (dynamics.derivative(time, y + sign * step) for sign in (1, -1))
        columns.append((up - down) / (2 * step[column]))
    return np.array(columns).T


def dynamics_of(text):
    return Dynamics(compile(parse(f"model m()\n{text}\nend")))


def test_rules_rates_compartments_and_powers_are_followed():
    dynamics = dynamics_of(RICH)
    y, jacobian = dynamics.state, Jacobian(dynamics)
    expected = by_differences(dynamics, 2.0, y)
    np.testing.assert_allclose(jacobian.dense(2.0, y), expected, rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(jacobian.sparse(2.0, y).toarray(), expected, rtol=1e-7, atol=1e-8)


def test_stoichiometry_that_follows_the_state_counts_too():
    dynamics = dynamics_of("n := 1 + B\n make: A => n B; A*k\n A = 3; B = 2; k = 0.5")
    y = dynamics.state
    expected = by_differences(dynamics, 0.0, y)
    np.testing.assert_allclose(Jacobian(dynamics).dense(0.0, y), expected, rtol=1e-7)


@pytest.mark.parametrize("rate", ["sqrt(A)", "factorial(A + 3)"])
def test_where_there_is_no_derivative_differences_are_taken(rate):
    dynamics = dynamics_of(f"make: => B; {rate}\n lose: B => A; B\n A = 0; B = 1")
    assert np.all(np.isfinite(Jacobian(dynamics).dense(0.0, dynamics.state)))


def test_of_a_large_network_only_what_differs_from_0_is_kept():
    dynamics = Dynamics(compile(ring(100)))
    jacobian = Jacobian(dynamics)
    found = jacobian.sparse(0.0, dynamics.state)
    assert jacobian.is_sparse
    assert found.nnz == 300
    expected = by_differences(dynamics, 0.0, dynamics.state)
    np.testing.assert_allclose(found.toarray(), expected, rtol=1e-4, atol=1e-3)


def test_all_solvers_agree_on_a_large_stiff_network():
    times = np.linspace(0, 5, 6)
    results = [
        simulate(ring(100), times, method=method, relative=1e-8).values
        for method in ("LSODA", "BDF", "Radau")
    ]
    np.testing.assert_allclose(results[1], results[0], rtol=1e-5)
    np.testing.assert_allclose(results[2], results[0], rtol=1e-5)


def test_a_large_stiff_network_is_handed_over_to_sparse_steps():
    found = simulate(ring(300), np.array([0.0, 50.0]))
    assert found.engine == "ODE (LSODA, then BDF)"
    few = simulate(ring(300), np.array([0.0, 50.0]), method="BDF", relative=1e-8)
    np.testing.assert_allclose(found.values, few.values, rtol=1e-4)


def test_where_all_depends_on_all_differences_are_taken_in_no_time():
    names = [f"S{index}" for index in range(600)]
    total = f"total := {' + '.join(names)}"
    lines = [f"r{n}: {n} => ; {n}*total*1e-6\n {n} = 1" for n in names]
    dynamics = dynamics_of("\n".join([total, *lines]))
    jacobian = Jacobian(dynamics)
    begun = process_time()
    found = jacobian.dense(0.0, dynamics.state)
    assert process_time() - begun < 5
    assert not jacobian.is_sparse
    np.testing.assert_allclose(found[0, :2], [-601e-6, -1e-6], rtol=1e-4)
