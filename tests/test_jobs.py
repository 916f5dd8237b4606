import threading

import pytest

from grnstudio.errors import ModelError
from grnstudio.jobs import Cancelled, Failed, Finished, Job, Mailbox, Monitor, Step, Update, drive
from grnstudio.jobs import run as run_job
from tests.sample_jobs import count_forever, count_to, draw_slowly, stumble


def counted(job="count_to", *arguments):
    return Job(f"tests.sample_jobs:{job}", arguments)


def test_a_job_is_found_by_its_name():
    assert drive(counted("count_to", 3).begin(), Monitor()) == Finished("counted")


def test_every_metric_is_kept_in_order_until_taken():
    monitor = Monitor()
    drive(count_to(300), monitor)
    update = monitor.take()
    assert [done for done, _ in update.metrics] == list(range(1, 301))
    assert update.done == update.total == 300
    assert monitor.take() is None


def test_keeping_metrics_takes_time_in_proportion_to_their_number():
    mailbox = Mailbox()
    for done in range(50_000):
        mailbox.put(Update(done, 0, ((done, {}),), ()))
    assert len(mailbox.take().metrics) == 50_000


def test_the_newest_figures_wait_with_older_metrics():
    mailbox = Mailbox()
    mailbox.put(Update(1, 2, ((1, {}),), ("first",)))
    mailbox.put(Update(2, 2, ((2, {}),), ()))
    assert mailbox.has_figures
    assert mailbox.take() == Update(2, 2, ((1, {}), (2, {})), ("first",))
    assert not mailbox.has_figures


def test_no_figure_is_made_until_the_last_was_taken():
    monitor = Monitor()
    drive(count_to(50), monitor)
    assert monitor.take().figures == (50,)
    drive(count_forever(), monitor_that_stops_after(10))
    made = run_and_never_take(draw_slowly(100, 0.0))
    assert made == 1


def run_and_never_take(steps):
    return drive(steps, Monitor()).result


def monitor_that_stops_after(steps):
    class Impatient(Monitor):
        left = steps

        def proceed(self):
            self.left -= 1
            if self.left < 0:
                self.cancel()
            return super().proceed()

    return Impatient()


def test_drawing_takes_a_tenth_of_the_time_at_most():
    class Eager(Monitor):
        def post(self, step):
            super().post(step)
            self.take()

    made = drive(draw_slowly(300, 0.005), Eager()).result
    assert 3 <= made <= 12  # 300 steps take 0.3 s and a bit; a figure is due every 50 ms


def test_a_cancelled_job_has_a_checkpoint_and_a_result():
    outcome = drive(count_forever(), monitor_that_stops_after(7))
    assert outcome == Cancelled({"done": 7}, "counted to 7")


def test_an_error_is_an_outcome_with_its_traceback():
    outcome = drive(stumble(), Monitor())
    assert isinstance(outcome, Failed)
    assert isinstance(outcome.error, ModelError)
    assert "in stumble" in outcome.details


def test_a_paused_job_waits_and_goes_on():
    monitor = Monitor()
    monitor.pause()
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.append(drive(count_to(3), monitor)))
    thread.start()
    thread.join(0.05)
    assert thread.is_alive()
    assert monitor.is_paused
    assert monitor.take() is None
    monitor.resume()
    thread.join(5)
    assert outcomes == [Finished("counted")]


def test_a_paused_job_can_be_cancelled_and_a_cancelled_one_not_paused():
    monitor = Monitor()
    monitor.pause()
    monitor.cancel()
    monitor.pause()
    assert isinstance(drive(count_forever(), monitor), Cancelled)


def test_headless_a_job_runs_to_its_end_and_raises_what_it_raises():
    seen = []
    assert run_job(count_to(3), lambda step: seen.append(step.done)) == "counted"
    assert seen == [1, 2, 3]
    with pytest.raises(ModelError, match="no steady state"):
        run_job(stumble())


def test_a_cancelled_job_is_closed():
    closed = []

    def tidy():
        try:
            while True:
                yield Step(1, 0)
        finally:
            closed.append(True)

    drive(tidy(), monitor_that_stops_after(2))
    assert closed == [True]
