"""Rate equations against libRoadRunner: a whole test suite, and a network of 1,000 species.

Both take turns, case by case, each from the file to the values wanted, at the same tolerances. What
one of them refuses, or the peer does not end in time, is left out for both. The suite's cases are
those of the reference data.
"""

import os
import tarfile
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np

from grnstudio.errors import GRNStudioError
from grnstudio.io import sbml
from grnstudio.simulate import ode
from tests.benchmarks.peers.client import from_environment
from tests.benchmarks.report import Measurement
from tests.benchmarks.ring import ring
from tests.suites.cases import cases
from tests.suites.sbml_adapter import simulate

PEER = "libRoadRunner"
TIERS = ("T1", "T2", "T3")
RELATIVE = 1e-8
TURNS = 3
PATIENCE = 20.0
LARGE = {"end": 10.0, "points": 101, "relative": 1e-6, "absolute": 1e-9}


def measure():
    peers = from_environment()
    if peers is None:
        return _opening(None)
    with closing(peers):
        return [*_suite(peers), *_opening(peers)]


def _suite(peers):
    folder = os.environ.get("GRNSTUDIO_TEST_DATA")
    if not folder:
        return []
    with tempfile.TemporaryDirectory() as place:
        with tarfile.open(Path(folder) / "sbml" / "sbml_public.tar.xz") as packed:
            packed.extraction_filter = getattr(tarfile, "data_filter", None)  # from 3.11.4 on
            packed.extractall(place)
        times = [_case(case, peers) for case in cases(Path(place) / "sbml_public", TIERS)]
    both = np.array([one for one in times if one])
    ours, theirs = both.sum(axis=0)
    slowest = np.percentile(both[:, 0] / both[:, 1], 95)
    return [
        Measurement(f"{len(both)} of {len(times)} cases of the SBML Test Suite", ours, "s", theirs,
                    f"s, {PEER}", "ratio at most 4"),
        Measurement("  ratio that one case in 20 exceeds", slowest, ""),
    ]  # fmt: skip


def _case(case, peers):
    """Return the seconds that we and the peer take, None if one of us refuses."""
    settings = case.settings
    absolute = min(1e-12, 1e-6 * (settings["absolute"] or 1e-6))
    start = time.perf_counter()
    try:
        simulate(case.model, settings)
        ours = time.perf_counter() - start
        loaded = peers.ask(PEER, "load", path=str(case.model), limit=PATIENCE)
        names = [f"[{one}]" if one in settings["concentration"] else one
                 for one in settings["variables"]]  # fmt: skip
        solved = peers.ask(
            PEER, "solve", start=settings["start"], end=settings["start"] + settings["duration"],
            points=len(settings["times"]), relative=RELATIVE, absolute=absolute, names=names,
            limit=PATIENCE,
        )  # fmt: skip
    except (GRNStudioError, RuntimeError):
        return None
    return ours, loaded["seconds"] + solved["seconds"]


def _opening(peers):
    text = sbml.encode(ring())[0]
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "ring.xml"
        path.write_text(text)
        opened, solved, lasts = [], [], []
        for _ in range(TURNS):
            start = time.perf_counter()
            network, _ = sbml.read(path)
            opened.append([time.perf_counter() - start])
            start = time.perf_counter()
            times = np.linspace(0, LARGE["end"], LARGE["points"])
            found = ode.simulate(
                network, times, relative=LARGE["relative"], absolute=LARGE["absolute"]
            )
            solved.append([time.perf_counter() - start])
            lasts.append(found.values[0, -1])
            if peers:
                opened[-1].append(peers.ask(PEER, "load", path=str(path))["seconds"])
                answer = peers.ask(PEER, "solve", **LARGE)
                solved[-1].append(answer["seconds"])
                if not np.allclose(answer["last"], lasts[-1], rtol=1e-3, atol=1e-6):
                    raise AssertionError(f"{PEER} solves the ring otherwise")
    return [
        _told("1,000 species and 2,000 reactions, opened", opened, "value below 3 s"),
        _told("  and simulated, compiling included", solved, "ratio at most 2"),
    ]


def _told(what, seconds, wanted):
    best = np.array(seconds).min(axis=0)
    if best.size == 1:
        return Measurement(what, best[0], "s", wanted=wanted)
    return Measurement(what, best[0], "s", best[1], f"s, {PEER}", wanted)
