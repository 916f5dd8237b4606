"""Runs a function on many items in processes, each item within a time limit."""

import multiprocessing
import time
from multiprocessing.connection import wait

CONTEXT = multiprocessing.get_context("spawn")


def results(function, items, workers, seconds):
    """Yield (item, result, seconds) as items are done.

    The result is None where an item took longer than ``seconds`` or ended the process.
    """
    waiting = iter(items)
    busy = {}
    for _ in range(workers):
        busy |= _begun(_Worker(function), waiting, seconds)
    while busy:
        nearest = min(worker.deadline for worker in busy.values())
        ready = wait(list(busy), timeout=max(nearest - time.monotonic(), 0))
        now = time.monotonic()
        late = [pipe for pipe, worker in busy.items() if worker.deadline <= now]
        for pipe in dict.fromkeys([*ready, *late]):
            worker = busy.pop(pipe)
            yield worker.outcome(now)
            busy |= _begun(worker if worker.is_alive else _Worker(function), waiting, seconds)


def _begun(worker, waiting, seconds):
    """Give a worker its next item; it ends where there is none."""
    for item in waiting:
        worker.begin(item, seconds)
        return {worker.pipe: worker}
    worker.end()
    return {}


class _Worker:
    """A process, and what it is at."""

    def __init__(self, function):
        self.pipe, other = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=_serve, args=(function, other), daemon=True)
        self.process.start()
        other.close()
        self.is_alive = True

    def begin(self, item, seconds):
        self.item, self.begun = item, time.monotonic()
        self.deadline = self.begun + seconds
        self.pipe.send(item)

    def outcome(self, now):
        try:
            result = self.pipe.recv() if self.pipe.poll() else None
        except EOFError:
            result = None
        if result is None:
            self.is_alive = False
            self.process.kill()
        return self.item, result, now - self.begun

    def end(self):
        self.process.kill()
        self.process.join()


def _serve(function, pipe):
    while True:
        pipe.send(function(pipe.recv()))
