"""The values of a network at the start, worked out in the order in which they need each other."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from grnstudio.core.expressions import Apply, Expression, Number, Symbol, symbols
from grnstudio.core.network import Species
from grnstudio.errors import ModelError
from grnstudio.simulate.compile import AVOGADRO_NUMBER, Compiled, in_order
from grnstudio.simulate.formulas import AVOGADRO, TIME, Formulas, product
from grnstudio.simulate.program import Program, assemble


def initial(compiled: Compiled) -> np.ndarray:
    """Return all values at time 0; raises `ModelError` naming what is needed and has no value.

    What has no value and is not needed either is not a number.
    """
    stated = _stated(compiled)
    _check(compiled, stated)
    order = in_order(stated)
    slots = [compiled.slots[name] for name in order]
    values = np.full(len(compiled.names), np.nan)
    assemble([stated[name] for name in order], compiled.slots, slots).update(values)
    return values


def _stated(compiled: Compiled) -> dict[str, Expression]:
    """Return a formula for everything that has a value."""
    formulas = compiled.formulas
    network = formulas.network
    assignments = {one.target: formulas.read(one.formula) for one in network.initial}
    stated: dict[str, Expression] = {TIME.name: Number(0.0)}
    stated[AVOGADRO.name] = Number(AVOGADRO_NUMBER)
    plain: dict[str, float | None] = {one.id: one.size for one in network.compartments}
    plain |= {one.id: one.value for one in network.parameters}
    for reaction in network.reactions:
        sides = (*reaction.reactants, *reaction.products)
        plain |= {one.id: one.stoichiometry for one in sides if one.id}
        plain |= {f"{reaction.id}.{name}": value for name, value in reaction.locals.items()}
    stated |= {name: Number(value) for name, value in plain.items() if value is not None}
    stated |= {name: given for name, given in assignments.items() if name in plain}
    for species in network.species:
        stated |= _species(species, formulas, assignments.get(species.id))
    return stated | dict(compiled.expressions)


def _species(
    one: Species, formulas: Formulas, given: Expression | None
) -> Iterable[tuple[str, Expression]]:
    """Yield what a species starts with, as it is held."""
    place = Symbol(one.compartment)
    held = formulas.held(one.id)
    if given is None and one.initial is None:
        return
    means_concentration = formulas.is_concentration(one.id)
    if given is None:
        given = Number(float(one.initial or 0.0))
        has_place = bool(one.compartment) and one.compartment not in formulas.sizeless
        is_concentration = one.is_concentration and has_place
    else:
        is_concentration = means_concentration
    wanted = held != one.id
    if is_concentration and not wanted:
        given = product((given, place))
    elif wanted and not is_concentration:
        given = Apply("/", (given, place))
    yield held, given


def _check(compiled: Compiled, stated: dict[str, Expression]) -> None:
    needed = {compiled.names[slot] for slot in compiled.state}
    programs: tuple[Program, ...] = (compiled.derived, compiled.rated)
    for program in programs:
        for index in range(len(program)):
            needed |= {compiled.names[slot] for slot in program.slots(index)}
    for event in compiled.events:
        read = compiled.event_program.slots(event.trigger)
        needed |= {compiled.names[slot] for slot in read}
    needed |= {compiled.names[slot] for slot in compiled.terms.slots.ravel() if slot >= 0}
    waiting, missing = list(needed), set()
    while waiting:
        name = waiting.pop()
        if name not in stated:
            missing.add(name.strip("[]"))
            continue
        further = symbols(stated[name]) - needed
        needed |= further
        waiting.extend(further)
    if missing:
        raise ModelError(
            f"These have no value to start from: {', '.join(sorted(missing))}. Give each a value, "
            "an initial assignment or a rule."
        )
