"""A trained ensemble of circuits: what it does, and the regulation read from it. No torch here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from grnstudio.core.regulation import RegulatoryGraph, majority
from grnstudio.core.task import Task
from grnstudio.project import Run


@dataclass(frozen=True, slots=True, eq=False)
class LinkReading:
    """Effects of mutated links, ``[networks, regulator, target]``; positive is activation.

    ``procedure`` and ``fraction`` (lambda) say how they were measured, ``stimuli`` under what.
    """

    effects: np.ndarray
    procedure: str
    fraction: float
    stimuli: str

    @property
    def method(self) -> str:
        """One line that belongs beside every sign."""
        limit = "λ → 1" if self.procedure == "derivative limit" else f"λ = {self.fraction:g}"
        return f"{self.procedure}, {limit}, mean over {self.stimuli}"


@dataclass(frozen=True, slots=True, eq=False)
class CircuitResult:
    """Circuits trained for ``task``, one after the other in the order of their seeds.

    ``weights`` are the parameters by name, networks first. ``responses`` are the noise-free
    courses on the task's grid, ``[networks, conditions, points, genes]``; ``errors`` the summed
    squared errors, ``[networks, conditions]``; ``losses`` the objective, ``[networks]``.
    ``probed`` are the courses under the task's probe, ``[networks, stimuli, steps, genes]``, and
    ``seconds``-free, so that equal runs have equal results.
    """

    task: Task
    weights: Mapping[str, np.ndarray]
    responses: np.ndarray
    errors: np.ndarray
    losses: np.ndarray
    reading: LinkReading
    probed: np.ndarray | None = None

    @property
    def best(self) -> int:
        """The network with the smallest loss."""
        return int(np.nanargmin(self.losses)) if np.isfinite(self.losses).any() else 0

    @property
    def graph(self) -> RegulatoryGraph:
        """The links' mean effects over all networks."""
        return self.graph_of(range(len(self.losses)))

    def graph_of(self, networks: range | list[int]) -> RegulatoryGraph:
        """Return the links' mean effects over some of the networks."""
        members = self.reading.effects[list(networks)]
        return majority(self.task.regulators, self.task.targets, members, self.reading.method)


def to_arrays(result: CircuitResult) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the result as named arrays, and the weights apart from them."""
    arrays = {
        "responses": result.responses,
        "errors": result.errors,
        "losses": result.losses,
        "link_effects": result.reading.effects,
        "link_procedure": np.array(result.reading.procedure),
        "link_fraction": np.array(result.reading.fraction),
        "link_stimuli": np.array(result.reading.stimuli),
    }
    if result.probed is not None:
        arrays["probed"] = result.probed
    return arrays, dict(result.weights)


def from_arrays(run: Run) -> CircuitResult:
    """Return the result that ``run`` keeps."""
    arrays, task = run.arrays, run.design.task
    assert task is not None
    reading = LinkReading(
        arrays["link_effects"],
        str(arrays["link_procedure"]),
        float(arrays["link_fraction"]),
        str(arrays["link_stimuli"]),
    )
    return CircuitResult(
        task,
        run.weights,
        arrays["responses"],
        arrays["errors"],
        arrays["losses"],
        reading,
        arrays.get("probed"),
    )
