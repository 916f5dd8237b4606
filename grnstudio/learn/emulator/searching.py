"""A search under way: a network that holds all architectures, and gates that choose in it."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from grnstudio.core.figures import Figure
from grnstudio.errors import ModelError
from grnstudio.jobs import Checkpoint, Step
from grnstudio.learn.emulator.cells import SuperBody
from grnstudio.learn.emulator.config import EmulatorConfig
from grnstudio.learn.emulator.fit import MOST_FALLS, SLOWER, STEEPEST
from grnstudio.learn.emulator.gates import Gates
from grnstudio.learn.emulator.genotype import Genotype, derived
from grnstudio.learn.emulator.model import Model
from grnstudio.learn.emulator.pairs import AT_ONCE, Pairs
from grnstudio.learn.emulator.result import loss_figure
from grnstudio.learn.emulator.search_figures import Found
from grnstudio.learn.emulator.turns import (
    CANDIDATES,
    CHOICES,
    COMPARED,
    WARM_UP,
    WEIGHTS,
    batches,
    total,
    turns,
)

SAID = {
    WARM_UP: "searching: warm-up",
    WEIGHTS: "searching: weights",
    CHOICES: "searching: architecture",
    COMPARED: "searching: comparing architectures",
}
A_STEP = 4  # batches between two looks


class Searching:
    """Epochs of warm-up, then turns of choices and of weights, then candidates one by one."""

    def __init__(
        self, model: Model, own: Pairs, other: Pairs, tests: Pairs, config: EmulatorConfig
    ) -> None:
        assert isinstance(model.body, SuperBody)
        self.model, self.body, self.config = model, model.body, config
        self.pairs = {WARM_UP: own, WEIGHTS: own, CHOICES: other}
        self.tests = tests
        self.plan = list(turns(config))
        self.named = dict(model.named_parameters())
        fused = next(model.parameters()).device.type == "cpu"
        self.optimizer = torch.optim.Adam(self.named.values(), config.learning_rate, fused=fused)
        shape = len(self.body.ways), len(self.body.names)
        chance = np.random.default_rng([config.seed, 0])
        self.gates = Gates(*shape, config.architecture_rate, config.entropy, chance)
        self.epoch, self.at = 0, 0
        self.slower, self.falls = 1.0, 0
        self.learned: list[float] = []
        self.tested: list[float] = []
        self.losses: list[float] = []
        self.compared: list[float] = []
        self.notes: list[str] = []
        self.seconds = 0.0
        self.good = self._state()

    @property
    def total(self) -> int:
        """How many batches and candidates there are."""
        return total(self.config, {kind: one.size for kind, one in self.pairs.items()})

    @property
    def is_done(self) -> bool:
        """Whether all candidates have been compared."""
        return len(self.compared) == CANDIDATES + 1

    @property
    def done(self) -> int:
        """How many batches and candidates are done."""
        before = sum(self._batches(kind) for kind in self.plan[: self.epoch])
        return before + self.at + len(self.compared)

    def step(self) -> Step:
        """Go through a few batches of the epoch, or look at one candidate."""
        begun = time.perf_counter()
        kind = self.plan[self.epoch] if self.epoch < len(self.plan) else COMPARED
        metrics = self._compare() if kind == COMPARED else self._learn(kind)
        self.seconds += time.perf_counter() - begun
        return Step(self.done, self.total, metrics, self.figures, self.checkpoint, stage=SAID[kind])

    def found(self) -> Found:
        """Return the best candidate, or the most probable architecture while there is none."""
        genotype = self.genotype()
        if self.is_done:
            genotype = self._candidates()[int(np.argmin(self.compared))]
        base = self.model.body_description["base"]
        return Found(self.gates.probabilities(), self.body.names, genotype, base)

    def genotype(self, probabilities: np.ndarray | None = None) -> Genotype:
        """Return the cells that the gates speak for, or others' ``probabilities``."""
        p = self.gates.probabilities() if probabilities is None else probabilities
        config = self.config
        return derived(p, self.body.names, config.cells, config.nodes, config.widening)

    def said(self) -> dict[str, Any]:
        """Return what there is to tell of the search: words, seconds, and losses by epoch."""
        found = self.found()
        likely = "the most probable" if not np.argmin(self.compared) else "a probable"
        return {
            "notes": [*self.notes, f"The search chose {likely} architecture: {found}."],
            "seconds": self.seconds,
            "learned": np.array(self.learned),
            "tested": np.array(self.tested),
        }

    def figures(self) -> Sequence[Figure]:
        """Draw probabilities, cells, and losses so far."""
        losses = np.array([self.learned, self.tested])
        return *self.found().figures(), loss_figure({"search": losses})

    def _batches(self, kind: str) -> int:
        return batches(kind, self.pairs[kind].size, self.config.batch)

    def _batch(self, kind: str) -> int:
        return min(self.config.batch, self.pairs[kind].size)

    def _learn(self, kind: str) -> dict[str, float]:
        order, batch = self._order(kind), self._batch(kind)
        losses: list[float] = []
        while len(losses) < A_STEP and self.at < self._batches(kind):
            rows = order[self.at * batch : (self.at + 1) * batch]
            loss = (self._choose if kind == CHOICES else self._weigh)(kind, rows)
            if not math.isfinite(loss):
                self._fall()
                return {}
            losses.append(loss)
            self.at += 1
        self.losses += losses
        epoch = self.epoch + self.at / self._batches(kind)
        metrics = {"loss": float(np.mean(losses)), "epoch": epoch}
        if self.at == self._batches(kind):
            metrics |= self._end_epoch(kind)
        return metrics

    def _order(self, kind: str) -> Tensor:
        """Return the pairs in the order of this epoch, again and again if they are few."""
        chance = torch.Generator().manual_seed(self.config.seed * 1_000_003 + self.epoch)
        size, wanted = self.pairs[kind].size, self._batches(kind) * self._batch(kind)
        times = -(-wanted // size)
        return torch.cat([torch.randperm(size, generator=chance) for _ in range(times)])

    def _weigh(self, kind: str, rows: Tensor) -> float:
        """Take a step of the weights, with an operation of each edge drawn by its probability."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.config.learning_rate * self.slower
        self.body.act(self.gates.draw(self._chance()))
        self.optimizer.zero_grad()
        loss = -self.model.log_prob_of(self.pairs[kind].targets.rows(rows)).mean()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.named.values(), STEEPEST)
        if not bool(torch.isfinite(norm)):
            return math.nan
        self.optimizer.step()
        return float(loss.detach())

    def _choose(self, kind: str, rows: Tensor) -> float:
        """Take a step of the gates, comparing two operations of each edge."""
        pairs = self.gates.draw_pairs(self._chance())
        self.body.compare(pairs)
        loss = -self.model.log_prob_of(self.pairs[kind].targets.rows(rows)).mean()
        of_gates = self.body.worth(loss)
        if not np.isfinite(of_gates).all():
            return math.nan
        self.gates.learn(pairs, of_gates)
        return float(loss.detach())

    def _chance(self) -> np.random.Generator:
        """Return the stream of chance of this batch."""
        return np.random.default_rng([self.config.seed, 1, self.epoch, self.at])

    def _end_epoch(self, kind: str) -> dict[str, float]:
        metrics = {}
        if kind != CHOICES:
            self.learned.append(float(np.mean(self.losses)))
            self.tested.append(self._test(self.genotype()))
            metrics = {"test loss": self.tested[-1]}
        p = self.gates.probabilities()
        metrics["certainty"] = float(p.max(1).mean())
        self.losses, self.at, self.epoch = [], 0, self.epoch + 1
        self.good = self._state()
        return metrics

    def _compare(self) -> dict[str, float]:
        """Test one candidate with the weights that all of them share."""
        loss = self._test(self._candidates()[len(self.compared)])
        self.compared.append(loss)
        return {"test loss": loss}

    def _candidates(self) -> list[Genotype]:
        """Return the most probable architecture, and others drawn by their probability."""
        chance = np.random.default_rng([self.config.seed, 2])
        p = self.gates.probabilities()
        found = [self.genotype()]
        for _ in range(CANDIDATES):
            drawn = np.eye(p.shape[1])[self.gates.draw(chance)]
            found.append(self.genotype(p * drawn))
        return found

    @torch.no_grad()
    def _test(self, genotype: Genotype) -> float:
        """Return the mean loss of an architecture on pairs from other starts."""
        self.body.act_as(genotype)
        rows = torch.arange(self.tests.size).split(AT_ONCE)
        targets = self.tests.targets
        total = sum(float(self.model.log_prob_of(targets.rows(some)).sum()) for some in rows)
        found = -total / self.tests.size
        return found if math.isfinite(found) else math.inf

    def _fall(self) -> None:
        """Go back to the last good epoch, and on more slowly."""
        falls, slower, notes = self.falls + 1, self.slower * SLOWER, self.notes
        if falls > MOST_FALLS:
            raise ModelError(
                "The loss of the search stopped being a number again and again, also with slower "
                f"learning; lower the learning rate ({self.config.learning_rate:g}), or have fewer "
                "components."
            )
        epoch = self.epoch + 1
        self._go_back(self.good)
        self.falls, self.slower = falls, slower
        self.notes = [
            *notes,
            f"In epoch {epoch} of the search the loss stopped being a number: went back to its "
            f"beginning, and on with {slower:.2g} of the learning rate.",
        ]

    def checkpoint(self) -> Checkpoint:
        """Return all that is needed to go on from here."""
        good = {f"good/{name}": value for name, value in self.good.items()}
        return self._state() | (good if self.at else {})

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go on from ``checkpoint``."""
        self._go_back(checkpoint)
        found = checkpoint.items()
        good = {name[5:]: value for name, value in found if name.startswith("good/")}
        self.good = good or self._state()

    def _state(self) -> dict[str, Any]:
        """Return what the search goes on from, as arrays and numbers that stay as they are."""
        state: dict[str, Any] = {
            "epoch": self.epoch, "at": self.at, "slower": self.slower, "falls": self.falls,
            "seconds": self.seconds, "notes": list(self.notes), "learned": np.array(self.learned),
            "tested": np.array(self.tested), "losses": np.array(self.losses),
            "compared": np.array(self.compared), **self.gates.checkpoint(),
        }  # fmt: skip
        for name, one in self.named.items():
            state[f"weight/{name}"] = _array(one)
            if moments := self.optimizer.state.get(one, {}):
                state[f"mean/{name}"] = _array(moments["exp_avg"])
                state[f"square/{name}"] = _array(moments["exp_avg_sq"])
                state[f"taken/{name}"] = int(moments["step"])
        return state

    def _go_back(self, state: Mapping[str, Any]) -> None:
        self.epoch, self.at = int(state["epoch"]), int(state["at"])
        self.slower, self.falls = float(state["slower"]), int(state["falls"])
        self.seconds, self.notes = float(state["seconds"]), [str(one) for one in state["notes"]]
        for name in ("learned", "tested", "losses", "compared"):
            setattr(self, name, np.asarray(state[name], dtype=float).tolist())
        self.gates.restore(state)
        with torch.no_grad():
            for name, one in self.named.items():
                one.copy_(_tensor(state[f"weight/{name}"]))
                self.optimizer.state.pop(one, None)
                if f"mean/{name}" in state:
                    self.optimizer.state[one] = {
                        "step": torch.tensor(float(state[f"taken/{name}"])),
                        "exp_avg": _tensor(state[f"mean/{name}"]).to(one.device),
                        "exp_avg_sq": _tensor(state[f"square/{name}"]).to(one.device),
                    }


def _array(tensor: Tensor) -> np.ndarray:
    return tensor.detach().cpu().numpy().copy()


def _tensor(array: Any) -> Tensor:
    return torch.as_tensor(np.array(array))
