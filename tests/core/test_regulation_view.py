"""A network as a signed graph: who raises or lowers whom, and through what."""

from dataclasses import replace
from itertools import pairwise
from time import process_time

import numpy as np
import pytest

from grnstudio.core import antimony
from grnstudio.core.network import MassAction, Network, Parameter, Participant, Reaction, Species
from grnstudio.core.regulation_view import (
    RegulationReader,
    as_genes,
    regulation,
    regulation_view,
)

ARROWS = {1: "->", -1: "-|", 0: "-?"}


def read(text):
    return antimony.read(f"model m()\n{text}\nend")[0]


def example(name):
    with open(f"resources/examples/networks/{name}.ant", encoding="utf-8") as file:
        return antimony.read(file.read())[0]


def links(network):
    view = network if not isinstance(network, Network) else regulation_view(network)
    return {f"{one.source} {ARROWS[one.sign]} {one.target}" for one in view.links}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("J: => B; k*A/(K + A); k = 1; K = 1; species A", {"A -> B"}),
        ("J: => B; k/(1 + A); k = 1; species A", {"A -| B"}),
        ("J: B => ; k*A*B; k = 1; species A", {"A -| B"}),
        ("J: A => B; mass_action(k); k = 1", {"A -> B"}),
        ("J: A => A + B; mass_action(k); k = 1", {"A -> B"}),
        ("J: A + B => C; mass_action(k); k = 1", {"A -> C", "B -> C", "A -| B", "B -| A"}),
        ("J: B => ; mass_action(k); k = 1", set()),
        ("J: => B; k/(1 + B); k = 1", {"B -| B"}),
        ("J: X => 2 X; mass_action(k); k = 1", {"X -> X"}),
        ("J: => B; k*A/(1 + A^2); k = 1; species A", {"A -? B"}),
        ("J: A -> B; kf*A - kr*B; kf = 1; kr = 1", {"A -> B", "B -> A"}),
        ("J: => B; k; k := 2/(1 + A); species A", {"A -| B"}),
        ("species A, B; B := 3*A; J: => C; k*B; k = 1", {"A -> B", "B -> C"}),
        ("species A, B; B' = k*A - d*B; k = 1; d = 1", {"A -> B"}),
        ("x' = y - x; y' = -x - y; x = 1; y = 1", {"y -> x", "x -| y"}),
        ("function h(x) k2/(1 + x) end; J: => B; k2; k2 = 1", set()),
    ],
)
def test_the_sign_of_a_regulation_is_that_of_what_the_rates_do(text, found):
    if text.startswith("function"):
        network = antimony.read(
            "function h(x)\n1/(1 + x)\nend\nmodel m()\nspecies A\nJ: => B; h(A)\nend"
        )
        assert links(network[0]) == {"A -| B"}
    else:
        assert links(read(text)) == found


def test_regulations_that_contradict_each_other_have_no_sign():
    network = read("J1: => B; k*A; J2: B => ; k*A*B; k = 1; species A")
    (one,) = regulation_view(network).links
    assert one.sign == 0
    assert one.carriers == ("J1", "J2")


def test_what_nothing_changes_is_an_input():
    view = regulation_view(read("species A, $B; J: => C; k*A*B; J2: => B; k; k = 1"))
    assert view.inputs == {"A", "B"}
    assert view.link("A", "C").carriers == ("J",)
    assert view.link("C", "A") is None


def test_the_graph_has_the_signs_as_weights():
    graph = regulation(example("gardner-toggle"))
    assert graph.targets == ("u", "v")
    np.testing.assert_array_equal(graph.weights, [[0, -1], [-1, 0]])


def test_the_repressilator_is_a_ring_of_rna_and_protein_or_of_three_genes():
    network = example("repressilator")
    view = regulation_view(network)
    assert len(view.genes) == 6
    assert {"M_lacI -> P_lacI", "P_lacI -| M_tetR"} < links(view)
    genes = as_genes(view, network)
    assert links(genes) == {"P_lacI -| P_tetR", "P_tetR -| P_cI", "P_cI -| P_lacI"}
    assert genes.expressed("P_cI") == "M_cI"
    assert genes.link("P_lacI", "P_tetR").carriers == ("transcribe_tetR",)


@pytest.mark.parametrize("name", ["telegraph", "x16", "stochastic-toggle", "gene"])
def test_states_of_a_gene_are_no_rna(name):
    network = example(name)
    assert set(as_genes(regulation_view(network), network).templates) <= {"P"}


def test_a_formula_that_cannot_be_read_carries_no_link_yet():
    network = read("J: => B; k*A; k = 1; species A")
    broken = replace(
        network, reactions=(replace(network.reactions[0], kinetics=MassAction("A*(")),)
    )
    assert regulation_view(broken).links == ()


def test_reading_again_gives_what_reading_afresh_gives():
    reader = RegulationReader()
    network = example("goldbeter-circadian")
    reader.read(network)
    turned = replace(
        network,
        parameters=tuple(
            replace(one, value=-4.0) if one.id == "n" else one for one in network.parameters
        ),
    )
    assert reader.read(turned) == regulation_view(turned)
    assert "PN -> M" in links(turned)
    fewer = replace(turned, reactions=turned.reactions[1:])
    assert reader.read(fewer) == regulation_view(fewer)
    assert reader.read(network) == regulation_view(network)


def test_an_edit_of_a_large_network_is_read_at_once():
    names = [f"S{number}" for number in range(1000)]
    reactions = tuple(
        Reaction(f"J{i}", (Participant(a),), (Participant(b),), MassAction("k"))
        for i, (a, b) in enumerate(pairwise(names))
    )
    species = tuple(Species(name) for name in names)
    network = Network(
        "large", species=species, parameters=(Parameter("k", 1.0),), reactions=reactions
    )
    reader = RegulationReader()
    assert len(reader.read(network).links) == 999
    more = network.with_reaction(Reaction("more", (), (Participant("S5"),), MassAction("k")))
    start = process_time()
    reader.read(more)
    assert process_time() - start < 0.1
