"""What every learner shares: its entry in the table, and saving while it trains. No torch here."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from importlib import import_module
from typing import Any, TypeVar

import numpy as np

from grnstudio.core.figures import Figure
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.core.setting import configured
from grnstudio.jobs import Checkpoint, Job, Steps
from grnstudio.project import Design, Run

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class LearnerSpec:
    """A learner by name. Its modules are imported when they are first needed.

    ``package`` holds ``config`` (the config class), ``data`` (``inputs(design)``), ``remarks`` and
    ``result`` (``to_arrays``, ``from_arrays``, ``figures``, ``link_figures``), none of which import
    torch, and ``train`` and ``reading``, which do. A result says on which ``device`` it was made.
    ``lowers_loss`` is False for one that searches, and has no loss to bring down; ``of_network``
    is True for one that learns from the design's reaction network, and not from its task.
    """

    key: str
    title: str
    package: str
    config_name: str
    lowers_loss: bool = True
    of_network: bool = False

    @property
    def config(self) -> type:
        """The frozen dataclass of the learner's settings."""
        found: type = getattr(import_module(f"{self.package}.config"), self.config_name)
        return found

    def configured(self, design: Design, **more: Any) -> Any:
        """Return a config: defaults, then what suits the task, then the design's, then ``more``.

        A task suggests settings by name; a learner without such a setting, or with a default of
        its own for it, passes it over.
        """
        known = {field.name for field in fields(self.config) if not field.metadata.get("own")}
        suggested = design.task.training if design.task else {}
        suited = {name: value for name, value in suggested.items() if name in known}
        chosen = design.configs.get(self.key, {})
        return configured(self.config, {**suited, **chosen, **more})

    def inputs(self, design: Design) -> Any:
        """Return what training needs of ``design``; raises `MissingInput` saying what to add."""
        return import_module(f"{self.package}.data").inputs(design)

    def remarks(self, design: Design) -> tuple[str, ...]:
        """Return what will not go well with ``design``, though it can be trained.

        A learner's ``remarks`` are about its task, or about the whole design if it has
        ``of_design`` there; these may take a moment.
        """
        module = import_module(f"{self.package}.remarks")
        if hasattr(module, "of_design"):
            return tuple(module.of_design(design, self.configured(design)))
        return tuple(module.remarks(design.task, self.configured(design))) if design.task else ()

    def job(self, config: Any, inputs: Any, resume: Checkpoint | None = None) -> Job:
        """Return the training as a job for another process."""
        return Job(f"{self.package}.train:train", (config, inputs, resume))

    def follow_up(self, function: str, *arguments: Any) -> Job:
        """Return another job of this learner, named ``module:function`` within its package."""
        return Job(f"{self.package}.{function}", arguments)

    def reading_job(self, result: Any, config: Any) -> Job:
        """Return the job that reads a result's links again, with ``config``'s way of reading."""
        return Job(f"{self.package}.reading:reread", (result, config))

    def to_arrays(self, result: Any) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
        """Return a result as named arrays, and its network's weights apart from them."""
        arrays, weights = self._result().to_arrays(result)
        return arrays, weights

    def from_run(self, run: Run) -> Any:
        """Return the result that ``run`` keeps."""
        return self._result().from_arrays(run)

    def figures(self, result: Any, design: Design) -> tuple[Figure, ...]:
        """Return what to show of a result."""
        figures: tuple[Figure, ...] = self._result().figures(result, design.task)
        return figures

    def of_result(self, function: str, *arguments: Any) -> Any:
        """Return what a function of the learner's ``result`` module gives, such as more figures."""
        return getattr(self._result(), function)(*arguments)

    def link_figures(self, result: Any, choice: str = "") -> tuple[Figure, ...]:
        """Return a result's links as heat-map and graph; `graph` says which networks."""
        figures: tuple[Figure, ...] = self._result().link_figures(result, choice)
        return figures

    def graph(self, result: Any, choice: str = "") -> RegulatoryGraph:
        """Return the graph of "all" networks of a result, the "best", or a number from 1 on.

        With "" it is of those that say most. Raises `SettingError` for another choice.
        """
        graph: RegulatoryGraph = result.graph_of(choice)
        return graph

    def _result(self) -> Any:
        return import_module(f"{self.package}.result")


def autosaved(
    steps: Steps[R], save: Callable[[Checkpoint], object], seconds: float = 300.0
) -> Steps[R]:
    """Pass ``steps`` on, and ``save`` a checkpoint every ``seconds``; a crash loses no more."""
    saved = time.monotonic()
    try:
        while True:
            step = next(steps)
            if time.monotonic() - saved >= seconds:
                save(step.checkpoint())
                saved = time.monotonic()
            yield step
    except StopIteration as end:
        result: R = end.value
        return result
    finally:
        steps.close()
