"""Holding emulators against exact simulation."""

import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.core.assessing import AssessConfig
from grnstudio.core.emulator import Emulator
from grnstudio.core.trust import TrustReport, with_report
from grnstudio.core.trust_figures import over_lags
from grnstudio.core.trust_verdict import verdict
from grnstudio.errors import ModelError, SettingError
from grnstudio.jobs import Cancelled, Finished, Monitor, drive, run
from grnstudio.learn.emulator import exact_draws, trials
from grnstudio.learn.emulator.config import EmulatorConfig
from grnstudio.learn.emulator.data import EmulatorInputs
from grnstudio.learn.emulator.evaluate import assess
from grnstudio.learn.emulator.train import train
from grnstudio.simulate import ssa
from grnstudio.simulate.courses import Courses

SWITCH = """
model switch()
  species G0, G1, P
  on: G0 => G1; mass_action(k)
  off: G1 => G0; mass_action(k)
  make: G1 => G1 + P; mass_action(a)
  decay: P => ; mass_action(1)
  G0 = 1; G1 = 1; P = 20
  k = 0.5; a = 20
end
"""


def emulator(parameters=()):
    low = np.array([0.8 * 20] * len(parameters))
    return Emulator(
        parse(SWITCH), 0.5, 2.0, ("G0", "G1", "P"), parameters, low, 1.5 * low, {}, {}
    )  # fmt: skip


@pytest.fixture
def exact(monkeypatch):
    """Let emulators draw by exact simulation, so that all they draw is right."""

    def prepare(network, times, seed, *, emulator, device):
        return ssa.prepare(network, times, seed + 1)

    monkeypatch.setattr(trials.engine, "prepare", prepare)


@pytest.fixture
def wrong(monkeypatch):
    """Let emulators lose a molecule of the gene, and draw half the protein."""

    def prepare(network, times, seed, *, emulator, device):
        prepared = ssa.prepare(network, times, seed + 1)

        def fill(first, out, stopped):
            prepared.fill(first, out, stopped)
            out *= [1, 0.5, 0.5]

        return trials.Prepared(prepared.width, fill, prepared.observed)

    monkeypatch.setattr(trials.engine, "prepare", prepare)


CONFIG = AssessConfig(settings=5, runs=800, lags="1 4", workers=2, seed=3)


def told(steps):
    """Run a job and return the metrics of those steps that have any, and its result."""
    seen = []
    report = run(steps, lambda step: seen.append(dict(step.metrics)) if step.metrics else None)
    return seen, report


def test_what_is_exact_is_as_good_as_exact(exact):
    report = run(assess(emulator(), CONFIG))
    for row in report.rows():
        assert row.l1 == pytest.approx(row.chance, abs=0.03)
        assert row.half == pytest.approx(0.5, abs=0.04)
    assert report.conduct.broken == report.conduct.negative == report.conduct.fractional == 0
    assert report.far_lags.tolist() == list(range(1, 13))
    assert np.abs(report.drift()).max() < 0.4
    assert (report.exact.sum(-1) == 1600).all()
    assert (report.emulated.sum(-1) == 800).all()
    assert "no difference" in verdict(report)


def test_what_is_wrong_is_told(wrong):
    report = run(assess(emulator(), CONFIG))
    assert "Do not use it for" in verdict(report)
    assert report.conduct.broken > 0.4
    assert report.conduct.fractional > 0.3


def test_the_same_settings_give_the_same_report_on_any_threads(exact):
    one, again = (
        run(assess(emulator(), AssessConfig(settings=2, runs=60, workers=workers))).to_arrays()
        for workers in (1, 3)
    )
    for name in one.keys() - {"seconds", "told"}:
        np.testing.assert_array_equal(one[name], again[name])


def test_parameters_stay_within_what_was_varied(exact):
    report = run(assess(emulator(("a",)), AssessConfig(settings=8, runs=20, lags="2")))
    assert report.values.shape == (8, 1)
    assert (report.values >= 16).all()
    assert (report.values <= 24).all()
    assert np.ptp(report.values) > 1


def test_starts_are_those_asked_for(exact):
    config = AssessConfig(starts="G0 G1 3 tokens; P 5..9", near_empty=0, settings=6, runs=20)
    starts = run(assess(emulator(), config)).starts
    assert (starts[:, :2].sum(axis=1) == 3).all()
    assert ((starts[:, 2] >= 5) & (starts[:, 2] <= 9)).all()


def test_a_job_that_was_stopped_goes_on_where_it_was(exact):
    config = AssessConfig(settings=3, runs=40, lags="2")
    seen, report = told(assess(emulator(), config))
    assert len(seen) == 3 * 3 + 2 * 3
    for stop in range(0, len(seen), 2):
        steps, count = assess(emulator(), config), 0
        for step in steps:
            count += bool(step.metrics)
            if count == stop + 1:
                break
        checkpoint = step.checkpoint()
        steps.close()
        rest, again = told(assess(emulator(), config, resume=checkpoint))
        assert rest == seen[stop + 1 :]
        np.testing.assert_array_equal(again.distances, report.distances)
        np.testing.assert_array_equal(again.far, report.far)


def test_a_stopped_job_reports_on_what_was_compared(exact):
    monitor = Monitor()

    def until_two_are_compared(steps):
        for step in steps:
            if step.metrics.get("L1") is not None and len(step.result().starts) == 2:
                assert len(step.figures()) == 2
                monitor.cancel()
            yield step

    outcome = drive(until_two_are_compared(assess(emulator(), CONFIG)), monitor)
    assert isinstance(outcome, Cancelled)
    assert isinstance(outcome.result, TrustReport)
    assert len(outcome.result.starts) == 2
    assert outcome.result.distances.shape == (4, 2, 4, 3)


def test_what_teaching_took_is_kept_for_the_next_report(exact):
    config = AssessConfig(settings=2, runs=20, longer=0)
    report = run(assess(emulator(), config, taught=60.0))
    assert report.timing.taught == 60
    assert report.far_lags.size == 0
    again = run(assess(with_report(emulator(), report), config))
    assert again.timing.taught == 60
    assert isinstance(drive(assess(emulator(), config), Monitor()), Finished)


def test_what_cannot_be_tested_is_refused(exact):
    with pytest.raises(ModelError, match="Q"):
        run(assess(emulator(), AssessConfig(starts="Q 5")))
    with pytest.raises(SettingError, match="GiB"):
        run(assess(emulator(), AssessConfig(settings=10_000, runs=1_000_000)))


def test_a_test_that_cannot_be_is_refused_before_an_emulator_is_taught():
    with pytest.raises(SettingError, match="such as 3 10"):
        EmulatorConfig(lags="soon")
    vast = EmulatorConfig(test_settings=10_000, test_runs=1_000_000)
    with pytest.raises(SettingError, match=r"GiB of memory\. Ask for fewer starts or runs"):
        next(train(vast, EmulatorInputs(parse(SWITCH))))


def test_many_steps_are_looked_at_here_and_there(exact):
    report = run(assess(emulator(), AssessConfig(settings=1, runs=10, lags="7 90", longer=0)))
    assert report.lags[0] == 1
    assert {7, 90} <= set(report.lags.tolist())
    assert len(report.lags) <= 41


def test_progress_never_goes_back_and_ends_at_the_whole(exact):
    seen = []
    run(
        assess(emulator(), AssessConfig(settings=3, runs=300, workers=2)),
        lambda step: seen.append((step.done, step.total)),
    )
    done = [one for one, _ in seen]
    assert done == sorted(done)
    assert seen[-1][0] == seen[-1][1]


@pytest.fixture
def dear(monkeypatch):
    """Let all runs count as dear, with nothing to leap over, so that distributions take over."""
    monkeypatch.setattr(Courses, "leapt", None)
    monkeypatch.setattr(exact_draws, "MANY", 0)


def test_where_runs_are_dear_they_are_drawn_from_exact_distributions(exact, dear):
    report = run(assess(emulator(), CONFIG))
    assert report.is_drawn
    assert "drawn from exact distributions" in over_lags(report).note
    assert report.timing.exact > 0
    for row in report.rows():
        assert row.l1 == pytest.approx(row.chance, abs=0.03)
    assert np.abs(report.drift()).max() < 0.4
    assert report.linked[0].max() < 0.25


def test_what_was_drawn_goes_on_after_a_stop(exact, dear):
    config = AssessConfig(settings=3, runs=40, lags="2")
    seen, report = told(assess(emulator(), config))
    steps = assess(emulator(), config)
    checkpoint = next(step for step in steps if step.metrics).checkpoint()
    steps.close()
    rest, again = told(assess(emulator(), config, resume=checkpoint))
    assert rest == seen[1:]
    np.testing.assert_array_equal(again.exact, report.exact)
    assert again.is_drawn


def test_runs_are_simulated_where_there_are_too_many_states(exact, dear, monkeypatch):
    monkeypatch.setattr(exact_draws, "MOST_STATES", 20)
    report = run(assess(emulator(), AssessConfig(settings=2, runs=30, lags="2")))
    assert not report.is_drawn
    assert (report.exact.sum(-1) == 60).all()
