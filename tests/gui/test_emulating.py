"""What is asked of the worker of the Emulate page: one thing at a time, and the newest."""

import pytest

from grnstudio.gui.emulating import ASSESS, GRID, OUTLOOK, EmulatorJobs
from grnstudio.gui.job_runner import JobRunner
from grnstudio.jobs import Cancelled, Finished, Job

FOREVER = Job("tests.sample_jobs:count_forever")


def count_to(number):
    return Job("tests.sample_jobs:count_to", (number,))


@pytest.fixture
def jobs(qtbot):
    runner = JobRunner(in_thread=True)
    made = EmulatorJobs(runner)
    made.outcomes = []
    made.ended.connect(lambda kind, outcome: made.outcomes.append((kind, outcome)))
    yield made
    made.close()
    runner.shut_down(1)


def test_a_newer_job_of_a_kind_takes_the_place_of_the_one_under_way(qtbot, jobs):
    with qtbot.waitSignal(jobs.progressed):
        jobs.ask(GRID, FOREVER)
    jobs.ask(GRID, count_to(3))
    qtbot.waitUntil(lambda: bool(jobs.outcomes))
    assert [(kind, type(one)) for kind, one in jobs.outcomes] == [(GRID, Finished)]
    assert not jobs.is_running(GRID)


def test_an_outlook_gives_way_to_anything_else_and_waits_for_it(qtbot, jobs):
    with qtbot.waitSignal(jobs.progressed):
        jobs.ask(OUTLOOK, FOREVER)
    jobs.ask(ASSESS, count_to(20))
    jobs.ask(OUTLOOK, count_to(2))
    qtbot.waitUntil(lambda: len(jobs.outcomes) == 2)
    assert [kind for kind, _ in jobs.outcomes] == [ASSESS, OUTLOOK]


def test_what_is_stopped_is_told_and_what_is_dropped_is_not(qtbot, jobs):
    with qtbot.waitSignal(jobs.progressed):
        jobs.ask(GRID, FOREVER)
    jobs.stop(GRID)
    qtbot.waitUntil(lambda: bool(jobs.outcomes))
    assert isinstance(jobs.outcomes[0][1], Cancelled)
    with qtbot.waitSignal(jobs.progressed):
        jobs.ask(GRID, FOREVER)
    jobs.drop()
    qtbot.waitUntil(lambda: jobs._current is None)
    assert len(jobs.outcomes) == 1
