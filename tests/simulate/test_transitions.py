"""Transitions to learn from: reproducible, stoppable, of every lag, and foreseen in size."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.core.starts import read
from grnstudio.errors import ModelError, SettingError, Unsupported
from grnstudio.jobs import Cancelled, Monitor, drive, run
from grnstudio.simulate.courses import Courses
from grnstudio.simulate.estimate import estimate, memory, suggested_step
from grnstudio.simulate.transition_figures import transition_figures
from grnstudio.simulate.transitions import split, transitions

DECAY = parse("making: => A; m\n decay: A => ; d*A\n A = 40; m = 4; d = 0.1")
STARTS = read("A 0..80", DECAY)
SIZES = {"step": 2.0, "steps": 5, "settings": 12, "runs": 20}


def made(starts=STARTS, network=DECAY, **more):
    return run(transitions(network, starts, **(SIZES | more)))


def alike(one, other):
    for name in ("before", "after", "values", "setting"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    return True


def test_pairs_are_of_all_lags_and_follow_each_other():
    found = made()
    assert len(found) == 12 * 20 * 5
    before, after = (one.reshape(12, 20, 5) for one in (found.before, found.after))
    np.testing.assert_array_equal(before[:, :, 1:], after[:, :, :-1])
    assert (before[:, :, 0] == before[:, :1, 0]).all()
    np.testing.assert_array_equal(found.setting.reshape(12, -1)[:, 0], np.arange(12))
    assert found.reactions > 0
    assert found.cost > 0


def test_pairs_are_distributed_as_the_exact_solution_says():
    found = made(settings=60, runs=100)
    fading = np.exp(-0.1 * 2.0)
    expected = found.before * fading + 40 * (1 - fading)
    deviation = found.after - expected
    variance = found.before * fading * (1 - fading) + 40 * (1 - fading)
    assert abs(deviation.mean()) < 4 * np.sqrt(variance.mean() / len(found))
    assert (deviation**2).mean() == pytest.approx(variance.mean(), rel=0.03)


@pytest.mark.parametrize("method", ["ssa", "tau"])
def test_the_same_seed_gives_the_same_pairs_over_any_executor(method):
    alone = made(method=method, vary=("d",), threads=1)
    with ThreadPoolExecutor(3) as threads:
        assert alike(alone, made(method=method, vary=("d",), executor=threads))
    assert not np.array_equal(alone.after, made(method=method, vary=("d",), seed=1).after)


def test_processes_make_the_same_pairs_as_threads():
    with ProcessPoolExecutor(1, get_context("forkserver")) as processes:
        assert alike(made(settings=3), made(settings=3, executor=processes))


def test_more_starts_leave_the_first_as_they_were():
    few, many = made(settings=4), made(settings=12)
    assert alike(few, many.of_settings(np.arange(4)))


def test_parameters_vary_once_for_each_start():
    found = made(vary=("d", "m"), lowest=0.5, highest=2.0)
    assert found.parameters == ("d", "m")
    by_start = found.values.reshape(12, -1, 2)
    assert (by_start == by_start[:, :1]).all()
    factors = by_start[:, 0] / np.array([0.1, 4.0])
    assert len(np.unique(factors)) == 24
    assert factors.min() >= 0.5
    assert factors.max() <= 2.0


def test_parameters_that_vary_take_effect():
    found = made(read("A 0", DECAY), vary=("m",), lowest=0.0, highest=2.0, settings=80, step=50.0)
    late = found.after.reshape(80, -1).mean(axis=1)
    assert np.corrcoef(late, found.values.reshape(80, -1)[:, 0])[0, 1] > 0.98


def test_near_empty_starts_and_states_in_which_nothing_happens_are_among_the_pairs():
    network = parse("A => B; k*A\n A = 50; B = 0; k = 1")
    found = made(read("A 40..60; B 0", network), network, near_empty=0.5, settings=40)
    before = found.before.reshape(40, 20, 5, 2)
    gone = before[:, 0, 0, 0] == 0
    assert gone.any()
    assert (found.after.reshape(before.shape)[gone] == before[gone]).all()


def test_a_stopped_job_keeps_whole_starts_and_can_go_on_from_them():
    monitor = Monitor()
    steps = transitions(DECAY, STARTS, **SIZES)

    def stop_at_the_fifth():
        told = 0
        while True:
            step = next(steps)
            told += bool(step.metrics)
            if told == 5:
                monitor.cancel()
            yield step

    outcome = drive(stop_at_the_fifth(), monitor)
    steps.close()
    assert isinstance(outcome, Cancelled)
    assert len(outcome.result) % (20 * 5) == 0
    assert len(outcome.result) >= 5 * 20 * 5
    assert len(outcome.checkpoint["counts"]) == 5
    alike(made(resume=outcome.checkpoint), made())
    with pytest.raises(SettingError, match="does not fit"):
        made(runs=21, resume=outcome.checkpoint)


def test_steps_with_metrics_are_one_for_each_start_and_always_the_same():
    def told():
        seen = []
        run(transitions(DECAY, STARTS, **SIZES), lambda one: one.metrics and seen.append(one))
        return [(one.done, one.total, dict(one.metrics)) for one in seen], seen[3].figures()

    history, figures = told()
    assert history == [(20 * n, 240, {"pairs": 100.0 * n}) for n in range(1, 13)] == told()[0]
    assert [one.title for one in figures] == [
        "Courses from the first start",
        "States that are learned from",
    ]


def test_all_states_that_are_there_are_drawn_or_it_is_said_how_many(monkeypatch):
    seen = []
    run(transitions(DECAY, STARTS, **SIZES), seen.append)
    states = seen[-1].figures()[1]
    assert states.note == "1,200 pairs of states"
    monkeypatch.setattr("grnstudio.simulate.transitions.MOST_DRAWN", 300)
    assert seen[-1].figures()[1].note == "1,200 pairs of states, of which 300 are drawn"
    monkeypatch.setattr("grnstudio.simulate.transition_figures.MOST_DRAWN", 100)
    few = transition_figures(made(), SIZES["steps"])[1]
    assert few.note == "1,200 pairs of states, of which 100 are drawn"
    assert few.histograms[0].heights.sum() == pytest.approx(1)


def test_a_start_is_on_one_side_of_a_split_only():
    found = made()
    learned, tested = split(found, 0.25, seed=1)
    assert len(np.unique(tested.setting)) == 3
    assert not set(learned.setting) & set(tested.setting)
    assert len(learned) + len(tested) == len(found)
    assert alike(tested, split(found, 0.25, seed=1)[1])
    assert len(np.unique(split(made(settings=2), 0.01)[1].setting)) == 1
    with pytest.raises(SettingError, match="1 starts cannot be split"):
        split(made(settings=1))


def test_the_estimate_is_near_what_comes_of_it():
    found = estimate(DECAY, STARTS, **SIZES)
    really = made(settings=40)
    assert found.pairs == 12 * 20 * 5
    assert found.reactions_per_step == pytest.approx(really.reactions / len(really), rel=0.2)
    assert 0 < found.seconds < 1
    assert found.bytes == found.pairs * 16
    assert found.idle == 0


def test_an_estimate_tells_of_starts_from_which_nothing_can_happen():
    network = parse("A + B => B; k*A*B\n A = 50; B = 0; k = 1")
    assert estimate(network, read("A 0..9; B 0", network), **SIZES).idle == 1


@pytest.mark.parametrize(
    ("text", "lasts", "step"),
    [
        ("=> A; m\n A => ; d*A\n A = 40; m = 4; d = 0.1", 10.0, 2.0),
        ("G => H; k*G\n H => G; k*H\n G => G + P; 500*G\n P => ; P\n G = 1; k = 0.01", 100.0, 20.0),
        ("=> A; 1000\n A = 0", 0.01, 0.002),
        ("A => B; 0*A\n A = 0", 0.0, 1.0),
    ],
)
def test_the_suggested_step_follows_what_lasts_longest(text, lasts, step):
    network = parse(text)
    assert memory(network, read("", network)) == pytest.approx(lasts)
    assert suggested_step(network, read("", network)) == pytest.approx(step)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A = 1", "no reactions"),
        ("A => A; k*A\n A = 1; k = 1", "change nothing"),
        ("A => ; k*A\n A = 1; k = 1\n at (A > 3): A = 0", "present state alone.* Event "),
        ("A => ; k*A*time\n A = 1; k = 1", "present state alone.* changes with time"),
        ("A => ; k*A\n A = 1; k' = 1; k = 1", "present state alone.* rate rule"),
    ],
)
def test_networks_whose_state_does_not_tell_what_comes_are_refused(text, said):
    network = parse(text)
    kind = Unsupported if "present" in said else ModelError
    with pytest.raises(kind, match=said):
        Courses(network=network, starts=STARTS, step=1.0, steps=1, settings=1, runs=1)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"step": 0.0}, "time step must be above 0"),
        ({"step": float("nan")}, "time step must be above 0"),
        ({"runs": 0}, "at least one"),
        ({"lowest": 2.0}, "2 to 1.4"),
        ({"vary": ("A",)}, "A is part of the state"),
        ({"vary": ("q",)}, "'q' is no parameter .* There are m, d"),
        ({"vary": ("d", "d")}, "named twice"),
        ({"method": "ode"}, "no method 'ode'"),
        ({"settings": 10**9, "runs": 10**5}, "GiB of memory"),
    ],
)
def test_settings_that_cannot_be_are_said(settings, said):
    with pytest.raises(SettingError, match=said):
        made(**settings)


def test_a_rate_that_cannot_be_tells_the_start_it_came_from():
    network = parse("A => ; 30 - A\n A = 10")
    with pytest.raises(ModelError, match="It began with A = 40, which may"):
        made(read("A 40", network), network)
