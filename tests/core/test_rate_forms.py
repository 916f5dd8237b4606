"""Rate laws from a library take the names of what takes part."""

import pytest

from grnstudio.core.antimony import read, write
from grnstudio.core.network import MassAction
from grnstudio.core.rate_forms import FORMS, applied, form, misfit
from grnstudio.core.rates import parse
from grnstudio.errors import ModelError

TEXT = "J1: S1 + 2 S2 => P1; k*S1; S1 = 1; S2 = 1; P1 = 0; M1 = 3; k = 1; species M1"


@pytest.fixture
def network():
    return read(TEXT + "; J2: S1 => P1; M1*S1")[0]


def test_michaelis_menten_takes_the_substrate_and_adds_its_constants(network):
    after = applied(network, "J2", form("michaelis-menten"))
    assert after.part("J2").kinetics.formula == "Vmax_J2 * S1 / (Km_J2 + S1)"
    assert after.part("Km_J2").value == 10.0
    assert after.part("Vmax_J2").value == 1.0


def test_mass_action_and_its_reverse_count_what_takes_part(network):
    assert applied(network, "J1", form("mass action")).part("J1").kinetics == MassAction("k_J1")
    after = applied(network, "J1", form("reversible mass action"))
    assert after.part("J1").kinetics.formula == "kf_J1 * S1 * S2^2 - kr_J1 * P1"
    assert after.part("J1").reversible


def test_a_form_applied_again_keeps_the_constants(network):
    once = applied(network, "J2", form("hill activation"))
    twice = applied(once, "J2", form("hill repression"))
    assert len(twice.parameters) == len(once.parameters)
    assert "R" not in twice.part("J2").kinetics.formula


def test_a_form_that_does_not_suit_says_what_is_missing(network):
    assert "needs 1 modifier" in misfit(form("competitive inhibition"), network.part("J1"))
    with pytest.raises(ModelError, match="needs 1 modifier"):
        applied(network, "J1", form("hill activation"))
    with pytest.raises(ModelError, match="no rate law"):
        form("magic")


@pytest.mark.parametrize("one", FORMS, ids=lambda one: one.key)
def test_every_form_can_be_read_and_written_back(one, network):
    parse(one.formula)
    assert one.about.endswith(".")
    assert set(one.values) <= set(one.constants)
    if not misfit(one, network.part("J2")):
        after = applied(network, "J2", one)
        assert read(write(after))[0] == after
