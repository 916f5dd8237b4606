"""A network compiled: one vector of values, and programs that say how they hang together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

import numpy as np

from grnstudio.core.expressions import Apply, Expression, Symbol, operators, symbols, walk
from grnstudio.core.network import Network
from grnstudio.core.rules import Event
from grnstudio.errors import ModelError, Unsupported
from grnstudio.simulate.formulas import AVOGADRO, TIME, Formulas, product
from grnstudio.simulate.program import Program, assemble

AVOGADRO_NUMBER = 6.02214179e23  # as SBML has it
TIME_SLOT = 0


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What reactions do: state ``row`` changes by ``factor`` times the values in ``slots``.

    Each row of ``slots`` names a reaction, its stoichiometry and its conversion; -1 for none.
    """

    rows: np.ndarray
    factors: np.ndarray
    slots: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class CompiledEvent:
    """An event; its formulas are numbered in the program of all events, -1 for none.

    ``assignments`` are (name as the event says it, number of the formula).
    """

    event: Event
    trigger: int
    delay: int
    priority: int
    assignments: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """Everything an engine needs of a network.

    The value vector has a slot for each of ``names``; species are amounts there. ``state`` are the
    slots that the engine moves, ``derived`` sets all that follows from them (assignment rules and
    the rates of reactions, in order), ``rated`` the derivatives of what rate rules govern, by row
    of the state. ``propensities`` are the rates as chances among whole molecules. ``expressions``
    are the formulas of ``derived`` by name, ``rates_of_change`` those of ``rated`` in order.
    """

    network: Network
    names: tuple[str, ...]
    slots: Mapping[str, int]
    state: np.ndarray
    derived: Program
    rated: Program
    terms: Terms
    events: tuple[CompiledEvent, ...]
    event_program: Program
    formulas: Formulas
    expressions: Mapping[str, Expression]
    rates_of_change: Mapping[str, Expression] = field(default_factory=dict)
    conditions: tuple[Expression, ...] = field(default=())

    @property
    def public_names(self) -> tuple[str, ...]:
        """Names that a user may ask for: all but time, constants of nature and hidden values."""
        symbols = self.network.symbols
        return tuple(name for name in self.names if name in symbols)

    @property
    def changing_names(self) -> tuple[str, ...]:
        """Species, and whatever else may change but the rates of reactions."""
        network = self.network
        ruled = {one.target for one in network.rules}
        ruled |= {name for event in network.events for name in event.assignments}
        species = {one.id for one in network.species}
        return tuple(name for name in self.public_names if name in species or name in ruled)

    def propensities(self) -> Program:
        """Compile the chance of each reaction per unit of time, in the network's order."""
        formulas = [self.formulas.propensity(one) for one in self.network.reactions]
        targets = [self.slots[one.id] for one in self.network.reactions]
        return assemble(formulas, self.slots, targets)


def compile(network: Network) -> Compiled:  # the agreed name; nothing here needs the builtin
    """Compile ``network``; raises `ModelError` or `Unsupported`, naming what is at fault."""
    formulas = Formulas(network)
    names = tuple(_names(formulas))
    slots = {name: index for index, name in enumerate(names)}
    derived = dict(_derived(formulas))
    rated = {formulas.held(name): formulas.read(text) for name, text in formulas.rated.items()}
    state = [*rated, *_moved(formulas)]
    order = in_order(derived)
    events, event_formulas = _events(formulas)
    everything = (*derived.values(), *rated.values(), *event_formulas)
    _refuse(everything)
    return Compiled(
        network,
        names,
        slots,
        np.array([slots[name] for name in state], dtype=np.int64),
        assemble([derived[name] for name in order], slots, [slots[name] for name in order]),
        assemble(list(rated.values()), slots),
        _terms(formulas, state, slots),
        events,
        assemble(event_formulas, slots),
        formulas,
        derived,
        rated,
        tuple(_conditions(everything)),
    )


def _names(formulas: Formulas) -> Iterable[str]:
    network = formulas.network
    yield from (TIME.name, AVOGADRO.name)
    yield from (one.id for one in network.compartments)
    yield from (one.id for one in network.species)
    yield from (one.id for one in network.parameters)
    for reaction in network.reactions:
        yield from (one.id for one in (*reaction.reactants, *reaction.products) if one.id)
        yield reaction.id
        yield from (f"{reaction.id}.{name}" for name in reaction.locals)
    for name in (*formulas.assigned, *formulas.rated):
        if formulas.held(name) != name:
            yield formulas.held(name)


def _derived(formulas: Formulas) -> Iterable[tuple[str, Expression]]:
    """Yield what follows from the state, with its formula."""
    for name, text in formulas.assigned.items():
        yield formulas.held(name), formulas.read(text)
    for name in (*formulas.assigned, *formulas.rated):
        if formulas.held(name) != name:
            place = Symbol(formulas.species[name].compartment)
            yield name, product((Symbol(formulas.held(name)), place))
    for reaction in formulas.network.reactions:
        yield reaction.id, formulas.rate(reaction)


def _moved(formulas: Formulas) -> Iterable[str]:
    """Yield the species that reactions change."""
    reactions = formulas.network.reactions
    taking_part = {one.species for r in reactions for one in (*r.reactants, *r.products)}
    ruled = formulas.assigned.keys() | formulas.rated.keys()
    for one in formulas.network.species:
        if one.id in taking_part and one.id not in ruled and not (one.boundary or one.constant):
            yield one.id


def _terms(formulas: Formulas, state: list[str], slots: Mapping[str, int]) -> Terms:
    network = formulas.network
    moved = set(_moved(formulas))
    rows = {name: row for row, name in enumerate(state) if name in moved}
    total: dict[tuple[int, int, int, int], float] = {}
    for reaction in network.reactions:
        for parts, sign in ((reaction.reactants, -1.0), (reaction.products, 1.0)):
            for part in (one for one in parts if one.species in rows):
                conversion = formulas.species[part.species].conversion or network.conversion
                key = (
                    rows[part.species],
                    slots[reaction.id],
                    slots[part.id] if part.id else -1,
                    slots[conversion] if conversion else -1,
                )
                times = 1.0 if part.id else formulas.stoichiometry(part, reaction)
                total[key] = total.get(key, 0.0) + sign * times
    kept = sorted(key for key, factor in total.items() if factor)
    return Terms(
        np.array([key[0] for key in kept], dtype=np.int64),
        np.array([total[key] for key in kept], dtype=np.float64),
        np.array([key[1:] for key in kept], dtype=np.int64).reshape(len(kept), 3),
    )


def _events(formulas: Formulas) -> tuple[tuple[CompiledEvent, ...], list[Expression]]:
    written: list[Expression] = []

    def number(text: str) -> int:
        if not text:
            return -1
        written.append(formulas.read(text))
        return len(written) - 1

    events = tuple(
        CompiledEvent(
            event,
            number(event.trigger),
            number(event.delay),
            number(event.priority),
            tuple((name, number(text)) for name, text in event.assignments.items()),
        )
        for event in formulas.network.events
    )
    return events, written


def in_order(formulas: Mapping[str, Expression]) -> list[str]:
    """Return the names so that each comes after what its formula needs; raises `ModelError`."""
    needs = {name: symbols(formula) & formulas.keys() for name, formula in formulas.items()}
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        ring = " -> ".join(reversed(error.args[1]))
        raise ModelError(
            f"These depend on each other in a ring: {ring}. Break it; a rule that only holds "
            "together with another one cannot be followed."
        ) from None


def _refuse(formulas: Iterable[Expression]) -> None:
    if any("delay" in operators(formula) for formula in formulas):
        raise Unsupported(
            "A formula uses delay(), and delay differential equations cannot be simulated. "
            "Replace the delay, for example by a chain of intermediate steps."
        )


def _conditions(formulas: Iterable[Expression]) -> Iterable[Expression]:
    """Yield every comparison, and whatever else makes a formula jump."""
    jumping = {"<", "<=", ">", ">=", "==", "!=", "floor", "ceil", "quotient", "rem"}
    for formula in formulas:
        for node in walk(formula):
            if isinstance(node, Apply) and node.operator in jumping:
                yield node
