"""A network edited as a signed graph stays a network that says and does what was drawn."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grnstudio.core import antimony
from grnstudio.core.network import MassAction, Network, RateLaw, Species
from grnstudio.core.network_edits import empty, put
from grnstudio.core.rates import parse, write
from grnstudio.core.regulating import is_added, synthesis, term
from grnstudio.core.regulation_edits import (
    combined,
    expressed,
    flipped,
    regulated,
    unregulated,
    with_gene,
    with_hill,
    without_genes,
)
from grnstudio.core.regulation_view import regulation_view
from grnstudio.errors import ModelError
from tests.core.networks import networks

GENES = "model m()\nspecies A, B, C\nmake: => B; b\nlose: B => ; mass_action(d); b = 1; d = 1\nend"


def read(text):
    return antimony.read(text)[0]


def rate(network, target="B"):
    kinetics = synthesis(network, target).kinetics
    return kinetics.formula if isinstance(kinetics, RateLaw) else kinetics.constant


def spelled_alike(network):
    """Return the network with its formulas in one spelling."""

    def spell(one):
        match one.kinetics:
            case MassAction(formula):
                return replace(one, kinetics=MassAction(write(parse(formula, None, None))))
            case RateLaw(formula):
                return replace(one, kinetics=RateLaw(write(parse(formula, None, None))))
        return one

    return replace(network, reactions=tuple(spell(one) for one in network.reactions))


def signs(network):
    return {(one.source, one.target): one.sign for one in regulation_view(network).links}


def ring(count):
    network = empty()
    for _ in range(count):
        network, _ = with_gene(network)
    names = [one.id for one in network.species]
    for source, target in zip(names, names[1:] + names[:1], strict=True):
        network = regulated(network, source, target, -1)
    return network


def test_a_gene_is_made_and_decays():
    network, gene = with_gene(empty())
    assert gene == "A"
    assert [one.id for one in network.reactions] == ["synthesis_A", "decay_A"]
    assert rate(network, "A") == "beta_A"
    assert network.reactions[1].kinetics == MassAction("delta_A")


def test_genes_begin_unequally_so_that_a_switch_can_choose():
    first, second = ring(2).species
    assert first.initial != second.initial


def test_a_drawn_repression_multiplies_the_synthesis_of_its_target():
    network = regulated(read(GENES), "A", "B", -1)
    assert rate(network) == "b * K_A_B^n_A_B / (K_A_B^n_A_B + A^n_A_B)"
    assert synthesis(network, "B").modifiers == ("A",)
    assert signs(network) == {("A", "B"): -1}
    values = {one.id: one.value for one in network.parameters}
    assert values["K_A_B"] == 10
    assert values["n_A_B"] == 3


def test_an_added_activation_has_a_maximal_rate_of_its_own():
    network = regulated(regulated(read(GENES), "A", "B", -1), "C", "B", 1, adds=True)
    assert rate(network).endswith("+ beta_C_B * C^n_C_B / (K_C_B^n_C_B + C^n_C_B)")
    assert is_added(network, "C", "B")
    assert not is_added(network, "A", "B")


def test_a_species_without_reactions_is_made_and_decays_once_it_is_regulated():
    network = regulated(read(GENES), "B", "A", 1)
    assert {"synthesis_A", "decay_A"} <= {one.id for one in network.reactions}
    assert signs(network) == {("B", "A"): 1}


def test_what_a_text_says_of_a_drawn_network_is_that_network():
    network = ring(3)
    assert read(antimony.write(network)) == network


def test_a_synthesis_by_mass_action_stays_one():
    network = read("model m()\nt: M => M + P; mass_action(k); k = 1; species A\nend")
    after = regulated(network, "A", "P", 1)
    assert isinstance(after.part("t").kinetics, MassAction)
    assert spelled_alike(unregulated(after, "A", "P")) == spelled_alike(expressed(network, "P"))


def test_drawing_the_other_sign_turns_a_regulation():
    network = regulated(regulated(read(GENES), "A", "B", -1), "A", "B", 1)
    assert signs(network) == {("A", "B"): 1}
    with pytest.raises(ModelError, match="'A' activates 'B' already"):
        regulated(network, "A", "B", 1)


def test_turning_twice_gives_the_same_network():
    network = regulated(read(GENES), "A", "B", -1)
    assert signs(flipped(network, "A", "B")) == {("A", "B"): 1}
    assert flipped(flipped(network, "A", "B"), "A", "B") == network


@pytest.mark.parametrize("sign", [1, -1])
def test_how_a_regulation_combines_can_be_changed_and_changed_back(sign):
    network = regulated(regulated(read(GENES), "A", "B", -1), "C", "B", sign)
    added = combined(network, "C", "B", True)
    assert is_added(added, "C", "B")
    assert "beta_C_B" in {one.id for one in added.parameters}
    assert combined(added, "C", "B", False) == network
    assert combined(added, "C", "B", True) is added


def test_the_first_of_two_added_regulations_leaves_the_second():
    network = regulated(read(GENES), "A", "B", 1)
    network = regulated(network, "C", "B", 1, adds=True)
    left = unregulated(network, "A", "B")
    assert signs(left) == {("C", "B"): 1}
    assert "beta_C_B *" in rate(left)


def test_a_factor_of_a_sum_goes_and_leaves_the_sum():
    network = regulated(regulated(read(GENES), "C", "B", 1, adds=True), "A", "B", 1)
    network = regulated(network, "B", "B", 1, adds=True)
    assert not is_added(network, "A", "B")
    assert signs(unregulated(network, "A", "B")) == {("B", "B"): 1, ("C", "B"): 1}


def test_a_leak_stays_when_an_activator_goes_and_the_full_rate_when_a_repressor_goes():
    text = "model m()\nmake: => B; leak + b*{}; leak = 1; b = 9; K = 2; n = 2; species A\nend"
    activated = read(text.format("A^n/(K^n + A^n)"))
    assert rate(unregulated(activated, "A", "B")) == "leak"
    repressed = read(text.format("1/(1 + (A/K)^n)"))
    gone = unregulated(repressed, "A", "B")
    assert rate(gone) == "leak + b"
    assert not {"K", "n"} & {one.id for one in gone.parameters}


def test_regulations_of_published_networks_are_read_and_turned():
    path = "resources/examples/networks/repressilator.ant"
    with open(path, encoding="utf-8") as file:
        network = read(file.read())
    reaction, found = term(network, "P_cI", "M_lacI")
    assert (reaction.id, found.hill.sign) == ("transcribe_lacI", -1)
    turned = flipped(network, "P_cI", "M_lacI")
    assert signs(turned)["P_cI", "M_lacI"] == 1
    assert flipped(turned, "P_cI", "M_lacI").parameters == network.parameters


def test_a_threshold_written_as_a_power_in_the_denominator_alone_is_kept_in_the_rate():
    text = "model m()\nmake: => B; k/(K^2 + A^2); k = 5; K = 2; species A\nend"
    gone = unregulated(read(text), "A", "B")
    assert rate(gone) == "k / K^2"


def test_a_reaction_that_turns_one_into_the_other_goes_with_the_link():
    network = read("model m()\nJ: A => B; mass_action(k); k = 1\nend")
    gone = unregulated(network, "A", "B")
    assert gone.reactions == ()
    assert gone.parameters == ()


def test_what_acts_otherwise_is_told_and_left_alone():
    network = read("model m()\nmake: => B; b*exp(-A); b = 1; species A\nend")
    with pytest.raises(ModelError, match="The rate of 'make', b\\*exp\\(-A\\), depends on 'A'"):
        unregulated(network, "A", "B")
    with pytest.raises(ModelError, match="'B' does not regulate 'A'"):
        unregulated(network, "B", "A")
    ruled = read("model m()\nspecies A, B\nB' = k*A; f := A; J: => C; k*f; k = 1\nend")
    with pytest.raises(ModelError, match="A rule sets 'B'"):
        unregulated(ruled, "A", "B")
    with pytest.raises(ModelError, match="'A' acts on 'C' through a rule"):
        unregulated(ruled, "A", "C")


def test_what_is_held_or_set_by_a_rule_cannot_be_regulated():
    with pytest.raises(ModelError, match="held by its surroundings"):
        regulated(read("model m()\nspecies A, $B\nend"), "A", "B", 1)
    with pytest.raises(ModelError, match="A rule sets 'B'"):
        regulated(read("model m()\nspecies A, B\nB := 2*A\nend"), "A", "B", 1)
    with pytest.raises(ModelError, match="'Q' is not a species"):
        regulated(read("model m()\nspecies A\nend"), "A", "Q", 1)


def test_constants_of_a_regulation_are_parameters_or_numbers():
    network = regulated(read(GENES), "A", "B", -1)
    steeper = with_hill(network, "A", "B", lambda one: replace(one, exponent=parse("4")))
    assert "K_A_B^4" in rate(steeper)


def test_a_gene_goes_with_what_it_does_and_leaves_others_their_making():
    network = without_genes(ring(3), ["B"])
    assert [one.id for one in network.species] == ["A", "C"]
    assert rate(network, "C") == "beta_C"
    assert {one.id for one in network.parameters} == {
        *("beta_A", "delta_A", "beta_C", "delta_C", "K_C_A", "n_C_A")
    }


def test_names_that_are_taken_are_left_alone():
    text = "model m()\nspecies A, B\nmake: => B; K_A_B; K_A_B = 3\nend"
    network = regulated(read(text), "A", "B", 1)
    assert rate(network).startswith("K_A_B * A^n_A_B / (K_A_B1^n_A_B")
    assert unregulated(network, "A", "B") == expressed(read(text), "B")


@pytest.mark.parametrize(("count", "turns"), [(3, True), (2, False)])
def test_a_drawn_ring_of_three_repressors_swings_and_one_of_two_is_a_switch(count, turns):
    from grnstudio.simulate.ode import simulate

    found = simulate(ring(count), np.linspace(0.0, 100.0, 101))
    late = found.values[0, 50:, 0]
    assert (late.max() - late.min() > 20) == turns


def _without_holds(network):
    """Return the network with a species at least, and none that cannot be regulated."""
    if not network.species:
        network, _ = with_gene(network)
    species = (replace(one, boundary=False, constant=False) for one in network.species)
    return replace(network, species=tuple(species), rules=())


SIGNS = st.sampled_from([1, -1])


@settings(max_examples=40)
@given(networks(), st.data(), SIGNS, st.booleans())
def test_drawing_and_removing_a_regulation_gives_back_an_equivalent_network(
    network, data, sign, adds
):
    network = _without_holds(network)
    names = [one.id for one in network.species]
    source, target = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
    drawn = regulated(network, source, target, sign, adds)
    after = unregulated(drawn, source, target)
    assert spelled_alike(after) == spelled_alike(expressed(network, target))


@st.composite
def _gene_networks(draw):
    """Return a network of genes with regulations drawn at random."""
    network = Network()
    for _ in range(draw(st.integers(2, 4))):
        network, _ = with_gene(network)
    names = [one.id for one in network.species]
    pairs = [(a, b) for a in names for b in names]
    for a, b in draw(st.lists(st.sampled_from(pairs), max_size=6, unique=True)):
        network = regulated(network, a, b, draw(SIGNS), draw(st.booleans()))
    return network


@settings(max_examples=40)
@given(_gene_networks())
def test_drawn_regulations_are_the_ones_that_are_seen(network):
    view = regulation_view(network)
    assert {one.sign for one in view.links} <= {1, -1}
    bare = network
    for one in view.links:
        bare = unregulated(bare, one.source, one.target)
    assert regulation_view(bare).links == ()
    assert all(rate(bare, one.id).startswith("beta_") for one in bare.species)


@settings(max_examples=40)
@given(_gene_networks(), st.data(), SIGNS, st.booleans())
def test_removing_the_last_drawn_regulation_leaves_the_very_rates_there_were(
    network, data, sign, adds
):
    names = [one.id for one in network.species]
    source, target = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
    assume(term(network, source, target) is None)
    assert unregulated(regulated(network, source, target, sign, adds), source, target) == network


@settings(max_examples=40)
@given(_gene_networks(), st.data())
def test_changing_a_drawn_regulation_changes_that_one_alone(network, data):
    links = regulation_view(network).links
    assume(links)
    one = data.draw(st.sampled_from(links))
    before = signs(network)
    turned = signs(flipped(network, one.source, one.target))
    assert turned == {**before, (one.source, one.target): -one.sign}
    adds = not is_added(network, one.source, one.target)
    assert signs(combined(network, one.source, one.target, adds)) == before


def test_species_are_put_where_they_were_drawn():
    network, gene = with_gene(empty(), place=(3.0, 4.0))
    assert network.drawing.regulation == {gene: (3.0, 4.0)}
    assert put(network, Species("Z")).drawing == network.drawing
