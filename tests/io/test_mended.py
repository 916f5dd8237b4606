"""Faults that damaged files brought to light, each kept from coming back."""

import contextlib
import math
import time

import pytest

from grnstudio.core import antimony
from grnstudio.core.network import (
    MassAction,
    Network,
    Parameter,
    Participant,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.core.network_formulas import check_formulas
from grnstudio.core.rules import Constraint
from grnstudio.errors import FileFormatError, GRNStudioError, ModelError, RateSyntaxError
from grnstudio.io import antimony_file, json_network, json_text, project_file, sbml
from grnstudio.project import Project
from grnstudio.simulate import ode
from grnstudio.simulate.jumps import jump_process
from tests.io.test_sbml import LEVEL_2


def test_an_archive_whose_bytes_contradict_each_other_is_damaged(tmp_path):
    path = tmp_path / "study.grnstudio"
    project_file.write(Project(), path)
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + 16] += 60  # where the list of members is said to begin
    path.write_bytes(data)
    with pytest.raises(FileFormatError, match=r"study\.grnstudio"):
        project_file.read(path)


@pytest.mark.parametrize(("element", "message"), [("tan", "takes 1"), ("root", "takes 1 or 2")])
def test_a_function_of_mathml_with_too_many_arguments_is_refused_with_its_place(element, message):
    text = LEVEL_2.replace("<times/>", f"<{element}/>")
    with pytest.raises(FileFormatError, match=rf"(?s)model\.xml.*3 arguments.*{message}"):
        sbml.decode(text, "model.xml")


def test_no_number_equals_itself_in_every_format(tmp_path):
    network = Network(parameters=(Parameter("k", math.nan),), species=(Species("A", 1.0),))
    for format, suffix in ((json_network, "json"), (antimony_file, "ant"), (sbml, "xml")):
        path = tmp_path / f"model.{suffix}"
        format.write(network, path)
        assert format.read(path)[0].parameters == network.parameters


def test_an_id_without_end_is_refused_in_every_format(tmp_path):
    path = tmp_path / "model.ant"
    path.write_text("A" * 5000 + " = 1\n")
    with pytest.raises(FileFormatError, match="has 5,000 letters; an id has at most 1,000"):
        antimony_file.read(path)


def test_a_message_does_not_repeat_a_word_without_end():
    told = str(GRNStudioError(f"There is no '{'A' * 100_000}' here."))
    assert len(told) < 200
    assert told.endswith("AA' here.")
    assert len(str(GRNStudioError("not " * 100_000 + "here"))) < 2000


@pytest.mark.parametrize(
    "text",
    ['"\\' * 100_000, "/* " * 200_000, "` " * 150_000, "A + " * 100_000, "A -> B; 1\n" * 4000],
)
def test_texts_without_end_take_time_in_proportion_to_their_length(text):
    begun = time.process_time()
    with contextlib.suppress(RateSyntaxError):
        antimony.read(text)
    assert time.process_time() - begun < 10


def test_a_comment_without_an_end_is_no_comment():
    with pytest.raises(RateSyntaxError, match="cannot begin with '/'"):
        antimony.read("k = 1\n/* k = 2\n")


def test_mass_action_among_more_molecules_than_there_are_is_refused():
    for many in (1e12, math.inf, math.nan, 0.5):
        reaction = Reaction("r", (Participant("A", many),), (), MassAction("1"))
        with pytest.raises(ModelError, match=r"whole (number up to 100|stoichiometries)"):
            jump_process(Network(species=(Species("A", 5.0),), reactions=(reaction,)))


@pytest.mark.parametrize(
    ("species", "message"),
    [
        (Species("A", 1.0, "cell"), "'A' is in 'cell', which the network does not list"),
        (Species("A", 1.0, conversion="c"), "'c' is a conversion factor"),
    ],
)
def test_what_a_species_refers_to_is_in_the_network(species, message):
    with pytest.raises(ModelError, match=message):
        Network(species=(species,))


def test_a_solver_that_fails_at_its_first_step_is_told_of():
    law = Reaction("r", (), (Participant("A"),), RateLaw("1e300 * exp(700 * A)"))
    with pytest.raises(ModelError, match=r"could not go on|no finite value"):
        ode.simulate(Network(species=(Species("A", 1.0),), reactions=(law,)), [0.0, 1.0])


def test_a_json_file_is_refused_with_the_place_of_a_formula_that_means_nothing(tmp_path):
    path = tmp_path / "model.json"
    broken = Network(species=(Species("A"),), constraints=(Constraint("A > 0x10"),))
    path.write_text(json_text.render(json_network.encode(broken)))
    with pytest.raises(FileFormatError, match=r"(?s)model\.json: Constraint 1: An operator.*\^"):
        json_network.read(path)
    with pytest.raises(ModelError, match="Constraint 1"):
        check_formulas(broken)
    assert json_network.decode(json_network.encode(broken), "study")[0] == broken
