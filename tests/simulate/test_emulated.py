"""What an emulator may be asked in the place of an engine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from grnstudio.core import antimony
from grnstudio.core.emulator import Emulator
from grnstudio.core.network_values import with_values
from grnstudio.errors import MissingInput, ModelError, SettingError
from grnstudio.jobs import run
from grnstudio.simulate import ensemble
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.emulated import (
    process_of,
    start_of,
    steps_of,
    strangeness,
    taken,
    values_of,
)
from grnstudio.simulate.output import grid, memory
from grnstudio.simulate.preflight import findings

TEXT = """
model gene()
  species on, off, P
  switch: on => off; mass_action(k)
  back: off => on; mass_action(k)
  make: on => on + P; mass_action(a*2)
  lose: P => ; mass_action(b)
  on = 1; off = 0; P = 12.6
  a = 10; b = 1; k = 0.1
end
"""
NETWORK = antimony.parse(TEXT)
EMULATOR = Emulator(
    NETWORK, 2.0, 20.0, ("P", "on", "off"), ("a",), np.array([6.0]), np.array([14.0]), {}, {},
    title="Gene",
)  # fmt: skip


def refusal(text):
    with pytest.raises(ModelError) as error:
        process_of(EMULATOR, antimony.parse(text))
    return str(error.value)


def test_the_same_network_may_start_elsewhere_with_other_values_of_inputs():
    other = with_values(NETWORK, {"P": 50.0, "a": 7.0})
    process = process_of(EMULATOR, other)
    assert start_of(EMULATOR, process).tolist() == [50, 1, 0]
    assert values_of(EMULATOR, other).tolist() == [7]


def test_spelling_names_and_what_nothing_uses_do_not_make_another_network():
    text = TEXT.replace("mass_action(a*2)", "mass_action( a * 2 )").replace(
        "k = 0.1", "k = 0.1; z = 3"
    )
    process_of(EMULATOR, replace(antimony.parse(text), name="My gene"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("b = 1", "b = 2", "parameter b has 2 in place of 1"),
        ("mass_action(b)", "mass_action(b*3)", "reaction lose has mass action, b*3 in place of"),
        ("lose: P => ;", "lose: P => on;", "reaction lose has products on in place of none"),
        ("  back: off => on; mass_action(k)\n", "", "reaction back is removed"),
        ("species on", "species Z, on", "species Z is added"),
    ],
)
def test_another_network_is_refused_with_what_differs(old, new, said):
    told = refusal(TEXT.replace(old, new))
    assert "The emulator 'Gene' was taught another network." in told
    assert said in told
    assert "train an emulator of this network" in told


def test_of_many_differences_the_first_are_told():
    told = refusal("model m()\n species X\n die: X => ; mass_action(1)\n X = 1\nend")
    assert "more" in told
    assert len(told) < 500


def test_times_are_multiples_of_the_step():
    assert steps_of(EMULATOR, np.array([0.0, 2.0, 2.0, 20.0])).tolist() == [0, 1, 1, 10]
    assert steps_of(replace(EMULATOR, step=0.1), np.linspace(0, 30, 301))[-1] == 300
    with pytest.raises(SettingError, match=r"jumps by 2.* 0, 2, 4 and so on, and not 3\."):
        steps_of(EMULATOR, np.array([0.0, 2.0, 3.0]))


def test_output_follows_the_step():
    config = SimulationConfig(method="emulator", duration=21.0)
    assert grid(config, 2.0).tolist() == list(range(0, 21, 2))
    coarse = SimulationConfig(method="emulator", duration=21.0, intervals=4)
    assert grid(coarse, 2.0).tolist() == [0, 6, 12, 18, 20]
    assert grid(replace(coarse, start_output=10.0), 2.0).tolist() == [12, 18, 20]
    assert grid(replace(coarse, points="0 4 8"), 2.0).tolist() == [0, 4, 8]
    assert memory(NETWORK, config, 2.0) < memory(NETWORK, config)
    with pytest.raises(SettingError, match=r"jumps by 30, further than the duration of 21"):
        grid(config, 30.0)


def test_without_an_emulator_it_is_said_how_to_come_by_one():
    config = SimulationConfig(method="emulator")
    with pytest.raises(MissingInput, match="one that was trained in this project, or a file"):
        taken(None)
    with pytest.raises(MissingInput, match="Choose the emulator"):
        run(ensemble.simulate(NETWORK, config))
    (found,) = findings(NETWORK, config)
    assert (found.level, found.text[:19]) == ("error", "Choose the emulator")


def test_what_an_emulator_cannot_is_found_beforehand():
    config = SimulationConfig(method="emulator", duration=20.0)
    other = with_values(NETWORK, {"b": 3.0})
    (found,) = findings(other, config, EMULATOR)
    assert (found.level, "parameter b has 3" in found.text) == ("error", True)
    (found,) = findings(NETWORK, replace(config, points="0 3"), EMULATOR)
    assert (found.level, "multiples of 2" in found.text) == ("error", True)


def test_inputs_outside_of_what_was_taught_are_told():
    other = with_values(NETWORK, {"a": 20.0})
    told = list(strangeness(EMULATOR, other, process_of(EMULATOR, other)))
    assert told == [("warning", "a is 20; it was varied from 6 to 14.")]
    config = SimulationConfig(method="emulator", duration=20.0)
    texts = [one.text for one in findings(other, config, EMULATOR)]
    assert texts == [
        "P starts with 12.6; it is rounded to 13 whole molecules.",
        "a is 20; it was varied from 6 to 14.",
    ]
