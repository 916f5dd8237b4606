"""All 2304 topologies of controlled oscillation with 2 genes, tried as Hill circuits.

``measure`` gives each 16,000 parameter sets, then 200 of them 160,000, those with at least 10
published successes among them. ``whole`` gives all of them 160,000, as published.
"""

import csv
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from grnstudio.core.success import protocol, success_criteria
from grnstudio.core.topology import of_signs
from grnstudio.io.examples import load_example
from grnstudio.jobs import run
from grnstudio.learn.circuit.enumerate.config import EnumerateConfig
from grnstudio.learn.circuit.enumerate.train import train
from grnstudio.simulate.hill.model import HillModel
from grnstudio.simulate.hill.sampling import successes
from tests.benchmarks.report import Measurement

THREADS = 2
SUBSET, DEEP = 200, 160_000
PUBLISHED_TOPOLOGIES, PUBLISHED_SETS = 104, 2069
LIKELY = 10


def measure():
    seconds, found = searched(16_000)
    figures = [
        Measurement("2304 topologies, 16,000 sets each", seconds, "s", wanted="at most 900"),
        Measurement("  topologies with 2 successes or more", len(found.order), ""),
        Measurement("  successful sets", found.hits.sum(), "", PUBLISHED_SETS / 10, "published/10"),
    ]
    return [*figures, *subset(found)] if reference() else figures


def whole():
    seconds, found = searched(DEEP)
    robust = found.robust_share[found.order]
    figures = [
        Measurement("2304 topologies, 160,000 sets each", seconds, "s"),
        Measurement(
            "  with 2 successes or more", len(found.order), "", PUBLISHED_TOPOLOGIES, "published"
        ),
        Measurement("  successful sets", found.hits.sum(), "", PUBLISHED_SETS, "published"),
        Measurement("  of them with finer steps too", (robust > 0).sum(), "topologies"),
    ]
    if not reference():
        return figures
    known = published()
    mine = found.hits_by_topology(1)
    likely = [one for one, hits in known.items() if hits >= LIKELY]
    both = np.array([(known[one], mine.get(one, 0)) for one in known])
    again = sum(mine.get(one, 0) >= 2 for one in likely)
    return [
        *figures,
        Measurement(
            f"  found of those with {LIKELY} or more", again, "", len(likely), "published"
        ),
        Measurement("  correlation of successes", np.corrcoef(both.T)[0, 1], ""),
    ]  # fmt: skip


def searched(samples):
    config = EnumerateConfig(samples=samples, joined="both ways", workers=THREADS)
    start = time.perf_counter()
    found = run(train(config, load_example("oscillation-2")))
    return time.perf_counter() - start, found


def subset(found):
    """Try 200 topologies with 160,000 sets each."""
    known, task = published(), load_example("oscillation-2")
    likely = [one for one, hits in known.items() if hits >= LIKELY]
    others = [found.topology(number) for number in range(len(found.signs))]
    others = [one for one in others if one not in likely]
    picked = np.random.default_rng(0).choice(len(others), SUBSET - len(likely), replace=False)
    tried = likely + [others[number] for number in picked]
    test, criteria = protocol(task), success_criteria(task)
    start = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        hits = [
            one.hits
            for one in pool.map(lambda one: successes(HillModel(one), test, criteria, DEEP), tried)
        ]
    seconds = time.perf_counter() - start
    seen = sum(count >= 2 for count in hits[: len(likely)])
    both = np.array([[known[one] for one in likely], hits[: len(likely)]])
    return [
        Measurement(f"{SUBSET} topologies, 160,000 sets each", seconds, "s"),
        Measurement(
            f"  found of those with {LIKELY} or more", seen, "", len(likely), "published",
            "ratio 1",
        ),
        Measurement("  correlation of their successes", np.corrcoef(both)[0, 1], ""),
    ]  # fmt: skip


def reference():
    return os.environ.get("GRNSTUDIO_TEST_DATA")


def published():
    """Return the published topologies and their successes of 160,000 sets."""
    task = load_example("oscillation-2")
    names = [f"{r}_{g}" for r in task.regulators for g in task.targets]
    with (Path(reference()) / "rnn/osc2_hill_topologies.csv").open() as file:
        return {
            of_signs(
                task.regulators, task.targets, np.array([int(row[n]) for n in names]).reshape(4, 2)
            ): int(row["n_success_of_160000"])
            for row in csv.DictReader(file)
        }
