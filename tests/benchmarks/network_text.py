"""How long the text of a network of 1,000 species and 2,000 reactions takes to follow an edit.

Times of computing are what is left where nothing else runs on the machine.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from grnstudio.core import network_edits as edits
from grnstudio.core.antimony_patch import patched
from grnstudio.core.network import Network, RateLaw, Reaction, Species
from grnstudio.core.network_problems import problems
from grnstudio.core.network_rename import renamed
from tests.benchmarks.report import Measurement
from tests.benchmarks.tables import large

REPEATS = 9


def rate(network: Network) -> Network:
    one = network.part("make7")
    assert isinstance(one, Reaction)
    return edits.put(network, replace(one, kinetics=RateLaw("beta7*S9"), modifiers=("S9",)))


EDITS: dict[str, Callable[[Network], Network]] = {
    "value": lambda one: edits.put(one, replace(one.part("K7"), value=3.0)),  # type: ignore
    "rate": rate,
    "another species": lambda one: edits.put(one, Species("another", 2.0)),
    "another name": lambda one: renamed(one, "S7", "another"),
    "deleted species": lambda one: edits.without(one, ["S7"]),
}


def measure() -> list[Measurement]:
    """Return milliseconds of computing for each edit, and for looking for problems."""
    design = large()
    network, text = design.network, f"// typed\n{design.network_text}"
    assert network is not None
    found = []
    for name, edit in EDITS.items():
        after = edit(network)
        patched(text, network, after)
        times = [timed(partial(patched, text, network, after)) for _ in range(REPEATS)]
        found.append(Measurement(name, statistics.median(times), "ms", wanted="below 50"))
    times = [timed(partial(problems, network)) for _ in range(3)]
    return [*found, Measurement("looking for problems", statistics.median(times), "ms")]


def timed(do: Callable[[], object]) -> float:
    start = time.process_time()
    do()
    return 1000 * (time.process_time() - start)
