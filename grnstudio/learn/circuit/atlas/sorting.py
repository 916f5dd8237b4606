"""Networks sorted by the topologies they have found. No torch here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from grnstudio.core.atlas import (
    Atlas,
    Connection,
    CutoffCurve,
    cutoff_curve,
    of_links,
)
from grnstudio.core.atlas_figures import places
from grnstudio.core.regulation import RegulatoryGraph, majority
from grnstudio.core.task import Task
from grnstudio.core.topology import Topology, free_genes
from grnstudio.errors import SettingError
from grnstudio.learn.circuit.atlas.config import AtlasConfig
from grnstudio.learn.circuit.distil.plan import flat_loss
from grnstudio.learn.circuit.result import CircuitResult

FLAT_SHARE = 0.75  # of the loss of flat curves: with more, a network has learned nothing


@dataclass(frozen=True, slots=True)
class MapSettings:
    """How links become topologies; `AtlasConfig` says what each means."""

    cutoff: float = 0.0
    tolerance: float = 0.0
    joined: str = "one way"
    gauge: bool = False
    seed: int = 0


@dataclass(frozen=True, eq=False)
class AtlasResult:
    """An ensemble of ``circuits`` and how it is sorted. Networks count from 0, as its arrays do."""

    circuits: CircuitResult
    settings: MapSettings

    @property
    def device(self) -> str:
        """What the circuits were trained on."""
        return self.circuits.device

    @property
    def task(self) -> Task:
        """What the circuits were trained for."""
        return self.circuits.task

    @property
    def free(self) -> tuple[str, ...]:
        """The genes that may be reversed."""
        return free_genes(self.task)

    @cached_property
    def tolerance(self) -> float:
        """The loss above which a network is left out."""
        if self.settings.tolerance > 0:
            return self.settings.tolerance
        losses = self.circuits.losses[np.isfinite(self.circuits.losses)]
        flat = flat_loss(self.task)
        best = float(losses.min()) if len(losses) else flat
        return min(FLAT_SHARE * flat, float(np.sqrt(best * flat)))

    @cached_property
    def trained(self) -> np.ndarray:
        """The networks that do the task within the tolerance."""
        networks: np.ndarray = np.flatnonzero(self.circuits.losses <= self.tolerance)
        return networks

    @property
    def connection(self) -> Connection:
        """Which topologies count."""
        return Connection(self.settings.joined, self.task.outputs)

    @cached_property
    def curve(self) -> CutoffCurve:
        """How many topologies each cut-off tells apart."""
        names = self.task.regulators, self.task.targets
        return cutoff_curve(self._effects, *names, self.connection, self.free)

    @cached_property
    def cutoff(self) -> float:
        """The cut-off in use: the user's, or that by the rule."""
        return self.settings.cutoff or self.curve.chosen

    @cached_property
    def atlas(self) -> Atlas:
        """The topologies of the networks that do the task and are connected."""
        names = self.task.regulators, self.task.targets
        free = self.free if self.settings.gauge else ()
        numbers = self.trained.tolist()
        return of_links(self._effects, *names, self.cutoff, self.connection, free, numbers)

    @cached_property
    def places(self) -> np.ndarray:
        """Each topology's place in its layer."""
        return places(self.atlas, self.settings.seed)

    @property
    def hits(self) -> dict[Topology, int]:
        """The topologies by how many networks found them, as a search gives its successes."""
        return {entry.topology: entry.count for entry in self.atlas.entries}

    @property
    def summary(self) -> str:
        """What was found, in a line."""
        atlas, count = self.atlas, len(self.circuits.losses)
        rule = "" if self.settings.cutoff else " by the rule"
        alike = ", free genes up to sign" if self.settings.gauge else ""
        return (
            f"{len(atlas.entries)} topologies of {atlas.total} networks; of {count}, "
            f"{count - len(self.trained)} left out for their loss, {len(atlas.unconnected)} as "
            f"unconnected; cut-off {self.cutoff:.3g}{rule}{alike}; {self.circuits.reading.method}"
        )

    def at(self, **settings: Any) -> AtlasResult:
        """Return the same networks sorted with other `MapSettings`, such as ``cutoff=0.001``."""
        return replace(self, settings=replace(self.settings, **settings))

    def members(self, key: int) -> CircuitResult:
        """Return the networks of a topology as a result of their own, in the order of members."""
        return some_of(self.circuits, self.atlas.entries[key].members)

    def graph_of(self, choice: str) -> RegulatoryGraph:
        """Return the mean links of "topology 1" and so on; "" is the most frequent topology.

        "all", "best" and numbers mean networks, as for `CircuitResult`. Raises `SettingError`.
        """
        if choice.startswith("topology"):
            return self._topology_graph(self._key(choice.removeprefix("topology").strip()))
        if not choice and self.atlas.entries:
            return self._topology_graph(0)
        return self.circuits.graph_of(choice)

    @property
    def _effects(self) -> np.ndarray:
        effects: np.ndarray = self.circuits.reading.effects[self.trained]
        return effects

    def _key(self, number: str) -> int:
        count = len(self.atlas.entries)
        if not number.isdecimal() or not 1 <= int(number) <= count:
            raise SettingError(f"The topologies are 1 to {count}; there is no topology '{number}'.")
        return int(number) - 1

    def _topology_graph(self, key: int) -> RegulatoryGraph:
        entry = self.atlas.entries[key]
        effects = self.circuits.reading.effects[list(entry.members)]
        signs = entry.topology.matrix
        effects = np.where(signs != 0, np.abs(effects) * signs, effects)  # members may be mirrored
        who = f"topology {key + 1}, mean of {entry.count} networks"
        method = f"{self.circuits.reading.method}; {who}"
        return majority(self.task.regulators, self.task.targets, effects, method)


def atlas_of(result: CircuitResult, config: AtlasConfig | None = None) -> AtlasResult:
    """Return the atlas of any circuit run's networks, sorted as ``config`` says."""
    config = config or AtlasConfig()
    return AtlasResult(result, map_settings(config))


def map_settings(config: AtlasConfig) -> MapSettings:
    """Return how ``config`` sorts networks."""
    return MapSettings(config.cutoff, config.tolerance, config.joined, config.gauge, config.seed)


def some_of(result: CircuitResult, networks: Iterable[int]) -> CircuitResult:
    """Return some networks of a circuit's result, as one of their own."""
    chosen = list(networks)
    return replace(
        result,
        weights={name: values[chosen] for name, values in result.weights.items()},
        responses=result.responses[chosen],
        errors=result.errors[chosen],
        losses=result.losses[chosen],
        reading=replace(result.reading, effects=result.reading.effects[chosen]),
        probed=None if result.probed is None else result.probed[chosen],
    )
