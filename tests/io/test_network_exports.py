"""Networks as SBGN, signed edges, SIF and equations: sound files that say what the network says."""

import csv
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from grnstudio.core import antimony
from grnstudio.core.drawing import Drawing
from grnstudio.core.regulation_view import regulation_view
from grnstudio.io.motifs import load_motif
from grnstudio.io.network_examples import load_example
from grnstudio.io.network_exports import EXPORTS, export_for
from grnstudio.io.sbgn import SPACE, activity_flow, process_description
from tests.core.networks import networks

NODES = {
    "unspecified entity", "simple chemical", "macromolecule", "complex", "nucleic acid feature",
    "source and sink", "process", "compartment", "biological activity", "stoichiometry",
}  # fmt: skip
ARCS = {
    "consumption", "production", "catalysis", "stimulation", "inhibition", "modulation",
    "positive influence", "negative influence", "unknown influence",
}  # fmt: skip
GENE, _ = antimony.read(
    """model gene()
  compartment cell = 1, outside = 2
  species M in cell, P in cell, D in outside
  make: => M; k/(1 + P^2)
  translate: M => M + 2 P; mass_action(a)
  lose: M => ; mass_action(d)
  pair: 2 P -> D; k*P^2 - a*D
  k = 10; a = 1; d = 0.1
end"""
)


def tag(element):
    return element.tag.removeprefix(f"{{{SPACE}}}")


def checked(text):
    """Return glyphs and arcs of a map by id, having looked at what the schema asks for."""
    root = ElementTree.fromstring(text)
    assert tag(root) == "sbgn"
    (found,) = root
    kinds = [tag(one) for one in found]
    assert kinds == sorted(kinds, key=["glyph", "arc"].index)  # glyphs first, then arcs
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    for glyph in root.iter(f"{{{SPACE}}}glyph"):
        assert glyph.get("class") in NODES
        assert [tag(one) for one in glyph if tag(one) != "port"][-1] == "bbox"
        box = glyph.find(f"{{{SPACE}}}bbox")
        assert all(float(box.get(key)) > 0 for key in "wh")
        assert glyph.get("compartmentRef", ids[0]) in ids
    arcs = {one.get("id"): one for one in found if tag(one) == "arc"}
    for arc in arcs.values():
        assert arc.get("class") in ARCS
        assert arc.get("source") in ids
        assert arc.get("target") in ids
        order = [tag(one) for one in arc]
        assert next(one for one in order if one != "glyph") == "start"
        assert order[-1] == "end"
    return {one.get("id"): one for one in found if tag(one) == "glyph"}, arcs


def between(arcs):
    return {(one.get("source"), one.get("target")): one.get("class") for one in arcs.values()}


def test_a_process_description_says_who_takes_part_and_how():
    glyphs, arcs = checked(process_description(GENE)[0])
    links = between(arcs)
    assert glyphs["make"].get("class") == "process"
    assert links["P", "make"] == "inhibition"
    assert links["make.2", "M"] == "production"
    assert links["M", "lose.1"] == "consumption"
    assert links["pair.1", "P"] == "production"  # a reversible process makes both of its sides
    assert links["pair.2", "D"] == "production"
    counts = [one.find(f"{{{SPACE}}}glyph/{{{SPACE}}}label") for one in arcs.values()]
    assert sorted(one.get("text") for one in counts if one is not None) == ["2", "2"]


def test_places_of_the_drawing_are_those_in_the_file():
    places = {
        "M": (100.0, 50.0), "P": (300.0, 50.0), "D": (400.0, 300.0), "make": (50.0, 50.0),
        "translate": (200.0, 50.0), "lose": (100.0, 150.0), "pair": (300.0, 200.0),
        "∅ make in": (0.0, 50.0), "∅ lose out": (100.0, 200.0), "∅ translate in": (200.0, 0.0),
    }  # fmt: skip
    drawn = replace(GENE, drawing=Drawing(places, {"M": (7.0, 9.0), "P": (90.0, 9.0)}))
    glyphs, _ = checked(process_description(drawn)[0])
    for name in ("M", "P", "make", "pair"):
        box = glyphs[name].find(f"{{{SPACE}}}bbox")
        x, y, w, h = (float(box.get(key)) for key in "xywh")
        assert (x + w / 2, y + h / 2) == pytest.approx(places[name])
    glyphs, _ = checked(activity_flow(drawn))
    assert float(glyphs["M"].find(f"{{{SPACE}}}bbox").get("y")) + 13 == 9


def test_compartments_are_frames_or_left_out_with_a_word():
    glyphs, _ = checked(process_description(GENE)[0])
    remarks = process_description(GENE)[1]
    if "cell" in glyphs:
        assert glyphs["M"].get("compartmentRef") == "cell"
    else:
        assert "compartments were left out" in remarks[0]
    places = {"M": (0.0, 0.0), "P": (200.0, 0.0), "D": (100.0, 0.0)}
    among = replace(GENE, drawing=Drawing(places))
    assert "compartments were left out" in process_description(among)[1][0]


def test_an_activity_flow_has_the_regulations():
    for key in ("incoherent-feed-forward", "negative-autoregulation", "repressilator"):
        network = load_motif(key)
        glyphs, arcs = checked(activity_flow(network))
        assert {one.get("class") for one in glyphs.values()} == {"biological activity"}
        signs = {"positive influence": 1, "negative influence": -1, "unknown influence": 0}
        found = {pair: signs[kind] for pair, kind in between(arcs).items()}
        assert found == {(o.source, o.target): o.sign for o in regulation_view(network).links}


@settings(max_examples=40)
@given(networks())
def test_any_network_is_written_as_sound_sbgn(network):
    checked(process_description(network)[0])
    checked(activity_flow(network))


def test_signed_edges_say_through_which_reaction(tmp_path):
    path = tmp_path / "gene.edges.csv"
    EXPORTS["signed-edges"].write(GENE, path)
    rows = list(csv.DictReader(path.read_text().splitlines()))
    assert {"source": "P", "target": "M", "sign": "-1", "through": "make"} in rows


def test_the_end_of_a_name_chooses_the_format(tmp_path):
    assert export_for(tmp_path / "a.b.af.sbgn") is EXPORTS["activity-flow"]
    assert export_for(tmp_path / "a.SBGN") is EXPORTS["process-description"]
    assert export_for(tmp_path / "a.csv") is None


@pytest.mark.parametrize("key", EXPORTS)
def test_every_format_is_written(key, tmp_path):
    for network in (GENE, load_example("sir")):
        path = tmp_path / f"{network.id}{EXPORTS[key].suffix}"
        EXPORTS[key].write(network, path)
        assert path.stat().st_size > 40
