"""Ten steps of each learner, in a worker process as the window has one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from multiprocessing.connection import wait
from typing import Any

import numpy as np

from grnstudio import gpu_pack
from grnstudio.errors import WorkerDied
from grnstudio.gui.worker_process import WorkerProcess
from grnstudio.jobs import Failed, Finished, Job, Outcome, Update
from grnstudio.learn import LEARNERS, WARM
from grnstudio.learn.record import MetricLog, concluded
from grnstudio.project import Design, Run
from grnstudio.selftest.check import Bench, Check, require
from grnstudio.worker import Ended, Order, Start, Trouble

GROUP = "train"
STEPS = 10
CPU = "CPU"  # what a worker calls its device where there is no GPU
PATIENCE_SECONDS = 120.0  # between two signs of life; kernels may have to be compiled
SMALL = {"networks": 2, "steps": 40, "hidden": 6}
LINKS = "I -> g1, I -> g2, g2 -| g1"
CONFIGS: dict[str, dict[str, Any]] = {
    "circuit": SMALL,
    "atlas": SMALL | {"batch": 1, "steps": 12, "tolerance": 9.0, "workers": 1},
    "distil": SMALL | {"steps": 12, "fewest": 5, "tolerance": 9.0},
    "verify": {
        "links": LINKS, "method": "gradient fit", "fits": 2, "fit_steps": 20,
        "neighbours": 0, "mirrors": False,
    },
    "enumerate": {"samples": 20, "most_links": 4, "workers": 1, "needed": 1},
    "cellular": SMALL,
    "emulator": {
        "step": 0.1, "steps": 3, "settings": 4, "runs": 40, "components": 2, "epochs": STEPS,
        "patience": STEPS, "batch": 64, "test_settings": 1, "test_runs": 20, "lags": "2",
    },
}  # fmt: skip


class Trainer:
    """Trains in a worker process of its own, which it starts when there is something to do."""

    def __init__(self) -> None:
        self._worker: WorkerProcess | None = None
        self._device = CPU

    def __enter__(self) -> Trainer:
        return self

    def __exit__(self, *problem: object) -> None:
        self._dismiss()

    def checks(self) -> Iterator[Check]:
        """Yield the checks of the process and of each learner."""
        yield Check(GROUP, "worker process", self._begin)
        for key, spec in LEARNERS.items():
            yield Check(GROUP, spec.title.lower(), partial(self._train, key))
        if self._device != CPU:
            yield Check(GROUP, "gene circuit on the GPU", self._train_on_gpu)

    def _begin(self, bench: Bench) -> str:
        self._outcome(WARM)
        device, torch = (
            self._told(f"grnstudio.learn.warm:{name}") for name in ("device", "version")
        )
        pack = gpu_pack.use()
        if pack and not pack.problem:
            require(torch == pack.torch, f"torch is {torch}, not the pack's {pack.torch}")
        self._device = device
        return f"torch {torch}, device {device}"

    def _train_on_gpu(self, bench: Bench) -> str:
        spec, design = LEARNERS["circuit"], design_of("circuit")
        outcome, _ = self._outcome(
            spec.job(spec.configured(design, device="cuda"), spec.inputs(design))
        )
        device = getattr(getattr(outcome, "result", None), "device", "")
        require(device == self._device, f"it was trained on '{device}'")
        return device

    def _told(self, function: str) -> str:
        outcome, _ = self._outcome(Job(function))
        return str(outcome.result) if isinstance(outcome, Finished) else ""

    def _train(self, key: str, bench: Bench) -> str:
        spec, design = LEARNERS[key], design_of(key)
        config = spec.configured(design)
        outcome, log = self._outcome(spec.job(config, spec.inputs(design)))
        done = len(log.entries)
        run = concluded(Run(1, key, spec.title, design, CONFIGS[key]), spec, outcome, log)
        require(done >= STEPS, f"it took {done} steps, not {STEPS}")
        require(bool(run.arrays), "no result was made")
        bench.runs[key], bench.results[key] = run, spec.from_run(run)
        losses = run.metrics.get("loss", np.zeros(0))
        known = losses[np.isfinite(losses)]
        return f"{done} steps" + (f", loss {known[0]:.3g} to {known[-1]:.3g}" if known.size else "")

    def _outcome(self, job: Job) -> tuple[Outcome, MetricLog]:
        """Run ``job`` for ten steps that tell something; raises what it failed with.

        A worker in which something failed is not asked again.
        """
        self._worker = self._worker or WorkerProcess()
        try:
            return _run(job, self._worker)
        except BaseException:
            self._dismiss()
            raise

    def _dismiss(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker = None


def _run(job: Job, worker: WorkerProcess) -> tuple[Outcome, MetricLog]:
    log, stopped = MetricLog([]), False
    worker.pipe.send(Start(job))
    while True:
        match _heard(worker):
            case Update(metrics=news):
                log.add(news)
                worker.pipe.send(Order.TAKEN)
            case Trouble(error) | Ended(Failed(error)):
                raise error
            case Ended(outcome):
                return outcome, log
        if len(log.entries) >= STEPS and not stopped:
            worker.pipe.send(Order.CANCEL)
            stopped = True


def _heard(worker: WorkerProcess) -> object:
    ready = wait([worker.pipe, worker.process.sentinel], PATIENCE_SECONDS)
    if not ready:
        raise WorkerDied(f"The worker process said nothing for {PATIENCE_SECONDS:g} s.")
    try:
        if worker.pipe in ready:
            return worker.pipe.recv()
    except (EOFError, OSError):  # it is dying: its pipe may end before it does
        worker.process.join(PATIENCE_SECONDS)
    error, printed = worker.last_words()
    raise WorkerDied(f"{error} {printed}")


def design_of(key: str) -> Design:
    """Return what a learner is tried on."""
    from grnstudio.io.examples import load_example
    from grnstudio.io.network_examples import load_example as load_network

    configs = {key: CONFIGS[key]}
    if key == "cellular":
        fading = np.random.default_rng(0).random((3, 1, 5, 2)) * 0.5 ** np.arange(4)[:, None, None]
        from grnstudio.core.frames import SpaceTime

        return Design(configs=configs, frames=SpaceTime(("a", "b"), fading, 1.0))
    if LEARNERS[key].of_network:
        return Design(configs=configs, network=load_network("telegraph"))
    return Design(load_example("adaptation"), configs)
