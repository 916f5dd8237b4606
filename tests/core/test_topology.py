import numpy as np
import pytest

from grnstudio.core import topology
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.errors import ModelError

REGULATORS, TARGETS = ("I", "g1", "g2"), ("g1", "g2")
LOOP = topology.read("I -> g1, I -> g2, g2 -| g1", REGULATORS, TARGETS)


def test_a_topology_reads_what_it_writes():
    assert topology.read(LOOP.text, REGULATORS, TARGETS) == LOOP
    assert LOOP.links == 3
    assert LOOP.sign("g2", "g1") == -1
    assert LOOP.inputs == ("I",)


def test_arrows_of_print_are_read_too():
    assert topology.read("I → g1; I → g2\ng2 ⊣ g1", REGULATORS, TARGETS) == LOOP


@pytest.mark.parametrize("text", ["I g1", "I -> g3", "g1 -> I", "I => g1"])
def test_a_link_that_cannot_be_is_named(text):
    with pytest.raises(ModelError, match=text):
        topology.read(text, REGULATORS, TARGETS)


def test_a_turned_sign_is_two_apart():
    turned = topology.read("I -> g1, I -> g2, g2 -> g1", REGULATORS, TARGETS)
    shorter = topology.read("I -> g1, I -> g2", REGULATORS, TARGETS)
    assert LOOP.distance(turned) == 2
    assert LOOP.distance(shorter) == 1
    assert LOOP.distance(LOOP) == 0


def test_reversing_a_free_gene_makes_no_difference_to_the_gauge():
    mirrored = topology.read("I -> g1, I -| g2, g2 -> g1", REGULATORS, TARGETS)
    assert mirrored != LOOP
    assert mirrored.gauged(["g2"]) == LOOP.gauged(["g2"])
    assert mirrored.gauged([]) == mirrored


def test_a_gene_on_itself_keeps_its_sign_when_it_is_reversed():
    alone = topology.read("g2 -| g2", REGULATORS, TARGETS)
    assert alone.gauged(["g2"]) == alone


def test_a_graph_gives_the_links_above_the_cutoff():
    weights = np.array([[1.0, 0.5], [0.01, np.nan], [-0.8, 0.0]])
    graph = RegulatoryGraph(REGULATORS, TARGETS, weights)
    assert topology.of_graph(graph) == LOOP
    assert topology.of_graph(graph, 0.6).text == "I -> g1, g2 -| g1"
    assert topology.of_graph(LOOP.graph()) == LOOP


def test_a_reversed_gene_turns_what_it_does_and_what_is_done_to_it():
    turned = LOOP.reversed(["g2"])
    assert turned.text == "I -> g1, I -| g2, g2 -> g1"
    assert turned.gauged(["g2"]) == LOOP.gauged(["g2"])
    assert turned.reversed(["g2"]) == LOOP.reversed([]) == LOOP
