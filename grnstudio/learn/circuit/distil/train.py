"""Distil: train circuits, take the weakest link away, and train again, until they fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from grnstudio.core.figures import Figure
from grnstudio.core.setting import configured
from grnstudio.core.task import Link, Task
from grnstudio.errors import SettingError
from grnstudio.jobs import Checkpoint, Step, Steps
from grnstudio.learn.circuit.distil import plan
from grnstudio.learn.circuit.distil.config import DistilConfig
from grnstudio.learn.circuit.distil.effects import effects_of_removal
from grnstudio.learn.circuit.distil.plan import Lineage, Wanted
from grnstudio.learn.circuit.distil.rest import losses_after_rest
from grnstudio.learn.circuit.distil.result import (
    DistilResult,
    Point,
    assembled,
    front,
    restricted,
    to_arrays,
)
from grnstudio.learn.circuit.distil.training import Training, warm_start
from grnstudio.learn.circuit.model import restored
from grnstudio.learn.circuit.result import CircuitResult
from grnstudio.learn.device import begin

SEEDS = 2**31 - 1_001  # seeds begin below, so that those of all networks of a point are in range


def train(
    config: DistilConfig, task: Task, resume: Checkpoint | None = None
) -> Steps[DistilResult]:
    """Take links away one after the other, ``config.repeats`` times from all links on.

    A checkpoint of a branch or of a retry goes on here as well, with the settings it had.
    """
    if resume is not None and "plan" in resume:
        work = _planned(task, resume["plan"])
    else:
        lineages = [Lineage(n + 1, task.allowed) for n in range(config.repeats)]
        work = _Distillation(config, task, lineages)
    return (yield from work.run(resume))


def branch(
    result: DistilResult,
    config: DistilConfig,
    key: int,
    without: Sequence[Link] = (),
    resume: Checkpoint | None = None,
) -> Steps[DistilResult]:
    """Go on from point ``key`` of ``result`` as a distillation of its own.

    First the links ``without`` go, or where there are none the weakest. Raises `SettingError`
    for a link that the point does not have, or where no link may go.
    """
    result = _judged(result, config)
    allowed = _less(result, config, key, without)
    lineage = Lineage(1 + max(one.lineage for one in result.points), allowed, key)
    return (yield from _Distillation(config, result.task, [lineage], result).run(resume))


def retry(
    result: DistilResult, config: DistilConfig, key: int, resume: Checkpoint | None = None
) -> Steps[DistilResult]:
    """Train the links of point ``key`` again, from other seeds, as a point beside it."""
    result = _judged(result, config)
    one = result.point(key)
    again = Wanted(one.lineage, one.parent, one.allowed)
    return (yield from _Distillation(config, result.task, [], result, again).run(resume))


class _Distillation:
    """The points so far, and the training of the one that is wanted next.

    They are those of ``lineages``, after those of ``start``; or ``only`` one more.
    """

    def __init__(
        self,
        config: DistilConfig,
        task: Task,
        lineages: Sequence[Lineage],
        start: DistilResult | None = None,
        only: Wanted | None = None,
    ) -> None:
        self.config, self.task, self.lineages, self.only = config, task, lineages, only
        self.kept = plan.protected_links(task, config)
        self.points: list[Point] = list(start.points) if start else []
        self.before = len(self.points)
        self.device = start.device if start else "cpu"

    def run(self, resume: Checkpoint | None) -> Steps[DistilResult]:
        """Train one point after the other."""
        begin(self.config.seed)
        if resume is not None:
            arrays, weights = _parts(resume, "arrays"), _parts(resume, "weights")
            kept = assembled(self.task, arrays, weights, str(resume["device"]))
            self.points, self.device = list(kept.points), kept.device
        while (wanted := self._next()) is not None:
            now = self._begun(wanted, _parts(resume, "now") if resume else None)
            resume = None
            while (step := now.step()) is not None:
                yield self._step(wanted, now, step)
            assert now.result is not None
            self.points.append(self._point(wanted, now, now.result))
            self.device = now.result.device
        return self.result()

    def result(self) -> DistilResult:
        """Return the points so far."""
        points, criterion = tuple(self.points), self.config.criterion
        return DistilResult(self.task, points, self.tolerance, criterion, self.device)

    @property
    def tolerance(self) -> float:
        """The loss above which a network has failed; until there is one, that of flat curves."""
        first = self.points[0].loss if self.points else float("inf")
        return plan.tolerance_of(self.task, self.config, first)

    def _next(self) -> Wanted | None:
        if self.only and len(self.points) == self.before:
            return self.only
        found = (
            plan.next_wanted(lineage, self.points, self.config, self.kept, self.tolerance)
            for lineage in self.lineages
        )
        return next((one for one in found if one), None)

    def _begun(self, wanted: Wanted, now: Checkpoint | None) -> Training:
        task = restricted(self.task, wanted.allowed)
        seed = (self.config.seed + len(self.points) * self.config.networks) % SEEDS
        config = replace(self.config, seed=seed)
        if now is None and config.start != "fresh" and wanted.parent > 0:
            now = warm_start(config, task, self.points[wanted.parent - 1].best.weights)
        return Training(config, task, self.tolerance, now)

    def _point(self, wanted: Wanted, now: Training, found: CircuitResult) -> Point:
        found = _judged_after_rest(found)
        one, config = _best_alone(found), now.config
        about = (len(self.points) + 1, wanted.parent, wanted.lineage, config.seed, now.done)
        effects = _effects(one, config)
        return Point(*about, wanted.allowed, effects, found.losses, found.errors, one)

    def _step(self, wanted: Wanted, now: Training, step: Step) -> Step:
        """Return a training step as a step of the whole."""
        done = sum(one.steps for one in self.points[self.before :]) + step.done
        links = int(wanted.allowed.sum())
        return Step(
            done,
            done + step.total - step.done + self.config.steps * self._to_come(wanted),
            step.metrics,
            lambda: self._figures(step),
            lambda: self._checkpoint(now),
            lambda: self._so_far(wanted, now, step),
            f"training with {links} links",
        )

    def _to_come(self, wanted: Wanted) -> int:
        """Return how many more points there may be, if none fails."""
        if self.only:
            return 0
        links, kept = int(wanted.allowed.sum()), int((self.kept & wanted.allowed).sum())
        least = max(self.config.fewest, kept)
        later = sum(one.number > wanted.lineage for one in self.lineages)
        whole = int(self.task.allowed.sum()) - least + 1
        return max(0, links - least) + later * max(1, whole)

    def _figures(self, step: Step) -> Sequence[Figure]:
        trained = (front(self.result()),) if self.points else ()
        return (*trained, *step.figures())

    def _so_far(self, wanted: Wanted, now: Training, step: Step) -> DistilResult:
        """Return the finished points; while there is none, the one in training."""
        result = self.result()
        if result.points:
            return result
        return replace(result, points=(self._point(wanted, now, step.result()),))

    def _checkpoint(self, now: Training) -> Checkpoint:
        arrays, weights = to_arrays(self.result())
        parts = {"now": now.checkpoint(), "arrays": arrays, "weights": weights}
        flat = {f"{part}.{n}": _plain(x) for part, of in parts.items() for n, x in of.items()}
        return {"device": self.device, "plan": self._plan(), **flat}

    def _plan(self) -> dict[str, Any]:
        """Return what is to be trained, as JSON has it; `_planned` reads it."""
        wanted = [(one.number, one.parent, one.allowed.tolist()) for one in self.lineages]
        only = self.only and (self.only.lineage, self.only.parent, self.only.allowed.tolist())
        return {
            "settings": asdict(self.config),
            "lineages": [list(one) for one in wanted],
            "only": list(only) if only else None,
            "before": self.before,
        }


def _planned(task: Task, plan: Mapping[str, Any]) -> _Distillation:
    """Return the distillation that left ``plan`` in its checkpoint."""
    lineages = [Lineage(n, np.array(allowed), parent) for n, parent, allowed in plan["lineages"]]
    work = _Distillation(configured(DistilConfig, plan["settings"]), task, lineages)
    if plan["only"]:
        lineage, parent, allowed = plan["only"]
        work.only = Wanted(lineage, parent, np.array(allowed))
    work.before = plan["before"]
    return work


def _judged_after_rest(found: CircuitResult) -> CircuitResult:
    """Return a result with the larger loss of each network: as trained, or after a rest."""
    rested = losses_after_rest(restored(found.task, found.weights), found.task)
    return found if rested is None else replace(found, losses=np.maximum(found.losses, rested))


def _best_alone(found: CircuitResult) -> CircuitResult:
    """Return the best network of a result."""
    best = found.best
    return replace(
        found,
        weights={name: x[[best]] for name, x in found.weights.items()},
        responses=found.responses[[best]],
        errors=found.errors[[best]],
        losses=found.losses[[best]],
        reading=replace(found.reading, effects=found.reading.effects[[best]]),
        probed=None if found.probed is None else found.probed[[best]],
    )


def _judged(result: DistilResult, config: DistilConfig) -> DistilResult:
    """Return ``result`` with the effects of links by the criterion of ``config``."""
    if config.criterion == result.criterion:
        return result
    points = tuple(replace(one, effects=_effects(one.best, config)) for one in result.points)
    return replace(result, points=points, criterion=config.criterion)


def _effects(best: CircuitResult, config: DistilConfig) -> np.ndarray:
    circuit = restored(best.task, best.weights)
    return effects_of_removal(circuit, best.task, config.criterion, config.fraction)


def _less(
    result: DistilResult, config: DistilConfig, key: int, links: Sequence[Link]
) -> np.ndarray:
    """Return the links of a point but some, or but the weakest."""
    point, task = result.point(key), result.task
    allowed = point.allowed.copy()
    for source, target in links:
        known = source in task.regulators and target in task.targets
        if not known or not point.allowed[_place(task, source, target)]:
            raise SettingError(f"Point {key} has no link {source} -> {target} to take away.")
        allowed[_place(task, source, target)] = False
    if links:
        return allowed
    less = plan.without_weakest(point, config, plan.protected_links(task, config))
    if less is None:
        raise SettingError(
            f"No link of point {key} may go: keep fewer links, or lower 'Fewest links'."
        )
    return less


def _place(task: Task, source: str, target: str) -> tuple[int, int]:
    return task.regulators.index(source), task.targets.index(target)


def _parts(checkpoint: Checkpoint, part: str) -> dict[str, Any]:
    prefix = f"{part}."
    return {n.removeprefix(prefix): x for n, x in checkpoint.items() if n.startswith(prefix)}


def _plain(value: Any) -> Any:
    """Return a lone value as such: files keep arrays of numbers only."""
    return value.item() if isinstance(value, np.ndarray) and value.ndim == 0 else value
