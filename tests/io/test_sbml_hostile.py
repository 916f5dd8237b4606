"""Files that were damaged, or made to do damage, are refused or read; nothing else happens."""

import random

import pytest

from grnstudio.errors import GRNStudioError, Unsupported
from grnstudio.io import sbml
from tests.io.test_sbml import CORE, LEVEL_2, MATH, NATIVE, model, parameters

PIECES = ["<", ">", '"', "&", "-1", "1e999", "NaN", "<apply>", "</model>", "time", "\x01", "é"]


def mutated(text, source):
    for _ in range(source.randint(1, 4)):
        start = source.randrange(len(text))
        stop = start + source.choice((0, 1, 3, 40))
        other = source.randrange(len(text))
        insert = source.choice([*PIECES, text[other : other + 60]])
        text = text[:start] + insert + text[stop:]
    return text


def test_mutated_files_are_read_or_refused_in_words():
    source = random.Random(1)
    seeds = [LEVEL_2, sbml.encode(NATIVE)[0]]
    read = refused = 0
    for _ in range(1500):
        try:
            sbml.decode(mutated(source.choice(seeds), source), "model.xml")
            read += 1
        except GRNStudioError:
            refused += 1
    assert read
    assert refused


def test_submodels_that_multiply_without_end_are_refused():
    comp = "http://www.sbml.org/sbml/level3/version1/comp/version1"
    twice = (
        '<comp:listOfSubmodels><comp:submodel comp:id="a" comp:modelRef="m{0}"/>'
        '<comp:submodel comp:id="b" comp:modelRef="m{0}"/></comp:listOfSubmodels>'
    )
    definitions = "".join(
        f'<comp:modelDefinition id="m{index}">{twice.format(index + 1)}</comp:modelDefinition>'
        for index in range(40)
    )
    text = (
        f'<sbml xmlns="{CORE}" xmlns:comp="{comp}" level="3" version="1" comp:required="true">'
        f'<model id="top">{twice.format(0)}</model><comp:listOfModelDefinitions>{definitions}'
        '<comp:modelDefinition id="m40"/></comp:listOfModelDefinitions></sbml>'
    ).replace("version2/core", "version1/core")
    with pytest.raises(Unsupported, match="10,001 submodels"):
        sbml.decode(text, "model.xml")


def test_formulas_nested_too_deep_are_refused():
    rule = "<apply><minus/>" * 5000 + "<ci>x</ci>" + "</apply>" * 5000
    text = model(parameters("x") + f'<listOfRules><rateRule variable="x">{MATH.format(rule)}'
                 "</rateRule></listOfRules>")  # fmt: skip
    level_1 = (
        '<sbml xmlns="http://www.sbml.org/sbml/level1" level="1" version="2"><model name="m">'
        '<listOfParameters><parameter name="x" value="1"/></listOfParameters><listOfRules>'
        '<parameterRule name="x" formula="{}"/></listOfRules></model></sbml>'
    )
    for hostile in (text, level_1.format("(" * 4000 + "1" + ")" * 4000 + "+" * 9),
                    level_1.format("-" * 9000 + "1"), level_1.format("(" * 10**6)):  # fmt: skip
        with pytest.raises(GRNStudioError, match=r"model\.xml"):
            sbml.decode(hostile, "model.xml")
