import networkx as nx
import pytest

from grnstudio import load
from grnstudio.cli import main
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
