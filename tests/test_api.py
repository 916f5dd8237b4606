"""The package as a library."""

import subprocess
import sys

import numpy as np
import pytest

import grnstudio
from grnstudio.core import topology


def test_every_public_name_is_there():
    for name in dir(grnstudio):
        assert getattr(grnstudio, name) is not None


def test_importing_the_package_imports_nothing_heavy():
    heavy = "{'torch', 'numpy', 'scipy', 'networkx', 'PySide6'}"
    code = f"import sys, grnstudio; sys.exit(bool({heavy} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_example_is_trained_by_name():
    seen = []
    result = grnstudio.train("pulse", networks=2, steps=20, hidden=4, on_step=seen.append)
    assert len(seen) == 20
    assert result.graph_of("all").networks == 2
    assert result.weights["W2"].shape[-1] == 4


def test_an_unknown_setting_is_refused_with_the_nearest_one():
    with pytest.raises(grnstudio.errors.SettingError, match="'networks'"):
        grnstudio.train("pulse", network=2)


def test_a_trained_circuit_is_checked_with_hill_functions_and_mutated():
    trained = grnstudio.train("pulse", networks=2, steps=20, hidden=4)
    tiny = {"samples": 200, "fits": 2, "fit_steps": 3, "neighbours": 0}
    check = grnstudio.verify("pulse", trained, "2", **tiny)
    assert check.given == trained_links(trained, "2")
    np.testing.assert_array_equal(check.trained.responses, trained.responses[1])
    assert grnstudio.verify("pulse", check.topology, **tiny).given == check.links
    gene = check.task.targets[0]
    of_networks = grnstudio.mutants(trained, f"{gene}-", "all")
    assert of_networks.responses.shape[:2] == (2, 2)
    assert grnstudio.mutants(check, f"{gene} x2").names == ("wild type", f"{gene} x2")


def trained_links(trained, choice):
    return topology.of_graph(trained.graph_of(choice)).text


def test_each_part_of_the_method_is_a_call():
    tiny = {"networks": 1, "steps": 5, "hidden": 4}
    assert grnstudio.distil("pulse", **tiny, tolerance=9.0, fewest=5).points
    assert grnstudio.atlas("pulse", **tiny, workers=1).atlas is not None
    found = grnstudio.enumerate_topologies("pulse", samples=10, most_links=3, workers=1)
    assert len(found.signs) > 1
    films = grnstudio.cellular(networks=1, steps=2, genes=5, films=3, frames=4, cells=9)
    assert films.graph.regulators
