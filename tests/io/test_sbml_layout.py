"""Drawings in SBML files: places come back, and what others drew and styled is carried on."""

from dataclasses import replace
from time import process_time

import libsbml
import pytest

from grnstudio.core import antimony
from grnstudio.core.drawing import Drawing
from grnstudio.core.network import Network, Species
from grnstudio.core.network_edits import without
from grnstudio.core.network_merge import merged
from grnstudio.core.network_rename import renamed
from grnstudio.io import json_network, sbml

NETWORK, _ = antimony.read(
    """model gene()
  species M, P
  make: => M; k / (1 + P^2)
  translate: M => M + P; mass_action(a)
  decay: M => ; mass_action(d)
  lose: P => ; mass_action(d)
  k = 10; a = 1; d = 0.1
end"""
)
PLACES = {
    "M": (100.5, 40.0),
    "P": (200.0, -12.25),
    "make": (50.0, 40.0),
    "translate": (150.0, 20.0),
    "decay": (100.0, 90.0),
    "lose": (200.0, 90.0),
    "∅ make in": (10.0, 40.0),
    "∅ lose out": (240.0, 90.0),
}
DRAWN = replace(NETWORK, drawing=Drawing(PLACES, {"M": (0.0, 0.0), "P": (80.0, 10.0)}))

STYLE = (
    '<render:renderInformation render:id="{id}" render:programName="Painter">'
    "<render:listOfColorDefinitions>"
    '<render:colorDefinition render:id="paint_{id}" render:value="#12ab34"/>'
    "</render:listOfColorDefinitions><render:listOfStyles>"
    '<render:style render:id="style_{id}" render:typeList="SPECIESGLYPH">'
    '<render:g render:stroke="paint_{id}" render:stroke-width="3.5"/></render:style>'
    "</render:listOfStyles></render:renderInformation>"
)


def box(x, y, width=40, height=20):
    return (
        f'<layout:boundingBox><layout:position layout:x="{x}" layout:y="{y}"/>'
        f'<layout:dimensions layout:width="{width}" layout:height="{height}"/></layout:boundingBox>'
    )


FOREIGN = (
    '<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1"'
    ' xmlns:layout="http://www.sbml.org/sbml/level3/version1/layout/version1"'
    ' xmlns:render="http://www.sbml.org/sbml/level3/version1/render/version1"'
    ' layout:required="false" render:required="false"><model id="m">'
    '<listOfCompartments><compartment id="c" size="1" constant="true"/></listOfCompartments>'
    "<listOfSpecies>"
    + "".join(
        f'<species id="{id}" compartment="c" initialAmount="1" hasOnlySubstanceUnits="true"'
        ' boundaryCondition="false" constant="false"/>'
        for id in "AB"
    )
    + '</listOfSpecies><listOfReactions><reaction id="J" reversible="false" fast="false">'
    '<listOfReactants><speciesReference species="A" stoichiometry="1" constant="true"/>'
    "</listOfReactants>"
    '<listOfProducts><speciesReference species="B" stoichiometry="1" constant="true"/>'
    "</listOfProducts></reaction></listOfReactions>"
    '<layout:listOfLayouts><layout:layout layout:id="l">'
    '<layout:dimensions layout:width="300" layout:height="200"/>'
    "<layout:listOfCompartmentGlyphs>"
    f'<layout:compartmentGlyph layout:id="gc" layout:compartment="c">{box(0, 0, 300, 200)}'
    "</layout:compartmentGlyph></layout:listOfCompartmentGlyphs>"
    "<layout:listOfSpeciesGlyphs>"
    f'<layout:speciesGlyph layout:id="gA" layout:species="A">{box(10, 20)}</layout:speciesGlyph>'
    f'<layout:speciesGlyph layout:id="gB" layout:species="B">{box(200, 20)}</layout:speciesGlyph>'
    "</layout:listOfSpeciesGlyphs><layout:listOfReactionGlyphs>"
    f'<layout:reactionGlyph layout:id="gJ" layout:reaction="J">{box(115, 25, 10, 10)}'
    "<layout:listOfSpeciesReferenceGlyphs>"
    '<layout:speciesReferenceGlyph layout:id="gJA" layout:speciesGlyph="gA"'
    ' layout:role="substrate"><layout:curve><layout:listOfCurveSegments>'
    '<layout:curveSegment xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:type="CubicBezier"><layout:start layout:x="50" layout:y="30"/>'
    '<layout:end layout:x="115" layout:y="30"/>'
    '<layout:basePoint1 layout:x="70" layout:y="0"/>'
    '<layout:basePoint2 layout:x="90" layout:y="60"/></layout:curveSegment>'
    "</layout:listOfCurveSegments></layout:curve></layout:speciesReferenceGlyph>"
    '<layout:speciesReferenceGlyph layout:id="gJB" layout:speciesGlyph="gB"'
    ' layout:role="product"/></layout:listOfSpeciesReferenceGlyphs></layout:reactionGlyph>'
    "</layout:listOfReactionGlyphs><layout:listOfTextGlyphs>"
    '<layout:textGlyph layout:id="tA" layout:graphicalObject="gA" layout:originOfText="A">'
    f"{box(10, 20)}</layout:textGlyph></layout:listOfTextGlyphs>"
    f"<render:listOfRenderInformation>{STYLE.format(id='local')}"
    "</render:listOfRenderInformation></layout:layout>"
    f"<render:listOfGlobalRenderInformation>{STYLE.format(id='every')}"
    "</render:listOfGlobalRenderInformation></layout:listOfLayouts></model></sbml>"
)

LEVEL_2 = """<sbml xmlns="http://www.sbml.org/sbml/level2/version4" level="2" version="4">
<model id="old"><annotation><about xmlns="urn:about">kept</about>
<listOfLayouts xmlns="http://projects.eml.org/bcb/sbml/level2"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<annotation><listOfGlobalRenderInformation xmlns="http://projects.eml.org/bcb/sbml/render/level2">
<renderInformation id="every" programName="Painter"><listOfStyles>
<style id="bold" typeList="ANY"><g stroke="#12ab34" stroke-width="3.5"/></style>
</listOfStyles></renderInformation></listOfGlobalRenderInformation></annotation>
<layout id="l"><dimensions width="300" height="200"/><listOfSpeciesGlyphs>
<speciesGlyph id="gA" species="A"><boundingBox><position x="10" y="20"/>
<dimensions width="40" height="30"/></boundingBox></speciesGlyph></listOfSpeciesGlyphs></layout>
</listOfLayouts></annotation>
<listOfCompartments><compartment id="c" size="1"/></listOfCompartments>
<listOfSpecies><species id="A" compartment="c" initialAmount="1"/></listOfSpecies>
</model></sbml>"""


def read(text):
    return sbml.decode(text, "model.xml")


def saved(network):
    text, notes = sbml.encode(network)
    assert not notes
    return text


def layouts(text):
    """Return libSBML's list of layouts, with the document that holds it."""
    document = libsbml.readSBMLFromString(text)
    document.checkConsistency()
    log = document.getErrorLog()
    assert not log.getNumFailsWithSeverity(libsbml.LIBSBML_SEV_ERROR), log.toString()
    return document, document.getModel().getPlugin("layout").getListOfLayouts()


def glyphs(layout):
    shown = {one.getSpeciesId(): one for one in layout.getListOfSpeciesGlyphs()}
    return shown | {one.getReactionId(): one for one in layout.getListOfReactionGlyphs()}


def test_places_of_both_drawings_come_back_from_a_file():
    network, notes = read(saved(DRAWN))
    assert network == NETWORK
    assert network.drawing == DRAWN.drawing
    assert not notes
    assert set(network.extras) <= {""}  # a drawing of our own is made anew, not carried along
    assert "layouts" not in network.extras.get("", {})


def test_a_file_with_a_drawing_is_sound_to_libsbml_and_names_what_glyphs_show():
    document, (first, second) = layouts(saved(DRAWN))
    assert set(glyphs(first)) == {"M", "P", "make", "translate", "decay", "lose"}
    assert set(glyphs(second)) == {"M", "P"}
    roles = {one.getRoleString() for one in glyphs(first)["make"].getListOfSpeciesReferenceGlyphs()}
    assert roles == {"product", "inhibitor"}
    texts = {one.getOriginOfTextId() for one in first.getListOfTextGlyphs()}
    assert texts == {"M", "P"}
    assert document.getModel().getNumSpecies() == 2


def test_a_network_without_places_is_written_without_a_drawing():
    assert "layout" not in saved(NETWORK)


def test_level_3_version_1_keeps_the_drawing_and_level_2_says_that_it_does_not():
    text, _ = sbml.encode(DRAWN, 3, 1)
    assert read(text)[0].drawing == DRAWN.drawing
    text, notes = sbml.encode(DRAWN, 2, 4)
    assert read(text)[0].drawing == Drawing()
    assert any("places" in note for note in notes)


def test_places_and_styles_of_another_program_survive():
    network, notes = read(FOREIGN)
    assert not notes
    assert network.drawing.reactions == {"A": (30, 30), "B": (220, 30), "J": (120, 30)}
    text = saved(network)
    again, _ = read(text)
    assert again.drawing == network.drawing
    document, (layout,) = layouts(text)
    for part in (STYLE.format(id="local"), STYLE.format(id="every")):
        for word in ("Painter", "#12ab34", 'stroke-width="3.5"'):
            assert word in part
            assert word in text
    assert layout.getPlugin("render").getNumLocalRenderInformationObjects() == 1
    assert layout.getNumCompartmentGlyphs() == 1
    curve = glyphs(layout)["J"].getSpeciesReferenceGlyph(0).getCurve()
    assert isinstance(curve.getCurveSegment(0), libsbml.CubicBezier)
    assert document.getModel()


def test_a_reaction_without_a_box_stands_where_its_links_meet():
    empty = FOREIGN.replace(box(115, 25, 10, 10), box(0, 0, 0, 0))
    network, _ = read(empty)
    assert network.drawing.reactions["J"] == (115.0, 30.0)  # where the curve of A ends
    assert read(saved(network))[0].drawing == network.drawing
    moved = replace(network, drawing=Drawing({**network.drawing.reactions, "J": (150.0, 90.0)}))
    assert read(saved(moved))[0].drawing == moved.drawing
    start = empty.index("<layout:curve>")
    end = empty.index("</layout:curve>") + len("</layout:curve>")
    network, _ = read(empty[:start] + empty[end:])
    assert set(network.drawing.reactions) == {"A", "B"}


def test_styles_in_annotations_of_level_3_are_taken_as_styles_once():
    old = "http://projects.eml.org/bcb/sbml/render/level2"
    style = f'<r:listOfRenderInformation xmlns:r="{old}">{STYLE.format(id="own")}'
    style = style.replace("render:", "r:") + "</r:listOfRenderInformation>"
    dimensions = '<layout:dimensions layout:width="300"'
    both = FOREIGN.replace(dimensions, f"<annotation>{style}</annotation>{dimensions}", 1)
    local = f"<render:listOfRenderInformation>{STYLE.format(id='local')}"
    one = both.replace(f"{local}</render:listOfRenderInformation>", "")
    for text, name in ((both, "style_local"), (one, "style_own")):
        written = saved(read(text)[0])
        assert written.count("<render:listOfRenderInformation") == 1
        assert name in written
        layouts(written)


def test_a_moved_species_takes_its_name_and_its_links_along():
    network, _ = read(FOREIGN)
    moved = replace(network, drawing=Drawing({**network.drawing.reactions, "A": (30.0, 130.0)}, {}))
    document, (layout,) = layouts(saved(moved))
    box = glyphs(layout)["A"].getBoundingBox()
    assert (box.getX(), box.getY(), box.getWidth(), box.getHeight()) == (10, 120, 40, 20)
    text = layout.getTextGlyph(0).getBoundingBox()
    assert (text.getX(), text.getY()) == (10, 120)
    line = glyphs(layout)["J"].getSpeciesReferenceGlyph(0).getCurve().getCurveSegment(0)
    assert line.getStart().getYOffset() > 100  # it begins where the species is
    assert read(saved(moved))[0].drawing == moved.drawing
    assert document.getModel()


def test_a_kept_drawing_follows_renaming_and_deleting():
    network, _ = read(FOREIGN)
    text = saved(renamed(network, "A", "Enzyme"))
    document, (layout,) = layouts(text)
    assert set(glyphs(layout)) == {"Enzyme", "B", "J"}
    assert layout.getTextGlyph(0).getOriginOfTextId() == "Enzyme"
    assert "Painter" in text
    text = saved(without(network, ["A"]))
    document, (layout,) = layouts(text)
    assert set(glyphs(layout)) == {"B"}  # the reaction goes with its reactant
    assert layout.getNumTextGlyphs() == 0
    assert "Painter" in text
    assert document.getModel()


def test_what_is_added_to_a_kept_drawing_is_drawn_in_it():
    network, _ = read(FOREIGN)
    grown = replace(network, species=(*network.species, Species("C", compartment="c")))
    places = {**network.drawing.reactions, "C": (30.0, 400.0)}
    document, (layout,) = layouts(saved(replace(grown, drawing=Drawing(places))))
    assert set(glyphs(layout)) == {"A", "B", "C", "J"}
    assert layout.getDimensions().getHeight() >= 400
    assert document.getModel()


def test_drawings_in_annotations_of_level_2_are_read_with_their_styles():
    network, notes = read(LEVEL_2)
    assert network.drawing.reactions == {"A": (30.0, 35.0)}
    assert "kept" in network.extras[""]["annotation"]
    assert "listOfLayouts" not in network.extras[""]["annotation"]
    assert not any("layout" in note or "drawing" in note for note in notes)
    text = saved(network)
    document, (layout,) = layouts(text)
    styles = layout.getParentSBMLObject().getPlugin("render")
    assert styles.getNumGlobalRenderInformationObjects() == 1
    assert 'stroke-width="3.5"' in text
    assert document.getModel()


def test_two_networks_with_drawings_merge_and_save():
    network, _ = read(FOREIGN)
    both = merged(network, network).network
    document, found = layouts(saved(both))
    assert set(glyphs(found[0])) >= {"A", "B", "J"}
    assert document.getModel()


def test_a_kept_drawing_survives_json(tmp_path):
    network, _ = read(FOREIGN)
    json_network.write(network, tmp_path / "m.json")
    again, _ = json_network.read(tmp_path / "m.json")
    assert "Painter" in saved(again)
    assert saved(again) == saved(network)


DEEP = "<layout:listOfLayouts>" + "<a>" * 100_000
FOREIGN_SPACE = (
    '<layout:listOfLayouts xmlns:layout="http://www.sbml.org/sbml/level3/version2/core"/>'
)


@pytest.mark.parametrize(
    "kept", ["<layout:listOfLayouts>", "", "<a/>", 3, "<!DOCTYPE x>", "&x;", DEEP, FOREIGN_SPACE]
)
def test_a_kept_drawing_that_is_not_sound_does_not_stop_saving(kept):
    broken = replace(DRAWN, extras={"": {"layouts": kept}})
    text, _ = sbml.encode(broken)
    assert read(text)[0].drawing == DRAWN.drawing


def test_a_glyph_of_nothing_is_passed_over():
    network, notes = read(FOREIGN.replace('layout:species="B"', 'layout:species="nobody"'))
    assert isinstance(network, Network)
    assert set(network.drawing.reactions) == {"A", "J"}
    assert not notes
    assert saved(network)


def test_a_drawing_that_is_not_sound_does_not_stop_reading():
    network, notes = read(FOREIGN.replace('layout:x="10"', 'layout:x="ten"'))
    assert len(network.species) == 2
    assert not network.drawing
    assert notes == ("The drawing in the file is not sound; it was left out.",)
    network, notes = read(FOREIGN.replace('stroke-width="3.5"', 'stroke-width="thick"'))
    assert network.drawing.reactions["A"] == (30.0, 30.0)
    assert notes == ("The style of the drawing in the file is not sound; it was left out.",)
    assert "Painter" not in saved(network)


def test_metaids_survive_when_a_kept_drawing_has_to_go():
    about = '<species id="A" metaid="about_A" compartment="c"'
    network, _ = read(FOREIGN.replace('<species id="A" compartment="c"', about))
    assert 'metaid="about_A"' in saved(network)
    kept = network.extras[""]["layouts"].replace(
        "<layout:layout ", "<layout:nonsense/><layout:layout "
    )
    broken = replace(network, extras={**network.extras, "": {"layouts": kept}})
    assert 'metaid="about_A"' in sbml.encode(broken)[0]


def test_a_large_drawing_is_saved_in_no_time():
    text = "\n".join(f"J{i}: S{i} => S{i + 1}; k*S{i}" for i in range(400))
    network, _ = antimony.read(f"model large()\n{text}\nk = 1\nend")
    places = {f"S{i}": (i % 20 * 90.0, i // 20 * 90.0) for i in range(401)}
    places |= {f"J{i}": (i % 20 * 90.0 + 45, i // 20 * 90.0) for i in range(400)}
    start = process_time()
    written = saved(replace(network, drawing=Drawing(places)))
    assert process_time() - start < 15  # all checks would take minutes for larger ones
    assert read(written)[0].drawing.reactions == places
