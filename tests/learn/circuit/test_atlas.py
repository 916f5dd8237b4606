"""Atlases of trained circuits: what is kept, what is left out, and what does not matter."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from grnstudio.core.topology import of_signs
from grnstudio.errors import SettingError
from grnstudio.io import checkpoint_file
from grnstudio.io.examples import load_example
from grnstudio.jobs import run
from grnstudio.learn import LEARNERS
from grnstudio.learn.circuit.atlas.config import AtlasConfig
from grnstudio.learn.circuit.atlas.remarks import remarks
from grnstudio.learn.circuit.atlas.result import (
    atlas_of,
    comparison_figures,
    described,
    figures,
    member_figures,
    topology_figures,
)
from grnstudio.learn.circuit.atlas.settling import Settling
from grnstudio.learn.circuit.atlas.train import train
from grnstudio.learn.circuit.config import CircuitConfig
from grnstudio.learn.circuit.result import CircuitResult, LinkReading
from grnstudio.learn.circuit.train import train as train_circuits
from grnstudio.learn.handing_on import mutants_job
from grnstudio.project import Design

TINY = AtlasConfig(
    networks=4, steps=20, hidden=4, learning_rate=0.02, spread=0.5, tolerance=9.0, batch=4,
    workers=1,
)  # fmt: skip
NAMES = ("I1", "I2", "g1", "g2")


def networks(task, effects, losses=None):
    """A result with given link effects ``[networks, regulator, target]``."""
    count = len(effects)
    courses = np.zeros((count, len(task.conditions), task.axis.count, len(task.genes)))
    losses = np.full(count, 1.4) if losses is None else np.array(losses)
    reading = LinkReading(np.array(effects), "trajectory mutant", 0.9, "8 stimuli")
    weights = {"initial": np.zeros((count, len(task.genes)))}
    errors = np.zeros((count, len(task.conditions)))
    return CircuitResult(task, weights, courses, errors, losses, reading)


@pytest.fixture
def task():
    return load_example("oscillation-2")


@pytest.fixture
def sample(task):
    """Three networks that swing, two of them alike, one poor and one whose inputs do nothing."""
    swing = np.array([[0.1, 0.0], [0.1, 0.0], [0.0, 0.2], [-0.3, 0.0]])
    other, silent = swing.copy(), swing.copy()
    other[2, 0] = 0.05
    silent[:2] = 0.0
    return networks(task, [swing, other, swing, swing, silent], [1.4, 1.5, 1.4, 9.0, 1.4])


@pytest.fixture
def atlas(sample):
    return atlas_of(sample, AtlasConfig(cutoff=0.01))


def test_networks_are_sorted_by_topology_and_the_poor_and_unconnected_left_out(atlas):
    assert [entry.members for entry in atlas.atlas.entries] == [(0, 2), (1,)]
    assert atlas.trained.tolist() == [0, 1, 2, 4]
    assert atlas.atlas.unconnected == (4,)
    assert "2 topologies of 3 networks; of 5, 1 left out for their loss, 1 as" in atlas.summary


def test_the_same_networks_can_be_sorted_anew(atlas):
    assert len(atlas.at(cutoff=0.07).atlas.entries) == 1
    assert atlas.at(tolerance=10.0).atlas.total == 4
    assert atlas.at(joined="in any way").atlas.unconnected == (4,)
    assert atlas.at(cutoff=0.0).cutoff == atlas.curve.chosen


def test_mirrored_networks_are_one_topology_up_to_sign_and_do_not_cancel(sample):
    mirrored = sample.reading.effects.copy()
    mirrored[2, [2, 3], [1, 0]] *= -1
    result = replace(sample, reading=replace(sample.reading, effects=mirrored))
    apart = atlas_of(result, AtlasConfig(cutoff=0.01))
    assert len(apart.atlas.entries) == 3
    together = apart.at(gauge=True)
    assert together.atlas.entries[0].members == (0, 2)
    np.testing.assert_allclose(np.abs(together.graph_of("topology 1").weights[3, 0]), 0.3)


def test_a_graph_is_of_a_topology_or_of_networks(atlas, sample):
    np.testing.assert_allclose(atlas.graph_of("topology 2").weights, sample.reading.effects[1])
    np.testing.assert_allclose(atlas.graph_of("2").weights, sample.reading.effects[1])
    assert "topology 1, mean of 2 networks" in atlas.graph_of("").method
    for wrong in ("topology 3", "topology x", "6", "some"):
        with pytest.raises(SettingError, match=wrong[-1]):
            atlas.graph_of(wrong)


def test_figures_name_topologies_cores_and_members(atlas):
    titles = [figure.title for figure in figures(atlas, atlas.task)]
    assert titles[:4] == ["Atlas", "Cut-off", "Degeneracy", "Motifs"]
    graph, *courses, heatmap = topology_figures(atlas, 1)
    assert "contains adapting feedback loop (I1, g1, g2); activator-inhibitor" in graph.note
    assert "negative feedback loop" in graph.note
    assert [figure.title for figure in courses] == ["rest", "I1 = 0.8", "I2 = 0.8"]
    assert heatmap.values.shape == (4, 2)
    assert len(member_figures(atlas, 0)) == 5
    assert described(of_signs(NAMES, NAMES[2:], np.zeros((4, 2)))).endswith("no motif")


def test_an_atlas_stands_beside_what_a_search_found(atlas):
    first = atlas.atlas.entries[0].topology
    picture, venn = comparison_figures(atlas, {first: 7}, least=2)
    assert [node.mark for node in picture.nodes] == ["direct", "near"]
    assert (venn.only_first, venn.both, venn.only_second) == (1, 1, 0)


def test_the_published_networks_make_the_published_atlas(known_answers, task):
    with (known_answers / "rnn" / "osc2_rnn_links.csv").open() as file:
        names = [f"delta_{source}_{target}" for source in NAMES for target in NAMES[2:]]
        rows = [[float(row[name]) for name in names] for row in csv.DictReader(file)]
    found = networks(task, np.array(rows).reshape(-1, 4, 2))
    atlas = atlas_of(found, AtlasConfig(cutoff=0.0005, joined="both ways"))
    assert (len(atlas.atlas.entries), atlas.atlas.total) == (64, 193)
    assert atlas.at(cutoff=0.0).cutoff == 0.0008


def test_networks_do_not_depend_on_batches_or_threads(pulse_task):
    whole = run(train(TINY, pulse_task)).circuits
    parts = run(train(replace(TINY, batch=3), pulse_task)).circuits
    shared = run(train(replace(TINY, workers=3), pulse_task)).circuits
    for name, values in whole.weights.items():
        np.testing.assert_allclose(parts.weights[name], values, atol=1e-5, err_msg=name)
        np.testing.assert_array_equal(shared.weights[name], values, err_msg=name)
    np.testing.assert_allclose(parts.losses, whole.losses, rtol=1e-4)
    np.testing.assert_array_equal(shared.reading.effects, whole.reading.effects)


def test_a_stopped_atlas_keeps_whole_batches_and_goes_on_from_its_file(pulse_task, tmp_path):
    config = replace(TINY, batch=2)
    unbroken = run(train(config, pulse_task))
    steps = train(config, pulse_task)
    sizes, totals = [], set()
    for step in steps:
        sizes.append(len(step.result().circuits.losses))
        totals.add(step.total)
        if step.done == 30:
            checkpoint_file.write(step.checkpoint(), tmp_path / "stopped")
            assert next(iter(step.figures())).title == "Atlas"
    assert sizes == [2] * 40
    assert totals == {40}
    again = run(train(config, pulse_task, checkpoint_file.read(tmp_path / "stopped")))
    np.testing.assert_array_equal(again.circuits.losses, unbroken.circuits.losses)
    np.testing.assert_array_equal(again.circuits.reading.effects, unbroken.circuits.reading.effects)


def test_a_network_is_taken_where_its_loss_stops_falling_whatever_the_others_do():
    settling = Settling(patience=100, tolerance=1.0)
    history = {50: (3.0, 0.9), 100: (2.0, 0.5), 150: (0.8, 0.499), 200: (0.7, 0.498), 250: (0.6, 0)}
    for step, losses in history.items():
        best = np.array([[step + 1.0], [step + 2.0]])
        settling.look(step, {"best_losses": np.array(losses), "best": best})
    last = {"best_losses": np.array(losses), "best": best, "step": 250}
    taken = settling.settled(last)
    np.testing.assert_array_equal(taken["best"], [[251.0], [202.0]])
    np.testing.assert_array_equal(taken["best_losses"], [0.6, 0.498])
    assert not settling.all_settled


def test_a_network_that_has_learned_nothing_does_not_settle():
    settling = Settling(patience=50, tolerance=1.0)
    for step in range(50, 1000, 50):
        settling.look(step, {"best_losses": np.array([2.0]), "best": np.ones((1, 1))})
    assert not settling.all_settled


def test_a_batch_ends_when_all_have_settled_and_can_be_resumed_before(pulse_task, tmp_path):
    still = replace(TINY, networks=3, batch=2, steps=400, learning_rate=1e-7, patience=50)
    at = []
    for step in train(still, pulse_task):
        at.append(step.done)
        if step.done == 75:
            checkpoint_file.write(step.checkpoint(), tmp_path / "stopped")
    assert at == [*range(1, 101), *range(401, 501)]
    resumed = train(still, pulse_task, checkpoint_file.read(tmp_path / "stopped"))
    assert [step.done for step in resumed] == at[75:]
    patient = replace(still, patience=0, steps=110)
    assert len(list(train(patient, pulse_task))) == 220


def test_an_atlas_can_be_made_of_any_circuit_run(pulse_task):
    config = CircuitConfig(networks=2, steps=5, hidden=4)
    atlas = atlas_of(run(train_circuits(config, pulse_task)), AtlasConfig(tolerance=99.0))
    assert len(atlas.trained) == 2


def test_what_a_task_suggests_for_one_circuit_does_not_shrink_the_atlas(task):
    config = LEARNERS["atlas"].configured(Design(load_example("oscillation-3")))
    assert (config.networks, config.fraction, config.steps) == (200, 0.9, 8000)
    assert LEARNERS["atlas"].configured(Design(task, {"atlas": {"networks": 40}})).networks == 40


def test_remarks_say_what_will_be_thin_or_empty(task):
    assert any(
        "10 networks show little" in text for text in remarks(task, AtlasConfig(networks=10))
    )
    loose = replace(task, forbidden=(("g1", "g2"), ("g2", "g1")))
    assert any("cannot join all genes" in text for text in remarks(loose, AtlasConfig()))
    assert not list(remarks(task, AtlasConfig()))


def test_a_number_means_a_network_of_an_atlas_and_a_topology_is_called_one(atlas):
    circuits, _, number = mutants_job(atlas, "", "2").arguments
    assert (len(circuits.losses), number) == (5, "2")
    circuits, _, number = mutants_job(atlas, "", "topology 1").arguments
    assert (len(circuits.losses), number) == (2, "best")
