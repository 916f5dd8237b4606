"""A job of several stages, told as one, which goes on within the stage it was stopped in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from grnstudio.core.figures import Figure
from grnstudio.jobs import Checkpoint, Step, Steps

R = TypeVar("R")
_WITHIN = "within/"


class Stages:
    """Stages by name and length, in the unit of what the job counts.

    What is ``kept`` when a stage ends belongs to every later checkpoint, and the figures that are
    ``shown`` by then stand before those of later stages. How fast stages go that stand ``alone``
    says nothing of the others.
    """

    def __init__(
        self,
        lengths: Mapping[str, int],
        resume: Checkpoint | None = None,
        alone: Collection[str] = (),
    ) -> None:
        self.lengths, self._alone = dict(lengths), frozenset(alone)
        found = resume or {}
        self.stage = str(found.get("stage", ""))
        self.shown: tuple[Figure, ...] = ()
        self._within = _of(found, _WITHIN)
        self.kept: dict[str, Any] = {
            name: value
            for name, value in found.items()
            if name != "stage" and not name.startswith(_WITHIN)
        }

    def resume(self, stage: str) -> Checkpoint | None:
        """Return where ``stage`` is to go on, None if it is to begin."""
        return self._within if self.stage == stage and self._within else None

    def told(
        self, stage: str, steps: Steps[R], result: Callable[[Any], Any] = lambda found: None
    ) -> Steps[R]:
        """Pass on the steps of a stage as those of the whole; ``result`` makes its result whole."""
        names = list(self.lengths)
        before = sum(self.lengths[name] for name in names[: names.index(stage)])
        total = sum(self.lengths.values())
        try:
            while True:
                step = next(steps)
                share = step.done / step.total if step.total else 0.0
                yield replace(
                    step,
                    done=before + round(share * self.lengths[stage]),
                    total=total,
                    part=before + self.lengths[stage] if stage in self._alone else 0,
                    figures=lambda step=step: (*self.shown, *step.figures()),  # type: ignore[misc]
                    checkpoint=lambda step=step: self._checkpoint(stage, step),  # type: ignore[misc]
                    result=lambda step=step: result(step.result()),  # type: ignore[misc]
                )
        except StopIteration as end:
            found: R = end.value
            return found
        finally:
            steps.close()

    def _checkpoint(self, stage: str, step: Step) -> Checkpoint:
        within = {f"{_WITHIN}{name}": value for name, value in step.checkpoint().items()}
        return {"stage": stage, **self.kept, **within}

    def keep(self, name: str, values: Mapping[str, Any]) -> None:
        """Keep what a stage found, for checkpoints of later ones."""
        self.kept |= {f"{name}/{key}": value for key, value in values.items()}

    def found(self, name: str) -> dict[str, Any]:
        """Return what was kept under ``name``."""
        return _of(self.kept, f"{name}/")


def _of(values: Mapping[str, Any], start: str) -> dict[str, Any]:
    names: Sequence[str] = [name for name in values if name.startswith(start)]
    return {name.removeprefix(start): values[name] for name in names}
