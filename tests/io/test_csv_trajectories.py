import numpy as np

from grnstudio.core.trajectories import Trajectories
from grnstudio.io import csv_trajectories

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
