"""Train an ensemble of circuits to do a task."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from grnstudio.core.figures import Figure
from grnstudio.core.task import Task
from grnstudio.errors import ModelError
from grnstudio.jobs import Checkpoint, Step, Steps
from grnstudio.learn.circuit import optimizers
from grnstudio.learn.circuit.chance import Chance
from grnstudio.learn.circuit.config import CircuitConfig
from grnstudio.learn.circuit.data import probe_stimuli, reading_stimuli, test_cases, training_cases
from grnstudio.learn.circuit.model import Circuits, drawn
from grnstudio.learn.circuit.objective import Objective, loss_metrics
from grnstudio.learn.circuit.reading import read_links
from grnstudio.learn.circuit.result import CircuitResult, figures, on_grid
from grnstudio.learn.device import begin, chosen, name_of

TEST_EVERY = 25  # training steps between two tests without noise and at fixed levels
WORTH_A_GPU = 50_000  # networks x cases x hidden units
SHOWN = 12  # networks in a live picture


def train(
    config: CircuitConfig, task: Task, resume: Checkpoint | None = None, threads: int = 1
) -> Steps[CircuitResult]:
    """Train ``config.networks`` circuits together; keep each at the step where it tested best.

    ``threads`` may share them; what comes out does not depend on how many. Raises `ModelError`
    when the loss of every network has stopped being a number.
    """
    begin(config.seed)
    training = _Training(config, task, threads)
    step = training.restore(resume) if resume else 0
    while step < config.steps:
        losses = training.step(step)
        step += 1
        if step % TEST_EVERY == 0 or step == config.steps:
            training.test()
        yield Step(
            step,
            config.steps,
            loss_metrics(losses),
            training.figures,
            lambda step=step: training.checkpoint(step),  # type: ignore[misc]
            training.result,
            "training",
        )
    return training.result()


class _Training:
    """The ensemble with its optimiser, and the best parameters so far."""

    def __init__(self, config: CircuitConfig, task: Task, threads: int = 1) -> None:
        self.config, self.task, self.threads = config, task, threads
        cases = training_cases(task)
        work = config.networks * len(cases.low) * config.hidden
        self.device = chosen(config.device, work, WORTH_A_GPU)
        self.circuits = drawn(task, config, self.device)
        self.circuits.flat.requires_grad_()
        self.circuits.threads = threads
        self.objective = Objective(cases, self.device)
        self.tests = Objective(test_cases(task), self.device)
        self.chance = Chance(config.seed, config.networks, self.device)
        self.optimizer = optimizers.optimizer_of(
            config.optimizer, self.circuits.flat, config.learning_rate
        )
        self.best = self.circuits.flat.detach().clone()
        self.best_losses = torch.full((config.networks,), torch.inf, device=self.device)

    def step(self, step: int) -> Tensor:
        """Take one optimiser step; return each network's loss before it."""
        config, cases = self.config, self.objective.cases
        shares = None
        if cases.random:
            shares = self.chance.levels(step, len(self.task.conditions))
        inputs, goal = self.objective.draw(shares, config.networks)
        shape = (cases.stimuli.steps, len(self.task.genes), len(cases.low))
        noise = config.noise * self.chance.truncated_normal(step, shape) if config.noise else None
        kicks = self.chance.normal(step, shape) if config.langevin else None
        courses = self.circuits.run(
            inputs, cases.stimuli.step, cases.stimuli.steps, noise, kicks, config.langevin
        )
        losses = self.objective.losses(courses, goal)
        self.optimizer.zero_grad()
        losses.sum().backward()
        self.optimizer.step()
        self._bound()
        return losses.detach()

    def _bound(self) -> None:
        """Hold starts where a gene can be, and maximal levels at 1 or more.

        A maximal level that may shrink is the easy way to a low error: the gene falls silent.
        """
        named = self.circuits.parameters()
        with torch.no_grad():
            named["initial"].clamp_(0.0, None if self.config.scale else 1.0)
            if self.config.scale:
                named["log_scale"].clamp_(min=0.0)

    def test(self) -> None:
        """Keep the parameters of each network that does better than ever, without noise."""
        with torch.no_grad():
            losses = self.tests.losses(*_run(self.circuits, self.tests))
            better = losses < self.best_losses
            self.best_losses = torch.where(better, losses, self.best_losses)
            self.best[better] = self.circuits.flat[better]
        if not torch.isfinite(losses).any() and not torch.isfinite(self.best_losses).any():
            raise ModelError(
                "The loss of every network has stopped being a number; lower the learning rate "
                f"({self.config.learning_rate:g}) or the noise, and train again."
            )

    def result(self) -> CircuitResult:
        """Return the best of each network: its courses, errors and links."""
        return self._result_of(slice(None))

    def figures(self) -> Sequence[Figure]:
        """Draw the best networks so far."""
        order = self.best_losses.argsort()[:SHOWN]
        return figures(self._result_of(order, links_of=1), self.task)

    def _result_of(self, networks: Tensor | slice, links_of: int | None = None) -> CircuitResult:
        untested = not bool(torch.isfinite(self.best_losses).any())
        flat = self.circuits.flat.detach() if untested else self.best
        whole = Circuits(
            self.circuits.architecture, self.circuits.initial, self.task.allowed, flat[networks]
        )
        whole.threads = self.threads
        with torch.no_grad():
            courses, goal = _run(whole, self.tests)
            losses = self.tests.losses(courses, goal).cpu().numpy()
            probed = None
            if self.task.probe is not None:
                stimuli = probe_stimuli(self.task)
                u = torch.as_tensor(stimuli.inputs, dtype=torch.float32, device=self.device)
                u = u[:, None].expand(-1, len(losses), -1, -1)
                probed = whole.run(u, stimuli.step, stimuli.steps)
        reading_from = whole if links_of is None else whole.some(list(range(links_of)))
        return CircuitResult(
            self.task,
            whole.arrays(),
            on_grid(self.task, courses.cpu().numpy(), self.tests.cases),
            self.tests.errors(courses, goal),
            losses,
            read_links(reading_from, reading_stimuli(self.task), self.config),
            None if probed is None else probed.permute(1, 3, 0, 2).cpu().numpy().copy(),
            name_of(self.device),
        )

    def checkpoint(self, step: int) -> Checkpoint:
        """Return all that is needed to go on after ``step`` steps."""
        return {
            "step": step,
            "parameters": self.circuits.flat.detach().cpu().numpy().copy(),
            "best": self.best.cpu().numpy().copy(),
            "best_losses": self.best_losses.cpu().numpy().copy(),
            **optimizers.saved(self.optimizer),
        }

    def restore(self, checkpoint: Checkpoint) -> int:
        """Go back to ``checkpoint``; return the number of steps done by then."""
        with torch.no_grad():
            self.circuits.flat.copy_(torch.as_tensor(checkpoint["parameters"]))
        self.best = torch.as_tensor(np.array(checkpoint["best"])).to(self.device)
        self.best_losses = torch.as_tensor(np.array(checkpoint["best_losses"])).to(self.device)
        optimizers.restore(self.optimizer, checkpoint)
        return int(checkpoint["step"])


def _run(circuits: Circuits, objective: Objective) -> tuple[Tensor, Tensor]:
    inputs, goal = objective.draw(None, len(circuits.flat))
    stimuli = objective.cases.stimuli
    return circuits.run(inputs, stimuli.step, stimuli.steps), goal
