"""Teaching can be stopped at any moment."""

import pytest

from grnstudio.core.antimony import parse
from grnstudio.jobs import Cancelled, Monitor, drive
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
