import csv
import io
import json

import networkx as nx

from grnstudio.core.network import MassAction, Network, Participant, RateLaw, Reaction, Species
from grnstudio.io import network_graph
from grnstudio.io.network_examples import examples, load_example

NETWORK = Network(
    "toy",
    "Toy \x07 network",
    species=(Species("A", 3.0), Species("B", None, boundary=True), Species("E", 1.5)),
    reactions=(
        Reaction(
            "bind",
            (Participant("A", 2.0),),
            (Participant("B"), Participant("A", None)),
            RateLaw("k*E*A"),
            ("E",),
        ),
        Reaction("lose", (Participant("A"),), (), MassAction("k")),
    ),
)


def test_graphml_says_who_takes_which_part_how_often_and_how_fast(tmp_path):
    network_graph.write_graphml(NETWORK, tmp_path / "toy.graphml")
    graph = nx.read_graphml(tmp_path / "toy.graphml", force_multigraph=True)
    assert graph.nodes["bind"]["rate"] == "k*E*A"
    assert graph.nodes["lose"]["rate"] == "mass_action(k)"
    assert graph.nodes["A"]["initial"] == 3.0
    assert graph.nodes["B"]["boundary"] is True
    assert "initial" not in graph.nodes["B"]
    links = {(a, b, about["role"]): about for a, b, about in graph.edges(data=True)}
    assert links["A", "bind", "reactant"]["stoichiometry"] == 2.0
    assert "stoichiometry" not in links["bind", "A", "product"]
    assert ("E", "bind", "modifier") in links


def test_node_link_json_is_read_by_networkx(tmp_path):
    network_graph.write_json(NETWORK, tmp_path / "toy.json")
    data = json.loads((tmp_path / "toy.json").read_text())
    graph = nx.node_link_graph(data, edges="links")
    assert set(graph) == {"A", "B", "E", "bind", "lose"}
    assert graph.number_of_edges() == 5


def test_the_table_has_a_row_for_each_part_in_each_reaction():
    rows = list(network_graph.table(NETWORK))
    assert rows[0] == ("source", "target", "role", "stoichiometry", "reaction", "rate")
    assert rows[1] == ("A", "bind", "reactant", "2.0", "bind", "k*E*A")
    assert len(rows) == 1 + 5
    csv.writer(io.StringIO()).writerows(rows)


def test_every_example_becomes_a_graph_of_its_species_and_reactions(tmp_path):
    for example in examples():
        network = load_example(example.key)
        network_graph.write_graphml(network, tmp_path / "one.graphml")
        graph = nx.read_graphml(tmp_path / "one.graphml", force_multigraph=True)
        assert len(graph) == len(network.species) + len(network.reactions)
