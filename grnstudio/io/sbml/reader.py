"""Reading SBML into a network, with a report of what was changed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

from grnstudio.core.expressions import symbols
from grnstudio.core.network import Compartment, Network, Parameter, Species
from grnstudio.core.rates import expand, parse
from grnstudio.core.rates import write as formula_text
from grnstudio.core.rules import (
    AssignmentRule,
    Constraint,
    Event,
    Function,
    InitialAssignment,
    RateRule,
)
from grnstudio.errors import FileFormatError, ModelError, RateSyntaxError, Unsupported
from grnstudio.io.sbml.document import open_document
from grnstudio.io.sbml.extras import Kept, kept, number, of_model
from grnstudio.io.sbml.layouts import with_drawing
from grnstudio.io.sbml.marks import is_nowhere, with_mass_action
from grnstudio.io.sbml.mathml import MathReader
from grnstudio.io.sbml.names import WORDS, Names, free
from grnstudio.io.sbml.reaction_text import Modifiers
from grnstudio.io.sbml.reactions import ReactionReader
from grnstudio.io.source import read_text

_TAGS = re.compile(r"<[^>]*>")


def read(path: Path | str) -> tuple[Network, tuple[str, ...]]:
    """Return the network in an SBML file, and sentences on what was changed on the way.

    Raises `Unsupported` for what cannot be simulated here, else `FileFormatError`.
    """
    return decode(read_text(path), str(path))


def decode(text: str, where: str) -> tuple[Network, tuple[str, ...]]:
    """Return the network in SBML ``text``, as `read` does; ``where`` is what messages call it."""
    notes: list[str] = []
    document = open_document(text, where, notes)
    try:
        reader = _Reader(document, notes)
        network = with_drawing(reader.network(), text, reader.names.__getitem__, notes)
    except Unsupported as error:
        raise Unsupported(f"{where}: {error}") from error
    except (FileFormatError, ModelError, RateSyntaxError) as error:
        raise FileFormatError(f"{where}: {error}") from error
    return network, tuple(dict.fromkeys(notes))


class _Reader:
    """Reads one document; what its parts share."""

    def __init__(self, document: Any, notes: list[str]) -> None:
        self._document, self._model, self.notes = document, document.getModel(), notes
        self.extras: dict[str, Kept] = {"": of_model(document)}
        values, functions = _ids(self._model)
        self._written_out: dict[str, Function] = {}
        self.names = Names(values, functions)
        self._math = MathReader(values, functions)
        for id, name in self.names.changed.items():
            notes.append(f"'{id}' is called '{name}' here, since '{id}' has a meaning in formulas.")
        if self.names.changed:
            self.extras[""]["ids"] = dict(self.names.changed)

    def network(self) -> Network:
        model = self._model
        reactions = ReactionReader(self.names, self.formula, self.keep, self.notes)
        self._set_elsewhere = _targets(model)
        functions = self._functions()  # first, since formulas may have them written out
        network = Network(
            id=model.getId() or "network",
            name=model.getName(),
            compartments=tuple(self._compartment(one) for one in model.getListOfCompartments()),
            species=tuple(self._species(one) for one in model.getListOfSpecies()),
            parameters=tuple(self._parameter(one) for one in model.getListOfParameters()),
            functions=functions,
            reactions=tuple(reactions.read(one) for one in model.getListOfReactions()),
            initial=self._initial(),
            rules=self._rules(),
            events=self._events(),
            constraints=self._constraints(),
            conversion=self.names[model.getConversionFactor()],
            extras=self.extras,
        )
        return self._completed(network)

    def _completed(self, network: Network) -> Network:
        modifiers = Modifiers(network)
        reactions = tuple(
            with_mass_action(network, modifiers.listed(one), self.extras)
            for one in network.reactions
        )
        nowhere = [one for one in network.compartments if is_nowhere(self.extras.get(one.id, {}))]
        for one in nowhere:
            del self.extras[one.id]
        names = {one.id for one in nowhere}
        return replace(
            network,
            reactions=reactions,
            compartments=tuple(one for one in network.compartments if one.id not in names),
            species=tuple(
                replace(one, compartment="") if one.compartment in names else one
                for one in network.species
            ),
        )

    def keep(self, key: str, found: Kept) -> None:
        """Remember what no field of a part holds."""
        if found:
            self.extras[key] = found

    def formula(
        self,
        node: Any,
        place: str,
        rename: Callable[[str], str] | None = None,
        local: Collection[str] = (),
    ) -> str:
        """Return a formula as text."""
        tree = self._math.read(node, place, rename or self.names.__getitem__, local)
        return formula_text(expand(tree, self._written_out) if self._written_out else tree)

    def _missing(self, element: Any, what: str, consequence: str) -> bool:
        if element is not None and element.isSetMath():
            return False
        self.notes.append(f"{what} has no formula; {consequence}.")
        return True

    def _compartment(self, one: Any) -> Compartment:
        id = self.names[one.getId()]
        self.keep(id, kept(one, "Units"))
        size = number(one.isSetSize(), one.getSize())
        dimensions = one.getSpatialDimensionsAsDouble()
        dimensions = 3.0 if math.isnan(dimensions) else float(dimensions)
        if size is None and dimensions and one.getId() not in self._set_elsewhere:
            self.notes.append(f"Compartment '{id}' has no size; 1 was taken.")
            size = 1.0
        return Compartment(id, size, one.getConstant(), dimensions, one.getName())

    def _species(self, one: Any) -> Species:
        id = self.names[one.getId()]
        self.keep(id, kept(one, "SubstanceUnits"))
        is_concentration = one.isSetInitialConcentration()
        amount = number(one.isSetInitialAmount(), one.getInitialAmount())
        return Species(
            id=id,
            initial=float(one.getInitialConcentration()) if is_concentration else amount,
            compartment=self.names[one.getCompartment()],
            is_concentration=is_concentration,
            only_substance=one.getHasOnlySubstanceUnits(),
            boundary=one.getBoundaryCondition(),
            constant=one.getConstant(),
            conversion=self.names[one.getConversionFactor()],
            name=one.getName(),
        )

    def _parameter(self, one: Any) -> Parameter:
        id = self.names[one.getId()]
        self.keep(id, kept(one))
        value = number(one.isSetValue(), one.getValue())
        return Parameter(id, value, one.getConstant(), one.getName(), one.getUnits())

    def _functions(self) -> tuple[Function, ...]:
        found: list[Any] = []
        for one in self._model.getListOfFunctionDefinitions():
            id = self.names[one.getId()]
            self.keep(id, kept(one))
            if self._missing(one, f"Function '{id}'", "it was left out"):
                continue
            originals = [one.getArgument(i).getName() for i in range(one.getNumArguments())]
            arguments = {arg: free(arg, WORDS) for arg in originals}
            rename = lambda name, own=arguments: own.get(name) or self.names[name]  # noqa: E731
            text = self.formula(one.getBody(), f"Function '{id}'", rename, originals)
            function = Function(id, tuple(arguments.values()), text, one.getName())
            if symbols(parse(text, None, None)) <= set(function.arguments):
                found.append(function)
                continue
            self._written_out[id] = function
            self.notes.append(
                f"Function '{id}' speaks of more than its arguments; it was written out where it "
                "is called."
            )
        return tuple(found)

    def _initial(self) -> tuple[InitialAssignment, ...]:
        found: list[Any] = []
        for one in self._model.getListOfInitialAssignments():
            target = self.names[one.getSymbol()]
            what = f"The initial assignment of '{target}'"
            if not self._missing(one, what, "it was left out"):
                self.keep(f"initial:{target}", kept(one, "IdAttribute", name=True))
                found.append(InitialAssignment(target, self.formula(one.getMath(), what)))
        return tuple(found)

    def _rules(self) -> tuple[AssignmentRule | RateRule, ...]:
        found: list[AssignmentRule | RateRule] = []
        for one in self._model.getListOfRules():
            target = self.names[one.getVariable()]
            what = f"The rule of '{target}'" if target else "An algebraic rule"
            if self._missing(one, what, "it was left out"):
                continue
            self.keep(f"rule:{target}", kept(one, "IdAttribute", name=True))
            kind = RateRule if one.isRate() else AssignmentRule
            found.append(kind(target, self.formula(one.getMath(), what)))
        return tuple(found)

    def _constraints(self) -> tuple[Constraint, ...]:
        found: list[Any] = []
        for index, one in enumerate(self._model.getListOfConstraints()):
            if self._missing(one, f"Constraint {index + 1}", "it was left out"):
                continue
            about = kept(one, "IdAttribute", name=True)
            message = one.getMessageString() if one.isSetMessage() else ""
            self.keep(f"constraint:{len(found)}", about | ({"message": message} if message else {}))
            text = self.formula(one.getMath(), f"Constraint {index + 1}")
            found.append(Constraint(text, unescape(" ".join(_TAGS.sub(" ", message).split()))))
        return tuple(found)

    def _events(self) -> tuple[Event, ...]:
        found: list[Event] = []
        taken = set(_all_ids(self._model))
        for index, one in enumerate(self._model.getListOfEvents()):
            id = one.getIdAttribute() or free(f"event{index + 1}", taken)
            taken.add(id)
            if not self._missing(
                one.getTrigger(), f"The trigger of event '{id}'", "it never happens"
            ):
                found.append(self._event(one, self.names[id]))
        return tuple(found)

    def _event(self, one: Any, id: str) -> Event:
        self.keep(id, kept(one))
        trigger = one.getTrigger()
        assignments = {}
        for part in one.getListOfEventAssignments():
            target = self.names[part.getVariable()]
            what = f"What event '{id}' sets '{target}' to"
            if not self._missing(part, what, "it is left as it is"):
                self.keep(f"{id}:{target}", kept(part, "IdAttribute", name=True))
                assignments[target] = self.formula(part.getMath(), what)
        texts = {}
        for kind, part in (("delay", one.getDelay()), ("priority", one.getPriority())):
            what = f"The {kind} of event '{id}'"
            if part is not None and not self._missing(part, what, "it is taken as absent"):
                self.keep(f"{id}:{kind}:", kept(part, "IdAttribute", name=True))
                texts[kind] = self.formula(part.getMath(), what)
        self.keep(f"{id}:trigger:", kept(trigger, "IdAttribute", name=True))
        return Event(
            id,
            self.formula(trigger.getMath(), f"The trigger of event '{id}'"),
            assignments,
            initially=trigger.getInitialValue(),
            persistent=trigger.getPersistent(),
            at_trigger=one.getUseValuesFromTriggerTime(),
            name=one.getName(),
            **texts,
        )


def _ids(model: Any) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids that stand for values in formulas, and those of functions."""
    values = {
        one.getIdAttribute()
        for part in (model.getListOfCompartments(), model.getListOfSpecies(),
                     model.getListOfParameters(), model.getListOfReactions())
        for one in part
    }  # fmt: skip
    for reaction in model.getListOfReactions():
        for side in (reaction.getListOfReactants(), reaction.getListOfProducts()):
            values |= {one.getIdAttribute() for one in side}
    functions = {one.getIdAttribute() for one in model.getListOfFunctionDefinitions()}
    return frozenset(values - {""}), frozenset(functions)


def _all_ids(model: Any) -> frozenset[str]:
    values, functions = _ids(model)
    return values | functions | {one.getIdAttribute() for one in model.getListOfEvents()}


def _targets(model: Any) -> frozenset[str]:
    """Return the ids whose value at the start is set by an assignment or a rule."""
    initial = {one.getSymbol() for one in model.getListOfInitialAssignments()}
    return frozenset(initial | {one.getVariable() for one in model.getListOfRules()})
