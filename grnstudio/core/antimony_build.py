"""Makes a network of what its text says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from grnstudio.core import rates
from grnstudio.core.antimony_draft import Draft
from grnstudio.core.antimony_numbers import PLAIN, SCALED, as_number
from grnstudio.core.antimony_statements import MASS_ACTION, EventLine, ReactionLine, Term
from grnstudio.core.antimony_tokens import Formula, Id
from grnstudio.core.expressions import symbols
from grnstudio.core.network import (
    Compartment,
    MassAction,
    Network,
    Parameter,
    Participant,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.core.rules import (
    AssignmentRule,
    Constraint,
    Event,
    Function,
    InitialAssignment,
    RateRule,
)
from grnstudio.errors import RateSyntaxError


def build(draft: Draft) -> Network:
    """Return the network; raises `AntimonySyntaxError`."""
    return _Builder(draft).network()


class _Builder:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._species = draft.species
        self._compartments = frozenset(draft.compartments)
        self._parameters = draft.parameters
        self._changed, self._used = draft.changed, draft.used
        known = {*self._species, *self._compartments, *self._parameters, *draft.labels}
        self._known = frozenset(known | draft.reactions.keys())
        self._places = {id: place.name for id, place in draft.places.items()}
        self._functions = {id: self._function(id) for id in draft.functions}
        self._assigned = {rule.id.name for rule in draft.rules.values() if not rule.is_rate}
        self._properties = self._checked_properties()

    def network(self) -> Network:
        draft = self._draft
        self._check_kinds()
        self._check_formulas()
        self._check_places()
        return Network(
            id=draft.heading.id.name if draft.heading else "network",
            name=self._model_name(),
            compartments=tuple(self._compartment(id) for id in draft.compartments),
            species=tuple(self._one_species(id) for id in self._species),
            parameters=tuple(self._parameter(id) for id in self._parameters),
            functions=tuple(self._functions.values()),
            reactions=tuple(self._reaction(one) for one in draft.reactions.values()),
            initial=tuple(
                InitialAssignment(id, formula.text)
                for id, formula in draft.values.items()
                if self._number(id) is None
            ),
            rules=tuple(
                (RateRule if rule.is_rate else AssignmentRule)(id, rule.formula.text)
                for id, rule in draft.rules.items()
            ),
            events=tuple(self._event(one) for one in draft.events.values()),
            constraints=tuple(Constraint(one.formula.text, one.message) for one in draft.checks),
            conversion=self._properties.get(("", "conversion"), ""),
        )

    def _number(self, id: str) -> tuple[float, str] | None:
        """Return the number an id is set to, and the sign between it and a compartment's size."""
        formula = self._draft.values.get(id)
        if formula is None:
            return None
        if PLAIN.fullmatch(formula.text):
            return as_number(formula.text), ""
        place, scaled = self._places.get(id), SCALED.fullmatch(formula.text)
        if place and scaled and scaled[3] == place:
            sign = "*" if self._is_amount(id) else "/"
            return (as_number(scaled[1]), sign) if scaled[2] == sign else None
        return None

    def _is_amount(self, id: str) -> bool:
        return id not in self._places or "substanceOnly" in self._words(id)

    def _words(self, id: str) -> set[str]:
        return self._draft.words.get(id, set())

    def _constant(self, id: str) -> bool:
        words = self._words(id)
        return "const" in words or ("var" not in words and id not in self._changed)

    def _name(self, id: str) -> str:
        return self._draft.names[id].name if id in self._draft.names else ""

    def _value(self, id: str, otherwise: float | None) -> float | None:
        number = self._number(id)
        if number:
            return number[0]
        return None if id in self._draft.values or id in self._assigned else otherwise

    def _compartment(self, id: str) -> Compartment:
        dimensions = self._properties.get((id, "dimensions"), "3")
        return Compartment(
            id, self._value(id, 1.0), self._constant(id), float(dimensions), self._name(id)
        )

    def _one_species(self, id: str) -> Species:
        number, only = self._number(id), self._is_amount(id)
        is_constant = "const" in self._words(id)
        is_scaled = bool(number and number[1])
        is_concentration = number is not None and id in self._places and is_scaled == only
        return Species(
            id,
            self._value(id, 0.0),
            self._places.get(id, ""),
            is_concentration=is_concentration,
            only_substance=only,
            boundary=id in self._draft.boundary or (is_constant and id in self._used),
            constant=is_constant,
            conversion=self._properties.get((id, "conversion"), ""),
            name=self._name(id),
        )

    def _parameter(self, id: str) -> Parameter:
        unit = self._properties.get((id, "unit"), "")
        return Parameter(id, self._value(id, None), self._constant(id), self._name(id), unit)

    def _participant(self, term: Term) -> Participant:
        if term.label is None:
            return Participant(term.species.name, term.stoichiometry)
        id = term.label.name
        if id not in self._draft.values and id not in self._draft.rules:
            raise self._draft.fail(
                f"'{id}' before '{term.species.name}' is read as a stoichiometry, and has no "
                f"value; write {id} + {term.species.name} for two species, or {id} = 2.",
                term.label,
            )
        return Participant(term.species.name, self._value(id, None), id, self._constant(id))

    def _reaction(self, one: ReactionLine) -> Reaction:
        id, sides = one.id.name, (*one.reactants, *one.products)
        modifiers: tuple[str, ...] = ()
        kinetics: MassAction | RateLaw | None = None
        locals = self._locals(one.id)
        if one.rate:
            used = self._parsed(one.rate, locals) - {term.species.name for term in sides}
            used -= locals.keys()
            modifiers = tuple(name for name in self._species if name in used)
            kinetics = (MassAction if one.mass_action else RateLaw)(one.rate.text)
        return Reaction(
            id,
            tuple(self._participant(term) for term in one.reactants),
            tuple(self._participant(term) for term in one.products),
            kinetics,
            modifiers,
            locals,
            one.reversible,
            self._places.get(id, ""),
            self._name(id),
        )

    def _locals(self, reaction: Id) -> dict[str, float]:
        found = {}
        for id, formula in self._draft.locals.items():
            if self._draft.owners[id].name == reaction.name:
                if not PLAIN.fullmatch(formula.text):
                    problem = f"'{reaction.name}.{id.name}' takes a number; write its formula out."
                    raise self._draft.fail(problem, formula)
                found[id.name] = as_number(formula.text)
        return found

    def _event(self, one: EventLine) -> Event:
        return Event(
            one.id.name,
            one.trigger.text,
            {id.name: formula.text for id, formula in one.assignments},
            one.delay.text if one.delay else "",
            one.priority.text if one.priority else "",
            initially=one.flags.get("t0", True),
            persistent=one.flags.get("persistent", True),
            at_trigger=one.flags.get("fromTrigger", True),
            name=self._name(one.id.name),
        )

    def _function(self, id: str) -> Function:
        one = self._draft.functions[id]
        if id == MASS_ACTION:
            raise self._draft.fail(f"'{MASS_ACTION}' has a meaning of its own; rename.", one.id)
        return Function(id, one.arguments, one.formula.text, self._name(id))

    def _model_name(self) -> str:
        heading = self._draft.heading
        own = {*self._known, *self._functions, *self._draft.events}
        if heading and heading.id.name not in own and heading.id.name in self._draft.names:
            return self._name(heading.id.name)
        return self._name("")

    def _parsed(self, formula: Formula, extra: Iterable[str] = ()) -> frozenset[str]:
        """Return the symbols of a formula; raises `AntimonySyntaxError` at its place."""
        known = self._known | frozenset(extra) if extra else self._known
        return self._checked(formula, known, self._functions)

    def _checked(
        self, formula: Formula, known: frozenset[str], functions: Mapping[str, Function]
    ) -> frozenset[str]:
        try:
            return symbols(rates.parse(formula.text, known, functions))
        except RateSyntaxError as error:
            position = formula.position + error.column - 1
            raise self._draft.fail(error.problem, position) from None

    def _check_formulas(self) -> None:
        draft = self._draft
        for one in draft.functions.values():
            self._checked(one.formula, frozenset(one.arguments), self._functions)
        for formula in (*draft.values.values(), *(rule.formula for rule in draft.rules.values())):
            self._parsed(formula)
        for event in draft.events.values():
            sets = [formula for _, formula in event.assignments]
            for part in filter(None, (event.trigger, event.delay, event.priority, *sets)):
                self._parsed(part)
        for check in draft.checks:
            self._parsed(check.formula)

    def _check_kinds(self) -> None:
        """Refuse ids that stand for two things, and what is said of ids that are not there."""
        draft = self._draft
        kinds = {
            "a species": self._species,
            "a compartment": draft.compartments,
            "a parameter": self._parameters,
            "a stoichiometry": draft.labels,
            "a reaction": draft.reactions,
            "an event": draft.events,
            "a function": draft.functions,
        }
        first: dict[str, str] = {}
        for kind, ids in kinds.items():
            for id in ids:
                if id in first:
                    problem = f"'{id}' is both {first[id]} and {kind}; rename one of them."
                    raise draft.fail(problem, self._position(id))
                first[id] = kind
        for event in draft.events.values():
            for target, _ in event.assignments:
                self._require(target, self._known, f"add {target.name} = 0 to the model")
        for owner in draft.owners.values():
            self._require(owner, draft.reactions, "correct the name")
        named = {*first, draft.heading.id.name if draft.heading else "", ""}
        for naming in draft.names.values():
            self._require(naming.id, named, "correct the name")

    def _position(self, id: str) -> int:
        draft = self._draft
        places = [draft.seen.get(id, 0)]
        for ids in (draft.reactions, draft.events, draft.functions):
            places += [ids[id].id.position] if id in ids else []
        return max(places)

    def _require(self, id: Id, known: Collection[str], remedy: str) -> None:
        if id.name not in known:
            problem = f"There is nothing called '{id.name}' that could stand here"
            raise self._draft.fail(f"{problem}; {remedy}.", id)

    def _check_places(self) -> None:
        known = {*self._species, *self._draft.reactions}
        for id, place in self._draft.places.items():
            self._require(place, self._compartments, f"add compartment {place.name} = 1")
            if id not in known:
                problem = f"'{id}' is no species and no reaction; only these are in a compartment."
                raise self._draft.fail(problem, place)

    def _checked_properties(self) -> dict[tuple[str, str], str]:
        draft, found = self._draft, {}
        model = draft.heading.id.name if draft.heading else ""
        targets, parameters = {*self._species, ""}, {*self._parameters}
        for one in draft.properties:
            id = "" if one.id.name == model and model not in self._known else one.id.name
            if one.key == "dimensions":
                self._require(one.id, self._compartments, "only compartments have dimensions")
                if not PLAIN.fullmatch(one.value):
                    raise draft.fail("Dimensions are a number, such as 2.", one.position)
            elif one.key == "conversion":
                self._require(Id(id, one.id.position), targets, "name a species")
            elif id not in parameters:
                draft.remarks.append(f"The unit of {one.id.name} was left out.")
                continue
            found[id, one.key] = one.value
        return found
