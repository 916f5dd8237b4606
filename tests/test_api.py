"""The package as a library."""

import subprocess
import sys

import pytest

import grnstudio


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
