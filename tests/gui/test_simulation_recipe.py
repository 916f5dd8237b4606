"""What is copied of a simulation makes it again, to the last digit."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.gui.simulation_list import Entry
from grnstudio.gui.simulation_recipe import as_command, as_python
from grnstudio.io import csv_trajectories, emulator_file
from grnstudio.jobs import run
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.ensemble import simulate
from tests.learn.emulator.toys import emulator_of

NETWORK = parse(
    """model birth()
      species X
      J1: -> X; k
      J2: X -> ; d*X
      k = 10; d = 1; X = 0
    end"""
)
SETTINGS = [
    {"solver": "Radau", "relative": 1.5e-9, "absolute": 1e-11, "max_steps": 20_000},
    {"method": "ssa", "runs": 7, "seed": 5, "points": "0 1 2.5", "start_output": 0.5},
    {"method": "tau", "runs": 3, "epsilon": 0.1, "threads": 2, "keep": "statistics"},
    {"method": "fsp", "loss": 1e-5, "intervals": 4},
]


@pytest.fixture(params=SETTINGS, ids=lambda settings: settings.get("method", "ode"))
def entry(request):
    config = SimulationConfig(**{"duration": 4.0, "intervals": 8} | request.param)
    values = {"k": 0.1 + 0.2, "X": 3.0}
    return Entry(1, "a", run(simulate(NETWORK, config, values)), NETWORK, values)


def test_a_copied_command_makes_the_same_table(entry, tmp_path):
    program = f"{sys.executable} -m grnstudio"
    command = as_command(entry).replace("grnstudio simulate", f"{program} simulate")
    subprocess.run(["bash", "-ec", command], cwd=tmp_path, check=True, capture_output=True)
    (made,) = tmp_path.glob("*.csv")
    assert made.read_text() == csv_trajectories.encode_simulation(entry.simulation)


def test_copied_python_makes_the_same_numbers(entry):
    script = as_python(entry)
    out = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    rows = dict(line.split() for line in out.stdout.splitlines())
    np.testing.assert_array_equal(
        [float(rows[name]) for name in entry.simulation.names], entry.simulation.mean[-1]
    )


@pytest.fixture
def emulated(tmp_path):
    """Return a simulation with an emulator in a file."""
    emulator, file = emulator_of(), tmp_path / "a switch.emulator"
    emulator_file.write(emulator, file)
    config = SimulationConfig(method="emulator", emulator=str(file), duration=2.0, runs=3)
    values = {"P": 11.0}
    found = run(simulate(emulator.network, config, values, emulator=emulator))
    return Entry(1, "a", found, emulator.network, values)


def test_what_is_copied_of_an_emulated_simulation_makes_it_again(emulated, tmp_path):
    test_a_copied_command_makes_the_same_table(emulated, tmp_path)
    test_copied_python_makes_the_same_numbers(emulated)


def test_an_emulator_of_a_run_is_to_be_saved_first(emulated):
    config = replace(emulated.simulation.config, emulator="run 3")
    of_run = replace(emulated, simulation=replace(emulated.simulation, config=config))
    assert "--emulator run-3.emulator" in as_command(of_run)
    assert "emulator_file.read('run-3.emulator')" in as_python(of_run)
