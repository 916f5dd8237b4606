"""Networks survive their JSON files, and broken ones are refused in words."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from grnstudio.core.antimony import parse
from grnstudio.core.drawing import Drawing
from grnstudio.core.network import Network, Parameter, Participant, RateLaw, Species
from grnstudio.errors import FileFormatError
from grnstudio.io import json_network, json_text, networks
from tests.core import networks as strategies

DRAWING = Drawing({"A": (1.5, -2.0), "J1": (0.0, 0.0)}, {"A": (4.0, 4.0)})
DOGMA = {
    "state_names": ["ON", "OFF", "M"],
    "events": [
        {"state_transition": {"OFF": -1, "ON": 1}, "event_rates": "kon*OFF"},
        {"state_transition": {"M": 1}, "event_rates": "ksyn*ON", "drive_state": "ON"},
        {"state_transition": {"M": -2}, "event_rates": "kdeg*M*(M-1)"},
    ],
    "parameters": {
        "param_names": ["kon", "ksyn", "kdeg"],
        "upper_bound_val": [0.1, 10, 2],
        "lower_bound_val": [0, 2, 1],
    },
    "model_name": "central dogma",
    "initial_val": [1, 0, 0],
    "minimal_state_indices": [1, 3],
    "t_end": 6000,
}


@settings(max_examples=50)
@given(strategies.networks())
def test_a_network_survives_its_json(network):
    text = json_text.render(json_network.encode(network))
    again, remarks = json_network.decode(json_text.parse(text, "it"), "it")
    assert again == network
    assert json_text.render(json_network.encode(again)) == text
    assert remarks == ()


@pytest.mark.parametrize("suffix", [".json", ".ant", ".txt", ".xml", ".sbml"])
def test_a_file_of_every_suffix_gives_the_network_back(tmp_path, suffix):
    network = parse(
        "model m()\ncompartment c = 2\nspecies A in c, B in c\nA = 3; B = 0\n"
        "J: A => B; k*A*c\nk = 0.5\nend"
    )
    networks.write(network, tmp_path / f"m{suffix}")
    again, _ = networks.read(tmp_path / f"m{suffix}")
    assert again.species == network.species
    assert [one.id for one in again.reactions] == ["J"]


def test_a_file_of_another_suffix_is_refused_by_name(tmp_path):
    with pytest.raises(FileFormatError, match=r"\.ant.*'\.docx'"):
        networks.read(tmp_path / "m.docx")


def test_extras_are_kept():
    network = Network(extras={"A": {"note": "<p>hello</p>"}})
    assert json_network.decode(json_network.encode(network), "it")[0].extras == network.extras


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"species": [{"id": "A", "inital": 3}]}, r'at species\[0\].*"inital".*"initial"'),
        ({"species": [{"id": "A", "initial": "3"}]}, "takes a number, or null"),
        ({"version": 99}, "written by a later GRNStudio"),
        ({"reactions": [{"id": "J", "reactants": [{"species": "X"}]}]}, "'J' uses X"),
        ({"reactions": [{"id": "J", "rate": "1", "mass_action": "1"}]}, "keep one"),
        ({"format": "grnstudio-task"}, "it is a task"),
    ],
)
def test_a_broken_file_is_refused_in_words(change, message):
    data = {"format": "grnstudio-reactions", "version": 1, "id": "m"} | change
    with pytest.raises(FileFormatError, match=message):
        json_network.decode(data, "m.json")


def test_a_configuration_of_events_is_read():
    network, remarks = json_network.decode(DOGMA, "it")
    assert network.species == (Species("ON", 1.0), Species("OFF", 0.0), Species("M", 0.0))
    assert network.parameters[1] == Parameter("ksyn", 6.0)
    switch, made, lost = network.reactions
    assert (switch.reactants, switch.products) == ((Participant("OFF"),), (Participant("ON"),))
    assert made.reactants == (Participant("ON"),)
    assert made.products == (Participant("ON"), Participant("M"))
    assert made.kinetics == RateLaw("ksyn*ON")
    assert lost.reactants == (Participant("M", 2.0),)
    assert network.extras["kon"] == {"low": 0, "high": 0.1}
    assert network.extras["recorded"] == ["ON", "M"]
    assert "middle" in remarks[0]
    again, _ = json_network.decode(json_network.encode(network), "it")
    assert again == network
    assert again.extras == network.extras


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"initial_val": [1, 0]}, "initial_val has 2 numbers for 3 states"),
        ({"minimal_state_indices": [0]}, "from 1 to 3"),
        ({"events": [{"state_transition": {"Q": 1}, "event_rates": "1"}]}, "state 'Q'"),
        ({"events": [{"state_transition": {"M": 1}, "event_rates": "kk*M"}]}, "'kk'"),
        ({"events": [{"state_transition": {"M": 1}}]}, '"event_rates" is missing'),
    ],
)
def test_a_broken_configuration_is_refused_in_words(change, message):
    with pytest.raises(FileFormatError, match=message):
        json_network.decode(DOGMA | change, "it")


def test_the_file_is_written_sparsely(tmp_path):
    network = replace(parse("A => ; mass_action(k); k = 1"), id="m")
    networks.write(network, tmp_path / "m.json")
    data = json_text.read(tmp_path / "m.json")
    assert data["species"] == [{"id": "A"}]
    assert data["parameters"] == [{"id": "k", "value": 1.0}]


def test_places_are_kept():
    network = replace(parse("J1: A -> B; k*A; A = 1; B = 0; k = 1"), drawing=DRAWING)
    data = json_text.parse(json_text.render(json_network.encode(network)), "it")
    assert json_network.decode(data, "it")[0].drawing == DRAWING
    data["drawing"]["reactions"]["A"] = [1, 2, 3]
    with pytest.raises(FileFormatError, match="two numbers"):
        json_network.decode(data, "it")
