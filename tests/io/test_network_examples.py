"""The example networks are what their sources say."""

import json

import numpy as np
import pytest

from grnstudio.core.antimony import parse, write
from grnstudio.core.network import MassAction
from grnstudio.errors import MissingInput
from grnstudio.io import json_network, json_text
from grnstudio.io.network_examples import Between, Rest, Thrown, examples, load_example

KEYS = [one.key for one in examples()]
BY_KEY = {one.key: one for one in examples()}
PUBLISHED = {
    "SIR": "sir",
    "Gene": "gene",
    "X16": "x16",
    "X40": "x40",
    "X44": "x44",
    "X47": "x47",
    "Bees": "bees",
    "LotkaVolterra": "lotka-volterra",
    "EGFR": "egfr",
}


def test_there_are_at_least_twenty():
    assert len(KEYS) >= 20
    assert set(PUBLISHED.values()) <= set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_every_example_says_what_to_look_for_and_survives_text_and_json(key):
    network, about = load_example(key), BY_KEY[key]
    assert about.title
    assert about.summary.startswith("Look for")
    assert about.method in ("ode", "ssa")
    assert 0 < about.step < about.end
    assert parse(write(network)) == network
    text = json_text.render(json_network.encode(network))
    assert json_network.decode(json_text.parse(text, key), key)[0] == network


@pytest.mark.parametrize("key", KEYS)
def test_what_the_head_of_a_file_names_is_in_the_network(key):
    network, about = load_example(key), BY_KEY[key]
    species = {one.id for one in network.species}
    assert set(about.histogram) <= species
    settable = {one.id for one in network.parameters if one.value is not None and one.constant}
    assert set(about.vary) <= settable
    start = about.draw_start(np.random.default_rng(1))
    assert set(start) in (set(), species)
    assert all(amount >= 0 for amount in start.values())


def test_starts_are_drawn_as_their_text_says():
    assert BY_KEY["x16"].start == (
        Between("G1", 0, 4),
        Rest("G2", 4, "G1"),
        Between("P1", 80, 1199),
    )
    assert BY_KEY["x44"].start[0] == Thrown(("G1", "G2", "G3"), 2)
    for seed in range(20):
        start = BY_KEY["x44"].draw_start(np.random.default_rng(seed))
        assert start["G1"] + start["G2"] + start["G3"] == 2
        assert 20 <= start["P1"] <= 339


def test_an_example_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(MissingInput, match=r"'sirr'; there are .*sir, "):
        load_example("sirr")


@pytest.mark.parametrize("name", PUBLISHED)
def test_species_values_and_reactions_are_the_published_ones(name, known_answers):
    model = json.loads((known_answers / "crn" / "crn_models.json").read_text())["models"][name]
    network = load_example(PUBLISHED[name])
    assert [one.id for one in network.species] == model["species"]
    assert [one.initial for one in network.species] == model["default_init"]
    values = {one.id: one.value for one in network.parameters}
    for id, value in model["params"].items():
        if not isinstance(value, str):
            assert values["base" if id == "exp" else id] == value
    sides = [
        (
            {one.species: one.stoichiometry for one in side}
            for side in (made.reactants, made.products)
        )
        for made in network.reactions
    ]
    for (reactants, products), source in zip(sides, model["reactions"], strict=True):
        species = {*reactants, *products, *source["reactants"], *source["products"]}
        for one in species:
            change = products.get(one, 0) - reactants.get(one, 0)
            meant = source["products"].get(one, 0) - source["reactants"].get(one, 0)
            assert change == meant


@pytest.mark.parametrize("name", sorted(PUBLISHED.keys() - {"LotkaVolterra"}))
def test_starts_of_ensembles_are_the_published_ones(name, known_answers):
    model = json.loads((known_answers / "crn" / "crn_models.json").read_text())["models"][name]
    found = {one.species: one for one in BY_KEY[PUBLISHED[name]].start if isinstance(one, Between)}
    for species, source in model["init_sampler"].items():
        if isinstance(source, dict):
            meant = Between(species, source["low"], source["high_exclusive"] - 1)
            assert found[species] == meant


@pytest.mark.parametrize("name", sorted(PUBLISHED.keys() - {"LotkaVolterra"}))
def test_propensities_are_the_published_ones(name, known_answers):
    from grnstudio.simulate.jumps import jump_process

    path = known_answers / "crn" / "propensity_test_vectors.json"
    case = json.loads(path.read_text())[name]
    expected = np.array(case["propensities"])
    network = load_example(PUBLISHED[name])
    if name == "EGFR":  # the vectors count a molecule of Ra as its own partner
        amount = case["state"][2]
        assert network.reactions[2].kinetics == MassAction("k2f")
        expected[2] *= (amount - 1) / amount
    names = [one.id for one in network.species]
    found = jump_process(network).propensities(dict(zip(names, case["state"], strict=True)))
    np.testing.assert_allclose(found, expected, rtol=1e-9)
