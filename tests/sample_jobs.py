"""Jobs for the tests of whatever drives jobs. They are found by name, as real ones are."""

import itertools
import os
import signal
import sys
import time
from pathlib import Path

from grnstudio.errors import GRNStudioError, ModelError
from grnstudio.jobs import Step


def count_to(total, seconds=0.001):
    """Count, and draw the count."""
    for done in range(1, total + 1):
        time.sleep(seconds)
        yield Step(done, total, {"value": done}, figures=lambda done=done: (done,))
    return "counted"


def count_forever(start=0, seconds=0.001):
    """Count on from a number; the checkpoint is the number."""
    for done in itertools.count(start + 1):
        time.sleep(seconds)
        yield Step(
            done,
            0,
            {"value": done},
            checkpoint=lambda done=done: {"done": done},
            result=lambda done=done: f"counted to {done}",
        )


def draw_slowly(total, seconds):
    """Make figures that take ``seconds`` each, and return how many were made."""
    drawn = []

    def figures():
        time.sleep(seconds)
        drawn.append(1)
        return (len(drawn),)

    for done in range(total):
        time.sleep(0.001)
        yield Step(done, total, figures=figures)
    return len(drawn)


def stumble():
    """Fail as a model fails, after one step."""
    yield Step(1, 2, {"value": 1})
    raise ModelError("no steady state")


class Stubborn(Exception):
    """An error that cannot be pickled: it needs more to be made than it keeps."""

    def __init__(self, what, where):
        super().__init__(f"{what} at {where}")
        self.pipe = lambda: None


class HouseError(GRNStudioError):
    """A kind of error that only its learner knows."""


def stumble_stubbornly():
    yield Step(1, 2)
    raise Stubborn("overflow", "gene 3")


def stumble_at_home():
    yield Step(1, 2)
    raise HouseError("Choose fewer genes.")


def return_what_cannot_travel():
    yield Step(1, 1)
    return lambda: None


def chatter():
    """Print to both streams, then say which process this is and how many threads it may use."""
    sys.stdout.write("to stdout\n")
    sys.stderr.write("to stderr\n")
    os.write(2, b"from a library\n")
    yield Step(1, 1)
    return os.getpid(), os.environ["OMP_NUM_THREADS"]


def ignore_sigint():
    """Send this process a Ctrl-C, as a terminal does to all of its processes."""
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.01)
    yield Step(1, 1)
    return "still here"


def is_torch_warm():
    yield Step(1, 1)
    return "torch" in sys.modules


def give_up(code):
    yield Step(1, 2)
    os.write(2, b"terminate called without reason\n")
    os._exit(code)


def compute(seconds):
    """Keep a core busy in pure Python."""
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        yield Step(1, 0, {"sum": float(sum(range(20_000)))}, figures=lambda: (1,))


def hang(seconds, mark):
    """Take one step, and for the next one nearly for ever; make the file ``mark`` as it begins."""
    yield Step(1, 2)
    Path(mark).touch()
    time.sleep(seconds)
    yield Step(2, 2)
