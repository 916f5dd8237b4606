"""Fits of many sets at once: from random beginnings, first with the test's steps, then shorter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from grnstudio.core.criteria import Criterion, Follows, Protocol
from grnstudio.core.task import Task
from grnstudio.core.topology import Topology
from grnstudio.learn.circuit import optimizers
from grnstudio.learn.circuit.data import test_cases
from grnstudio.learn.circuit.objective import Objective
from grnstudio.learn.circuit.verify.aims import shortfall
from grnstudio.learn.circuit.verify.config import AIMS, VerifyConfig
from grnstudio.learn.circuit.verify.courses import finer, inputs_of
from grnstudio.learn.circuit.verify.fit import HillCircuits
from grnstudio.learn.circuit.verify.sets import Sets, joined

CANDIDATES = 100  # random sets for each fit; the best begin
PORTION = 200  # of them are tried at a time, at most
EFFORT = 1_500_000  # link by link and step by step, between two looks
SHORT, FINE = 2, 4  # by how much Euler steps are shortened, at first and later
SHORT_SHARE = 2 / 3  # of a fit's steps are taken before that
BEGINNING = 7  # a purpose of chance
PULL = 0.3  # of the drawn curves, beside success
STEEP, LEAK = (1.5, 3.5), 0.1  # exponents and mean basal synthesis to begin with, where fitted


class Fitting:
    """Fits, with the best parameters of each in both stages."""

    def __init__(
        self,
        config: VerifyConfig,
        task: Task,
        topology: Topology,
        protocol: Protocol,
        criteria: tuple[Criterion, ...],
    ) -> None:
        self.config, self._topology = config, topology
        self._protocol, self._criteria = protocol, criteria
        self._objective = Objective(test_cases(task), torch.device("cpu"))
        self._span = _spread_of(self._objective)
        self._open = np.array([gene.initial is None for gene in task.genes])
        self.fine_from = round(SHORT_SHARE * config.fit_steps)
        self._is_drawn = all(isinstance(one, Follows) for one in criteria)
        each = topology.links * len(protocol.cases) * protocol.steps
        self.portion = max(8, min(PORTION, EFFORT // (each * (1 if self._is_drawn else SHORT))))
        self.portions = -(-CANDIDATES * config.fits // self.portion)
        self.looked, self.done = 0, 0
        self._begin_losses, self._begin_with = np.zeros(0), np.zeros(0, dtype=np.int64)

    @property
    def portions_left(self) -> int:
        """How many portions of random sets to begin with are still to be tried."""
        return self.portions - self.looked // self.portion

    @property
    def steps_done(self) -> int:
        """How many portions have been tried and steps been taken."""
        return self.looked // self.portion + self.done

    @property
    def median_beginning(self) -> float:
        """The median loss of the sets to begin with."""
        return float(np.median(self._begin_losses))

    def look(self) -> None:
        """Try another portion of random sets to begin with."""
        losses = self._losses(self._circuits(self._candidates(self.looked)), is_fine=False)
        numbers = np.arange(self.looked, self.looked + self.portion)
        all_losses = np.concatenate([self._begin_losses, losses.detach().numpy()])
        best = np.argsort(all_losses, kind="stable")[: self.config.fits]
        self._begin_losses = all_losses[best]
        self._begin_with = np.concatenate([self._begin_with, numbers])[best]
        self.looked += self.portion

    def begin(self, hits: Sets) -> None:
        """Begin with the best random sets seen, and with up to half of ``hits`` first."""
        config = self.config
        hits = hits.some(np.arange(min(len(hits.basal), config.fits // 2)))
        numbers = self._begin_with[: config.fits - len(hits.basal)]
        self._take(joined(hits, *(self._candidate(number) for number in numbers)))

    def step(self) -> Tensor:
        """Take a step of every fit; return their losses before it."""
        is_fine = self.done >= self.fine_from
        losses = self._losses(self.circuits, is_fine)
        self._keep(losses.detach(), int(is_fine))
        self.optimizer.zero_grad()
        losses.sum().backward()
        if self.circuits.flat.grad is not None:
            self.circuits.flat.grad.nan_to_num_(nan=0.0, posinf=0.0, neginf=0.0)
        self.optimizer.step()
        self.circuits.bound()
        self.done += 1
        return losses.detach()

    def sets(self) -> tuple[Sets, np.ndarray]:
        """Return the best of every fit with the test's steps and with shorter ones, and whose."""
        pairs = zip(self._best, self._best_losses, strict=True)
        stages = [flat for flat, loss in pairs if torch.isfinite(loss).any()]
        found = [self.circuits.sets(flat) for flat in stages or [self.circuits.flat]]
        return joined(*found), np.tile(np.arange(self.config.fits), len(found))

    def checkpoint(self) -> Mapping[str, Any]:
        """Return all that is needed to go on."""
        looked = {
            "fit.looked": self.looked,
            "fit.begin_with": self._begin_with,
            "fit.begin_losses": self._begin_losses,
        }
        if not self.done:
            return looked
        return {
            **looked,
            "fit.parameters": self.circuits.flat.detach().numpy().copy(),
            "fit.exponents": self._given.exponents,
            "fit.basal": self._given.basal,
            "fit.initial": self._given.initial,
            "fit.best": torch.stack(self._best).numpy(),
            "fit.best_losses": torch.stack(self._best_losses).numpy(),
            **optimizers.saved(self.optimizer),
        }

    def restore(self, checkpoint: Mapping[str, Any], done: int) -> None:
        """Go back to where ``done`` steps had been taken."""
        self.looked = int(checkpoint["fit.looked"])
        self._begin_with = np.array(checkpoint["fit.begin_with"], dtype=np.int64)
        self._begin_losses = np.array(checkpoint["fit.begin_losses"], dtype=float)
        if not done:
            return
        exponents = np.array(checkpoint["fit.exponents"])
        basal = np.array(checkpoint["fit.basal"])
        initial = np.array(checkpoint["fit.initial"])
        ones = np.ones((len(basal), *self._topology.matrix.shape))
        self._take(Sets(ones, ones, exponents, basal, initial))
        with torch.no_grad():
            self.circuits.flat.copy_(torch.as_tensor(np.array(checkpoint["fit.parameters"])))
        self._best = list(torch.as_tensor(np.array(checkpoint["fit.best"])).unbind())
        losses = torch.as_tensor(np.array(checkpoint["fit.best_losses"]))
        self._best_losses = list(losses.unbind())
        optimizers.restore(self.optimizer, checkpoint)
        self.done = done

    def _take(self, sets: Sets) -> None:
        self._given, self.circuits = sets, self._circuits(sets)
        flat = self.circuits.flat.requires_grad_()
        self.optimizer = torch.optim.Adam([flat], lr=self.config.fit_rate, foreach=False)
        self._best = [flat.detach().clone(), flat.detach().clone()]
        self._best_losses = [torch.full((len(flat),), torch.inf, dtype=flat.dtype)] * 2

    def _circuits(self, sets: Sets) -> HillCircuits:
        return HillCircuits(self._topology, sets, self.config.fit_shape, self._open)

    def _candidate(self, number: int) -> Sets:
        """Return one of the random sets, by its number."""
        portion, place = divmod(int(number), self.portion)
        return self._candidates(portion * self.portion).some(np.array([place]))

    def _candidates(self, first: int) -> Sets:
        """Return a portion of random sets, from the one numbered ``first`` on."""
        config, rng = self.config, np.random.default_rng((self.config.seed, BEGINNING, first))
        count, links = self.portion, self._topology.matrix.shape
        shape, genes = (count, *links), (count, links[1])
        strengths, thresholds = rng.exponential(size=shape), rng.exponential(size=shape)
        if config.fit_shape:
            exponents, basal = rng.uniform(*STEEP, count), rng.exponential(LEAK, genes)
        else:
            exponents, basal = np.full(count, config.exponent), np.full(genes, config.basal)
        start = np.tile(np.array(self._protocol.start), (count, 1))
        return Sets(strengths, thresholds, exponents, basal, start)

    def _keep(self, losses: Tensor, stage: int) -> None:
        better = losses < self._best_losses[stage]
        self._best_losses[stage] = torch.where(better, losses, self._best_losses[stage])
        flat = self.circuits.flat.detach()
        self._best[stage] = torch.where(better[:, None], flat, self._best[stage])

    def _losses(self, circuits: HillCircuits, is_fine: bool) -> Tensor:
        """Return what each fit has to bring down, ``[sets]``.

        To follow what is drawn is success itself, and hangs little on the length of Euler steps.
        """
        aim = self.config.aim
        if aim == AIMS[2] or (self._is_drawn and aim == AIMS[0]):
            return self._from_curves(circuits)
        if self._is_drawn:
            short = self._from_success(circuits, 1)
        elif is_fine:
            short = self._from_success(circuits, FINE) + self._from_success(circuits, 1)
        else:
            short = self._from_success(circuits, SHORT)
        return short if aim == AIMS[1] else short + PULL * self._from_curves(circuits)

    def _from_curves(self, circuits: HillCircuits) -> Tensor:
        stimuli = self._objective.cases.stimuli
        _, goal = self._objective.draw(None, len(circuits.flat))
        courses = circuits.run(stimuli.inputs, stimuli.step, stimuli.steps)
        return self._objective.losses(courses, goal) / self._span

    def _from_success(self, circuits: HillCircuits, times: int) -> Tensor:
        protocol = self._protocol
        drive = finer(inputs_of(protocol), times)
        courses = circuits.run(drive, protocol.step / times, protocol.steps * times)
        return shortfall(courses[times - 1 :: times], protocol, self._criteria)


def _spread_of(objective: Objective) -> float:
    """Return the objective of a circuit that holds the mean of all that is drawn, at least 0.1."""
    _, goal = objective.draw(None, 1)
    counts = objective.cases.goal.counts
    asked, weights = goal[:, 0].numpy()[counts > 0], counts[counts > 0]
    mean = np.average(asked, weights=weights)
    squares = float((weights * (asked - mean) ** 2).sum())
    if objective.cases.stimuli.final_only:
        squares /= float(weights.sum())
    return max(0.1, float(np.sqrt(squares)))
