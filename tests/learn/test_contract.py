"""What every learner promises, whichever it is."""

import numpy as np
import pytest

from grnstudio.jobs import Cancelled, Finished, Monitor, drive, run
from grnstudio.learn import LEARNERS
from grnstudio.learn.base import autosaved
from grnstudio.project import Run

CLOCKS = {"seconds", "timing"}  # arrays of results that tell how long things took


@pytest.fixture(params=LEARNERS)
def training(request, designs):
    """A call that begins the learner's training, from a checkpoint or from the start."""
    spec, design = LEARNERS[request.param], designs[request.param]

    def begin(resume=None):
        return spec.job(spec.configured(design), spec.inputs(design), resume).begin()

    begin.spec, begin.design = spec, design
    return begin


def telling(steps):
    """Pass on the steps that tell something; others only say that work goes on."""
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return end.value
        if step.metrics:
            yield step


def losses(steps, look=lambda step: None):
    history = []
    run(telling(steps), lambda step: (history.append(dict(step.metrics)), look(step)))
    return history


def mean(history):
    return np.mean([one["loss"] for one in history])


def strongest(spec, result):
    """The strongest link of a result, or its loss if it has no links."""
    return abs(result.loss) if spec.of_network else spec.graph(result).strongest


@pytest.mark.parametrize(
    "training", [key for key, spec in LEARNERS.items() if spec.lowers_loss], indirect=True
)
def test_training_lowers_the_loss(training):
    history = [one for one in losses(training()) if "loss" in one]
    assert mean(history[-5:]) < 0.8 * mean(history[:5])


def test_the_same_seed_gives_the_same_run(training):
    assert losses(training()) == losses(training())


def test_looking_does_not_change_the_run(training):
    looked_at = losses(training(), lambda step: (step.figures(), step.checkpoint(), step.result()))
    assert looked_at == losses(training())


def test_a_resumed_run_equals_an_unbroken_one(training):
    checkpoints = []
    whole = losses(training(), lambda step: checkpoints.append(step.checkpoint()))
    assert losses(training(resume=checkpoints[11])) == whole[12:]


def test_a_resumed_run_has_the_result_of_an_unbroken_one(training):
    checkpoints = []
    whole = run(telling(training()), lambda step: checkpoints.append(step.checkpoint()))
    again = run(training(resume=checkpoints[30]))
    for parts in zip(training.spec.to_arrays(whole), training.spec.to_arrays(again), strict=True):
        for name in set(parts[0]) - CLOCKS:
            np.testing.assert_array_equal(parts[0][name], parts[1][name], err_msg=name)


def test_a_checkpoint_does_not_change_as_training_goes_on(training):
    steps = training()
    checkpoint = next(steps).checkpoint()
    kept = {name: np.array(value, copy=True) for name, value in checkpoint.items()}
    next(steps)
    steps.close()
    for name, value in kept.items():
        np.testing.assert_array_equal(checkpoint[name], value, err_msg=name)


def test_a_stopped_run_has_a_result_and_can_go_on(training):
    monitor = Monitor()
    steps = telling(training())

    def stop_after_five():
        for count in range(5):
            step = next(steps)
            if count == 4:
                monitor.cancel()
            yield step

    outcome = drive(stop_after_five(), monitor)
    assert isinstance(outcome, Cancelled)
    assert strongest(training.spec, outcome.result) >= 0
    assert len(losses(training(resume=outcome.checkpoint))) == len(losses(training())) - 5


def test_a_result_comes_back_from_its_run(training):
    outcome = drive(training(), Monitor())
    assert isinstance(outcome, Finished)
    spec, design = training.spec, training.design
    arrays, weights = spec.to_arrays(outcome.result)
    stored = Run(1, spec.key, "run", design, {}, arrays=arrays, weights=weights)
    again = spec.from_run(stored)
    assert strongest(spec, again) == strongest(spec, outcome.result)
    for name, array in spec.to_arrays(again)[0].items():
        np.testing.assert_array_equal(array, arrays[name], err_msg=name)
    titles = [figure.title for figure in spec.figures(outcome.result, design)]
    assert [figure.title for figure in spec.figures(again, design)] == titles


def test_autosaving_saves_and_passes_the_result_on(training):
    saved = []
    result = run(autosaved(training(), saved.append, seconds=0.0))
    assert strongest(training.spec, result) >= 0
    assert len(saved) >= len(losses(training()))
