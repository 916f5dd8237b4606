"""A network as a Markov jump process: whole molecules, and reactions that happen one at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numba import njit

from grnstudio.core.expressions import Expression, Number, Symbol, substitute, symbols
from grnstudio.core.network import Network, Reaction
from grnstudio.core.trajectories import Trajectories
from grnstudio.errors import ModelError, Unsupported
from grnstudio.simulate.compile import Compiled, compile
from grnstudio.simulate.formulas import TIME
from grnstudio.simulate.initial import initial as initial_values
from grnstudio.simulate.interpreter import run_all
from grnstudio.simulate.laws import Change, Law, as_arrays, law
from grnstudio.simulate.propensities import Laws, all_propensities


@dataclass(frozen=True, slots=True, eq=False)
class JumpProcess:
    """The species that reactions change, and how likely every reaction is.

    ``initial`` are counts, rounded where the network's are not whole. Species that nothing changes
    are numbers in the laws. ``compiled`` and ``values`` tell what follows from a state.
    """

    names: tuple[str, ...]
    initial: np.ndarray
    reactions: tuple[str, ...]
    forms: tuple[Law, ...]
    laws: Laws
    changes: np.ndarray
    stack: np.ndarray
    compiled: Compiled
    values: np.ndarray

    def propensities(self, counts: Mapping[str, float] | None = None) -> np.ndarray:
        """Return the propensities of all reactions, at the start or in a state of ``counts``."""
        x = self.initial.copy()
        for name, count in (counts or {}).items():
            x[self.names.index(name)] = count
        out = np.empty(len(self.reactions))
        all_propensities(self.laws, x, self.stack.copy(), out)
        return out

    def observed(self, times: np.ndarray, counts: np.ndarray, engine: str) -> Trajectories:
        """Return ``counts`` ``[runs, times, names]`` with all species, and what rules assign."""
        network, assigned = self.compiled.network, self.compiled.formulas.assigned
        species = tuple(one.id for one in network.species)
        names = (*species, *(name for name in assigned if name not in species))
        if names == self.names:
            return Trajectories(times, names, counts, engine)
        slots = self.compiled.slots
        wanted = np.array([slots[name] for name in names], dtype=np.int64)
        moved = np.array([slots[name] for name in self.names], dtype=np.int64)
        values = np.empty((*counts.shape[:2], len(names)))
        derived = self.compiled.derived
        _observe(
            times, counts, moved, wanted, self.values.copy(), slots[TIME.name],
            derived.codes, derived.numbers, derived.bounds, derived.targets, derived.stack.copy(),
            values,
        )  # fmt: skip
        return Trajectories(times, names, values, engine)

    def refusal(self, reaction: int, run: int) -> ModelError:
        """Return what to say when a propensity turned out negative, infinite or not a number."""
        return ModelError(
            f"In run {run + 1} the propensity of reaction '{self.reactions[reaction]}' became "
            "negative or not a number, so there is no such chance. Split a reversible reaction "
            "into two, or correct its rate law."
        )


def jump_process(network: Network) -> JumpProcess:
    """Return ``network`` as a jump process; raises `Unsupported`, naming what cannot be one."""
    compiled = compile(network)
    _refuse(compiled)
    values = initial_values(compiled)
    names = tuple(compiled.names[slot] for slot in compiled.state)
    slots = {name: index for index, name in enumerate(names)}
    reader = _Reader(compiled, values, slots)
    active = [one for one in network.reactions if one.kinetics is not None]
    changes = _changes(compiled, values, active)
    forms = tuple(
        law(reader.propensity(one), slots, change)
        for one, change in zip(active, changes, strict=True)
    )
    laws, stack = as_arrays(forms, changes, slots)
    initial = np.floor(values[compiled.state] + 0.5)
    dense = np.zeros((len(active), len(names)))
    for row, change in enumerate(changes):
        dense[row, list(change)] = list(change.values())
    ids = tuple(one.id for one in active)
    return JumpProcess(names, initial, ids, forms, laws, dense, stack, compiled, values)


def _refuse(compiled: Compiled) -> None:
    if compiled.events:
        raise Unsupported(
            f"Event '{compiled.events[0].event.id}' cannot happen in a stochastic simulation. "
            "Remove it, or use the ODE engine."
        )
    if compiled.formulas.rated:
        target = next(iter(compiled.formulas.rated))
        raise Unsupported(
            f"'{target}' follows a rate rule, which a stochastic simulation cannot. Write it as "
            "reactions, or use the ODE engine."
        )
    for reaction in compiled.network.reactions:
        for part in (*reaction.reactants, *reaction.products):
            if part.id in compiled.expressions:
                raise Unsupported(
                    f"A rule changes the stoichiometry '{part.id}' of reaction '{reaction.id}'; "
                    "a stochastic simulation needs it constant. Use the ODE engine."
                )


def _changes(compiled: Compiled, values: np.ndarray, active: Sequence[Reaction]) -> list[Change]:
    """Return by how much each reaction changes which entry of the state."""
    terms = compiled.terms
    rows = {compiled.slots[one.id]: index for index, one in enumerate(active)}
    changes: list[dict[int, float]] = [{} for _ in active]
    for row, factor, slots in zip(terms.rows, terms.factors, terms.slots, strict=True):
        if int(slots[0]) not in rows:
            continue
        index, amount = rows[int(slots[0])], float(factor)
        for slot in slots[1:]:
            amount *= values[slot] if slot >= 0 else 1.0
        changes[index][int(row)] = changes[index].get(int(row), 0.0) + amount
    for one, change in zip(active, changes, strict=True):
        for row, amount in change.items():
            if not amount.is_integer():
                raise Unsupported(
                    f"Reaction '{one.id}' changes {compiled.names[compiled.state[row]]} by "
                    f"{amount:g}; a stochastic simulation counts whole molecules. Use the ODE "
                    "engine, or whole stoichiometries."
                )
    return [dict(change) for change in changes]


@dataclass(slots=True)
class _Reader:
    """Says formulas in terms of the state alone: rules written out, constants as numbers."""

    compiled: Compiled
    values: np.ndarray
    state: Mapping[str, int]
    _known: dict[str, Expression] = field(default_factory=dict)

    def propensity(self, reaction: Reaction) -> Expression:
        formula = self.flat(self.compiled.formulas.propensity(reaction))
        if TIME.name in symbols(formula):
            raise Unsupported(
                f"The rate of reaction '{reaction.id}' changes with time by itself, which a "
                "stochastic simulation cannot follow. Make it constant, or use the ODE engine."
            )
        return formula

    def flat(self, formula: Expression) -> Expression:
        return substitute(formula, {name: self._meaning(name) for name in symbols(formula)})

    def _meaning(self, name: str) -> Expression:
        if name in self.state or name == TIME.name:
            return Symbol(name)
        if name not in self._known:
            rule = self.compiled.expressions.get(name)
            value = float(self.values[self.compiled.slots[name]])
            self._known[name] = Number(value) if rule is None else self.flat(rule)
        return self._known[name]


@njit(nogil=True, cache=True)
def _observe(  # type: ignore[no-untyped-def]  # noqa: ANN202
    times: np.ndarray, counts: np.ndarray, moved: np.ndarray, wanted: np.ndarray,
    values: np.ndarray, time_slot: int, codes: np.ndarray, numbers: np.ndarray,
    bounds: np.ndarray, targets: np.ndarray, stack: np.ndarray, out: np.ndarray,
):  # fmt: skip
    for run in range(counts.shape[0]):
        for place in range(times.size):
            values[time_slot] = times[place]
            for index in range(moved.size):
                values[moved[index]] = counts[run, place, index]
            run_all(codes, numbers, bounds, targets, values, stack)
            for index in range(wanted.size):
                out[run, place, index] = values[wanted[index]]
