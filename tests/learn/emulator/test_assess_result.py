"""Testing the emulator of a run again."""

from grnstudio.core.assessing import AssessConfig
from grnstudio.core.trust_verdict import verdict
from grnstudio.errors import ModelError
from grnstudio.jobs import Cancelled, Monitor, drive, run
from grnstudio.learn import LEARNERS
from grnstudio.learn.emulator import train
from grnstudio.learn.emulator.evaluate import assess_result
from grnstudio.learn.emulator.result import EmulatorResult
from tests.learn.emulator.toys import emulator_of


def test_an_emulator_that_was_taught_nothing_is_told_from_exact_simulation():
    config = AssessConfig(starts="on off 1 tokens; P 10..60", settings=3, runs=200, lags="2 5")
    before = EmulatorResult(emulator_of(), {}, (), 0)
    after = run(assess_result(before, config))
    assert before.report is None
    assert after.report.species == ("P", "on", "off")
    assert after.report.conduct.broken == after.report.conduct.negative == 0
    assert "no difference" not in verdict(after.report)


def test_a_test_that_was_stopped_changes_no_result():
    monitor = Monitor()
    config = AssessConfig(settings=2, runs=40, lags="2")

    def until_a_start_is_done(steps):
        for step in steps:
            if step.metrics:
                monitor.cancel()
            yield step

    steps = assess_result(EmulatorResult(emulator_of(), {}, (), 0), config)
    outcome = drive(until_a_start_is_done(steps), monitor)
    assert isinstance(outcome, Cancelled)
    assert outcome.result is None


def test_an_emulator_that_cannot_be_tested_is_kept_and_the_run_says_why(designs, monkeypatch):
    def refused(*arguments, **more):
        raise ModelError("The propensity of reaction 'on' became negative.")
        yield

    monkeypatch.setattr(train, "assess", refused)
    spec, design = LEARNERS["emulator"], designs["emulator"]
    result = run(spec.job(spec.configured(design), spec.inputs(design)).begin())
    assert result.report is None
    assert result.emulator.weights
    assert "It could not be tested: The propensity of reaction 'on'" in result.notes[-1]
