"""The runner with its worker process, as the window uses it."""

import os
import signal
import sys
import time
from itertools import pairwise

import pytest
from PySide6.QtCore import QTimer

from grnstudio.errors import WorkerDied
from grnstudio.gui.job_runner import JobRunner
from grnstudio.io import checkpoint_file
from grnstudio.jobs import Cancelled, Failed, Finished, Job

needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


@pytest.fixture(scope="module")
def runner(qapp):
    runner = JobRunner()
    runner.warm(Job("tests.sample_jobs:count_to", (1,)))
    yield runner
    runner.shut_down()


def job(name, *arguments):
    return Job(f"tests.sample_jobs:{name}", arguments)


def outcome_of(qtbot, runner, job, autosave=None, meanwhile=lambda: None):
    with qtbot.waitSignal(runner.ended, timeout=60_000) as ended:
        runner.start(job, autosave)
        meanwhile()
    return ended.args[0]


@pytest.fixture
def seen(runner):
    """Return the numbers of the steps that have been reported."""
    numbers = []

    def note(update):
        numbers.extend(done for done, _ in update.metrics)

    runner.updated.connect(note)
    yield numbers
    runner.updated.disconnect(note)


def test_every_metric_arrives_before_the_result(qtbot, runner, seen):
    assert outcome_of(qtbot, runner, job("count_to", 300)) == Finished("counted")
    assert seen == list(range(1, 301))


def test_stop_keeps_what_the_job_has_so_far(qtbot, runner, seen):
    def stop_soon():
        qtbot.waitUntil(lambda: len(seen) > 5)
        runner.stop()

    outcome = outcome_of(qtbot, runner, job("count_forever"), meanwhile=stop_soon)
    assert isinstance(outcome, Cancelled)
    assert outcome.result == f"counted to {outcome.checkpoint['done']}"
    assert seen[-1] == outcome.checkpoint["done"]


def test_a_paused_job_makes_no_steps_until_resumed(qtbot, runner, seen):
    runner.start(job("count_forever"))
    qtbot.waitUntil(lambda: len(seen) > 1)
    runner.pause()
    qtbot.wait(150)
    held = len(seen)
    qtbot.wait(150)
    assert len(seen) == held
    runner.resume()
    qtbot.waitUntil(lambda: len(seen) > held)
    with qtbot.waitSignal(runner.ended):
        runner.stop()


def test_figures_come_at_a_pace_that_plots_can_follow(qtbot, runner):
    figures = []
    runner.updated.connect(lambda update: figures.extend(update.figures))
    start = time.monotonic()
    outcome_of(qtbot, runner, job("count_to", 500))
    assert 5 < len(figures) <= 31 * (time.monotonic() - start) + 2
    assert figures[-1] == 500


def test_a_window_that_draws_slowly_slows_drawing_and_not_the_job(qtbot, runner):
    def draw(update):
        time.sleep(0.1)

    runner.updated.connect(draw)
    start = time.monotonic()
    outcome = outcome_of(qtbot, runner, job("draw_slowly", 500, 0.0))
    runner.updated.disconnect(draw)
    assert outcome.result <= 10 * (time.monotonic() - start) + 2


def test_the_window_stays_awake_while_a_job_computes(qtbot, runner):
    ticks = []
    timer = QTimer(interval=10)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start()
    outcome_of(qtbot, runner, job("compute", 1.0))
    timer.stop()
    gaps = [later - earlier for earlier, later in pairwise(ticks)]
    assert sorted(gaps)[len(gaps) // 2] < 0.03
    assert max(gaps) < 0.5


@needs_signals
def test_a_killed_worker_costs_the_last_moments_only(qtbot, runner, seen, tmp_path):
    path = tmp_path / "autosave" / "one.checkpoint"
    runner.autosave_seconds = 0.05
    pid = outcome_of(qtbot, runner, job("chatter")).result[0]

    def kill_when_saved():
        qtbot.waitUntil(path.exists)
        os.kill(pid, signal.SIGKILL)

    failed = outcome_of(qtbot, runner, job("count_forever"), path, kill_when_saved)
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, WorkerDied)
    assert "SIGKILL" in str(failed.error)
    assert not runner.is_running
    reached = checkpoint_file.read(path)["done"]
    seen.clear()
    runner.start(job("count_forever", reached), path)
    qtbot.waitUntil(lambda: len(seen) > 0, timeout=60_000)
    assert seen[0] == reached + 1
    with qtbot.waitSignal(runner.ended):
        runner.stop()
    assert not path.exists()


def test_a_worker_that_ends_by_itself_leaves_its_last_words(qtbot, runner):
    failed = outcome_of(qtbot, runner, job("give_up", 7))
    assert "exit code 7" in str(failed.error)
    assert failed.details == "terminate called without reason"
    assert outcome_of(qtbot, runner, job("count_to", 2)) == Finished("counted")


@needs_signals
def test_a_worker_that_dies_idle_is_replaced_without_a_word(qtbot, runner):
    pid = outcome_of(qtbot, runner, job("chatter")).result[0]
    os.kill(pid, signal.SIGKILL)
    qtbot.wait(100)
    other = outcome_of(qtbot, runner, job("chatter")).result[0]
    assert other != pid


def test_arguments_that_cannot_travel_are_a_failure(qtbot, runner):
    failed = outcome_of(qtbot, runner, job("count_to", lambda: None))
    assert "cannot go to the worker" in str(failed.error)
    assert outcome_of(qtbot, runner, job("count_to", 2)) == Finished("counted")


def test_shutting_down_waits_for_the_checkpoint(qtbot):
    runner = JobRunner()
    outcomes, numbers = [], []
    runner.ended.connect(outcomes.append)
    runner.updated.connect(lambda update: numbers.append(update.done))
    runner.start(job("count_forever"))
    qtbot.waitUntil(lambda: len(numbers) > 1, timeout=60_000)
    runner.shut_down()
    assert outcomes[0].checkpoint["done"] >= numbers[-1] > 0
    runner.shut_down()
    assert len(outcomes) == 1


def test_shutting_down_does_not_wait_for_ever(qtbot, tmp_path):
    runner = JobRunner()
    outcomes = []
    runner.ended.connect(outcomes.append)
    runner.start(job("hang", 60.0, str(tmp_path / "hangs")))
    qtbot.waitUntil((tmp_path / "hangs").exists, timeout=60_000)
    start = time.monotonic()
    runner.shut_down(0.5)
    assert time.monotonic() - start < 5
    assert isinstance(outcomes[0].error, WorkerDied)


def test_shutting_down_at_rest_takes_no_time(qtbot):
    runner = JobRunner()
    runner.warm()
    start = time.monotonic()
    runner.shut_down()
    assert time.monotonic() - start < 1
