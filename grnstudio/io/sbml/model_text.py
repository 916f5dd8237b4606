"""A network as the text of an SBML model."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from html import escape
from typing import Any

from grnstudio.core.network import Compartment, Network, Parameter, Species
from grnstudio.core.rates import parse
from grnstudio.core.rules import Event, RateRule
from grnstudio.io.sbml.marks import NOWHERE
from grnstudio.io.sbml.markup import Attributes, Markup
from grnstudio.io.sbml.mathml import function_mathml, mathml
from grnstudio.io.sbml.names import free, ids_of
from grnstudio.io.sbml.reaction_text import ReactionText
from grnstudio.io.sbml.units import is_known, sound, unit_definition

XHTML = "http://www.w3.org/1999/xhtml"
_UNITS = ("substance", "time", "volume", "area", "length", "extent")


class ModelText:
    """Writes one network; ``notes`` fill with what could not be kept."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._markup = Markup(network.extras)
        self._symbols = network.symbols
        present = [*self._symbols, *(one.id for one in network.functions)]
        self._ids = ids_of(network.extras, present)
        self._notes: list[str] = []
        self._varied = {one.target for one in network.rules} | {
            target for event in network.events for target in event.assignments
        }
        about = network.extras.get("")
        self._about: dict[str, Any] = dict(about) if isinstance(about, dict) else {}
        everything = [*(self.id_of(one) for one in present), *(one.id for one in network.events)]
        homeless = any(not one.compartment for one in network.species)
        self._nowhere = free("compartment", everything) if homeless else ""
        self._taken = {*everything, self._nowhere}

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on what could not be kept."""
        return tuple(dict.fromkeys(self._notes))

    def about_document(self) -> str:
        """Return the end of the opening tag, and the notes of the file itself."""
        about = self._about.get("document")
        opened = Markup({"": about}).element("sbml", {}, [" "], key="")
        return opened.removeprefix("<sbml").removesuffix(" </sbml>")

    @property
    def taken(self) -> frozenset[str]:
        """All ids of the file that things of the model have."""
        return frozenset({*self._taken, self._network.id})

    def text(self, layouts: str = "") -> str:
        """Return the model element, with ``layouts`` for its end."""
        network, listed = self._network, self._markup.listed
        reactions = ReactionText(network, self._markup, self.id_of, self.math, self._nowhere)
        nameless = self._about.get("nameless") is True and network.id == "network"
        attributes: Attributes = {
            "id": "" if nameless or network.id in self._taken else network.id,
            "name": network.name,
            "conversionFactor": self.id_of(network.conversion),
            **{f"{one}Units": self._model_unit(one) for one in _UNITS},
        }
        lists = [
            listed("listOfFunctionDefinitions", self._functions()),
            listed("listOfUnitDefinitions", self._units()),
            listed("listOfCompartments", self._compartments()),
            listed("listOfSpecies", (self._species(one) for one in network.species)),
            listed("listOfParameters", (self._parameter(one) for one in network.parameters)),
            listed("listOfInitialAssignments", self._initial()),
            listed("listOfRules", self._rules()),
            listed("listOfConstraints", self._constraints()),
            listed("listOfReactions", (reactions.text(one) for one in network.reactions)),
            listed("listOfEvents", (self._event(one) for one in network.events)),
            layouts,
        ]
        return self._markup.element("model", attributes, lists, key="")

    def math(self, text: str, local: Collection[str] = ()) -> str:
        """Return a formula as MathML."""
        if not local:
            return mathml(parse(text, self._symbols, None), self._ids)
        ids = {name: id for name, id in self._ids.items() if name not in local}
        return mathml(parse(text, self._symbols | set(local), None), ids)

    def id_of(self, name: str) -> str:
        """Return what a part is called in the file."""
        return self._ids.get(name, name)

    def _unit(self, unit: str, whose: str) -> str:
        if not unit or is_known(unit, self._about.get("units")):
            return unit
        self._notes.append(f"The unit '{unit}' of '{whose}' is not defined; it was not written.")
        return ""

    def _model_unit(self, which: str) -> str:
        unit = self._about.get(f"{which}Units")
        return self._unit(unit, "the model") if isinstance(unit, str) else ""

    def _units(self) -> Iterator[str]:
        for one in sound(self._about.get("units")):
            yield unit_definition(one)

    def _functions(self) -> Iterator[str]:
        for one in self._network.functions:
            body = parse(one.formula, one.arguments, None)
            math = function_mathml(one.arguments, body, self._ids)
            attributes = {"id": self.id_of(one.id), "name": one.name}
            yield self._markup.element("functionDefinition", attributes, [math], key=one.id)

    def _compartments(self) -> Iterator[str]:
        if self._nowhere:
            yield self._compartment(Compartment(self._nowhere), NOWHERE)
        for one in self._network.compartments:
            yield self._compartment(one)

    def _compartment(self, one: Compartment, annotation: str | None = None) -> str:
        attributes: Attributes = {
            "id": self.id_of(one.id),
            "name": one.name,
            "spatialDimensions": one.dimensions,
            "size": one.size,
            "units": self._unit(self._markup.text(one.id, "units"), one.id),
            "constant": one.constant and one.id not in self._varied,
        }
        return self._markup.element("compartment", attributes, (), one.id, annotation)

    def _species(self, one: Species) -> str:
        attributes: Attributes = {
            "id": self.id_of(one.id),
            "name": one.name,
            "compartment": self.id_of(one.compartment) or self._nowhere,
            "initialConcentration" if one.is_concentration else "initialAmount": one.initial,
            "substanceUnits": self._unit(self._markup.text(one.id, "substanceUnits"), one.id),
            "hasOnlySubstanceUnits": one.only_substance,
            "boundaryCondition": one.boundary,
            "constant": one.constant and one.id not in self._varied,
            "conversionFactor": self.id_of(one.conversion),
        }
        return self._markup.element("species", attributes, key=one.id)

    def _parameter(self, one: Parameter) -> str:
        attributes: Attributes = {
            "id": self.id_of(one.id),
            "name": one.name,
            "value": one.value,
            "units": self._unit(one.unit, one.id),
            "constant": one.constant and one.id not in self._varied,
        }
        return self._markup.element("parameter", attributes, key=one.id)

    def _initial(self) -> Iterator[str]:
        for one in self._network.initial:
            yield self._markup.element(
                "initialAssignment",
                {"symbol": self.id_of(one.target)},
                [self.math(one.formula)],
                key=f"initial:{one.target}",
            )

    def _rules(self) -> Iterator[str]:
        for one in self._network.rules:
            tag = "rateRule" if isinstance(one, RateRule) else "assignmentRule"
            attributes = {"variable": self.id_of(one.target)}
            math = self.math(one.formula)
            yield self._markup.element(tag, attributes, [math], key=f"rule:{one.target}")

    def _constraints(self) -> Iterator[str]:
        for index, one in enumerate(self._network.constraints):
            message = self._markup.text(f"constraint:{index}", "message")
            if not message and one.message:
                message = f'<message><p xmlns="{XHTML}">{escape(one.message)}</p></message>'
            parts = [self.math(one.formula), message]
            yield self._markup.element("constraint", {}, parts, key=f"constraint:{index}")

    def _event(self, one: Event) -> str:
        trigger = self._markup.element(
            "trigger",
            {"initialValue": one.initially, "persistent": one.persistent},
            [self.math(one.trigger)],
            key=f"{one.id}:trigger:",
        )
        more = [
            self._markup.element(kind, {}, [self.math(text)], key=f"{one.id}:{kind}:")
            for kind, text in (("priority", one.priority), ("delay", one.delay))
            if text
        ]
        sets = [
            self._markup.element(
                "eventAssignment",
                {"variable": self.id_of(target)},
                [self.math(formula)],
                key=f"{one.id}:{target}",
            )
            for target, formula in one.assignments.items()
        ]
        attributes: Attributes = {
            "id": one.id,
            "name": one.name,
            "useValuesFromTriggerTime": one.at_trigger,
        }
        parts = [trigger, *more, self._markup.listed("listOfEventAssignments", sets)]
        return self._markup.element("event", attributes, parts, key=one.id)
