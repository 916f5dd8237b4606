"""What a file goes through: it is read, saved in every format, compiled, and simulated briefly."""

import os
import time
from dataclasses import dataclass

import numpy as np

from grnstudio.core.network_formulas import check_formulas
from grnstudio.errors import GRNStudioError
from grnstudio.io import (
    antimony_file,
    checkpoint_file,
    csv_curves,
    graph_files,
    json_network,
    networks,
    project_file,
    sbml,
    task_json,
)
from grnstudio.simulate import ode, ssa
from grnstudio.simulate.compile import compile
from grnstudio.simulate.jumps import jump_process
from tests.fuzz.seeds import suffix_of

READERS = {
    ".task.json": task_json.read,
    ".graph.json": graph_files.read_json,
    ".grnstudio": project_file.read,
    ".csv": csv_curves.read,
    ".safetensors": checkpoint_file.read,
    ".harm": lambda path: exec(os.environ[HARM]),
}
HARM = "GRNSTUDIO_FUZZ_HARM"  # code that stands for a reader gone wrong, in tests of the watch
WRITERS = {".xml": sbml.write, ".json": json_network.write, ".ant": antimony_file.write}
ENOUGH = 1.0  # seconds of simulating, after which it is told to stop
REACTIONS = 50.0  # expected of a run, at the chances it starts with
CLUELESS = ("Traceback", "object has no attribute", "NoneType", "not subscriptable", "KeyError")


@dataclass(frozen=True)
class Verdict:
    """How far a file came: ``read`` or ``refused``, or a ``fault`` of the program's."""

    outcome: str
    stage: str
    message: str = ""
    seconds: float = 0.0


class Enough(Exception):
    """A simulation was told to stop, and did."""


def tried(path):
    """Put the file ``path`` to the test; raises whatever is no `GRNStudioError`."""
    start = time.monotonic()
    suffix = suffix_of(path)
    read = READERS.get(suffix, networks.read)
    try:
        found = read(path)
    except GRNStudioError as error:
        return refused(path, str(error), time.monotonic() - start)
    if suffix in READERS:
        return Verdict("read", "read", "", time.monotonic() - start)
    told = [step(found[0], path) for step in (saved, solved, drawn)]
    return Verdict("read", "simulated", " | ".join(filter(None, told)), time.monotonic() - start)


def refused(path, message, seconds):
    """Return the verdict on a refusal: it must say which file, and speak of it in words."""
    if path.name not in message or any(word in message for word in CLUELESS):
        return Verdict("fault", "words", message, seconds)
    if len(message) > 3_000:
        return Verdict("fault", "length", message[:3_000], seconds)
    return Verdict("refused", "read", message, seconds)


def saved(network, path):
    """Save a network in every format, read it again, and compare."""
    told = []
    for copy, write in zip(copies(path), WRITERS.values(), strict=True):
        try:
            write(network, copy)
        except GRNStudioError as error:
            told.append(f"{copy.suffix}: {error}")
            continue
        try:
            again, _ = networks.read(copy)
        except GRNStudioError:
            if is_sound(network):
                raise
            continue
        if copy.suffix != ".json":  # the others may write the same in other words, once
            network = again
            write(network, copy)
            again, _ = networks.read(copy)
        if again != network:
            raise AssertionError(f"what was saved as {copy.suffix} is another network")
    return "; ".join(told)


def copies(path):
    """Return where the network in ``path`` is saved."""
    return [path.with_name(f"copy{suffix}") for suffix in WRITERS]


def is_sound(network):
    """Return whether all formulas of a network mean something."""
    try:
        check_formulas(network)
        compile(network)
    except GRNStudioError:
        return False
    return True


def solved(network, path):
    """Solve the rate equations for a moment."""
    limit = time.monotonic() + ENOUGH

    def watch(reached):
        if time.monotonic() > limit:
            raise Enough

    try:
        found = ode.simulate(network, np.linspace(0, 1, 5), on_step=watch)
    except (GRNStudioError, Enough) as error:
        return f"ode: {error}"
    assert found.values.shape[1] == 5
    return ""


def drawn(network, path):
    """Draw two runs of the exact engine for a moment."""
    try:
        chances = jump_process(network).propensities()
        total = chances[np.isfinite(chances)].sum() if len(chances) else 0.0
        duration = min(1.0, REACTIONS / max(total, REACTIONS))
        times = np.linspace(0, duration, 3)
        engine = ssa.prepare(network, times, 1)
        limit = time.monotonic() + ENOUGH
        values = np.empty((2, times.size, engine.width))
        engine.fill(0, values, lambda: time.monotonic() > limit)
        engine.observed(times, values)
    except GRNStudioError as error:
        return f"ssa: {error}"
    return ""
