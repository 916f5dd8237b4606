"""What happens within the nodes of a grid in one step: exactly, by an emulator, or mixed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module

import numpy as np

from grnstudio.core.domain import Domain
from grnstudio.core.emulator import Emulator
from grnstudio.core.network import Network
from grnstudio.simulate.background import Stopped
from grnstudio.simulate.branches import Branches, find_states
from grnstudio.simulate.emulated import process_of, taken, values_of
from grnstudio.simulate.engines import ENGINES
from grnstudio.simulate.grid_config import GridConfig
from grnstudio.simulate.grid_kernels import PLACE, walk_nodes, words_of
from grnstudio.simulate.jumps import JumpProcess
from grnstudio.simulate.propensities import table
from grnstudio.simulate.ssa_kernel import WRONG
from grnstudio.simulate.ssa_plan import Plan, plan_of

REACTIONS_A_CALL = 2_000_000  # between two looks at whether to stop
MOST_SEEN = 100_000  # states of which is kept whether they are like those taught
LOOK_EVERY = 10  # steps, where all nodes are drawn
OUTSIDE = 2  # what a domain says of states unlike any that were seen

Follow = Callable[[np.ndarray, np.ndarray, Callable[[], bool]], np.ndarray]
"""Takes states ``[any, species]`` to those one step later, by chance that the words ``[any]`` tell.

Raises `Stopped` when the last argument, which it asks now and then, says so.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Within:
    """What happens in nodes, told by ``config``; raises `ModelError` for another's emulator."""

    config: GridConfig
    process: JumpProcess
    step: float
    network: Network
    emulator: Emulator | None = None
    plan: Plan = field(init=False)
    reactants: np.ndarray = field(init=False)  # whether a species is one, in any reaction
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
        object.__setattr__(self, "reactants", _reactants(self.network, self.process.names))
        object.__setattr__(self, "order", order)
        object.__setattr__(self, "domain", domain)
        object.__setattr__(self, "values", values)

    def block(self, seeds: np.ndarray) -> Nodes:
        """Return the nodes of some runs, each of which has a seed ``[runs]`` of its own."""
        follow = None
        if self.emulator is not None and self.config.method != "ssa":
            engine = import_module(ENGINES["emulator"].module)
            follow = engine.stepper(self.emulator, self.values)
        return Nodes(self, seeds.astype(np.uint64), follow)


@dataclass(slots=True, eq=False)
class Nodes:
    """The nodes of some runs; ``follow`` is the emulator's step.

    ``exact``, ``emulated`` and ``still`` count steps of nodes; ``strange`` of the ``asked`` states,
    some of those that the emulator might be given, are unlike what it was taught.
    """

    within: Within
    seeds: np.ndarray
    follow: Follow | None
    exact: int = 0
    emulated: int = 0
    still: int = 0
    asked: int = 0
    strange: int = 0
    steps: int = 0
    seen: list[Branches] = field(default_factory=list)  # states that were looked at, as a tree
    levels: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        """All that is counted."""
        return self.exact, self.emulated, self.still, self.asked, self.strange

    def advance(self, states: np.ndarray, stopped: Callable[[], bool]) -> np.ndarray:
        """Return ``states`` ``[runs, nodes, species]`` a step later; raises `Stopped`."""
        runs, nodes, species = states.shape
        found = np.array(states, dtype=np.float64, order="C")
        flat = found.reshape(-1, species)
        laws, stack = self.within.process.laws, self.within.process.stack.copy()
        chances = table(laws, flat, stack).sum(axis=1)
        can = chances != 0.0
        by_net = can & self._by_net(flat, chances)
        exactly = (can & ~by_net).reshape(runs, nodes)
        if by_net.any() and self.follow is not None:
            words = words_of(self.seeds, self.steps * nodes, nodes)[by_net]
            places = np.ix_(by_net, self.within.order)
            flat[places] = self.follow(flat[places], words, stopped)
        for run in np.flatnonzero(exactly.any(axis=1)):
            self._walk(found[run], np.flatnonzero(exactly[run]), self.seeds[run], stopped)
        drawn, walked = int(by_net.sum()), int(exactly.sum())
        self.emulated += drawn
        self.exact += walked
        self.still += len(flat) - drawn - walked
        self.steps += 1
        return found

    def _by_net(self, states: np.ndarray, chances: np.ndarray) -> np.ndarray:
        """Return which nodes the emulator draws, ``[nodes]``."""
        config, within = self.within.config, self.within
        if config.method == "ssa":
            return np.zeros(len(states), dtype=bool)
        if config.method == "emulator":
            if self.steps % LOOK_EVERY == 0:
                self._unlike(states[chances != 0.0])
            return np.ones(len(states), dtype=bool)
        many = states[:, within.reactants].sum(axis=1) > config.few
        chosen = many & (chances * within.step > config.rare)
        chosen[chosen] = ~self._unlike(states[chosen])
        return np.asarray(chosen)

    def _unlike(self, states: np.ndarray) -> np.ndarray:
        """Return which ``states`` are unlike what the emulator was taught, and count them."""
        domain, values = self.within.domain, self.within.values
        if domain is None or not len(states):
            return np.zeros(len(states), dtype=bool)
        if len(self.levels) > MOST_SEEN or not self.seen:
            self.seen = [Branches() for _ in range(states.shape[1])]
            self.levels = self.levels[:0]
        place, fresh = find_states(self.seen, states)
        if len(fresh):
            inputs = np.broadcast_to(values, (len(fresh), values.size))
            levels = domain.levels(states[np.ix_(fresh, self.within.order)], inputs)
            self.levels = np.concatenate([self.levels, levels])
        unlike = self.levels[place] == OUTSIDE
        self.asked += unlike.size
        self.strange += int(unlike.sum())
        return np.asarray(unlike)

    def _walk(
        self, states: np.ndarray, nodes: np.ndarray, seed: np.uint64, stopped: Callable[[], bool]
    ) -> None:
        within = self.within
        process, plan = within.process, within.plan
        initial = np.append(process.initial, 1.0)
        x, clock, words = initial.copy(), np.zeros(1), np.zeros(4, dtype=np.uint64)
        counters, done = np.zeros(4, dtype=np.int64), np.zeros(2, dtype=np.int64)
        stack, tree, times = process.stack.copy(), plan.room(), np.array([within.step])
        counters[WRONG] = -1
        while done[PLACE] < nodes.size:
            if stopped():
                raise Stopped
            walk_nodes(
                process.laws, plan, states[:, None], nodes, times, seed, self.steps * len(states),
                initial, x, clock, words, counters, stack, tree, done, REACTIONS_A_CALL,
            )  # fmt: skip
            if counters[WRONG] >= 0:
                raise process.refusal(int(counters[WRONG]), int(nodes[done[PLACE]]))


def _reactants(network: Network, names: Sequence[str]) -> np.ndarray:
    """Return which of the species ``names`` some reaction takes, ``[names]``."""
    taken = {part.species for one in network.reactions for part in one.reactants}
    return np.array([name in taken for name in names])
