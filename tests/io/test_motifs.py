"""The motifs do what their sentences say."""

from dataclasses import replace

import numpy as np
import pytest

from grnstudio.core.antimony import parse, write
from grnstudio.core.network_merge import merged
from grnstudio.errors import MissingInput
from grnstudio.io import sbml
from grnstudio.io.motifs import GROUPS, load_motif, motifs
from grnstudio.io.network_pictures import MOTIFS, courses
from grnstudio.simulate.ode import simulate

KEYS = [one.key for one in motifs()]


def course(key, end=None, **starts):
    """Return the times, and values by name, of a motif whose starts may be others."""
    about = {one.key: one for one in motifs()}[key]
    network = load_motif(key)
    species = tuple(
        replace(one, initial=starts.pop(one.id, one.initial)) for one in network.species
    )
    parameters = tuple(
        replace(one, value=starts.pop(one.id, one.value)) for one in network.parameters
    )
    assert not starts
    times = np.linspace(0, end or about.end, 1001)
    found = simulate(replace(network, species=species, parameters=parameters), times)
    return times, {name: found.of(name)[0] for name in found.names}


def turns(values):
    """Return how often a course rises through its middle."""
    above = values > (values.max() + values.min()) / 2
    return int(np.sum(above[1:] & ~above[:-1]))


def first(times, condition):
    return times[np.argmax(condition)]


def test_the_gallery_has_the_motifs_that_textbooks_begin_with():
    assert len(KEYS) >= 16
    assert {"toggle", "repressilator", "incoherent-feed-forward", "coherent-feed-forward"} <= {
        *KEYS
    }
    assert {one.group for one in motifs()} == set(GROUPS)


@pytest.mark.parametrize("key", KEYS)
def test_every_motif_can_be_read_merged_and_saved(key):
    about = {one.key: one for one in motifs()}[key]
    network = load_motif(key)
    assert about.title
    assert about.summary.endswith(".")
    assert len(about.summary) < 110
    assert 0 < about.step < about.end
    assert parse(write(network)) == network
    twice = merged(network, network).network
    assert len(twice.reactions) == 2 * len(network.reactions)
    assert sbml.decode(sbml.encode(network)[0], key)[0].reactions


def test_the_toggle_ends_where_it_began():
    _, one = course("toggle")
    _, other = course("toggle", A=5.0, B=20.0)
    assert one["A"][-1] > 10 * one["B"][-1]
    assert other["B"][-1] > 10 * other["A"][-1]


@pytest.mark.parametrize("key", ["repressilator", "activator-repressor"])
def test_the_oscillators_go_on_for_ever(key):
    times, found = course(key, end=600)
    late = found["A"][times > 300]
    assert turns(late) >= 5
    assert late.max() > 3 * late.min()
    half = len(late) // 2
    assert late[half:].max() > 0.9 * late[:half].max()


def test_genes_of_the_repressilator_follow_one_another():
    times, found = course("repressilator")
    late = times > 60
    a = times[late][np.argmax(found["A"][late][:300])]
    assert found["C"][late][np.argmin(np.abs(times[late] - a))] < found["A"][late].max() / 2


def test_positive_autoregulation_remembers_its_start():
    assert course("positive-autoregulation")[1]["A"][-1] > 80
    assert course("positive-autoregulation", A=10.0)[1]["A"][-1] < 10


def test_negative_autoregulation_is_sooner_at_its_level_than_even_making():
    times, found = course("negative-autoregulation")
    half = first(times, found["A"] > found["A"][-1] / 2)
    assert half < 0.6 * np.log(2) / 0.2  # what it takes if nothing but decay sets the pace


def test_the_coherent_loop_passes_over_a_short_signal_and_answers_late_to_a_long_one():
    times, found = course("coherent-feed-forward")
    z = found["Z"]
    assert first(times, z > z.max() / 10) - 20 > 3
    network = load_motif("coherent-feed-forward")
    events = tuple(
        replace(one, trigger="time > 22") if one.id == "signal_off" else one
        for one in network.events
    )
    short = simulate(replace(network, events=events), times).of("Z")[0]
    assert short.max() < 0.1 * z.max()


def test_the_incoherent_loop_answers_with_a_pulse():
    _, found = course("incoherent-feed-forward")
    assert found["Z"].max() > 10 * found["Z"][-1]


def test_the_band_pass_answers_to_a_medium_level_alone():
    _, found = course("band-pass")
    x, z = found["X"], found["Z"]
    assert 5 < x[np.argmax(z)] < 25
    assert max(z[x < 3].max(), z[x > 30].max()) < 0.1 * z.max()


def test_one_regulator_switches_genes_on_in_order():
    times, found = course("one-after-another")
    onset = [first(times, found[name] > found[name][-1] / 2) for name in "ABC"]
    assert onset[0] + 2 < onset[1]
    assert onset[1] + 2 < onset[2]


def test_the_bistable_switch_remembers_a_signal():
    times, found = course("bistable-switch")
    assert found["Ea"][times < 50].max() < 5
    assert found["Ea"][-1] > 70


def test_the_modification_cycle_tips_over():
    _, found = course("modification-cycle")
    kinase, done = found["kinase"], found["Wp"]
    low, high = np.interp([10, 90], done, kinase)
    assert high < 2.5 * low  # an enzyme that is not saturated needs 81 times as much


def test_the_cascade_answers_more_sharply_below_than_above():
    times, found = course("enzymatic-cascade")
    on = times <= 100
    rise = [
        first(times, found[name][on] > 0.9 * found[name][on].max())
        - first(times, found[name][on] > 0.1 * found[name][on].max())
        for name in ("A1p", "A3p")
    ]
    assert found["A3p"].max() > 10 * found["A1p"].max()
    assert rise[1] < rise[0] * 1.5


def test_sequestration_hands_over_to_the_other():
    times, found = course("sequestration")
    before, after = times < 100, times > 150
    assert found["A"][before].max() < 1 < 10 < found["A"][after].min()
    assert found["B"][after].max() < 1


def test_an_epidemic_spares_some():
    _, found = course("sir")
    assert found["I"][-1] < 1
    assert 20 < found["S"][-1] < 300


def test_predators_swing_behind_their_prey():
    times, found = course("predator-prey")
    assert turns(found["prey"]) >= 5
    prey, predator = (times[:400][np.argmax(found[name][:400])] for name in ("prey", "predator"))
    assert prey != predator


def test_an_unknown_motif_is_refused_by_name():
    with pytest.raises(MissingInput, match="no motif 'toggel'"):
        load_motif("toggel")


def test_every_motif_has_its_picture():
    kept = courses(MOTIFS)
    assert set(kept) == set(KEYS)
    for one in motifs():
        assert kept[one.key].names == one.shown[:3]
        assert kept[one.key].end == one.end
        assert np.isfinite(kept[one.key].values).all()
