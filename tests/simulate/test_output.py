"""When simulations give out what, and how much memory it takes."""

import subprocess
import sys

import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.errors import SettingError
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.output import grid, memory, reported
from tests.simulate.crn import decay


def test_times_are_even_and_count_from_zero():
    times = grid(SimulationConfig(duration=10.0, intervals=4))
    np.testing.assert_array_equal(times, [0, 2.5, 5, 7.5, 10])


def test_output_may_start_late():
    late = grid(SimulationConfig(duration=1.0, intervals=10, start_output=0.3))
    np.testing.assert_allclose(late, np.linspace(0.3, 1.0, 8))


def test_explicit_times_are_taken_as_they_stand():
    assert grid(SimulationConfig(points=" 0 1, 5;20 ")).tolist() == [0, 1, 5, 20]
    assert grid(SimulationConfig(points="0 1 5", start_output=2.0)).tolist() == [5]


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ("0 one 2", "not 'one'"),
        ("0 -1", "not at -1"),
        ("0 nan", "not at nan"),
        ("0 5 3", "3 follows 5"),
        ("1 1", "1 follows 1"),
    ],
)
def test_times_that_cannot_be_are_named(points, message):
    with pytest.raises(SettingError, match=message):
        grid(SimulationConfig(points=points))


def test_output_after_the_end_is_refused():
    with pytest.raises(SettingError, match="simulate longer"):
        grid(SimulationConfig(duration=5.0, start_output=6.0))


def test_species_come_first_then_what_rules_and_events_set():
    network = parse(
        """model m()
          species A, B
          A -> B; k*A
          total := A + B
          E1: at (A < 2): k = 0
          k = 1; A = 9; B = 0
        end"""
    )
    assert reported(network) == ("A", "B", "total", "k")


def test_memory_is_that_of_the_runs_that_are_kept():
    wide = SimulationConfig(method="ssa", runs=10_000, intervals=999)
    assert memory(decay(), wide) == pytest.approx(10_000 * 1000 * 2 * 8, rel=0.01)
    narrow = SimulationConfig(method="ssa", runs=10_000_000, intervals=999, keep="statistics")
    assert memory(decay(), narrow) < 40 * 2**20
    assert memory(decay(), SimulationConfig(runs=10_000)) < 20_000


def test_the_window_may_import_all_of_this_without_its_engines():
    modules = "scan, simulation_figures, scan_figures, ensemble, output, quantities"
    code = (
        f"import sys; from grnstudio.simulate import {modules}; "
        "print(*{'numba', 'scipy', 'sympy', 'torch'} & set(sys.modules))"
    )
    words = [sys.executable, "-c", code]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip() == ""
