"""What is odd about a network is said before it is simulated."""

from dataclasses import replace

import pytest

from grnstudio.core.rules import RateRule
from grnstudio.simulate.preflight import preflight
from tests.simulate.crn import decay
from tests.simulate.test_fsp import birth_death, mass_action


def test_an_ordinary_network_needs_no_remark():
    assert preflight(birth_death()) == ()


@pytest.mark.parametrize(
    ("network", "message"),
    [
        (birth_death(start=2.5), "X starts with 2.5; it is rounded to 3"),
        (birth_death(start=3e9), "X starts with 3e+09 molecules"),
        (birth_death(birth=0.0, start=5.0), "'r0' has a rate of 0 in every state"),
        (mass_action("none", {"A": 0.0, "B": 0.0}, {}, ("A", "B", "1")), "No reaction can happen"),
        (decay("k * 100"), "'decay' has a rate that does not vanish when A runs out"),
        (decay("k * (B - A)"), "'decay' has a propensity of -50 at the start"),
        (replace(decay(), rules=(RateRule("k", "1"),)), "'k' follows a rate rule"),
    ],
)
def test_what_is_odd_is_said_by_name(network, message):
    assert any(message in one for one in preflight(network))
