"""What is kept of a training."""

import numpy as np

from grnstudio.jobs import Cancelled, Failed, Finished, run
from grnstudio.learn import LEARNERS
from grnstudio.learn.record import MetricLog, concluded
from grnstudio.project import Run

SPEC = LEARNERS["circuit"]


def trained(designs):
    design, log = designs["circuit"], MetricLog([])
    steps = SPEC.job(SPEC.configured(design, steps=8), SPEC.inputs(design)).begin()
    result = run(steps, lambda step: log.add([(step.done, step.metrics)]))
    return Run(1, "circuit", "one", design, {}), result, log


def test_a_finished_run_has_result_metrics_and_versions(designs):
    run, result, log = trained(designs)
    done = concluded(run, SPEC, Finished(result), log)
    assert done.outcome == "finished"
    assert done.checkpoint is None
    assert done.metrics["step"].tolist() == list(range(1, 9))
    assert done.metrics["loss"].shape == (8,)
    assert {"grnstudio", "torch"} <= done.versions.keys()
    np.testing.assert_array_equal(SPEC.from_run(done).responses, result.responses)


def test_a_stopped_run_keeps_result_and_checkpoint(designs):
    run, result, log = trained(designs)
    done = concluded(run, SPEC, Cancelled({"step": 8}, result), log)
    assert (done.outcome, done.checkpoint["step"]) == ("stopped", 8)
    assert "responses" in done.arrays


def test_a_failed_run_says_why(designs):
    run, _, log = trained(designs)
    done = concluded(run, SPEC, Failed(ValueError("too hot")), log)
    assert (done.outcome, done.message) == ("failed", "too hot")


def test_a_resumed_run_joins_its_metrics_without_doubling(designs):
    run, result, log = trained(designs)
    first = concluded(run, SPEC, Cancelled({"step": 5}, result), log)
    more = MetricLog([(step, {"loss": float(step)}) for step in (6, 7, 8, 9)])
    joined = concluded(first, SPEC, Finished(result), more).metrics
    assert joined["step"].tolist() == list(range(1, 10))
    assert joined["loss"][5:].tolist() == [6, 7, 8, 9]
