"""The worker process by itself, spoken to through its pipe."""

import os
import signal
import subprocess
import sys
import time

import pytest

from grnstudio.errors import GRNStudioError, ModelError
from grnstudio.gui.worker_process import WorkerProcess
from grnstudio.io import checkpoint_file
from grnstudio.jobs import Cancelled, Failed, Finished, Job, Update
from grnstudio.learn import WARM
from grnstudio.worker import Ended, Order, Start, Warm


@pytest.fixture(scope="module")
def worker():
    worker = WorkerProcess()
    yield worker
    worker.end()


def start(worker, name, *arguments):
    worker.pipe.send(Start(Job(f"tests.sample_jobs:{name}", arguments)))


def hear(worker, seconds=60.0):
    assert worker.pipe.poll(seconds), "the worker says nothing"
    return worker.pipe.recv()


def until_the_end(worker):
    """Acknowledge updates until the job has ended; return them and the outcome."""
    updates = []
    while isinstance(message := hear(worker), Update):
        updates.append(message)
        worker.pipe.send(Order.TAKEN)
    assert isinstance(message, Ended)
    return updates, message.outcome


def outcome(worker, name, *arguments):
    start(worker, name, *arguments)
    return until_the_end(worker)[1]


def test_every_metric_comes_in_order_and_then_the_result(worker):
    start(worker, "count_to", 100)
    updates, ended = until_the_end(worker)
    assert ended == Finished("counted")
    assert [done for update in updates for done, _ in update.metrics] == list(range(1, 101))
    assert updates[-1].figures == (100,)


def test_nothing_is_sent_and_no_figure_made_until_the_last_was_acknowledged(worker):
    start(worker, "draw_slowly", 200, 0.0)
    first = hear(worker)
    assert first.figures == (1,)
    assert hear_nothing(worker, 0.1)
    updates, ended = until_the_end(worker)
    assert ended == Finished(1)
    assert sum(len(update.metrics) for update in updates) == 199


def hear_nothing(worker, seconds):
    return not worker.pipe.poll(seconds)


def test_a_job_pauses_goes_on_and_stops(worker):
    start(worker, "count_forever")
    hear(worker)
    worker.pipe.send(Order.PAUSE)
    time.sleep(0.1)
    worker.pipe.send(Order.TAKEN)
    assert hear_nothing(worker, 0.2)
    worker.pipe.send(Order.RESUME)
    hear(worker)
    worker.pipe.send(Order.CANCEL)
    _, ended = until_the_end(worker)
    assert isinstance(ended, Cancelled)
    assert ended.result == f"counted to {ended.checkpoint['done']}"


def test_a_paused_job_can_be_stopped(worker):
    start(worker, "count_forever")
    worker.pipe.send(Order.PAUSE)
    worker.pipe.send(Order.CANCEL)
    assert isinstance(until_the_end(worker)[1], Cancelled)


def test_orders_that_come_too_late_do_no_harm(worker):
    assert outcome(worker, "count_to", 2) == Finished("counted")
    worker.pipe.send(Order.CANCEL)
    worker.pipe.send(Order.TAKEN)
    assert outcome(worker, "count_to", 2) == Finished("counted")


def test_an_error_comes_with_its_message_and_traceback(worker):
    ended = outcome(worker, "stumble")
    assert isinstance(ended, Failed)
    assert isinstance(ended.error, ModelError)
    assert str(ended.error) == "no steady state"
    assert "in stumble" in ended.details


def test_an_error_that_cannot_be_pickled_comes_as_its_words(worker):
    ended = outcome(worker, "stumble_stubbornly")
    assert str(ended.error) == "Stubborn: overflow at gene 3"
    assert "in stumble_stubbornly" in ended.details


def test_an_error_for_the_user_stays_one_wherever_it_was_defined(worker):
    ended = outcome(worker, "stumble_at_home")
    assert type(ended.error) is GRNStudioError
    assert str(ended.error) == "Choose fewer genes."


def test_a_result_that_cannot_travel_is_a_failure(worker):
    assert "cannot leave the worker" in str(outcome(worker, "return_what_cannot_travel").error)


def test_a_job_that_nobody_knows_is_a_failure(worker):
    assert "nobody" in str(outcome(worker, "nobody").error)
    worker.pipe.send(Start(Job("nowhere.module:train")))
    assert "nowhere" in str(until_the_end(worker)[1].error)


def test_it_computes_with_one_thread_and_keeps_what_is_printed_to_itself(worker, capfd):
    pid, threads = outcome(worker, "chatter").result
    assert pid == worker.process.pid != os.getpid()
    assert threads == "1"
    assert capfd.readouterr() == ("", "")


def test_the_terminals_ctrl_c_is_not_for_it(worker):
    assert outcome(worker, "ignore_sigint") == Finished("still here")


def test_warming_brings_torch_and_says_nothing(worker):
    worker.pipe.send(Warm(Job("nowhere.module:warm")))
    worker.pipe.send(Warm(WARM))
    assert outcome(worker, "is_torch_warm") == Finished(True)


def test_it_ends_when_nobody_is_there_to_ask():
    worker = WorkerProcess()
    start(worker, "count_forever")
    hear(worker)
    worker.pipe.close()
    worker.process.join(10)
    assert worker.process.exitcode == 0
    worker.end()


OWNER = """
import sys, time
from pathlib import Path
from grnstudio.gui.worker_process import WorkerProcess
from grnstudio.jobs import Job
from grnstudio.worker import Start
worker = WorkerProcess()
worker.pipe.send(Start(Job("tests.sample_jobs:count_forever"), Path(sys.argv[1]), 3600.0))
worker.pipe.recv()
sys.stdout.write("counting")
sys.stdout.flush()
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals to kill with")
def test_a_killed_owner_leaves_a_checkpoint_behind(tmp_path):
    path = tmp_path / "left.checkpoint"
    command = [sys.executable, "-c", OWNER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ) as owner:
        assert owner.stdout.read(8) == b"counting"
        owner.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 60
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert checkpoint_file.read(path)["done"] > 0
