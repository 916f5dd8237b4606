"""What happens within the nodes of a grid in one step: exactly, by an emulator, or mixed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module

import numpy as np

from grnstudio.core.domain import Domain
from grnstudio.core.emulator import Emulator
from grnstudio.core.network import Network
from grnstudio.simulate.emulated import process_of, taken, values_of
from grnstudio.simulate.engines import ENGINES
from grnstudio.simulate.grid_config import GridConfig
from grnstudio.simulate.grid_kernels import PLACE, walk_nodes
from grnstudio.simulate.jumps import JumpProcess
from grnstudio.simulate.propensities import table
from grnstudio.simulate.ssa_kernel import WRONG
from grnstudio.simulate.ssa_plan import Plan, plan_of

REACTIONS_A_CALL = 2_000_000  # between two looks at whether to stop
LOOK_EVERY = 10  # steps, where all nodes are drawn
OUTSIDE = 2  # what a domain says of states unlike any that were seen

Follow = Callable[[np.ndarray], np.ndarray]
"""Takes states ``[any, species]`` to those one step later."""


@dataclass(frozen=True, slots=True, eq=False)
class Within:
    """What happens in nodes, told by ``config``; raises `ModelError` for another's emulator."""

    config: GridConfig
    process: JumpProcess
    step: float
    network: Network
    emulator: Emulator | None = None
    plan: Plan = field(init=False)
    order: np.ndarray = field(init=False)  # of the emulator's species among the process's
    domain: Domain | None = field(init=False)
    values: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        order, values, domain = np.zeros(0, dtype=np.int64), np.zeros(0), None
        if self.config.method != "ssa":
            emulator = taken(self.emulator)
            process_of(emulator, self.network)
            values, domain = values_of(emulator, self.network), Domain.of(emulator)
            places = [self.process.names.index(name) for name in emulator.species]
            order = np.array(places, dtype=np.int64)
        object.__setattr__(self, "plan", plan_of(self.process, of_any_start=True))
        object.__setattr__(self, "order", order)
        object.__setattr__(self, "domain", domain)
        object.__setattr__(self, "values", values)

    def run(self, seed: int) -> Nodes:
        """Return the nodes of one run, which has a ``seed`` of its own."""
        follow = None
        if self.emulator is not None and self.config.method != "ssa":
            engine = import_module(ENGINES["emulator"].module)
            follow = engine.stepper(self.emulator, seed % 2**63, self.values)
        return Nodes(self, seed, follow)


@dataclass(slots=True, eq=False)
class Nodes:
    """The nodes of one run; ``follow`` is the emulator's step.

    ``exact``, ``emulated`` and ``still`` count steps of nodes; ``strange`` of the ``asked`` states,
    some of those that the emulator might be given, are unlike what it was taught.
    """

    within: Within
    seed: int
    follow: Follow | None
    exact: int = 0
    emulated: int = 0
    still: int = 0
    asked: int = 0
    strange: int = 0
    steps: int = 0

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        """All that is counted."""
        return self.exact, self.emulated, self.still, self.asked, self.strange

    def advance(self, states: np.ndarray, stopped: Callable[[], bool]) -> np.ndarray:
        """Return ``states`` ``[nodes, species]`` a step later."""
        states = np.ascontiguousarray(states, dtype=np.float64).copy()
        laws, stack = self.within.process.laws, self.within.process.stack.copy()
        chances = table(laws, states, stack).sum(axis=1)
        can = chances != 0.0
        by_net = can & self._by_net(states, chances)
        exactly = np.flatnonzero(can & ~by_net)
        if by_net.any() and self.follow is not None:
            order = self.within.order
            drawn = self.follow(states[np.ix_(by_net, order)])
            states[np.ix_(by_net, order)] = drawn
        if exactly.size:
            self._walk(states, exactly, stopped)
        drawn_count = int(by_net.sum())
        self.emulated += drawn_count
        self.exact += exactly.size
        self.still += len(states) - drawn_count - exactly.size
        self.steps += 1
        return states

    def _by_net(self, states: np.ndarray, chances: np.ndarray) -> np.ndarray:
        """Return which nodes the emulator draws, ``[nodes]``."""
        config = self.within.config
        if config.method == "ssa":
            return np.zeros(len(states), dtype=bool)
        if config.method == "emulator":
            if self.steps % LOOK_EVERY == 0:
                self._unlike(states[chances != 0.0])
            return np.ones(len(states), dtype=bool)
        chosen = (states.sum(axis=1) > config.few) & (chances * self.within.step > config.few)
        chosen[chosen] = ~self._unlike(states[chosen])
        return np.asarray(chosen)

    def _unlike(self, states: np.ndarray) -> np.ndarray:
        """Return which ``states`` are unlike what the emulator was taught, and count them."""
        domain, values = self.within.domain, self.within.values
        if domain is None or not len(states):
            return np.zeros(len(states), dtype=bool)
        different, which = np.unique(states, axis=0, return_inverse=True)
        inputs = np.broadcast_to(values, (len(different), values.size))
        levels = domain.levels(different[:, self.within.order], inputs)
        unlike = levels[which.reshape(-1)] == OUTSIDE
        self.asked += unlike.size
        self.strange += int(unlike.sum())
        return np.asarray(unlike)

    def _walk(self, states: np.ndarray, nodes: np.ndarray, stopped: Callable[[], bool]) -> None:
        within = self.within
        process, plan = within.process, within.plan
        initial = np.append(process.initial, 1.0)
        x, clock, words = initial.copy(), np.zeros(1), np.zeros(4, dtype=np.uint64)
        counters, done = np.zeros(4, dtype=np.int64), np.zeros(2, dtype=np.int64)
        stack, tree, times = process.stack.copy(), plan.room(), np.array([within.step])
        counters[WRONG] = -1
        while done[PLACE] < nodes.size and not stopped():
            walk_nodes(
                process.laws, plan, states[:, None], nodes, times, np.uint64(self.seed % 2**64),
                self.steps * len(states), initial, x, clock, words, counters, stack, tree, done,
                REACTIONS_A_CALL,
            )  # fmt: skip
            if counters[WRONG] >= 0:
                raise process.refusal(int(counters[WRONG]), int(nodes[done[PLACE]]))
