"""Teaching can be stopped at any moment."""

import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.jobs import Cancelled, Monitor, drive, run
from grnstudio.learn import LEARNERS
from grnstudio.project import Design

DECAY = parse("A => ; k*A\n A = 20; k = 0.5")
TINY = {
    "settings": 6, "runs": 4, "steps": 3, "step": 0.5, "epochs": 2, "batch": 16, "compare": True,
    "test_settings": 2, "test_runs": 20, "workers": 1, "device": "cpu",
}  # fmt: skip


@pytest.mark.parametrize("architecture", ["fixed", "search"])
def test_training_can_be_stopped_before_its_first_batch(architecture):
    spec, design, monitor = LEARNERS["emulator"], Design(network=DECAY), Monitor()
    config = spec.configured(design, architecture=architecture, warm_up=1, **TINY)
    steps = spec.job(config, spec.inputs(design)).begin()

    def stop_at_the_network():
        simulated = False
        for step in steps:
            simulated = simulated or "simulating" in step.stage
            if simulated and "simulating" not in step.stage:
                monitor.cancel()
            yield step

    outcome = drive(stop_at_the_network(), monitor)
    steps.close()
    assert isinstance(outcome, Cancelled)
    assert outcome.result is None
    assert outcome.checkpoint  # from which it can go on


def test_all_that_was_simulated_is_drawn_as_long_as_something_is_taught():
    spec, design, seen = LEARNERS["emulator"], Design(network=DECAY), []
    run(spec.job(spec.configured(design, **TINY), spec.inputs(design)).begin(), seen.append)
    for step in seen:
        if "training" in step.stage:
            states = next(
                one for one in step.figures() if one.title == "States that are learned from"
            )
            assert states.note == "72 pairs of states"
    assert sum("training" in step.stage for step in seen) > 1


def test_epochs_are_told_from_0_on_however_much_was_simulated_before():
    spec, design, seen = LEARNERS["emulator"], Design(network=DECAY), []
    run(spec.job(spec.configured(design, **TINY), spec.inputs(design)).begin(), seen.append)
    epochs = [step.metrics["epoch"] for step in seen if "loss" in step.metrics]
    assert 0 < epochs[0] <= 1
    assert epochs[-1] == TINY["epochs"]


def test_first_steps_of_more_starts_are_learned_from_as_well_and_can_be_gone_on_with():
    spec, design = LEARNERS["emulator"], Design(network=DECAY)
    config, inputs = spec.configured(design, early=5, **TINY), spec.inputs(design)
    seen = []
    whole = run(spec.job(config, inputs).begin(), lambda step: seen.append(step.checkpoint()))
    assert whole.pairs == 6 * 4 * 3 + 5 * 2
    early = [one for one in seen if one["stage"] == "early"]
    assert len(early) > 2
    for checkpoint in (early[0], early[2]):
        resumed = run(spec.job(config, inputs, checkpoint).begin())
        assert resumed.pairs == whole.pairs
        for name, weights in whole.emulator.weights.items():
            np.testing.assert_array_equal(resumed.emulator.weights[name], weights)
