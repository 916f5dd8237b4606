"""Signed graphs, and what a cut-off leaves of them."""

import numpy as np
import pytest

from grnstudio.core.regulation import RegulatoryGraph, majority
from grnstudio.errors import ModelError

WEIGHTS = np.array([[0.2, np.nan], [0.01, -0.4], [-0.1, 0.0]])
GRAPH = RegulatoryGraph(("I", "g1", "g2"), ("g1", "g2"), WEIGHTS)


def test_inputs_are_regulators_that_nothing_regulates():
    assert GRAPH.inputs == ("I",)


def test_a_cutoff_leaves_the_stronger_links_strongest_first():
    edges = list(GRAPH.edges(0.05))
    assert [(e.source, e.target, e.sign) for e in edges] == [
        ("g1", "g2", -1),
        ("I", "g1", 1),
        ("g2", "g1", -1),
    ]


def test_the_default_cutoff_is_a_twentieth_of_the_strongest_link():
    assert GRAPH.strongest == 0.4
    assert GRAPH.default_cutoff() == pytest.approx(0.02)
    np.testing.assert_array_equal(GRAPH.signs(0.02), [[1, 0], [0, -1], [-1, 0]])


def test_many_networks_are_summed_up_with_spread_and_agreement():
    members = np.array([[[1.0], [-1.0]], [[3.0], [2.0]]])
    graph = majority(("I", "g"), ("g",), members, "how")
    np.testing.assert_allclose(graph.weights, [[2], [0.5]])
    np.testing.assert_allclose(graph.spread, [[1], [1.5]])
    np.testing.assert_allclose(graph.agreement, [[1], [0.5]])
    assert (graph.networks, graph.method) == (2, "how")


def test_networkx_gets_signs_and_kinds():
    graph = GRAPH.to_networkx(0.05)
    assert graph.nodes["I"]["kind"] == "input"
    assert graph.edges["g1", "g2"]["sign"] == -1
    assert graph.number_of_edges() == 3


def test_a_graph_of_the_wrong_shape_is_refused():
    with pytest.raises(ModelError, match="values"):
        RegulatoryGraph(("I", "g"), ("g",), np.zeros((1, 1)))
    with pytest.raises(ModelError, match="every target is a regulator too"):
        RegulatoryGraph(("I",), ("g",), np.zeros((1, 1)))
