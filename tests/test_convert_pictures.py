from dataclasses import replace

import networkx as nx
import pytest

from grnstudio import load
from grnstudio.cli import main
from grnstudio.core import antimony
from grnstudio.core.drawing import Drawing
from grnstudio.io import sbml
from grnstudio.io.network_examples import examples, load_example

EGFR = str(next(one.path for one in examples() if one.key == "egfr"))


@pytest.mark.parametrize(
    ("suffix", "begin"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")]
)
def test_a_network_is_converted_to_a_picture(tmp_path, qapp, suffix, begin):
    target = tmp_path / f"egfr{suffix}"
    assert main(["convert", EGFR, str(target)]) == 0
    assert target.read_bytes().startswith(begin)


def test_a_network_is_converted_to_a_graph(tmp_path):
    assert main(["convert", EGFR, str(tmp_path / "egfr.graphml")]) == 0
    graph = nx.read_graphml(tmp_path / "egfr.graphml", force_multigraph=True)
    assert graph.nodes["v1"]["rate"] == "mass_action(k1f)"


def test_a_network_is_converted_to_a_table_of_links(tmp_path, qapp):
    assert main(["convert", EGFR, str(tmp_path / "egfr.csv")]) == 0
    head = (tmp_path / "egfr.csv").read_text().splitlines()[0]
    assert head == "source,target,role,stoichiometry,reaction,rate"


def test_an_example_is_converted_by_its_name(tmp_path):
    target = tmp_path / "model.ant"
    assert main(["convert", "telegraph", str(target)]) == 0
    assert load(target) == load_example("telegraph")


@pytest.mark.parametrize(
    ("suffix", "begin"),
    [
        (".sbgn", "<?xml"),
        (".af.sbgn", "<?xml"),
        (".edges.csv", "source,target,sign,through"),
        (".sif", "EGF\t"),
        (".tex", "\\documentclass"),
        (".md", "# "),
        (".graph.json", "{"),
    ],
)
def test_a_network_is_converted_to_what_other_programs_and_papers_want(tmp_path, suffix, begin):
    target = tmp_path / f"egfr{suffix}"
    assert main(["convert", EGFR, str(target)]) == 0
    assert target.read_text().startswith(begin) or begin in target.read_text()


def test_places_survive_conversion_from_sbml_to_sbml_and_to_a_picture(tmp_path, qapp):
    places = {"M": (10.0, 20.0), "make": (300.0, 20.0), "lose": (10.0, 400.0)}
    network = antimony.read("model m()\nmake: => M; k\nlose: M => ; k*M\nk = 1\nend")[0]
    first, second = tmp_path / "a.xml", tmp_path / "b.json"
    sbml.write(replace(network, drawing=Drawing(places)), first)
    assert main(["convert", str(first), str(second)]) == 0
    assert load(second).drawing.reactions == places
    assert main(["convert", str(second), str(tmp_path / "m.svg")]) == 0
    assert main(["convert", str(first), str(tmp_path / "plain.svg")]) == 0
    assert (tmp_path / "m.svg").read_text() == (tmp_path / "plain.svg").read_text()
