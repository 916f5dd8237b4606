import csv

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.errors import FileFormatError
from grnstudio.io import graph_files, json_text
from tests.io.sameness import same
from tests.io.strategies import graphs

GRAPH = RegulatoryGraph(
    ("I", "g1", "g2"),
    ("g1", "g2"),
    np.array([[0.5, np.nan], [0.01, -0.25], [-1.0, 0.0]]),
    np.full((3, 2), 0.1),
    np.array([[1.0, 0.0], [0.6, 0.9], [1.0, 0.0]]),
    "trajectory mutant, λ = 0.5, mean over 4 stimuli",
    10,
)


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


@given(graphs())
def test_every_graph_comes_back_as_it_was(graph):
    text = json_text.render(graph_files.encode(graph, 0.1))
    assert same(graph_files.decode(json_text.parse(text, "a"), "a"), graph)


def test_json_has_the_whole_graph_and_the_links_above_the_cutoff(tmp_path):
    graph_files.write_json(GRAPH, tmp_path / "a.json", cutoff=0.1)
    data = json_text.read(tmp_path / "a.json")
    assert same(graph_files.read_json(tmp_path / "a.json"), GRAPH)
    assert [(e["source"], e["target"], e["sign"]) for e in data["edges"]] == [
        ("g2", "g1", -1),
        ("I", "g1", 1),
        ("g1", "g2", -1),
    ]
    assert data["weights"][0] == [0.5, None]
    assert (data["cutoff"], data["inputs"]) == (0.1, ["I"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weights": [[1, 2]]}, "weights takes 3 rows of 2 numbers: a row per regulator"),
        ({"weights": [[1], [2], [3]]}, "weights takes 3 rows of 2 numbers"),
        ({"weights": "strong"}, "weights takes a list of rows"),
        ({"targets": ["g1", "x"]}, "every target is a regulator too"),
        ({"wieghts": 1}, 'there is no key "wieghts"; did you mean "weights"'),
        ({"version": 2}, "by GRNStudio 0.1.0 \\(format 2\\)"),
        ({"format": "grnstudio-task"}, "is not a network of GRNStudio: it is a task"),
    ],
)
def test_a_broken_network_is_refused_in_words(change, words):
    with pytest.raises(FileFormatError, match=f"net.json.*{words}"):
        graph_files.decode({**graph_files.encode(GRAPH), **change}, "net.json")


@given(graphs())
def test_graphml_is_read_by_networkx(tmp_path_factory, graph):
    path = tmp_path_factory.mktemp("graph") / "a.graphml"
    graph_files.write_graphml(graph, path, cutoff=0.5)
    found = nx.read_graphml(path)
    assert set(found) == set(graph.regulators)
    printable = "".join(c for c in graph.method if c.isprintable())
    assert (found.graph.get("method") or "").strip() == printable.strip()
    edges = {(edge.source, edge.target): edge for edge in graph.edges(0.5)}
    assert set(found.edges) == set(edges)
    for link, edge in edges.items():
        assert found.edges[link] == {
            "sign": edge.sign,
            "weight": edge.weight,
            "agreement": edge.agreement,
            "interaction": "activates" if edge.sign > 0 else "represses",
        }


def test_graphml_tells_inputs_from_genes(tmp_path):
    graph_files.write_graphml(GRAPH, tmp_path / "a.graphml")
    kinds = nx.read_graphml(tmp_path / "a.graphml").nodes(data="kind")
    assert dict(kinds) == {"I": "input", "g1": "gene", "g2": "gene"}


def test_edges_are_a_signed_list_strongest_first(tmp_path):
    graph_files.write_edges(GRAPH, tmp_path / "a.csv", cutoff=0.1)
    assert rows(tmp_path / "a.csv") == [
        ["source", "target", "sign", "weight", "probability", "method"],
        ["g2", "g1", "-1", "-1.0", "1.0", GRAPH.method],
        ["I", "g1", "1", "0.5", "1.0", GRAPH.method],
        ["g1", "g2", "-1", "-0.25", "0.9", GRAPH.method],
    ]


def test_the_adjacency_says_that_rows_are_targets(tmp_path):
    graph_files.write_adjacency(GRAPH, tmp_path / "a.csv", cutoff=0.1)
    assert rows(tmp_path / "a.csv") == [
        ["target\\source", "I", "g1", "g2"],
        ["g1", "0.5", "0.0", "-1.0"],
        ["g2", "", "-0.25", "0.0"],
    ]


def test_sif_has_one_line_for_each_link_and_each_lonely_gene(tmp_path):
    graph_files.write_sif(GRAPH, tmp_path / "a.sif", cutoff=0.7)
    assert (tmp_path / "a.sif").read_text() == "g2\trepresses\tg1\nI\n"


def test_a_graph_without_links_can_be_kept(tmp_path):
    graph = RegulatoryGraph(("g1",), ("g1",), np.array([[np.nan]]))
    for write in (
        graph_files.write_json,
        graph_files.write_graphml,
        graph_files.write_edges,
        graph_files.write_adjacency,
        graph_files.write_sif,
    ):
        write(graph, tmp_path / write.__name__)
    assert same(graph_files.read_json(tmp_path / "write_json"), graph)
