"""An atlas of two-gene controlled oscillation from scratch, beside what Hill functions can do."""

import csv
import os
import time
from pathlib import Path

import numpy as np

from grnstudio.core.atlas import compare, of_hits
from grnstudio.core.topology import of_signs
from grnstudio.io.examples import load_example
from grnstudio.jobs import run
from grnstudio.learn import LEARNERS
from grnstudio.project import Design
from tests.benchmarks.report import Measurement

SPEC = LEARNERS["atlas"]
NETWORKS = 200
MINUTES = 20
LEAST_HITS = 2  # of 160,000, for a topology to count, as published


def measure():
    design = Design(load_example("oscillation-2"))
    config = SPEC.configured(design, networks=NETWORKS)
    start, busy = time.perf_counter(), time.process_time()
    result = run(SPEC.job(config, SPEC.inputs(design)).begin())
    minutes = (time.perf_counter() - start) / 60
    core_minutes = (time.process_time() - busy) / 60
    atlas, losses = result.atlas, result.circuits.losses
    return [
        Measurement(
            f"{NETWORKS} networks on {os.cpu_count()} cores",
            minutes,
            "min",
            MINUTES,
            "min",
            f"at most {MINUTES}",
        ),
        Measurement("  processor time", core_minutes, "min"),
        Measurement("networks within the tolerated loss", len(result.trained), "", NETWORKS, "all"),
        Measurement("median loss", float(np.median(losses)), "", None, ""),
        Measurement("connected networks", atlas.total, "", 193, "published"),
        Measurement(
            f"topologies at cut-off {result.cutoff:g}", len(atlas.entries), "", 64, "publ."
        ),
        *_beside_hill_functions(result),
    ]


def _beside_hill_functions(result):
    folder = os.environ.get("GRNSTUDIO_TEST_DATA")
    if not folder:
        print("Set GRNSTUDIO_TEST_DATA to compare with the published Hill search.")
        return []
    found = compare(result.atlas, of_hits(published(Path(folder), result.task), LEAST_HITS))
    both = found.direct_share + found.near_share
    return [
        Measurement("connected networks that are direct hits", found.direct_share, "", 0.383, "p."),
        Measurement("  and near ones", both, "", 0.549, "published", "at least 0.35"),
        Measurement("topologies that are direct hits", len(found.direct), "", 21, "published"),
        Measurement("  that are near ones", len(found.near), "", 15, "published"),
    ]


def published(folder, task):
    """Return the topologies that the published Hill search found, and how often."""
    names = [f"{source}_{target}" for source in task.regulators for target in task.targets]
    shape = (len(task.regulators), len(task.targets))
    hits = {}
    with (folder / "rnn" / "osc2_hill_topologies.csv").open() as file:
        for row in csv.DictReader(file):
            signs = np.array([int(row[name]) for name in names]).reshape(shape)
            topology = of_signs(task.regulators, task.targets, signs)
            hits[topology] = int(row["n_success_of_160000"])
    return hits
