"""Motifs, other networks and inferred graphs into the network; and the network out to files."""

from dataclasses import replace

import numpy as np

from grnstudio.core import antimony
from grnstudio.core.drawing import Drawing
from grnstudio.core.figures import GraphFigure
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.gui import main_window
from grnstudio.gui.merge_dialog import MergeDialog
from grnstudio.gui.motif_gallery import MotifGallery
from grnstudio.gui.network_editing import edit_network
from grnstudio.gui.pages.network_compare import CompareDialog
from grnstudio.io import antimony_file, networks
from grnstudio.io.motifs import load_motif

OTHER = antimony.read("model other()\nmake: => B; k*A\nlose: B => ; mass_action(d)\n"
                      "species A = 1\nk = 2; d = 0.1\nend")[0]  # fmt: skip


def network(studio):
    return studio.document.project.design.network


def test_a_motif_begins_a_project_with_settings_that_show_what_it_does(studio):
    studio.do("new-motif")
    gallery = studio.dialog(MotifGallery)
    gallery.choose("repressilator")
    studio.click(gallery.begin)
    assert network(studio).id == "repressilator"
    assert studio.document.project.design.configs["simulate"]["duration"] == 150.0
    assert studio.window.tabs.currentIndex() == main_window.NETWORK


def test_a_motif_is_built_in_and_taken_back(studio):
    studio.click(studio.window.start_page.network_cards["sir"])
    before = network(studio)
    studio.do("motifs")
    gallery = studio.dialog(MotifGallery)
    gallery.choose("toggle")
    studio.click(gallery.insert)
    studio.click(studio.dialog(MergeDialog).merge)
    assert {"A", "B", "S", "I", "R"} == {one.id for one in network(studio).species}
    studio.do("undo")
    assert network(studio) is before


def test_a_network_from_a_file_is_merged_name_by_name(studio, tmp_path):
    path = tmp_path / "other.ant"
    antimony_file.write(OTHER, path)
    studio.work.files.open_motif("toggle")
    studio.do("merge")
    studio.choose_file(path)
    dialog = studio.dialog(MergeDialog)
    studio.click(dialog.merge)
    found = network(studio)
    assert {one.id for one in found.species} == {"A", "B"}
    assert found.part("make").products[0].species == "B"  # one gene more that makes B


def test_networks_are_compared_in_a_window_of_their_own(studio, tmp_path):
    path = tmp_path / "coherent.ant"
    antimony_file.write(load_motif("coherent-feed-forward"), path)
    studio.work.files.open_motif("incoherent-feed-forward")
    studio.do("compare")
    studio.choose_file(path)
    dialog = studio.dialog(CompareDialog)
    assert dialog.compare.summary.text() == "1 removed, 4 changed"
    dialog.close()


def test_an_inferred_graph_becomes_a_network_that_can_be_simulated(studio):
    weights = np.array([[0.0, -1.0], [-0.8, 0.0]])
    graph = RegulatoryGraph(("g1", "g2"), ("g1", "g2"), weights)
    studio.click(studio.window.start_page.new)
    studio.do("from-graph")
    assert any("no inferred graph" in text for text in studio.notices())
    studio.design.read_column.graph.show_figure(GraphFigure("", graph, 0.1))
    studio.do("from-graph")
    found = network(studio)
    assert {one.id for one in found.reactions} == {"make_g1", "lose_g1", "make_g2", "lose_g2"}
    assert studio.document.undo_stack.undoText() == "Network from inferred graph"
    assert studio.work.network.simulate.isEnabled()


EXPORTED = (
    ("sbml", "xml", "<layout:position"),
    ("network-activity-flow", "af.sbgn", "negative influence"),
    ("network-process-description", "sbgn", "process description"),
    ("network-signed-edges", "edges.csv", "A,B,-1,make_B"),
    ("network-sif", "sif", "A\trepresses\tB"),
    ("network-latex", "tex", r"\frac{d"),
    ("network-markdown", "md", r"\frac{d"),
    ("network-graphml", "graphml", "make_A"),
)


def test_the_network_is_exported_from_the_menu(studio, tmp_path):
    studio.work.files.open_motif("toggle")
    places = {"A": (0.0, 0.0), "B": (100.0, 0.0)}
    placed = replace(network(studio), drawing=Drawing(places, places))
    edit_network(studio.document, "Move 2 nodes", placed)
    for kind, suffix, word in EXPORTED:
        studio.do(f"export-{kind}")
        path = tmp_path / f"toggle.{suffix}"
        studio.choose_file(path)
        assert word in path.read_text()


def test_places_come_back_from_sbml(studio, tmp_path):
    studio.work.files.open_motif("toggle")
    places = {"A": (12.0, 34.0), "B": (300.0, -5.5), "make_A": (40.0, 60.0)}
    placed = replace(network(studio), drawing=Drawing(places))
    edit_network(studio.document, "Move 3 nodes", placed)
    path = tmp_path / "toggle.xml"
    networks.write(network(studio), path)
    studio.work.files.open(path)
    assert network(studio).drawing.reactions == places
