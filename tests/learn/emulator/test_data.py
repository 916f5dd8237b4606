"""What an emulator needs of a design, and what it is told of beforehand."""

import re

import pytest

from grnstudio.core.antimony import parse
from grnstudio.errors import MissingInput, Unsupported
from grnstudio.jobs import run
from grnstudio.learn import LEARNERS
from grnstudio.learn.base import LearnerSpec
from grnstudio.learn.emulator.config import EmulatorConfig
from grnstudio.learn.emulator.data import inputs
from grnstudio.learn.emulator.outlook import look
from grnstudio.project import Design

SPEC = LearnerSpec("emulator", "Emulator", "grnstudio.learn.emulator", "EmulatorConfig")
DECAY = parse("making: => A; m\n decay: A => ; d*A\n A = 40; m = 4; d = 0.1")
GENE = parse(
    "G => H; a*G\n H => G; a*H\n G => G + P; b*G\n P => ; c*P\n"
    " G = 1; H = 1; P = 50; a = 0.1; b = 100; c = 1; z = 0"
)


def remarks(network, **config):
    return " ".join(SPEC.remarks(Design(network=network, configs={"emulator": config})))


def test_a_network_is_all_that_is_needed():
    assert inputs(Design(network=DECAY)).network is DECAY
    with pytest.raises(MissingInput, match="Draw or open a network first"):
        inputs(Design())
    with pytest.raises(MissingInput, match="no reactions"):
        inputs(Design(network=parse("A = 3")))
    with pytest.raises(Unsupported, match="cannot be emulated"):
        inputs(Design(network=parse("A => ; A\n A = 3; at (A < 2): A = 3")))


def test_what_goes_well_gives_no_cause_for_remarks():
    assert not remarks(DECAY)
    assert not remarks(GENE, starts="G H 2 tokens; P 0..99", step=2.0, vary="a, b")


@pytest.mark.parametrize(
    ("network", "config", "said"),
    [
        (DECAY, {"step": 0.01}, "fewer than one reaction is to be expected"),
        (DECAY, {"step": 0.01}, "Courses end after 0.1, long before"),
        (DECAY, {"step": 100.0}, "the network forgets where it was.* Shorten it, to 2 say"),
        (DECAY, {"settings": 5}, "5 starts are few"),
        (DECAY, {"starts": "Q 3"}, "there is no species 'Q'"),
        (DECAY, {"settings": 100_000, "runs": 10_000, "steps": 1000}, "GiB|takes about"),
        (GENE, {"starts": "G 0..2; H 0..2"}, "stays 2 in the network, and is 0 to 4 in the starts"),
        (GENE, {"starts": "G H 4 tokens"}, "begins with G . H = 2, of which the starts have 4"),
        (DECAY, {"test_settings": 10_000, "test_runs": 100_000}, "The test .* takes about .* more"),
        (GENE, {"vary": "z a"}, "z is 0, and so is any multiple"),
        (GENE, {"vary": "a", "lowest": 1.0, "highest": 1.0}, "All factors of parameters"),
        (parse("A + B => B; A*B\n A = 5; B = 0"), {"starts": "A 5; B 0"}, "nothing to learn"),
        (parse("A => ; A\n A = 2.5"), {}, "whole molecules: A with 2.5"),
        (parse("A = 5"), {}, "no reactions"),
    ],
)
def test_what_will_not_go_well_is_said_with_a_remedy(network, config, said):
    assert re.search(said, remarks(network, **config)), remarks(network, **config)


def test_a_design_without_a_network_has_no_remarks():
    assert SPEC.remarks(Design()) == ()
    assert LEARNERS["circuit"].remarks(Design()) == ()


def test_the_outlook_tells_step_size_and_time():
    found = run(look(DECAY, EmulatorConfig(settings=20, runs=10, steps=4)))
    assert found.step == 2.0
    assert found.estimate.pairs == 800
    assert found.remarks == ()
