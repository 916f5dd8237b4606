"""Fits a network to transitions: the training loop that everything of an emulator shares."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from grnstudio.core.figures import Figure
from grnstudio.core.transitions import Transitions
from grnstudio.errors import ModelError
from grnstudio.jobs import Checkpoint, Step, Steps
from grnstudio.learn.emulator.model import Model
from grnstudio.learn.emulator.pairs import AT_ONCE, Pairs
from grnstudio.learn.emulator.result import loss_figure

A_STEP = 8  # batches between two looks
LAST = 0.01  # of the learning rate, at the end
STEEPEST = 10.0  # norm of a gradient beyond which it is shortened
SLOWER = 0.3  # times the learning rate, after the loss has stopped being a number
MOST_FALLS = 5
MOST_TESTED = 40_000  # pairs a test is made of
ENDING = 0.15  # of all epochs, with a falling rate, after tests have stopped getting better


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to train."""

    epochs: int
    patience: int
    batch: int
    learning_rate: float
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A network with the weights that tested best.

    ``learned`` and ``tested`` are the losses epoch by epoch, in nats per pair; ``best`` is the
    smallest of those tested. ``notes`` say what went wrong on the way.
    """

    model: Model
    learned: np.ndarray
    tested: np.ndarray
    best: float
    seconds: float
    notes: tuple[str, ...] = ()


def fit(
    model: Model,
    learn: Transitions | Pairs,
    test: Transitions | Pairs,
    plan: Plan,
    *,
    stage: str = "training",
    resume: Checkpoint | None = None,
) -> Steps[Fitted]:
    """Train ``model``; keep the weights that do best in tests on pairs from other starts.

    The learning rate falls to a hundredth along half a cosine; when tests have not become better
    for ``plan.patience`` epochs, it falls quickly from the best weights on. Raises `ModelError` if
    the loss stops being a number again and again.
    """
    yield Step(0, 0, stage=stage)
    pairs = learn if isinstance(learn, Pairs) else Pairs.of(model, learn)
    tests = test if isinstance(test, Pairs) else Pairs.of(model, test, MOST_TESTED)
    training = _Fitting(model, pairs, tests, plan, stage)
    if resume:
        training.restore(resume)
    while not training.is_done:
        yield training.step()
    return training.fitted()


class _Fitting:
    """A training under way: batch ``at`` of epoch ``epoch`` is next."""

    def __init__(self, model: Model, pairs: Pairs, tests: Pairs, plan: Plan, stage: str) -> None:
        self.model, self.pairs, self.tests, self.plan, self.stage = model, pairs, tests, plan, stage
        self.batch = min(plan.batch, pairs.size)
        self.batches = max(1, pairs.size // self.batch)
        self.named = dict(model.named_parameters())
        fused = next(model.parameters()).device.type == "cpu"
        self.optimizer = torch.optim.Adam(self.named.values(), plan.learning_rate, fused=fused)
        self.epoch, self.at, self.last = 0, 0, plan.epochs
        self.slower, self.falls, self.turned = 1.0, 0, -1
        self.learned: list[float] = []
        self.tested: list[float] = []
        self.losses: list[float] = []
        self.best, self.best_at = math.inf, 0
        self.best_weights = self._weights()
        self.notes: list[str] = []
        self.seconds = 0.0
        self.good = self._state()

    @property
    def is_done(self) -> bool:
        """Whether all epochs have passed."""
        return self.epoch >= self.last

    def step(self) -> Step:
        """Train on a few batches; test after the last of an epoch."""
        begun = time.perf_counter()
        order = self._order()
        count, total = 0, 0.0
        while count < A_STEP and self.at < self.batches:
            loss = self._learn(order[self.at * self.batch : (self.at + 1) * self.batch])
            if not math.isfinite(loss):
                self._fall()
                break
            self.losses.append(loss)
            total, count, self.at = total + loss, count + 1, self.at + 1
        epoch = self.epoch + self.at / self.batches
        metrics = {"loss": total / count, "epoch": epoch} if count else {}
        if self.at == self.batches:
            self._end_epoch()
            metrics["test loss"] = self.tested[-1]
        self.seconds += time.perf_counter() - begun
        return Step(
            min(self.epoch * self.batches + self.at, self.last * self.batches),
            self.last * self.batches,
            metrics,
            self.figures,
            self.checkpoint,
            self.fitted,
            self.stage,
        )

    def _order(self) -> Tensor:
        """Return the pairs in the order of this epoch."""
        chance = torch.Generator().manual_seed(self.plan.seed * 1_000_003 + self.epoch)
        return torch.randperm(self.pairs.size, generator=chance)

    def _learn(self, rows: Tensor) -> float:
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate()
        targets = self.pairs.targets.rows(rows)
        loss = -self.model.log_prob_of(targets).mean()
        self.optimizer.zero_grad()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.named.values(), STEEPEST)
        if not bool(torch.isfinite(norm)):
            return math.nan
        self.optimizer.step()
        return float(loss.detach())

    def _rate(self) -> float:
        done = self.epoch + self.at / self.batches
        if self.turned < 0:
            share, highest = done / self.plan.epochs, 1.0
        else:
            share = (done - self.turned) / max(1, self.last - self.turned)
            highest = 0.5 * (1 + math.cos(math.pi * self.turned / self.plan.epochs))
        cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, share)))
        return self.plan.learning_rate * self.slower * max(LAST, highest * cosine)

    def _fall(self) -> None:
        """Go back to the last good epoch, and on more slowly."""
        self.falls += 1
        if self.falls > MOST_FALLS:
            raise ModelError(
                "The loss stopped being a number again and again, also with slower learning; "
                f"lower the learning rate ({self.plan.learning_rate:g}), or have fewer components."
            )
        kept = self.falls, self.slower * SLOWER, self.notes
        epoch = self.epoch + 1
        self._go_back(self.good)
        self.falls, self.slower, self.notes = kept
        self.notes.append(
            f"In epoch {epoch} of {self.stage} the loss stopped being a number: went back to epoch "
            f"{self.epoch}, and on with {self.slower:.2g} of the learning rate."
        )

    def _end_epoch(self) -> None:
        self.learned.append(float(np.mean(self.losses)))
        self.tested.append(self._test())
        self.losses, self.at, self.epoch = [], 0, self.epoch + 1
        if self.tested[-1] < self.best:
            self.best, self.best_at, self.best_weights = (
                self.tested[-1],
                self.epoch,
                self._weights(),
            )
        waited = self.epoch - self.best_at
        ending = max(1, round(ENDING * self.plan.epochs))
        if waited >= self.plan.patience and self.turned < 0 and self.last - self.epoch > ending:
            self._take(self.best_weights)
            self.turned, self.last = self.epoch, self.epoch + ending
        self.good = self._state()

    @torch.no_grad()
    def _test(self) -> float:
        """Return the mean loss on pairs from other starts."""
        self.model.eval()
        rows = torch.arange(self.tests.size).split(AT_ONCE)
        total = sum(
            float(self.model.log_prob_of(self.tests.targets.rows(some)).sum()) for some in rows
        )
        self.model.train()
        found = -total / self.tests.size
        return found if math.isfinite(found) else math.inf

    def fitted(self) -> Fitted:
        """Return a network of its own with the best weights so far."""
        model = Model.of(self.model.describe(), self.model.weights())
        with torch.no_grad():
            for name, one in model.named_parameters():
                one.copy_(self.best_weights[name])
        learned, tested = np.array(self.learned), np.array(self.tested)
        return Fitted(model, learned, tested, self.best, self.seconds, tuple(self.notes))

    def figures(self) -> Sequence[Figure]:
        """Draw the losses so far."""
        return (loss_figure({self.stage: np.array([self.learned, self.tested])}),)

    def _weights(self) -> dict[str, Tensor]:
        return {name: one.detach().clone() for name, one in self.named.items()}

    def _take(self, weights: Mapping[str, Tensor]) -> None:
        with torch.no_grad():
            for name, one in self.named.items():
                one.copy_(weights[name])

    def _state(self) -> dict[str, Any]:
        """Return what training goes on from, as arrays and numbers that stay as they are."""
        state: dict[str, Any] = {
            "epoch": self.epoch, "at": self.at, "last": self.last, "slower": self.slower,
            "falls": self.falls, "turned": self.turned, "best": self.best,
            "best_at": self.best_at, "notes": list(self.notes), "seconds": self.seconds,
            "learned": np.array(self.learned), "tested": np.array(self.tested),
            "losses": np.array(self.losses),
        }  # fmt: skip
        for name, one in self.named.items():
            state[f"weight/{name}"] = _array(one)
            state[f"best/{name}"] = _array(self.best_weights[name])
            moments = self.optimizer.state.get(one, {})
            if moments:
                state[f"mean/{name}"] = _array(moments["exp_avg"])
                state[f"square/{name}"] = _array(moments["exp_avg_sq"])
                state["taken"] = int(moments["step"])
        return state

    def checkpoint(self) -> Checkpoint:
        """Return all that is needed to go on from here."""
        good = {f"good/{name}": value for name, value in self.good.items()}
        return self._state() | (good if self.at else {})

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go on from ``checkpoint``."""
        self._go_back(checkpoint)
        good = {
            name.removeprefix("good/"): value
            for name, value in checkpoint.items()
            if name.startswith("good/")
        }
        self.good = good or self._state()

    def _go_back(self, state: Mapping[str, Any]) -> None:
        self.epoch, self.at, self.last = int(state["epoch"]), int(state["at"]), int(state["last"])
        self.slower, self.falls = float(state["slower"]), int(state["falls"])
        self.turned, self.notes = int(state["turned"]), [str(one) for one in state["notes"]]
        self.best, self.best_at = float(state["best"]), int(state["best_at"])
        self.seconds = float(state["seconds"])
        self.learned, self.tested = _floats(state["learned"]), _floats(state["tested"])
        self.losses = _floats(state["losses"])
        named = self.named.items()
        self._take({name: _tensor(state[f"weight/{name}"]) for name, _ in named})
        device = next(self.model.parameters()).device
        self.best_weights = {name: _tensor(state[f"best/{name}"]).to(device) for name, _ in named}
        for name, one in named:
            self.optimizer.state.pop(one, None)
            if f"mean/{name}" in state:
                self.optimizer.state[one] = {
                    "step": torch.tensor(float(state["taken"])),
                    "exp_avg": _tensor(state[f"mean/{name}"]).to(device),
                    "exp_avg_sq": _tensor(state[f"square/{name}"]).to(device),
                }


def _array(tensor: Tensor) -> np.ndarray:
    return tensor.detach().cpu().numpy().copy()


def _tensor(array: Any) -> Tensor:
    return torch.as_tensor(np.array(array))


def _floats(values: Any) -> list[float]:
    found: list[float] = np.asarray(values, dtype=float).tolist()
    return found
