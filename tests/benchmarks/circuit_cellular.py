"""How well links of cellular automata are told: the published ground truths, trained from scratch.

Films are made from each published rule, from first frames of our own; the published figures are
means over all links of models trained on films from the middle cell. A linear auto-regressor has
the same films. ``GRNSTUDIO_CELLULAR`` picks models, such as ``7,24``, and
``GRNSTUDIO_CELLULAR_LOG`` names a table that is written model by model.
"""

import csv
import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from grnstudio.core import scores
from grnstudio.core.cellular import CellRule
from grnstudio.jobs import run
from grnstudio.learn import LEARNERS
from grnstudio.project import Design
from tests.benchmarks.report import Measurement

SPEC = LEARNERS["cellular"]
COLUMNS = (
    "model", "act", "inh", "linear_act", "linear_inh", "accuracy", "silent", "held_out",
    "seconds", "wall", "peak_act", "peak_inh", "peak_accuracy",
)  # fmt: skip


def measure():
    folder = os.environ.get("GRNSTUDIO_TEST_DATA")
    if not folder:
        raise SystemExit("Set GRNSTUDIO_TEST_DATA to the folder of reference data.")
    with np.load(Path(folder) / "rnn/ca_ground_truth.npz") as truth:
        signs, thresholds = truth["links"].astype(int), truth["K"].astype(float)
    chosen = os.environ.get("GRNSTUDIO_CELLULAR")
    models = [int(one) for one in chosen.split(",")] if chosen else range(1, len(signs) + 1)
    rows = []
    for model in models:
        rows.append(of_model(model, CellRule(signs[model - 1], thresholds[model - 1])))
        keep(rows)
    table = np.array([row[1:] for row in rows])
    mean = dict(zip(COLUMNS[1:], table.mean(axis=0), strict=True))
    least, most = table[:, :2].min(axis=0), table.max(axis=0)
    return [
        Measurement(f"mean area, activating, {len(rows)} models", mean["act"], "", 0.728,
                    "published", "0.80"),
        Measurement("mean area, inhibiting", mean["inh"], "", 0.806, "published", "0.85"),
        Measurement("smallest area, activating", least[0], "", 0.658, "published, all links"),
        Measurement("smallest area, inhibiting", least[1], "", 0.730, "published, all links"),
        Measurement("mean area, activating, linear", mean["linear_act"], "", 0.586,
                    "linear on published films"),
        Measurement("mean area, inhibiting, linear", mean["linear_inh"], "", 0.626,
                    "linear on published films"),
        Measurement("mean share of right signs", mean["accuracy"], "", 0.505, "published"),
        Measurement("mean area, activating, effects by peak", mean["peak_act"], "", 0.728,
                    "published", "0.80"),
        Measurement("mean area, inhibiting, effects by peak", mean["peak_inh"], "", 0.806,
                    "published", "0.85"),
        Measurement("silent genes, not scored", table[:, 5].sum(), ""),
        Measurement("longest time on one core", most[7], "s", None, "", "at most 300 s"),
    ]  # fmt: skip


def of_model(model, rule):
    config = SPEC.configured(Design(), seed=model)
    cpu, wall = time.process_time(), time.perf_counter()
    result = run(SPEC.job(config, rule).begin())
    by_peak = run(SPEC.reading_job(result, replace(config, relative=False)).begin())
    return [
        model,
        result.auc(1),
        result.auc(-1),
        result.auc(1, linear=True),
        result.auc(-1, linear=True),
        scores.accuracy(result.confusion),
        int(result.silent.sum()),
        float(result.losses.mean()),
        time.process_time() - cpu,
        time.perf_counter() - wall,
        by_peak.auc(1),
        by_peak.auc(-1),
        scores.accuracy(by_peak.confusion),
    ]


def keep(rows):
    if path := os.environ.get("GRNSTUDIO_CELLULAR_LOG"):
        with Path(path).open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([COLUMNS, *([f"{x:.5g}" for x in row] for row in rows)])
