"""The two ways of the direct method, and the trees of sums, whatever the size of the network."""

import math
from dataclasses import replace

import numpy as np
import pytest
from numba import njit

from grnstudio.core.antimony import parse
from grnstudio.core.network import (
    MassAction,
    Network,
    Parameter,
    Participant,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.errors import ModelError
from grnstudio.io.network_examples import load_example
from grnstudio.simulate import ssa, ssa_plan, tau_leap
from grnstudio.simulate.chance import stream
from grnstudio.simulate.exponential import exponential
from grnstudio.simulate.jumps import jump_process


@njit
def waits(count, seed):
    s = stream(np.uint64(seed), 0)
    out = np.empty(count)
    for index in range(count):
        out[index], s = exponential(s)
    return out


def births(count):
    """Return a network of proteins that come and go by themselves, two reactions each."""
    names = [f"P{index}" for index in range(count)]
    reactions = []
    for name in names:
        reactions.append(Reaction(f"make_{name}", (), (Participant(name),), MassAction("k")))
        reactions.append(Reaction(f"lose_{name}", (Participant(name),), (), MassAction("d")))
    return Network(
        "births",
        species=tuple(Species(name, 0.0) for name in names),
        parameters=(Parameter("k", 4.0), Parameter("d", 1.0)),
        reactions=tuple(reactions),
    )


def test_waiting_times_are_exponential_as_far_as_a_million_can_tell():
    drawn = np.sort(waits(1_000_000, 3))
    steps = np.arange(1, drawn.size + 1) / drawn.size
    distance = np.abs(steps - (1 - np.exp(-drawn))).max() * math.sqrt(drawn.size)
    assert distance < 1.95  # Kolmogorov's law exceeds this once in a thousand
    assert drawn[0] > 0
    assert (drawn > 8).mean() == pytest.approx(math.exp(-8), rel=0.2)  # the ziggurat's tail
    for power, moment in ((1, 1), (2, 2), (3, 6)):
        error = math.sqrt((math.factorial(2 * power) - moment**2) / drawn.size)
        assert (drawn**power).mean() == pytest.approx(moment, abs=4 * error)


@pytest.mark.parametrize("proteins", [1, 4, 5, 33, 129, 600])
def test_independent_proteins_become_poisson_whatever_the_shape_of_the_tree(proteins):
    runs = max(20, 4_000 // proteins)
    found = ssa.simulate(births(proteins), np.array([12.0]), runs, seed=5).values[:, 0]
    mean = 4.0 * (1 - math.exp(-12.0))
    error = math.sqrt(mean / found.size)
    assert found.mean() == pytest.approx(mean, abs=4 * error)
    assert found.var() == pytest.approx(mean, abs=4 * mean * math.sqrt(2.3 / found.size))
    for each in found.T if proteins <= 5 else ():
        assert each.mean() == pytest.approx(mean, abs=5 * math.sqrt(mean / runs))


@pytest.mark.parametrize("key", ["sir", "gene", "x16", "schloegl"])
def test_both_ways_of_drawing_give_the_same_law(key, monkeypatch):
    network = load_example(key)
    times = np.linspace(0, 4, 3)
    first = ssa.simulate(network, times, 1_500, seed=1).values[:, -1]
    monkeypatch.setattr(ssa_plan, "FEW", 0)
    other = ssa.simulate(network, times, 1_500, seed=2).values[:, -1]
    error = np.sqrt((first.var(axis=0) + other.var(axis=0)) / 1_500) + 1e-12
    assert (np.abs(first.mean(axis=0) - other.mean(axis=0)) < 5 * error).all()


def test_a_sum_that_no_reaction_changes_is_divided_by_once():
    sir = load_example("sir")
    assert ssa_plan.plan_of(jump_process(sir)).is_few
    born = Reaction("birth", (), (Participant("S"),), MassAction("gamma"))
    grown = replace(sir, reactions=(*sir.reactions, born))
    assert not ssa_plan.plan_of(jump_process(grown)).is_few


def test_a_law_that_may_turn_negative_is_watched():
    network = replace(
        births(1),
        species=(Species("P0", 3.0),),
        reactions=(
            Reaction("lose", (Participant("P0"),), (), MassAction("1")),
            Reaction("odd", (), (), RateLaw("P0*(P0 - 2)")),
        ),
    )
    with pytest.raises(ModelError, match="'odd' became negative"):
        ssa.simulate(network, np.array([50.0]), 1, seed=1)


@pytest.mark.parametrize("amount", [math.inf, math.nan])
@pytest.mark.parametrize("engine", [ssa, tau_leap])
def test_an_amount_that_is_no_number_of_molecules_is_refused_by_name(engine, amount):
    sick = load_example("sir")
    sick = replace(sick, species=(*sick.species, Species("X", amount)))
    out = Reaction("out", (Participant("X"),), (), MassAction("gamma"))
    sick = replace(sick, reactions=(*sick.reactions, out))
    with pytest.raises(ModelError, match=r"'X' starts at (inf|nan)"):
        engine.simulate(sick, np.array([0.0, 1.0]), runs=1, seed=1)


def test_an_amount_without_bound_is_refused_among_events_as_well():
    sick = parse("model m()\n out: X => ; mass_action(1)\n at (time > 1): X = 2\n X = 1e999\nend")
    with pytest.raises(ModelError, match="'X' starts at inf"):
        ssa.simulate(sick, np.array([0.0, 1.0]), runs=1, seed=1)
