"""Look for parameters with which Hill functions do what a trained network does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from grnstudio.core.figures import Figure
from grnstudio.core.success import protocol, success_criteria
from grnstudio.core.topology import Topology
from grnstudio.jobs import Checkpoint, Step, Steps
from grnstudio.learn.circuit.verify.config import VerifyConfig
from grnstudio.learn.circuit.verify.data import Trained, VerifyInputs, topology_of
from grnstudio.learn.circuit.verify.fitting import Fitting
from grnstudio.learn.circuit.verify.judging import Judge, Ranked
from grnstudio.learn.circuit.verify.mirrors import Mirrors
from grnstudio.learn.circuit.verify.result import Tried, VerifyResult, figures
from grnstudio.learn.circuit.verify.sampling import Sampling
from grnstudio.learn.circuit.verify.sets import Sets, joined
from grnstudio.learn.device import begin
from grnstudio.simulate.hill.model import HillModel

MIRRORS = "mirror images"
SAMPLING, BEGINNING = "random parameters", "beginnings of fits"
FITTING, NEARBY = "fits", "around the best"
GLANCE = 50  # random sets looked at while the search is under way


def train(
    config: VerifyConfig, inputs: VerifyInputs, resume: Checkpoint | None = None
) -> Steps[VerifyResult]:
    """Try random parameters, fit others, and try what lies around the best of both.

    Raises `MissingInput` without links to check and `ModelError` for one that cannot be.
    """
    begin(config.seed)
    check = _Check(config, inputs)
    if resume:
        check.restore(resume)
    while (stage := check.stage) != "done":
        metrics = check.step(stage)
        yield Step(
            check.done, check.total, metrics, check.figures, check.checkpoint, check.result, stage
        )
    return check.result()


class _Check:
    """What has been tried so far."""

    def __init__(self, config: VerifyConfig, inputs: VerifyInputs) -> None:
        self.config, self.inputs = config, inputs
        task = inputs.task
        self.given = topology_of(config.links, task)
        self.test = protocol(task), success_criteria(task)
        self.mirrors = Mirrors(config, task, self.given, *self.test)
        self.nearby = np.zeros(0)
        self._final: Ranked | None = None
        self._check(self.given)

    def _check(self, topology: Topology) -> None:
        """Set out to check these links."""
        config, task, self.topology = self.config, self.inputs.task, topology
        model = HillModel(topology, config.exponent, config.basal)
        self.sampling = Sampling(model, *self.test, config.seed)
        self.fitting = Fitting(config, task, topology, *self.test)
        self.judge = Judge(task, topology, *self.test)

    @property
    def stage(self) -> str:
        """What comes next."""
        if self.mirrors.done < self.mirrors.portions:
            return MIRRORS
        if self.sampling.done < self.config.samples_drawn:
            return SAMPLING
        if self.fitting.done < self.config.steps_of_fit:
            return BEGINNING if self.fitting.portions_left else FITTING
        return NEARBY if len(self.nearby) < self._most_nearby() else "done"

    @property
    def done(self) -> int:
        """How many steps have been taken."""
        return (
            -(-self.sampling.done // self.sampling.portion) + self.fitting.done + len(self.nearby)
        )

    @property
    def total(self) -> int:
        """How many steps there are; until the best sets are known, at most."""
        config = self.config
        sampled = self.mirrors.portions - (-config.samples_drawn // self.sampling.portion)
        nearby = config.kept if self._final is None else self._most_nearby()
        fitted = self.fitting.portions + config.steps_of_fit if config.steps_of_fit else 0
        return sampled + fitted + nearby

    def step(self, stage: str) -> Mapping[str, float]:
        """Do a little of a stage; return what there is to tell."""
        config = self.config
        if stage == MIRRORS:
            found = self.mirrors.go_on()
            if self.stage != MIRRORS:
                self._check(self.mirrors.best())
            return {"successful sets": float(found)}
        if stage == SAMPLING:
            self.sampling.go_on(config.samples_drawn)
            return {"successful sets": float(self.sampling.hits)}
        if stage == BEGINNING:
            self.fitting.look()
            return {"loss": self.fitting.median_beginning}
        if stage == FITTING:
            if not self.fitting.done:
                self.fitting.begin(self.sampling.sets(self.sampling.found[: config.fits]))
            return {"loss": float(self.fitting.step().nanmedian())}
        index = len(self.nearby)
        one = self._ranked().sets.some(np.array([index]))
        seed = config.seed + index
        share = self.judge.share_nearby(one, config.neighbours, config.variation, seed)
        self.nearby = np.append(self.nearby, share)
        return {"share that succeeds nearby": share}

    def result(self) -> VerifyResult:
        """Return the best of what has been found so far."""
        ranked = self._ranked()
        kept = np.arange(min(self.config.kept, len(ranked.losses)))
        sets, nearby = ranked.sets.some(kept), np.full(len(kept), np.nan)
        nearby[: len(self.nearby)] = self.nearby
        passed = ranked.fits[(ranked.margins > 0) & (ranked.fits >= 0)]
        return VerifyResult(
            self.inputs.task,
            self.given.text,
            self.topology.text,
            sets,
            ranked.fits[kept],
            ranked.losses[kept],
            ranked.margins[kept],
            ranked.fine_margins[kept],
            nearby,
            self.judge.responses(sets),
            self.judge.tested(sets),
            self.judge.probed(sets),
            Tried(
                self.sampling.done,
                self.sampling.hits,
                self.config.fits if self.fitting.done else 0,
                len(passed),
                self.config.variation,
            ),
            self.inputs.trained,
        )

    def figures(self) -> Sequence[Figure]:
        """Draw the best so far."""
        return figures(self.result(), self.inputs.task)

    def checkpoint(self) -> Checkpoint:
        """Return all that is needed to go on."""
        trained = self.inputs.trained
        beside = {"trained": trained.responses, "trained_loss": trained.loss} if trained else {}
        return {
            **self.mirrors.checkpoint(),
            "sampled": self.sampling.done,
            "hits": self.sampling.hits,
            "found": self.sampling.found.copy(),
            "fitted": self.fitting.done,
            "nearby": self.nearby.copy(),
            **beside,
            **self.fitting.checkpoint(),
        }

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go back to ``checkpoint``, with the trained network it was to be compared with."""
        self.mirrors.restore(checkpoint)
        if self.mirrors.portions and self.stage != MIRRORS:
            self._check(self.mirrors.best())
        self.sampling.done, self.sampling.hits = checkpoint["sampled"], checkpoint["hits"]
        self.sampling.found = np.array(checkpoint["found"], dtype=np.int64)
        self.nearby = np.array(checkpoint["nearby"], dtype=float)
        self.fitting.restore(checkpoint, int(checkpoint["fitted"]))
        if "trained" in checkpoint:
            trained = Trained(np.array(checkpoint["trained"]), float(checkpoint["trained_loss"]))
            self.inputs = replace(self.inputs, trained=trained)

    def _most_nearby(self) -> int:
        """Return of how many sets the neighbours are tried: of those kept that succeed."""
        if not self.config.neighbours:
            return 0
        return min(self.config.kept, int((self._ranked().margins > 0).sum()))

    def _ranked(self) -> Ranked:
        """Return what has been found, best first; all of it once the search is over."""
        if self._final is not None:
            return self._final
        config = self.config
        is_over = (
            self.sampling.done >= config.samples_drawn and self.fitting.done >= config.steps_of_fit
        )
        ranked = self.judge.ranked(*self._found(None if is_over else GLANCE))
        if is_over:
            self._final = ranked
        return ranked

    def _found(self, most: int | None) -> tuple[Sets, np.ndarray]:
        """Return random sets that succeed, or some if none does, and the fits."""
        numbers = self.sampling.found[:most]
        if not len(numbers) and not self.fitting.done:
            numbers = np.arange(GLANCE)
        sampled = self.sampling.sets(numbers)
        whose = np.full(len(numbers), -1)
        if not self.fitting.done:
            return sampled, whose
        fitted, fits = self.fitting.sets()
        return joined(sampled, fitted), np.concatenate([whose, fits])
