"""Jobs: the one way in which anything long runs, behind the GUI or without it.

A job is a generator. It yields a `Step` after each unit of work and returns its result.
Whoever drives it decides when to draw, to pause, to save and to stop.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from threading import Event, Lock
from typing import Any, TypeAlias, TypeVar

from grnstudio.core.figures import Figure

R = TypeVar("R")
DRAWING_SHARE = 0.05  # of a job's time; what is drawn costs the watcher time as well
Checkpoint: TypeAlias = Mapping[str, Any]


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Step:
    """One unit of work, done.

    The callables are called between steps, on the job's own thread, and only when someone wants
    to look, to save, or to stop with the ``result`` so far. ``total`` 0 means not known. Up to
    ``part`` steps go at a pace of their own, which says nothing of later ones; 0 if all go alike.
    """

    done: int
    total: int
    metrics: Mapping[str, float] = field(default_factory=dict)
    figures: Callable[[], Sequence[Figure]] = tuple
    checkpoint: Callable[[], Checkpoint] = dict
    result: Callable[[], Any] = _nothing
    stage: str = ""
    part: int = 0


Steps: TypeAlias = Generator[Step, None, R]


@dataclass(frozen=True, slots=True)
class Job:
    """Work to be done elsewhere: a job's function by name, ``package.module:function``.

    A name and not the function, so that whoever asks need not import what the work needs.
    ``arguments`` are immutable and go to another process by value.
    """

    function: str
    arguments: tuple[Any, ...] = ()

    def begin(self, **more: Any) -> Steps[Any]:
        """Import the function and call it, here."""
        module, _, name = self.function.partition(":")
        steps: Steps[Any] = getattr(import_module(module), name)(*self.arguments, **more)
        return steps


@dataclass(frozen=True, slots=True)
class Finished:
    """The job ran to its end."""

    result: Any


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The job was asked to stop; it has ``result`` so far, and can go on from ``checkpoint``."""

    checkpoint: Checkpoint
    result: Any = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The job raised."""

    error: Exception
    details: str = ""


Outcome: TypeAlias = Finished | Cancelled | Failed


@dataclass(frozen=True, slots=True)
class Update:
    """All that happened since the last look: every metric, and the newest figures."""

    done: int
    total: int
    metrics: tuple[tuple[int, Mapping[str, float]], ...]
    figures: Sequence[Figure]
    stage: str = ""
    part: int = 0


class Mailbox:
    """Keeps what happened until it is taken: every metric, in order, and the newest figures.

    Any thread may call any method.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._metrics: list[tuple[int, Mapping[str, float]]] = []
        self._news: Update | None = None

    @property
    def has_figures(self) -> bool:
        """Whether figures wait to be taken."""
        news = self._news
        return news is not None and len(news.figures) > 0

    def put(self, update: Update) -> None:
        """Add ``update`` to what waits; its figures, if any, take the place of older ones."""
        with self._lock:
            self._metrics.extend(update.metrics)
            if not update.figures and self._news:
                update = replace(update, figures=self._news.figures)
            self._news = replace(update, metrics=())

    def take(self) -> Update | None:
        """Return what was put since the last call."""
        with self._lock:
            news, self._news = self._news, None
            metrics, self._metrics = tuple(self._metrics), []
        return replace(news, metrics=metrics) if news else None


class Monitor:
    """What a running job and its watcher share. Any thread may call any method."""

    def __init__(self) -> None:
        self._mailbox = Mailbox()
        self._go = Event()
        self._go.set()
        self._cancelled = False
        self._rested = 0.0

    @property
    def is_paused(self) -> bool:
        """Whether the job is held, or will be after its current step."""
        return not self._go.is_set()

    def cancel(self) -> None:
        """Ask the job to stop after its current step."""
        self._cancelled = True
        self._go.set()

    def pause(self) -> None:
        """Hold the job after its current step."""
        if not self._cancelled:
            self._go.clear()

    def resume(self) -> None:
        """Let a paused job go on."""
        self._go.set()

    def proceed(self) -> bool:
        """Wait while paused, then say whether another step is wanted."""
        self._go.wait()
        return not self._cancelled

    def post(self, step: Step) -> None:
        """Keep the step's metrics, and its figures if the last ones have been taken."""
        metrics = ((step.done, step.metrics),)
        figures = self._draw(step)
        self._mailbox.put(Update(step.done, step.total, metrics, figures, step.stage, step.part))

    def take(self) -> Update | None:
        """Return what was posted since the last call."""
        return self._mailbox.take()

    def wants_figures(self) -> bool:
        """Whether the watcher has taken the last figures."""
        return not self._mailbox.has_figures

    def _draw(self, step: Step) -> Sequence[Figure]:
        """Ask for figures at the watcher's pace, and for `DRAWING_SHARE` of the time at most."""
        start = time.monotonic()
        if step.done != step.total and (start < self._rested or not self.wants_figures()):
            return ()
        figures = step.figures()
        self._rested = start + (time.monotonic() - start) / DRAWING_SHARE
        return figures


def drive(steps: Steps[R], monitor: Monitor) -> Outcome:
    """Run a job on the calling thread, and say how it ended."""
    last = Step(0, 0)
    try:
        while monitor.proceed():
            last = next(steps)
            monitor.post(last)
        return Cancelled(last.checkpoint(), last.result())
    except StopIteration as end:
        return Finished(end.value)
    except Exception as error:  # noqa: BLE001 - whatever a job raises is its outcome
        return Failed(error, traceback.format_exc())
    finally:
        steps.close()


def run(steps: Steps[R], on_step: Callable[[Step], object] = lambda step: None) -> R:
    """Run a job to its end, here and now: the headless way."""
    while True:
        try:
            on_step(next(steps))
        except StopIteration as end:
            result: R = end.value
            return result
