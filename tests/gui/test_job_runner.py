import time

import pytest

from grnstudio.gui.job_runner import JobRunner
from grnstudio.jobs import Cancelled, Failed, Finished, Job


@pytest.fixture
def runner(qtbot):
    runner = JobRunner(in_thread=True)
    yield runner
    runner.shut_down()


def job(name, *arguments):
    return Job(f"tests.sample_jobs:{name}", arguments)


def outcome_of(qtbot, runner, job, meanwhile=lambda: None):
    with qtbot.waitSignal(runner.ended, timeout=60_000) as ended:
        runner.start(job)
        meanwhile()
    return ended.args[0]


def test_every_metric_arrives_before_the_result(qtbot, runner):
    seen = []
    runner.updated.connect(lambda update: seen.extend(done for done, _ in update.metrics))
    assert outcome_of(qtbot, runner, job("count_to", 300)) == Finished("counted")
    assert seen == list(range(1, 301))


def test_figures_come_at_a_pace_that_plots_can_follow(qtbot, runner):
    figures = []
    runner.updated.connect(lambda update: figures.extend(update.figures))
    start = time.monotonic()
    outcome_of(qtbot, runner, job("count_to", 300))
    assert 5 < len(figures) <= 31 * (time.monotonic() - start) + 2
    assert figures[-1] == 300


def test_the_pace_can_be_chosen(qtbot, runner):
    updates = []
    runner.updated.connect(updates.append)
    runner.set_pace(5)
    start = time.monotonic()
    outcome_of(qtbot, runner, job("count_to", 600))
    assert len(updates) <= 5 * (time.monotonic() - start) + 2


def test_a_stopped_job_hands_back_its_checkpoint(qtbot, runner):
    def stop_soon():
        qtbot.wait(50)
        runner.stop()
        assert runner.is_stopping

    outcome = outcome_of(qtbot, runner, job("count_forever"), stop_soon)
    assert isinstance(outcome, Cancelled)
    assert outcome.checkpoint["done"] > 0
    assert not runner.is_running
    assert not runner.is_stopping


def test_a_paused_job_makes_no_steps_until_resumed(qtbot, runner):
    seen = []
    runner.updated.connect(lambda update: seen.append(update.done))
    runner.start(job("count_forever"))
    qtbot.waitUntil(lambda: len(seen) > 1)
    runner.pause()
    assert runner.is_paused
    qtbot.wait(100)
    held = len(seen)
    qtbot.wait(100)
    assert len(seen) == held
    runner.resume()
    assert not runner.is_paused
    qtbot.waitUntil(lambda: len(seen) > held)


def test_an_error_is_an_outcome_with_its_traceback(qtbot, runner):
    outcome = outcome_of(qtbot, runner, job("stumble"))
    assert str(outcome.error) == "no steady state"
    assert "in stumble" in outcome.details


def test_a_name_that_nothing_answers_to_is_a_failure(qtbot, runner):
    assert isinstance(outcome_of(qtbot, runner, job("nobody")), Failed)
    assert isinstance(outcome_of(qtbot, runner, Job("no.such.module:train")), Failed)


def test_jobs_wait_for_those_before_them(qtbot, runner):
    heard = []
    runner.started.connect(lambda job: heard.append(job))
    runner.ended.connect(lambda outcome: heard.append(outcome.result))
    first, second = job("count_to", 30), job("count_to", 5)
    runner.start(first)
    runner.start(second)
    assert runner.queued == (second,)
    qtbot.waitUntil(lambda: len(heard) == 4)
    assert heard == [first, "counted", second, "counted"]
    assert heard[0] is first
    assert heard[2] is second


def test_a_job_can_be_started_when_another_ends(qtbot, runner):
    results = []
    runner.ended.connect(lambda outcome: results.append(outcome))
    runner.ended.connect(
        lambda outcome: len(results) < 3 and runner.start(job("count_to", len(results)))
    )
    runner.start(job("count_to", 2))
    qtbot.waitUntil(lambda: len(results) == 3)
    assert not runner.is_running


def test_shutting_down_reports_the_outcome_and_forgets_the_queue(qtbot, runner):
    outcomes = []
    runner.ended.connect(outcomes.append)
    runner.start(job("count_forever"))
    runner.start(job("count_to", 3))
    qtbot.wait(50)
    runner.shut_down()
    assert [type(one) for one in outcomes] == [Cancelled]
    assert outcomes[0].checkpoint["done"] > 0
    assert not runner.is_running
    with pytest.raises(RuntimeError, match="shut down"):
        runner.start(job("count_to", 3))


def test_an_autosave_is_removed_once_the_job_has_ended(qtbot, runner, tmp_path):
    path = tmp_path / "autosave" / "one.checkpoint"
    runner.autosave_seconds = 0.05
    runner.start(job("count_forever"), path)
    qtbot.waitUntil(path.exists)
    with qtbot.waitSignal(runner.ended):
        runner.stop()
    assert not path.exists()


def test_an_autosave_that_fails_is_told_once_and_the_job_goes_on(qtbot, runner, tmp_path):
    (tmp_path / "file").write_text("in the way")
    runner.autosave_seconds = 0.0
    warnings, seen = [], []
    runner.warned.connect(lambda error: warnings.append(str(error)))
    runner.updated.connect(lambda update: seen.append(update.done))
    runner.start(job("count_forever"), tmp_path / "file" / "one.checkpoint")
    qtbot.waitUntil(lambda: len(seen) > 3)
    assert len(warnings) == 1
    assert str(tmp_path) in warnings[0]
    with qtbot.waitSignal(runner.ended) as ended:
        runner.stop()
    assert isinstance(ended.args[0], Cancelled)


def test_nothing_happens_when_there_is_no_job(qtbot, runner):
    runner.pause()
    runner.resume()
    runner.stop()
    assert not runner.is_running
    assert not runner.is_paused
