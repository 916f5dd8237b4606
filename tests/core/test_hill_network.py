"""A signed graph becomes a network that simulates, and regulates as the graph says."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grnstudio.core import antimony
from grnstudio.core.curves import DrawnCurve
from grnstudio.core.hill_network import hill_network, starts_of, with_inputs
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.core.regulation_view import regulation
from grnstudio.core.task import Condition, Gene, StepProbe, Task, TimeAxis
from grnstudio.errors import MissingInput
from grnstudio.simulate.ode import simulate

NAMES = ("A", "B", "C")


def graph(links, genes=NAMES, inputs=()):
    regulators = (*inputs, *genes)
    weights = np.zeros((len(regulators), len(genes)))
    for (source, target), weight in links.items():
        weights[regulators.index(source), genes.index(target)] = weight
    return RegulatoryGraph(regulators, genes, weights, method="made for a test")


def signs(found):
    return {(one.source, one.target): one.sign for one in found.edges()}


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("XABC"), st.sampled_from("ABC")),
        st.sampled_from([-1.0, -0.2, 0.3, 2.0]),
        min_size=1,
    )
)
def test_the_network_regulates_as_the_graph_does(links):
    given_graph = graph(links, inputs=("X",))
    network = hill_network(given_graph, 0.0)
    assert signs(regulation(network)) == signs(given_graph)
    assert antimony.parse(antimony.write(network)) == network


def test_links_below_the_cutoff_are_left_out_and_too_high_a_cutoff_is_refused():
    weak = graph({("A", "B"): 1.0, ("B", "C"): 0.01})
    assert signs(regulation(hill_network(weak))) == {("A", "B"): 1}
    with pytest.raises(MissingInput, match="No link is stronger than the cut-off 3"):
        hill_network(weak, 3.0)


def test_a_ring_of_repressors_and_a_toggle_simulate():
    toggle = hill_network(graph({("A", "B"): -1.0, ("B", "A"): -1.0}, ("A", "B")), initial={"A": 1})
    found = simulate(toggle, np.linspace(0, 40, 101))
    a, b = (found.of(name)[0] for name in "AB")
    assert a[-1] > 0.8 > 0.2 > b[-1]
    assert np.isfinite(found.values).all()
    assert found.values.max() < 1.2  # levels stay of the size of the circuit's


def test_names_that_formulas_cannot_have_are_kept_as_titles():
    network = hill_network(graph({("gene 1", "2β"): 1.0}, ("gene 1", "2β")))
    assert [(one.id, one.name) for one in network.species] == [("gene_1", "gene 1"), ("g_2", "2β")]


def test_steps_of_an_input_become_events():
    values = np.repeat([0.0, 1.0, 0.25], 20)
    task = Task(
        axis=TimeAxis(step=0.2, count=60),
        inputs=("X",),
        genes=(Gene("A", 0.5),),
        conditions=(Condition("pulse", {"X": DrawnCurve(values)}),),
    )
    network = hill_network(graph({("X", "A"): 1.0}, ("A",), ("X",)), initial=starts_of(task))
    network = with_inputs(network, task)
    times = np.array([0.0, 3.9, 4.3, 7.9, 8.3])
    found = simulate(network, times)
    np.testing.assert_allclose(found.of("X")[0], [0, 0, 1, 1, 0.25])
    assert found.of("A")[0][0] == 0.5
    assert found.of("A")[0][3] > 0.7


def test_inputs_follow_the_test_of_steps_where_no_condition_steps_them():
    probe = StepProbe(0.1, 100, 30, {"X": 0.1}, {"X": (0.3, 0.6)})
    rest = Condition("rest", {"X": DrawnCurve(np.full(60, 0.1))})
    task = Task(inputs=("X",), genes=(Gene("A"),), conditions=(rest,), probe=probe)
    network = with_inputs(hill_network(graph({("X", "A"): 1.0}, ("A",), ("X",))), task)
    found = simulate(network, np.array([0.0, 2.9, 3.1, 9.0])).of("X")[0]
    np.testing.assert_allclose(found, [0.1, 0.1, 0.6, 0.6])


def test_an_input_that_is_no_steps_is_held_at_its_mean():
    values = np.linspace(0, 1, 60)
    task = Task(
        inputs=("X",),
        genes=(Gene("A"),),
        conditions=(Condition("ramp", {"X": DrawnCurve(values)}),),
    )
    network = hill_network(graph({("X", "A"): 1.0}, ("A",), ("X",)))
    found = with_inputs(network, task)
    assert not found.events
    assert found.part("X").initial == pytest.approx(0.5)
    assert with_inputs(network, replace(task, conditions=(Condition("none"),))) == network
