"""A network as a Markov jump process: whole molecules, and reactions that happen one at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from grnstudio.core.expressions import Expression, symbols
from grnstudio.core.network import MassAction, Network, RateLaw, Reaction
from grnstudio.core.trajectories import Trajectories
from grnstudio.errors import ModelError, Unsupported
from grnstudio.simulate.compile import Compiled, compile
from grnstudio.simulate.flattening import Flattener, changes, dense
from grnstudio.simulate.formulas import TIME
from grnstudio.simulate.initial import initial as initial_values
from grnstudio.simulate.laws import Law, as_arrays, law
from grnstudio.simulate.observation import observed
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
        return observed(self.compiled, self.values, self.names, times, counts, engine)

    def refusal(self, reaction: int, run: int) -> ModelError:
        """Return what to say when a propensity turned out negative, infinite or not a number."""
        return no_chance(self.reactions[reaction], run)


def no_chance(reaction: str, run: int) -> ModelError:
    """Return what to say when the propensity of ``reaction`` is none."""
    return ModelError(
        f"In run {run + 1} the propensity of reaction '{reaction}' became negative or not a "
        "number, so there is no such chance. Split a reversible reaction into two, or correct its "
        "rate law."
    )


def jump_process(network: Network | Compiled) -> JumpProcess:
    """Return ``network`` as a jump process; raises `Unsupported`, naming what cannot be one."""
    compiled = compile(network) if isinstance(network, Network) else network
    refuse_events(compiled)
    refuse_what_no_engine_can(compiled)
    values = initial_values(compiled)
    names = tuple(compiled.names[slot] for slot in compiled.state)
    slots = {name: index for index, name in enumerate(names)}
    reader = Flattener(compiled, values, slots)
    active = [one for one in compiled.network.reactions if one.kinetics is not None]
    found = changes(compiled, values, active, slots)
    forms = tuple(
        law(_steady(reader, one), slots, change) for one, change in zip(active, found, strict=True)
    )
    laws, stack = as_arrays(forms, found, slots)
    initial = whole_counts(names, values[compiled.state])
    ids = tuple(one.id for one in active)
    whole = dense(found, len(names))
    return JumpProcess(names, initial, ids, forms, laws, whole, stack, compiled, values)


def whole_counts(names: Sequence[str], amounts: np.ndarray) -> np.ndarray:
    """Return amounts as whole molecules; raises `ModelError` for one that is no number of them."""
    for name, amount in zip(names, amounts, strict=True):
        if not math.isfinite(amount):
            raise ModelError(
                f"'{name}' starts at {amount}, which is no number of molecules. Give it a finite "
                "amount."
            )
    return np.floor(amounts + 0.5)


def _steady(reader: Flattener, reaction: Reaction) -> Expression:
    formula = reader.propensity(reaction)
    if TIME.name in symbols(formula):
        raise Unsupported(
            f"The rate of reaction '{reaction.id}' changes with time by itself, which only exact "
            "stochastic simulation (SSA) and the ODE engine follow. Use one of these, or make it "
            "constant."
        )
    return formula


def refuse_events(compiled: Compiled) -> None:
    """Refuse what happens or moves besides reactions, which only some engines can do."""
    if compiled.events:
        raise Unsupported(
            f"Event '{compiled.events[0].event.id}' happens in exact stochastic simulation (SSA) "
            "and with the ODE engine only. Use one of these, or remove it."
        )
    if compiled.formulas.rated:
        target = next(iter(compiled.formulas.rated))
        raise Unsupported(
            f"'{target}' follows a rate rule, which only the ODE engine can, and exact stochastic "
            "simulation (SSA) where it changes evenly. Use one of these, or write it as reactions."
        )


def refuse_what_no_engine_can(compiled: Compiled) -> None:
    """Refuse what cannot be among whole molecules, however it is simulated."""
    moving = {
        compiled.formulas.held(name) for one in compiled.events for name, _ in one.assignments
    }
    moving |= compiled.expressions.keys() | compiled.formulas.rated.keys()
    for reaction in compiled.network.reactions:
        for part in (*reaction.reactants, *reaction.products):
            if part.id in moving:
                raise Unsupported(
                    f"A rule or event changes the stoichiometry '{part.id}' of reaction "
                    f"'{reaction.id}'; a stochastic simulation needs it constant. Use the ODE "
                    "engine."
                )
    for slot in compiled.terms.slots[:, 2]:
        if slot >= 0 and compiled.names[slot] in moving:
            raise Unsupported(
                f"A rule or event changes the conversion factor '{compiled.names[slot]}'; a "
                "stochastic simulation needs it constant. Use the ODE engine."
            )
    for place, text in _formulas(compiled.network):
        if "rateOf" in text:
            raise Unsupported(
                f"{place} uses rateOf(), but nothing has a rate where single molecules react. Use "
                "the ODE engine."
            )


def _formulas(network: Network) -> Iterator[tuple[str, str]]:
    """Yield the formulas that hold throughout, and where each stands."""
    yield from ((f"Function '{one.id}'", one.formula) for one in network.functions)
    yield from ((f"The rule for '{one.target}'", one.formula) for one in network.rules)
    for reaction in network.reactions:
        if isinstance(reaction.kinetics, MassAction):
            yield f"Reaction '{reaction.id}'", reaction.kinetics.constant
        elif isinstance(reaction.kinetics, RateLaw):
            yield f"Reaction '{reaction.id}'", reaction.kinetics.formula
    for event in network.events:
        texts = (event.trigger, event.delay, event.priority, *event.assignments.values())
        yield f"Event '{event.id}'", " ".join(texts)
