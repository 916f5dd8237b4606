"""Train an ensemble to foretell films of a row of cells, frame by frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from grnstudio.core.cellular import CellRule, drawn_rule
from grnstudio.core.figures import Figure
from grnstudio.core.frames import SpaceTime
from grnstudio.errors import ModelError
from grnstudio.jobs import Checkpoint, Step, Steps
from grnstudio.learn.circuit import optimizers
from grnstudio.learn.circuit.cellular.config import CellularConfig
from grnstudio.learn.circuit.cellular.data import (
    Experiment,
    experiment,
    generated,
    linear_baseline,
    steps_between,
)
from grnstudio.learn.circuit.cellular.model import drawn
from grnstudio.learn.circuit.cellular.reading import read_links
from grnstudio.learn.circuit.cellular.result import CellularResult, figures
from grnstudio.learn.circuit.cellular.rollout import Rollout, follow
from grnstudio.learn.circuit.objective import loss_metrics
from grnstudio.learn.device import begin

TEST_EVERY = 50  # training steps between two looks at the films held out
WARM_UP = 0.03  # of training, in which the learning rate rises
LAST_RATE = 0.005  # of the learning rate, at the end
MEMORY = (0.9, 0.99)  # of Adam, for slopes and their squares
MOST_RULES = 20_000  # candidates before the search is given up
RULES_PER_STEP = 5
MOST_TESTED = 128  # pairs of frames held out
FILMS_SHOWN = 20  # that links are mutated in for a live picture


def train(
    config: CellularConfig, films: SpaceTime | CellRule | None, resume: Checkpoint | None = None
) -> Steps[CellularResult]:
    """Train for ``films``, or for those of a rule; without either, of one that the seed finds.

    Raises `ModelError` when no rule is found, or when the loss stops being a number.
    """
    begin(config.seed)
    candidate = -1
    if films is None:
        candidate = yield from _found_rule(config, resume)
        films = drawn_rule((config.seed,), candidate, config.genes)
    shown = generated(films, config) if isinstance(films, CellRule) else experiment(films, config)
    training = _Training(config, shown, candidate)
    step = training.restore(resume) if resume and "step" in resume else 0
    while step < config.steps:
        metrics = training.step(step)
        step += 1
        if step % TEST_EVERY == 0 or step == config.steps:
            metrics |= training.tested()
        yield Step(
            step,
            config.steps,
            metrics,
            training.figures,
            lambda step=step: training.checkpoint(step),  # type: ignore[misc]
            training.result,
            "training",
        )
    return training.result()


def _found_rule(config: CellularConfig, resume: Checkpoint | None) -> Steps[int]:
    """Look through the candidates of the seed for a rule whose pattern lasts and moves."""
    from grnstudio.simulate.cellular import is_lively

    first = int(resume["candidate"]) if resume else 0
    if resume and "step" in resume:
        return first
    for candidate in range(first, MOST_RULES):
        if is_lively((config.seed,), candidate, config.genes):
            return candidate
        if (candidate + 1) % RULES_PER_STEP == 0:
            tried = candidate + 1
            yield Step(
                0,
                config.steps,
                checkpoint=lambda tried=tried: {"candidate": tried},  # type: ignore[misc]
                stage=f"looking for a rule that makes patterns, {tried} tried",
            )
    raise ModelError(
        f"None of {MOST_RULES:,} rules of {config.genes} genes from seed {config.seed} makes a "
        "pattern that lasts and moves. Take another seed, or more genes."
    )


class _Training:
    """The ensemble with its optimiser, and the films as pairs of frames."""

    def __init__(self, config: CellularConfig, films: Experiment, candidate: int) -> None:
        self.config, self.films, self.candidate = config, films, candidate
        known = films.known
        self.members = drawn(config, len(known.names))
        self.optimizer = torch.optim.Adam(
            [self.members.flat], lr=config.learning_rate, betas=MEMORY, foreach=False
        )
        self.beside = torch.as_tensor(known.neighbours, dtype=torch.float32)
        self.steps = steps_between(known.interval, config.euler_step)
        self.turnover = 1 - films.left ** (1 / self.steps)
        self.before, self.after = _pairs(known, films.scales)
        self.tests = tuple(_some(part) for part in _pairs(films.held_out, films.scales))
        self.rollout = Rollout(
            self.members.layers,
            config.batch * known.cells,
            self.beside,
            self.turnover,
            self.steps,
        )

    def step(self, step: int) -> dict[str, float]:
        """Take one optimiser step; return the loss of each member before it."""
        config = self.config
        rng = np.random.default_rng((config.seed, 6, step))
        chosen = torch.as_tensor(rng.integers(self.before.shape[1], size=config.batch))
        levels = self.before[:, chosen].flatten(1).expand(config.networks, -1, -1)
        layers = self.members.layers
        wanted = self.after[:, chosen].flatten(1)
        error = self.rollout.forward(layers, levels) - wanted
        flat, slopes = self.members.slopes()
        counted = error / (wanted + config.offset)
        self.rollout.backward(layers, counted * (2 / error.shape[2]), slopes)
        slopes.scale.mul_(layers.scale)
        self.members.flat.grad = flat
        for group in self.optimizer.param_groups:
            group["lr"] = config.learning_rate * _course_of_rate(step / config.steps)
        self.optimizer.step()
        losses = error.square().mean(dim=(1, 2))
        if not torch.isfinite(losses).any():
            raise ModelError(
                "The loss of every network has stopped being a number; lower the learning rate "
                f"({config.learning_rate:g}), and train again."
            )
        return loss_metrics(losses)

    def tested(self) -> dict[str, float]:
        """Return the mean squared error over the pairs of frames held out."""
        return {"held out": float(self._test().mean(dim=1).nanmedian())}

    def _test(self) -> Tensor:
        """Return the mean squared error of each member and gene, ``[members, genes]``."""
        before, after = (part.flatten(1) for part in self.tests)
        levels = before.expand(self.config.networks, -1, -1)
        found = follow(self.members.layers, levels, self.beside, self.turnover, self.steps)
        return (found - after).square().mean(dim=2)

    def result(self) -> CellularResult:
        """Return what the ensemble has learned so far."""
        return self._result()

    def figures(self) -> Sequence[Figure]:
        """Draw what the ensemble has learned so far."""
        return figures(self._result(FILMS_SHOWN))

    def _result(self, films_read: int | None = None) -> CellularResult:
        most = {} if films_read is None else {"most": films_read}
        losses = self._test().numpy()
        best = int(np.nanargmin(losses.mean(axis=1))) if np.isfinite(losses).any() else 0
        return CellularResult(
            self.films,
            self.members.arrays(),
            losses,
            self._foretold(best),
            linear_baseline(self.films),
            read_links(self.members, self.films, self.config, **most),
            self.config.weakest,
        )

    def _foretold(self, member: int) -> np.ndarray:
        """Return the films held out as ``member`` runs on from their first frames."""
        layers, wanted = self.members.layers, self.films.held_out
        genes = len(wanted.names)
        own = slice(member * genes, (member + 1) * genes)
        alone = layers._replace(**{name: getattr(layers, name)[own] for name in layers._fields[:6]})
        alone = alone._replace(scale=layers.scale[member : member + 1])
        first = wanted.levels[:, 0] / self.films.scales
        levels = torch.as_tensor(first, dtype=torch.float32).permute(2, 0, 1).flatten(1)[None]
        frames = [levels]
        for _ in range(wanted.frames - 1):
            frames.append(follow(alone, frames[-1], self.beside, self.turnover, self.steps))
        shape = (wanted.frames, genes, wanted.starts, wanted.cells)
        course = torch.cat(frames).view(shape).permute(2, 0, 3, 1).numpy().astype(float)
        foretold: np.ndarray = course * self.films.scales
        return foretold

    def checkpoint(self, step: int) -> Checkpoint:
        """Return all that is needed to go on after ``step`` steps."""
        return {
            "step": step,
            "candidate": self.candidate,
            "parameters": self.members.flat.numpy().copy(),
            **optimizers.saved(self.optimizer),
        }

    def restore(self, checkpoint: Checkpoint) -> int:
        """Go back to ``checkpoint``; return the number of steps done by then."""
        self.members.flat.copy_(torch.as_tensor(np.array(checkpoint["parameters"])))
        optimizers.restore(self.optimizer, checkpoint)
        return int(checkpoint["step"])


def _pairs(films: SpaceTime, scales: np.ndarray) -> tuple[Tensor, Tensor]:
    """Return each frame and the one after it, ``[genes, pairs, cells]``, in units of the scales."""
    levels = torch.as_tensor(films.levels / scales, dtype=torch.float32).permute(3, 0, 1, 2)
    before, after = levels[:, :, :-1], levels[:, :, 1:]
    return before.flatten(1, 2).contiguous(), after.flatten(1, 2).contiguous()


def _some(pairs: Tensor) -> Tensor:
    """Return at most `MOST_TESTED` pairs, spread evenly over all."""
    count = pairs.shape[1]
    return pairs[:, torch.linspace(0, count - 1, min(count, MOST_TESTED)).long()]


def _course_of_rate(share: float) -> float:
    """Return the share of the learning rate that is used after a ``share`` of training."""
    rise = min(1.0, share / WARM_UP + 0.01)
    return rise * (0.5 * (1 + float(np.cos(np.pi * share))) + LAST_RATE)
