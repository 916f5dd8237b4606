"""Damaged files by the thousand, each tried in a process that may die of it."""

import multiprocessing
import random

from tests.fuzz import confined
from tests.fuzz.mutators import mutated
from tests.fuzz.seeds import repacked, seeds
from tests.fuzz.trial import Verdict

LIMIT = 10.0  # seconds for a file
SHARES = {".xml": 8, ".ant": 6, ".json": 6, ".grnstudio": 2, ".task.json": 1, ".csv": 1,
          ".graph.json": 1}  # fmt: skip


def damaged(count, seed, folder=None, first=0):
    """Yield ``count`` damaged files: number, suffix, bytes. Each depends on its number alone."""
    found = seeds(folder)
    for number in range(first, first + count):
        source = random.Random(f"{seed} {number}")
        suffix = source.choices(list(SHARES), SHARES.values())[0]
        yield number, suffix, one(source, suffix, found[suffix])


def one(source, suffix, files):
    """Return a file of ``files`` damaged."""
    chosen = source.choice(files)
    if suffix == ".grnstudio" and source.random() < 0.8:
        return repacked(chosen, source, lambda data: mutated(data, source))
    return mutated(chosen, source, files)


class Campaign:
    """Hands files to a process, and starts another one when that hangs or dies."""

    def __init__(self, limit=LIMIT):
        self._limit = limit
        self._process = self._connection = None
        self.peak = 0.0

    def __enter__(self):
        self._begin()
        return self

    def __exit__(self, *_):
        self._end()

    def tried(self, suffix, data):
        """Return the verdict on a file of these bytes."""
        self._connection.send((suffix, data))
        if not self._connection.poll(self._limit):
            self._renew()
            return Verdict("fault", "time", f"took more than {self._limit:g} s", self._limit)
        try:
            verdict, peak = self._connection.recv()
        except EOFError:
            self._process.join()
            code = self._process.exitcode
            self._renew()
            return Verdict("fault", "died", f"ended the process with {code}")
        self.peak = max(self.peak, peak)
        return verdict

    def _renew(self):
        self._end()
        self._begin()

    def _begin(self):
        context = multiprocessing.get_context("spawn")
        self._connection, other = context.Pipe()
        self._process = context.Process(target=confined.serve, args=(other,), daemon=True)
        self._process.start()
        other.close()
        if self._connection.recv() != "ready":
            raise RuntimeError("the process did not start")
        for suffix, data in warming():
            self._connection.send((suffix, data))
            self._connection.recv()

    def _end(self):
        self._connection.close()
        self._process.kill()
        self._process.join()


def warming():
    """Yield sound files, so that kernels are loaded before time counts."""
    for suffix, files in seeds().items():
        yield suffix, files[0]
