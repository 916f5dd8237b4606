"""The training of one point: circuits with the links there may be, until their loss settles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from grnstudio.core.task import Task
from grnstudio.errors import SettingError
from grnstudio.jobs import Checkpoint, Step
from grnstudio.learn.circuit import train as circuit
from grnstudio.learn.circuit.distil.config import DistilConfig
from grnstudio.learn.circuit.model import architecture_of, drawn, restored
from grnstudio.learn.circuit.result import CircuitResult
from grnstudio.learn.device import threads

LOOK_EVERY = 50  # training steps between two looks at whether the loss still falls
FALLS = 0.99  # of what it was: with more, the loss has not fallen
FAILING = 2  # times the patience where the loss is above what is tolerated
JITTER = 0.5  # of the spread of initial weights, added to what all networks but one start from
WARM = 4  # purpose of this chance; 0 to 3 are those of training


class Training:
    """Steps of the circuit's own training, and whether they go on.

    It ends early once the best network no longer gets better; above ``tolerance`` that is waited
    for longer, since a loss may stand still before a circuit finds its way.
    """

    def __init__(
        self, config: DistilConfig, task: Task, tolerance: float, start: Checkpoint | None = None
    ) -> None:
        self.config, self._tolerance = config, tolerance
        self.done = 0
        self._ended, self._fallen_at, self._loss = False, 0, float("inf")
        if start and "ended" in start:
            self._ended, self._fallen_at = bool(start["ended"]), int(start["fallen_at"])
            self._loss, self.done = float(start["fallen_to"]), int(start["step"])
        last = replace(config, steps=self.done) if self._ended else config
        self._steps = circuit.train(last, task, start, threads(config.workers))
        self._last: Step | None = None
        self.result: CircuitResult | None = None

    def step(self) -> Step | None:
        """Take a step; None where there is a result instead."""
        if self._ended and self._last:
            self.result = self._last.result()
            self._steps.close()
            return None
        try:
            self._last = next(self._steps)
        except StopIteration as end:
            self.result = end.value
            return None
        self.done = self._last.done
        if self.done % LOOK_EVERY == 0:
            self._look(float(np.nanmin(self._last.checkpoint()["best_losses"])))
        return self._last

    def checkpoint(self) -> Checkpoint:
        """Return all that is needed to go on after the last step."""
        assert self._last is not None
        about = {"ended": self._ended, "fallen_at": self._fallen_at, "fallen_to": self._loss}
        return {**self._last.checkpoint(), **about}

    def _look(self, loss: float) -> None:
        if loss < FALLS * self._loss:
            self._loss, self._fallen_at = loss, self.done
        waited = self.done - self._fallen_at
        patience = self.config.patience * (1 if self._loss <= self._tolerance else FAILING)
        self._ended = 0 < patience <= waited


def warm_start(config: DistilConfig, task: Task, weights: Mapping[str, np.ndarray]) -> Checkpoint:
    """Return a beginning from the weights of one network, disturbed for all networks but one.

    With ``config.start`` "both" the second half of the networks begins from random weights.
    Raises `SettingError` if the networks of ``config`` are of another size.
    """
    circuits = restored(task, weights)
    if circuits.architecture != architecture_of(task, config):
        raise SettingError(
            "A warm start takes networks of the same size: leave hidden width, 'One network for "
            "all genes' and maximal levels as they were, or start fresh."
        )
    flat = np.repeat(circuits.flat.numpy(), config.networks, axis=0)
    for network in range(1, config.networks):
        rng = np.random.default_rng((config.seed + network, WARM))
        flat[network] += JITTER * config.spread * rng.standard_normal(flat.shape[1])
    if config.start == "both":
        half = (config.networks + 1) // 2
        flat[half:] = drawn(task, config, torch.device("cpu")).flat.numpy()[half:]
    losses = np.full(config.networks, np.inf, np.float32)
    start: dict[str, Any] = {"step": 0, "parameters": flat, "best": flat, "best_losses": losses}
    return start
