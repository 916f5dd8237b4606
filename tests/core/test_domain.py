"""What an emulator has seen, and what it has not."""

import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.core.domain import Domain, domain_of
from grnstudio.core.emulator import Emulator
from grnstudio.core.transitions import Transitions
from grnstudio.errors import ModelError

SWITCH = """
model switch()
  species G0, G1, P
  on: G0 => G1; mass_action(k)
  off: G1 => G0; mass_action(k)
  make: G1 => G1 + P; mass_action(a)
  decay: P => ; mass_action(1)
  G0 = 1; G1 = 1; P = 50
  k = 0.1; a = 100
end
"""


@pytest.fixture
def network():
    return parse(SWITCH)


def transitions(parameters=("a",), starts=60):
    """Return pairs of a gene of two copies, off or on, whose protein follows it."""
    rng = np.random.default_rng(3)
    setting = np.repeat(np.arange(starts), 50)
    on = rng.integers(0, 3, len(setting))
    factor = rng.uniform(60, 140, starts)[setting]
    protein = rng.poisson(factor * on)
    states = np.stack([2 - on, on, protein], axis=1)
    values = factor[:, None] if parameters else np.empty((len(setting), 0))
    return Transitions(("G0", "G1", "P"), parameters, 1.0, states, states, values, setting)


@pytest.fixture
def domain(network):
    found = transitions()
    return domain_of(
        network, found.of_settings(np.arange(45)), found.of_settings(np.arange(45, 60))
    )


def test_a_state_like_those_seen_is_inside(domain):
    assert domain.look({"G0": 1, "G1": 1, "P": 100}, {"a": 100}).level == "inside"
    assert domain.look({"G0": 2, "G1": 0, "P": 0}, {"a": 70}).level == "inside"
    assert domain.look({"G0": 0.9, "G1": 1.2, "P": 99.6}, {"a": 100}).level == "inside"


def test_nearly_all_states_of_other_starts_are_inside(domain):
    other = transitions()
    levels = domain.levels(other.before, other.values)
    assert (levels == 0).mean() > 0.95


def test_an_amount_never_reached_is_named_with_its_range(domain):
    lamp = domain.look({"G0": 0, "G1": 2, "P": 5000}, {"a": 100})
    assert lamp.level == "outside"
    assert lamp.why.startswith("P is 5000; it was seen from 0 to ")


def test_a_parameter_beyond_its_range_is_named_and_one_just_beside_it_is_at_the_edge(domain):
    far = domain.look({"G0": 1, "G1": 1, "P": 100}, {"a": 900})
    assert (far.level, "a is 900; it was varied from" in far.why) == ("outside", True)
    near = domain.look({"G0": 1, "G1": 1, "P": 100}, {"a": domain.high[3] + 1})
    assert near.level == "edge"


def test_another_conserved_total_is_told(domain):
    lamp = domain.look({"G0": 1, "G1": 2, "P": 100}, {"a": 100})
    assert lamp.level == "outside"
    assert "G0 + G1 is 3, and no reaction changes it; it was 2" in lamp.why


def test_amounts_that_never_go_together_are_outside_though_each_was_seen(domain):
    lamp = domain.look({"G0": 2, "G1": 0, "P": 200}, {"a": 100})
    assert lamp.level == "outside"
    assert "together" in lamp.why


def test_parameters_that_are_not_told_stand_in_the_middle(domain):
    assert domain.look({"G0": 1, "G1": 1, "P": 100}).level == "inside"


def test_a_state_that_leaves_species_out_is_refused_by_name(domain):
    with pytest.raises(ModelError, match="G1, P"):
        domain.look({"G0": 1})


def test_a_domain_is_made_without_held_out_starts_and_without_parameters(network):
    domain = domain_of(network, transitions(()))
    assert domain.look({"G0": 1, "G1": 1, "P": 100}).level == "inside"
    assert domain.levels(np.array([[0, 2, 9000]])).tolist() == [2]


def test_a_single_start_and_a_state_that_never_changes_have_a_domain(network):
    still = np.tile([1, 1, 0], (20, 1))
    held = Transitions(
        ("G0", "G1", "P"), (), 1.0, still, still, np.empty((20, 0)), np.zeros(20, dtype=int)
    )
    domain = domain_of(network, held)
    assert domain.levels(np.array([[1, 1, 0], [1, 1, 1]])).tolist() == [0, 2]


def test_many_totals_are_told_as_a_range(network):
    rng = np.random.default_rng(0)
    states = rng.integers(0, 100, (400, 3))
    seen = Transitions(
        ("G0", "G1", "P"), (), 1.0, states, states, np.empty((400, 0)), np.arange(400)
    )
    domain = domain_of(network, seen)
    assert domain.look({"G0": 50, "G1": 51, "P": 50}).level == "inside"
    assert " to " in domain.look({"G0": 300, "G1": 300, "P": 50}).why


def test_an_emulator_brings_its_domain_along(network, domain):
    def emulator(arrays):
        return Emulator(
            network, 1.0, 10.0, domain.species, ("a",), domain.low[3:], domain.high[3:], {}, {},
            arrays,
        )  # fmt: skip

    kept = Domain.of(emulator(domain.to_arrays()))
    states, values = np.array([[1, 1, 90], [0, 0, 0]]), np.array([[99.0], [99.0]])
    assert (kept.levels(states, values) == domain.levels(states, values)).all()
    assert Domain.of(emulator({})) is None


def test_the_nearest_state_that_was_seen_keeps_what_was_kept(domain):
    near = domain.nearest({"G0": 4, "G1": 4, "P": 100})
    assert near["G0"] + near["G1"] == 2
    assert domain.look(near).level == "inside"
    inside = domain.nearest({"G0": 1, "G1": 1, "P": 100})
    assert inside["G0"] == inside["G1"] == 1
    assert abs(inside["P"] - 100) < 10
