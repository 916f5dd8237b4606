"""The Hill check: random and fitted parameters, how sound they are, and what they become."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from grnstudio.core import topology
from grnstudio.core.success import protocol, success_criteria
from grnstudio.errors import MissingInput, ModelError, SettingError
from grnstudio.io import networks
from grnstudio.io.examples import load_example
from grnstudio.jobs import run
from grnstudio.learn import LEARNERS
from grnstudio.learn.circuit.config import CircuitConfig
from grnstudio.learn.circuit.train import train as train_circuits
from grnstudio.learn.circuit.verify.aims import shortfall
from grnstudio.learn.circuit.verify.config import VerifyConfig
from grnstudio.learn.circuit.verify.courses import courses, inputs_of, margins_of
from grnstudio.learn.circuit.verify.courses import tested as courses_tested
from grnstudio.learn.circuit.verify.data import VerifyInputs
from grnstudio.learn.circuit.verify.fit import HillCircuits
from grnstudio.learn.circuit.verify.judging import Judge
from grnstudio.learn.circuit.verify.mutants import courses as courses_of_mutants
from grnstudio.learn.circuit.verify.sets import Sets
from grnstudio.learn.circuit.verify.train import train
from grnstudio.project import Design, Run
from grnstudio.simulate.engines import simulate as simulate_by
from grnstudio.simulate.hill.model import HillModel
from grnstudio.simulate.hill.sampling import successes
from grnstudio.simulate.ode import simulate

FORWARD = "I -> g1, I -> g2, g2 -| g1"
CORE = "I1 -> g2, I2 -> g1, g1 -> g1, g1 -| g2, g2 -> g1, g2 -> g2"
QUICK = {"samples": 6_000, "fits": 6, "fit_steps": 45, "neighbours": 50, "kept": 5}


def drawn_sets(kind, count, seed=0, exponent=2.0, basal=0.0):
    rng = np.random.default_rng(seed)
    shape = (count, *kind.matrix.shape)
    full = np.ones(count)
    start = rng.random((count, shape[2]))
    strengths, thresholds = rng.exponential(size=shape), rng.exponential(size=shape)
    return Sets(strengths, thresholds, exponent * full, np.full(start.shape, basal), start)


@pytest.fixture
def loop(pulse_task):
    links = "I -> g1, I -> g2, g2 -| g1, g1 -| g2, g2 -> g2"
    return topology.read(links, pulse_task.regulators, pulse_task.targets)


@pytest.fixture(scope="module")
def adapting():
    task = load_example("adaptation")
    return run(train(VerifyConfig(links=FORWARD, **QUICK), VerifyInputs(task)))


@pytest.mark.parametrize("exponent", [2.0, 1.5])
def test_compiled_courses_are_those_of_each_set_by_itself(loop, exponent):
    sets = drawn_sets(loop, 3, exponent=exponent, basal=0.1)
    inputs = np.random.default_rng(1).random((30, 1, 2))
    found = courses(loop, sets, inputs, 0.2, 30)
    for index in range(3):
        alone = sets.circuit(loop, index).courses(inputs, 0.2, 30)
        np.testing.assert_allclose(found[:, index], alone, atol=1e-12)


def test_slopes_are_those_of_small_differences(loop):
    sets = drawn_sets(loop, 2, exponent=1.5, basal=0.1)
    circuits = HillCircuits(loop, sets, True, np.array([False, True]))
    rng = np.random.default_rng(1)
    inputs, wanted = rng.random((15, 1, 2)), torch.as_tensor(rng.normal(size=(15, 2, 2, 2)))
    flat = circuits.flat.clone()

    def total():
        return (circuits.run(inputs, 0.2, 15) * wanted).sum()

    circuits.flat.requires_grad_()
    total().backward()
    slopes = circuits.flat.grad.clone()
    for place in np.ndindex(*flat.shape):
        with torch.no_grad():
            step = torch.zeros_like(flat)
            step[place] = 1e-6
            circuits.flat.copy_(flat + step)
            above = total()
            circuits.flat.copy_(flat - step)
            assert slopes[place] == pytest.approx((above - total()).item() / 2e-6, abs=1e-6)


@pytest.mark.parametrize("name", ["oscillation-2", "adaptation", "step"])
def test_what_falls_short_of_nothing_succeeds(name):
    task = load_example(name)
    links = ", ".join(f"{one} -> {gene}" for one in task.regulators for gene in task.targets)
    kind = topology.read(links, task.regulators, task.targets)
    test, criteria = protocol(task), success_criteria(task)
    sets = drawn_sets(kind, 64)
    levels = torch.as_tensor(courses_tested(kind, sets, test).transpose(2, 0, 3, 1).copy())
    short = shortfall(levels, test, criteria).numpy()
    passed = margins_of(kind, sets, test, criteria) > 0
    assert np.isfinite(short).all()
    assert (passed[short < 0.2]).all()


def test_an_incoherent_feed_forward_loop_adapts_with_hill_functions(adapting):
    assert adapting.verdict.startswith("Yes: ")
    assert adapting.tried.hits > 0
    assert adapting.tried.fits_passed >= 3
    assert adapting.is_sound[0]
    assert 0 <= adapting.nearby[0] <= 1
    assert (np.diff(adapting.is_sound.astype(int)) <= 0).all()  # the sound ones first


def test_sampling_counts_what_the_search_through_all_topologies_counts(adapting):
    task = adapting.task
    kind = topology.read(FORWARD, task.regulators, task.targets)
    found = successes(HillModel(kind), protocol(task), success_criteria(task), QUICK["samples"])
    assert adapting.tried.hits == found.hits


def test_a_single_link_does_not_adapt():
    config = VerifyConfig(links="I -> g1", **(QUICK | {"samples": 500}))
    inputs = VerifyInputs(load_example("adaptation"))
    found = run(train(config, inputs))
    assert found.turned == ()
    assert found.verdict.startswith("No parameters found: none of 500 random parameter sets and ")
    assert not found.succeeds.any()
    assert len(found.losses) == QUICK["kept"]
    with_samples_alone = run(train(replace(config, method="sampling"), inputs))
    assert with_samples_alone.verdict.startswith("No parameters found: none of 500 random")
    assert len(with_samples_alone.set_figures()) == 4


def test_success_that_hangs_on_the_euler_steps_is_told_apart(known_answers):
    """Published oscillators pass with steps of 0.25; about four in ten do with a quarter of it."""
    task = load_example("oscillation-2")
    kind = topology.read(CORE, task.regulators, task.targets)
    table = np.genfromtxt(known_answers / "rnn/osc2_hill_params.csv", delimiter=",", skip_header=1)
    mine = table[(table[:, 2:10] == kind.matrix.reshape(-1)).all(axis=1)]
    assert len(mine) == 142
    b, k = (mine[:, part].reshape(-1, 4, 2) for part in (slice(10, 18), slice(18, 26)))
    there, count = kind.matrix != 0, len(mine)
    sets = Sets(
        np.where(there, b, 1), np.where(there, k, 1), np.full(count, 2.0), np.zeros((count, 2)),
        np.full((count, 2), 0.1),
    )  # fmt: skip
    judge = Judge(task, kind, protocol(task), success_criteria(task))
    ranked = judge.ranked(sets, np.full(count, -1))
    sound = (ranked.margins > 0) & (ranked.fine_margins > 0)
    assert (ranked.margins > 0).sum() >= 141
    assert 0 < sound.sum() < count
    assert sound[: sound.sum()].all()


def test_a_set_becomes_a_network_that_takes_its_course(adapting, tmp_path):
    network = adapting.network()
    probe = adapting.task.probe
    times = np.concatenate([[0.0], probe.euler_step * np.arange(1, probe.euler_steps + 1)])
    found = simulate(network, times).of("g1")[0]
    assert found[probe.onset :].max() - found[probe.onset] > 0.2  # it answers the step
    kind, sets = adapting.topology, adapting.sets.some(np.array([0]))
    rest = np.full((1, 1, 1), probe.rest["I"])
    fine = courses(kind, sets, rest, probe.euler_step, probe.onset, 50)[:, 0, 0, 0]
    np.testing.assert_allclose(found[1 : probe.onset], fine[:-1], atol=5e-3)
    molecules = adapting.network("2", size=500)
    assert all(float(one.initial).is_integer() for one in molecules.species)
    counted = simulate(molecules, times).of("g1")[0]
    level = simulate(adapting.network("2"), times).of("g1")[0]
    np.testing.assert_allclose(counted / 500, level, atol=0.01)
    by_chance = simulate_by(molecules, times, "ssa", runs=20, seed=1).of("g1").mean(axis=0)
    np.testing.assert_allclose(by_chance / 500, level, atol=0.05)
    networks.write(molecules, tmp_path / "set.xml")
    again, _ = networks.read(tmp_path / "set.xml")
    np.testing.assert_allclose(simulate(again, times).of("g1")[0], counted, rtol=1e-4)
    with pytest.raises(SettingError, match="best, or 1 to 5, not '6'"):
        adapting.network("6")


def test_of_mirror_images_the_one_that_hill_functions_can_do_is_taken():
    """The published six-link oscillator represses its free genes; turned, it is that of p53."""
    links = "I1 -| g2, I2 -> g1, g1 -| g3, g2 -| g1, g3 -> g1, g3 -| g2"
    config = VerifyConfig(links=links, method="sampling", samples=1_000, neighbours=0)
    inputs = VerifyInputs(load_example("oscillation-3"))
    found = run(train(config, inputs))
    assert found.links == "I1 -> g2, I2 -> g1, g1 -> g3, g2 -> g1, g3 -| g1, g3 -| g2"
    assert found.turned == ("g2", "g3")
    assert found.verdict.endswith(
        "High and low of g2 and g3 are exchanged as against the links given."
    )
    assert found.tried.hits > 0
    as_given = run(train(replace(config, mirrors=False), inputs))
    assert as_given.links == as_given.given == links
    assert as_given.tried.hits == 0


def test_mutants_of_a_set_are_beside_it(adapting):
    found = run(courses_of_mutants(adapting, "g2-, g1 = 0.7, I x0.5", "2"))
    np.testing.assert_allclose(found.responses[0, 0], adapting.responses[1], atol=1e-9)
    np.testing.assert_allclose(found.probed[0, 0], adapting.probed[1], atol=1e-9)
    assert found.losses[0, 0] == pytest.approx(adapting.losses[1], rel=1e-5)
    assert (found.responses[0, 1, ..., 1] == 0).all()
    np.testing.assert_allclose(found.responses[0, 2, ..., 0], 0.7)
    assert found.losses[0, 1] > found.losses[0, 0]  # without g2 there is no adaptation
    assert found.figures("g2-")[0].note == "Hill functions, set 2 of 5"


def test_a_check_goes_on_from_any_stage():
    config = VerifyConfig(links=FORWARD, **(QUICK | {"fit_steps": 12, "samples": 4_000}))
    inputs = VerifyInputs(load_example("adaptation"))
    checkpoints, stages = [], []
    whole = run(
        train(config, inputs),
        lambda step: (checkpoints.append(step.checkpoint()), stages.append(step.stage)),
    )
    assert len(set(stages)) == 5
    for place in [stages.index(stage) for stage in dict.fromkeys(stages)]:
        again = run(train(config, inputs, checkpoints[place]))
        for ours, theirs in zip(whole.sets, again.sets, strict=True):
            np.testing.assert_array_equal(ours, theirs)
        np.testing.assert_array_equal(whole.nearby, again.nearby)
        assert whole.tried == again.tried


def test_the_trained_network_is_shown_beside_and_kept(pulse_task):
    trained = run(train_circuits(CircuitConfig(networks=2, steps=10, hidden=6), pulse_task))
    spec, design = LEARNERS["verify"], Design(pulse_task)
    config = spec.configured(design, links=FORWARD, **(QUICK | {"samples": 100, "fit_steps": 3}))
    steps = train(config, spec.inputs(design).beside(trained))
    checkpoint = next(steps).checkpoint()
    steps.close()
    found = run(train(config, spec.inputs(design), checkpoint))
    arrays, weights = spec.to_arrays(found)
    again = spec.from_run(Run(1, "verify", "run", design, {}, arrays=arrays, weights=weights))
    np.testing.assert_array_equal(again.trained.responses, trained.responses[trained.best])
    first = again.set_figures()[0]
    assert [one.name for one in first.curves] == ["g1 target", "g1 trained", "g1", "g2"]
    assert again.verdict == found.verdict
    assert inputs_of(protocol(pulse_task)).shape[1] == 1


def test_a_spatial_task_is_checked_too(stripe_task):
    links = "M -> s, M -> r, r -| s"
    config = VerifyConfig(links=links, **(QUICK | {"samples": 50, "fit_steps": 40}))
    found = run(train(config, VerifyInputs(stripe_task)))
    assert found.responses.shape[1:] == (1, 9, 2)
    assert found.losses[0] < 0.4
    assert [one.title for one in found.set_figures()] == ["gradient"]


def test_what_cannot_be_checked_is_refused_and_what_is_hopeless_remarked_on(pulse_task):
    spec = LEARNERS["verify"]
    with pytest.raises(MissingInput, match=r"no links to check: .* such as 'I -> g1'"):
        run(train(VerifyConfig(), VerifyInputs(pulse_task)))
    with pytest.raises(ModelError, match="'I -> g3' names no regulator"):
        run(train(VerifyConfig(links="I -> g3"), VerifyInputs(pulse_task)))
    with pytest.raises(MissingInput, match="Draw what a gene should do"):
        spec.inputs(Design())
    remarks = spec.remarks(Design(pulse_task, {"verify": {"links": "g1 -| g1, g1 -> g2"}}))
    assert "g1 has only repressors" in remarks[0]
    assert remarks[1] == "The input I regulates nothing in these links."
