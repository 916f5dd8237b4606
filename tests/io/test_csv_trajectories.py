import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.core.trajectories import Trajectories
from grnstudio.errors import MissingInput
from grnstudio.io import csv_scan, csv_trajectories
from grnstudio.jobs import run
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.ensemble import simulate
from grnstudio.simulate.scan import ScanConfig, scan

TIMES = np.array([0.0, 0.1])


def test_one_run_is_a_column_a_name_with_every_digit(tmp_path):
    one = Trajectories(TIMES, ("A", "B"), np.array([[[1.0, 2.0], [1 / 3, 4.0]]]))
    csv_trajectories.write(one, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text().splitlines() == [
        "time,A,B",
        "0.0,1.0,2.0",
        f"0.1,{1 / 3!r},4.0",
    ]


def test_several_runs_are_means_and_standard_deviations():
    two = Trajectories(TIMES, ("A",), np.array([[[1.0], [2.0]], [[3.0], [2.0]]]))
    assert csv_trajectories.encode(two).splitlines() == [
        "time,A-mean,A-sd",
        f"0.0,2.0,{2**0.5!r}",
        "0.1,2.0,0.0",
    ]


NETWORK = parse(
    """model m()
      compartment cell = 4
      substanceOnly species A in cell
      -> A; k
      A -> ; A
      k = 8; A = 2
    end"""
)


def simulation(**settings):
    return run(simulate(NETWORK, SimulationConfig(duration=2.0, intervals=2, **settings)))


def test_a_simulation_is_written_in_amounts_or_concentrations(tmp_path):
    found = simulation()
    csv_trajectories.write_simulation(found, tmp_path / "a.csv")
    csv_trajectories.write_simulation(found, tmp_path / "c.csv", "concentration")
    amounts, sizes = (
        np.loadtxt(tmp_path / name, delimiter=",", skiprows=1) for name in ("a.csv", "c.csv")
    )
    np.testing.assert_array_equal(amounts[:, 1], found.mean[:, 0])
    np.testing.assert_allclose(sizes[:, 1], amounts[:, 1] / 4)


@pytest.mark.parametrize("settings", [{"method": "fsp"}, {"method": "ssa", "runs": 5}])
def test_what_spreads_is_written_with_its_standard_deviation(settings):
    found = simulation(**settings)
    header, *rows = csv_trajectories.encode_simulation(found).splitlines()
    assert header == "time,A-mean,A-sd"
    assert [float(x) for x in rows[1].split(",")] == [1.0, found.mean[1, 0], found.sd[1, 0]]


def test_every_run_can_be_written():
    found = simulation(method="ssa", runs=3)
    header, *rows = csv_trajectories.encode_runs(found).splitlines()
    assert header == "run,time,A"
    assert [row.split(",")[0] for row in rows] == ["1"] * 3 + ["2"] * 3 + ["3"] * 3
    values = [float(row.split(",")[2]) for row in rows]
    assert values == found.trajectories.of("A").ravel().tolist()


def test_runs_that_were_not_kept_are_missed():
    with pytest.raises(MissingInput, match="not kept"):
        csv_trajectories.encode_runs(simulation(method="ssa", runs=3, keep="statistics"))


def test_a_scan_has_a_line_for_each_point(tmp_path):
    config = SimulationConfig(method="fsp", duration=30.0, intervals=1)
    found = run(scan(NETWORK, config, ScanConfig(name="k", low=1, high=4, points=2)))
    csv_scan.write(found, tmp_path / "scan.csv")
    header, *rows = (tmp_path / "scan.csv").read_text().splitlines()
    assert header == "k,A,A-sd"
    np.testing.assert_allclose(
        [[float(x) for x in row.split(",")] for row in rows], [[1, 1, 1], [4, 4, 2]], rtol=1e-5
    )
