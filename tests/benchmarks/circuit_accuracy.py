"""What circuits trained from scratch reach, ten seeds each, with each example's own settings."""

import csv
import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from grnstudio.core.curves import DrawnCurve
from grnstudio.core.task import StepProbe
from grnstudio.io.examples import load_example
from grnstudio.jobs import run
from grnstudio.learn import LEARNERS
from grnstudio.learn.circuit.data import probe_stimuli
from grnstudio.learn.circuit.model import restored
from grnstudio.project import Design
from tests.benchmarks.report import Measurement

SPEC = LEARNERS["circuit"]
# Signs of the knock-out test that all ten published gap-gene runs agree on: (source, target).
UNANIMOUS = {
    ("hb", "hb"): 1, ("hb", "Kr"): -1, ("hb", "kni"): -1,
    ("Kr", "hb"): -1, ("Kr", "Kr"): 1, ("Kr", "gt"): -1,
    ("kni", "hb"): -1, ("kni", "Kr"): -1, ("kni", "kni"): 1, ("kni", "gt"): 1,
    ("gt", "kni"): -1, ("gt", "gt"): 1,
    ("Bcd", "hb"): 1, ("Bcd", "kni"): -1, ("Bcd", "gt"): 1,
    ("Tor", "hb"): -1, ("Tor", "Kr"): -1, ("Tor", "kni"): -1, ("Tor", "gt"): -1,
}  # fmt: skip


def adaptation():
    result, seconds = trained(load_example("adaptation"))
    probe = StepProbe(0.1, 150, 40, {"I": 0.1}, {"I": (1.0,)})
    g1 = course(result, probe)[:, :, 0, 0]
    sse, error = result.errors[:, 1], np.abs(g1[-1] - g1[39])
    reached = int(((sse < 0.2) & (error < 0.03)).sum())
    return [
        Measurement("networks with SSE(I=1) < 0.2 and error < 0.03", reached, "of 10", 10, "", "9"),
        Measurement("median SSE(I=1)", float(np.median(sse)), "", 0.0806, "published run 11"),
        Measurement("largest adaptation error", error.max(), "", 0.007, "published run 11"),
        Measurement("time on one core", seconds, "s", 11, "s, plain sketch", "at most 30 s"),
    ]


def oscillation():
    result, seconds = trained(load_example("oscillation-2"))
    levels = tuple(np.linspace(0.05, 1, 20)[15:16])
    g1 = course(result, StepProbe(0.1, 300, 60, {}, {"I1": levels}))[:, :, 0, 0]
    sse, amplitude = result.errors[:, 1], np.ptp(g1[150:], axis=0)
    reached = int(((sse < 1.7) & (amplitude > 0.4)).sum())
    return [
        Measurement("networks with SSE < 1.7 and amplitude > 0.4", reached, "of 10", 10, "", "9"),
        Measurement(
            "median SSE(oscillation)", float(np.median(sse)), "", 1.606, "published, 3 genes"
        ),
        Measurement("smallest amplitude", amplitude.min(), "", 0.472, "published, 3 genes"),
        Measurement("time on one core", seconds, "s", 70, "s, plain sketch", "at most 180 s"),
    ]


def gap_genes():
    task, profile = measured_profile()
    result, seconds = trained(task)
    mse, graph = result.errors[:, 0], result.graph_of("all")
    signs = graph.signs()
    differ = [
        f"{source}->{target}"
        for (source, target), sign in UNANIMOUS.items()
        if signs[graph.regulators.index(source), graph.targets.index(target)] != sign
    ]
    agree, count = len(UNANIMOUS) - len(differ), int((mse < 1e-3).sum())
    named = f" (not {', '.join(differ)})" if differ else ""
    return [
        Measurement(f"networks with MSE < 1e-3, {profile}", count, "of 10", 10, "", "9"),
        Measurement("smallest MSE", mse.min(), "", 2.6e-4, "published best", "below 4e-4"),
        Measurement(f"unanimous signs found{named}", agree, "of 19", 19, "published", "15"),
        Measurement("time on one core", seconds, "s"),
    ]


def measured_profile():
    """Return the gap-gene task on the measured profile where it is to be had, else as shipped."""
    task, folder = load_example("gap-genes"), os.environ.get("GRNSTUDIO_TEST_DATA")
    if not folder:
        return task, "shipped profile"
    with (Path(folder) / "rnn/gap_target.csv").open() as file:
        rows = list(csv.DictReader(file))
    for name in task.regulators:
        task = task.with_curve(0, name, DrawnCurve(np.array([float(row[name]) for row in rows])))
    return task, "measured profile"


def trained(task):
    design = Design(task)
    config = SPEC.configured(design, networks=10, seed=0)
    start = time.process_time()
    result = run(SPEC.job(config, SPEC.inputs(design)).begin())
    return result, time.process_time() - start


def course(result, probe):
    """Return the levels under a probe, ``[times, networks, genes, stimuli]``."""
    task = replace(result.task, probe=probe)
    stimuli, circuits = probe_stimuli(task), restored(task, result.weights)
    u = torch.as_tensor(stimuli.inputs, dtype=torch.float32)[:, None]
    return circuits.run(
        u.expand(-1, len(result.losses), -1, -1), stimuli.step, stimuli.steps
    ).numpy()
