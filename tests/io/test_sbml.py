"""SBML files: what is read, what is refused by name, and what saving keeps."""

import tarfile
from dataclasses import replace

import pytest

from grnstudio.core.network import MassAction, Network, Parameter, Participant, Reaction, Species
from grnstudio.core.rules import AssignmentRule, Constraint, Event, RateRule
from grnstudio.errors import FileFormatError, FileSaveError, Unsupported
from grnstudio.io import sbml

MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML">{}</math>'
DISTRIB = "http://www.sbml.org/sbml/level3/version1/distrib/version1"
CORE = "http://www.sbml.org/sbml/level3/version2/core"


def model(inside, attributes='id="m"', sbml_attributes=""):
    return (
        f'<sbml xmlns="{CORE}" level="3" version="2" {sbml_attributes}>'
        f"<model {attributes}>{inside}</model></sbml>"
    )


def parameters(*ids):
    each = "".join(f'<parameter id="{id}" value="1" constant="false"/>' for id in ids)
    return f"<listOfParameters>{each}</listOfParameters>"


def assigned(target, math):
    rule = f'<assignmentRule variable="{target}">{MATH.format(math)}</assignmentRule>'
    return f"<listOfRules>{rule}</listOfRules>"


def read(text):
    return sbml.decode(text, "model.xml")


def saved_and_read(network):
    text, _ = sbml.encode(network)
    return read(text)[0]


LEVEL_2 = """<sbml xmlns="http://www.sbml.org/sbml/level2/version4" level="2" version="4">
<model id="old" name="An old model">
<notes><p xmlns="http://www.w3.org/1999/xhtml">A note.</p></notes>
<listOfCompartments><compartment id="cell" size="2.5"/></listOfCompartments>
<listOfSpecies>
  <species id="A" compartment="cell" initialConcentration="0.30000000000000004"/>
  <species id="B" compartment="cell" initialAmount="1e-300" hasOnlySubstanceUnits="true"/>
</listOfSpecies>
<listOfParameters><parameter id="n" value="2"/></listOfParameters>
<listOfReactions><reaction id="go" reversible="false">
  <listOfReactants><speciesReference species="A">
    <stoichiometryMath><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>n</ci></math>
    </stoichiometryMath></speciesReference></listOfReactants>
  <listOfProducts><speciesReference species="B" stoichiometry="3"/></listOfProducts>
  <kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML">
    <apply><times/><ci>k</ci><ci>A</ci><cn type="e-notation">3.7<sep/>-7</cn></apply></math>
    <listOfParameters><parameter id="k" value="0.1"/></listOfParameters></kineticLaw>
</reaction></listOfReactions></model></sbml>"""


def test_an_older_level_is_read_with_its_stoichiometry_formulas_and_says_so():
    network, notes = read(LEVEL_2)
    (reaction,) = network.reactions
    target = reaction.reactants[0].id
    assert network.rules == (AssignmentRule(target, "n"),)
    assert reaction.kinetics.formula == "k * A * 3.7e-07"
    assert reaction.locals == {"k": 0.1}
    assert network.species[0].initial == 0.30000000000000004
    assert network.species[0].is_concentration
    assert network.species[1].only_substance
    assert "Level 2 Version 4" in notes[0]


def test_saving_keeps_every_digit_and_the_notes():
    network, _ = read(LEVEL_2)
    again = saved_and_read(network)
    assert again == network
    assert again.extras == network.extras
    assert "A note." in again.extras[""]["notes"]


@pytest.mark.parametrize("word", ["time", "pi", "true", "INF", "avogadro", "and"])
def test_an_id_that_means_something_in_formulas_is_renamed_and_saved_as_it_was(word):
    symbol = (
        '<csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/time">t</csymbol>'
    )
    math = f"<apply><plus/><ci>{word}</ci>{symbol}<pi/></apply>"
    network, notes = read(model(parameters(word, "x") + assigned("x", math)))
    assert network.parameters[0].id == f"{word}_"
    assert network.rules[0].formula == f"{word}_ + time + pi"
    assert f"'{word}' is called '{word}_'" in notes[0]
    assert f'id="{word}"' in sbml.encode(network)[0]
    assert saved_and_read(network) == network


@pytest.mark.parametrize(
    ("math", "text"),
    [
        ("<apply><minus/><ci>a</ci></apply>", "-a"),
        ("<cn>-3</cn>", "-3"),
        ('<cn type="rational">1<sep/>3</cn>', "1 / 3"),
        ("<apply><root/><degree><cn>3</cn></degree><ci>a</ci></apply>", "root(3, a)"),
        ("<apply><root/><ci>a</ci></apply>", "sqrt(a)"),
        ("<apply><log/><logbase><cn>2</cn></logbase><ci>a</ci></apply>", "log(2, a)"),
        ("<apply><plus/><ci>a</ci><ci>b</ci><ci>a</ci><ci>b</ci></apply>", "a + b + a + b"),
        ("<apply><plus/></apply>", "plus()"),
        ("<apply><lt/><ci>a</ci><ci>b</ci><cn>3</cn></apply>", "a < b < 3"),
        ("<apply><arcsinh/><ci>a</ci></apply>", "arcsinh(a)"),
        ("<apply><max/><ci>a</ci><ci>b</ci><cn>3</cn></apply>", "max(a, b, 3)"),
        (
            "<piecewise><piece><ci>a</ci><true/></piece><otherwise><ci>b</ci></otherwise></piecewise>",
            "piecewise(a, true, b)",
        ),
    ],
)
def test_mathml_becomes_text_and_text_the_same_mathml(math, text):
    network, _ = read(model(parameters("a", "b", "x") + assigned("x", math)))
    assert network.rules[0].formula == text
    assert saved_and_read(network) == network


def test_a_formula_that_is_missing_is_left_out_with_a_note():
    rules = '<listOfRules><rateRule variable="a"/></listOfRules>'
    network, notes = read(model(parameters("a") + rules))
    assert network.rules == ()
    assert notes == ("The rule of 'a' has no formula; it was left out.",)


DELAY = (
    "<apply><csymbol encoding='text' definitionURL='http://www.sbml.org/sbml/symbols/delay'>d"
    "</csymbol><ci>a</ci><cn>1</cn></apply>"
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (model(parameters("a", "x") + assigned("x", DELAY)), "delay"),
        (
            model(
                parameters("a")
                + f"<listOfRules><algebraicRule>{MATH.format('<ci>a</ci>')}</algebraicRule>"
                + "</listOfRules>"
            ),
            "algebraic rule",
        ),
        (
            model(
                "",
                sbml_attributes=f'xmlns:d="{DISTRIB}" d:required="true"',
            ),
            "distrib",
        ),
        (LEVEL_2.replace('id="go"', 'id="go" fast="true"'), "'go' is fast"),
    ],
)
def test_what_cannot_be_simulated_is_refused_by_name(text, message):
    with pytest.raises(Unsupported, match=message):
        read(text)


LAUGHS = '<!DOCTYPE sbml [<!ENTITY a "haha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no sound XML"),
        ("<sbml", "no sound XML"),
        ("<html/>", "no SBML"),
        ('<sbml level="3" version="9"/>', "Version '9', which is none"),
        ('<sbml xmlns="x" level="3" version="2"/>', "'x' for its namespace"),
        (LAUGHS + model(""), "DOCTYPE"),
        (model(parameters("a", "a")), "'a'"),
        (model(parameters("x") + assigned("x", "<ci>lost</ci>")), "speaks of 'lost'"),
        (model("<notes>" + "<p>" * 10_000 + "</p>" * 10_000 + "</notes>"), "deep"),
        ('<?xml version="1.0" encoding="UTF-7"?><sbml/>', "UTF-7"),
        (model(parameters("x"))[:-30], "no sound XML"),
    ],
)
def test_files_that_are_no_model_are_refused_in_words(text, message):
    with pytest.raises(FileFormatError, match=message):
        read(text)


NATIVE = Network(
    "dimers",
    "Dimers & more",
    species=(Species("M", 100.0), Species("D", 0.0, name="<dimer>")),
    parameters=(Parameter("k", 0.1 + 0.2), Parameter("s", 0.0, constant=False)),
    reactions=(
        Reaction("bind", (Participant("M", 2.0),), (Participant("D"),), MassAction("k / 2")),
        Reaction("fall", (Participant("D"),), (), MassAction("k")),
    ),
    rules=(RateRule("s", "sin(time)"),),
    events=(Event("pulse", "time >= 5", {"M": "M + 10"}, delay="1", priority="2"),),
    constraints=(Constraint("M >= 0", "There is less than <nothing>"),),
)


def test_a_network_made_here_survives_with_its_mass_action_and_without_compartments():
    assert saved_and_read(NATIVE) == NATIVE


@pytest.mark.parametrize(("level", "version"), [(3, 1), (2, 4)])
def test_older_levels_are_written_on_request(tmp_path, level, version):
    path = tmp_path / "model.xml"
    event = Event("pulse", "time >= 5", {"M": "M + 10"})  # Level 2 knows no priorities
    sbml.write(replace(NATIVE, events=(event,)), path, level, version)
    network, _ = sbml.read(path)
    assert f'level="{level}" version="{version}"' in path.read_text()
    assert [one.id for one in network.reactions] == ["bind", "fall"]


def test_a_level_that_is_not_written_is_refused():
    with pytest.raises(Unsupported, match="Level 1 Version 2"):
        sbml.encode(NATIVE, 1, 2)


def test_a_network_that_is_no_valid_sbml_is_not_saved(tmp_path):
    path = tmp_path / "model.xml"
    broken = Network(parameters=(Parameter("k", constant=False),), rules=(RateRule("k", "f(1)"),))
    with pytest.raises(FileSaveError, match="no valid SBML"):
        sbml.write(broken, path)
    assert not path.exists()


def test_a_unit_without_a_definition_is_told_of():
    text, notes = sbml.encode(Network(parameters=(Parameter("k", 1.0, unit="nM"),)))
    assert notes == ("The unit 'nM' of 'k' is not defined; it was not written.",)
    assert "nM" not in text


def test_every_public_case_is_read_or_refused_by_name_and_saving_loses_nothing(
    known_answers, tmp_path
):
    for name in ("sbml_public", "biomodels_public"):
        with tarfile.open(known_answers / "sbml" / f"{name}.tar.xz") as archive:
            archive.extraction_filter = getattr(tarfile, "data_filter", None)  # from 3.11.4 on
            archive.extractall(tmp_path)
    refused = 0
    for path in sorted(tmp_path.glob("*/semantic/*/*-sbml-*.xml")):
        try:
            network, _ = sbml.read(path)
        except Unsupported:
            refused += 1
            continue
        assert saved_and_read(network) == network, path
    assert refused == REFUSED


REFUSED = 133
