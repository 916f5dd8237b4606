"""Emulators as files: whole, or refused in words."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from grnstudio.core.emulator import Emulator
from grnstudio.errors import FileFormatError
from grnstudio.io import arrays, emulator_file
from grnstudio.io.network_examples import load_example
from tests.io.sameness import same

EMULATOR = Emulator(
    network=load_example("x16"),
    step=20.0,
    horizon=200.0,
    species=("G1", "G2", "P1"),
    parameters=("a11",),
    low=np.array([60.0]),
    high=np.array([140.0]),
    model={"head": {"kind": "one by one", "components": 8}, "layers": [64, 64]},
    weights={"body.weight": np.arange(6, dtype=np.float32).reshape(2, 3), "bias": np.zeros(())},
    domain={"seen": np.array([[1, 2, 3]])},
    report={"lags": [3, 10], "l1": 0.09, "verdict": "Use it."},
    title="X16 – slow switching",
    made="2026-01-02T03:04:05+00:00",
)


def test_an_emulator_comes_back_as_it_was(tmp_path):
    emulator_file.write(EMULATOR, tmp_path / "x16.emulator")
    assert same(emulator_file.read(tmp_path / "x16.emulator"), EMULATOR)
    assert len(list(tmp_path.iterdir())) == 1


def test_equal_emulators_make_equal_bytes():
    assert emulator_file.encode(EMULATOR) == emulator_file.encode(replace(EMULATOR))


def test_numbers_of_numpy_are_kept_and_what_is_no_number_becomes_null():
    told = replace(EMULATOR, report={"n": np.int64(3), "self": float("nan"), "at": np.ones(2)})
    report = emulator_file.decode(emulator_file.encode(told), "a").report
    assert report == {"n": 3, "self": None, "at": [1.0, 1.0]}


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_a_file_that_was_cut_off_is_refused_with_its_name(tmp_path, share):
    data = emulator_file.encode(EMULATOR)
    path = tmp_path / "half.emulator"
    path.write_bytes(data[: int(share * len(data))])
    with pytest.raises(FileFormatError, match=r"half\.emulator is damaged.*cut off.*get it afresh"):
        emulator_file.read(path)


def test_a_file_of_something_else_is_refused(tmp_path):
    path = tmp_path / "weights.emulator"
    path.write_bytes(arrays.to_safetensors({"a": np.ones(2)}, {}))
    with pytest.raises(FileFormatError, match=r"weights\.emulator holds numbers, but is no emu"):
        emulator_file.read(path)
    path.write_text("G1 => G2")
    with pytest.raises(FileFormatError, match=r"weights\.emulator is damaged"):
        emulator_file.read(path)


def changed(**news):
    data = emulator_file.encode(EMULATOR)
    described = json.loads(arrays.metadata_of(data)["emulator"]) | news
    tensors = arrays.from_safetensors(data, "a")
    return arrays.to_safetensors(tensors, {"emulator": json.dumps(described)})


def test_a_later_format_is_refused_by_the_version_that_wrote_it():
    with pytest.raises(FileFormatError, match=r"a was written by GRNStudio 9\.1 \(format 2\)"):
        emulator_file.decode(changed(version=2, program="9.1"), "a")


@pytest.mark.parametrize(
    ("news", "said"),
    [
        ({"step": 0}, r"a: step takes a number above 0"),
        ({"species": []}, r"a: species takes a list of at least one species"),
        ({"species": ["G1", "Z"]}, r"a: it draws amounts of Z, which its own network does not"),
        ({"parameters": ["a11", "a12"]}, r"a: low has 1 numbers for 2 parameters"),
        ({"network": {"format": "grnstudio-task"}}, r"a, network is not a reaction network"),
        ({"more": 1}, r"a: there is no key \"more\""),
    ],
)
def test_what_contradicts_itself_is_refused_with_its_place(news, said):
    with pytest.raises(FileFormatError, match=said):
        emulator_file.decode(changed(**news), "a")


def test_weights_that_are_no_numbers_are_refused():
    broken = replace(EMULATOR, weights={"bias": np.array([np.nan])})
    with pytest.raises(FileFormatError, match=r"a: weights 'bias' are not all numbers"):
        emulator_file.decode(emulator_file.encode(broken), "a")
