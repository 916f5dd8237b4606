"""Reactions as the text of SBML elements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from grnstudio.core.expressions import symbols
from grnstudio.core.network import MassAction, Network, Participant, Reaction
from grnstudio.core.rates import parse
from grnstudio.io.sbml.marks import marked, mass_action_law
from grnstudio.io.sbml.markup import Attributes, Markup


class ReactionText:
    """Writes the reactions of one network."""

    def __init__(
        self,
        network: Network,
        markup: Markup,
        id_of: Callable[[str], str],
        math: Callable[..., str],
        nowhere: str,
    ) -> None:
        self._network, self._markup, self._id, self._math = network, markup, id_of, math
        self._nowhere = nowhere
        self._modifiers = Modifiers(network)

    def text(self, one: Reaction) -> str:
        """Return one reaction element."""
        one = self._modifiers.listed(one)
        listed = self._markup.listed
        modifiers = (
            self._markup.element(
                "modifierSpeciesReference",
                {"species": self._id(species)},
                key=f"{one.id}:modifier:{index}",
            )
            for index, species in enumerate(one.modifiers)
        )
        parts = [
            listed("listOfReactants", self._side(one.reactants, f"{one.id}:reactant")),
            listed("listOfProducts", self._side(one.products, f"{one.id}:product")),
            listed("listOfModifiers", modifiers),
            self._law(one),
        ]
        attributes: Attributes = {
            "id": self._id(one.id),
            "name": one.name,
            "reversible": one.reversible,
            "compartment": self._id(one.compartment),
        }
        return self._markup.element("reaction", attributes, parts, key=one.id)

    def _side(self, side: tuple[Participant, ...], key: str) -> list[str]:
        return [
            self._markup.element(
                "speciesReference",
                {
                    "id": self._id(one.id),
                    "species": self._id(one.species),
                    "stoichiometry": one.stoichiometry,
                    "constant": one.constant,
                },
                key=f"{key}:{index}",
            )
            for index, one in enumerate(side)
        ]

    def _law(self, one: Reaction) -> str:
        if one.kinetics is None and not one.locals:
            return ""
        key, annotation = f"{one.id}:law:", None
        if isinstance(one.kinetics, MassAction):
            annotation = marked(self._markup.text(key, "annotation"), one.kinetics.constant)
        math = self._math(law_of(self._network, one), one.locals) if one.kinetics else ""
        parameters = [
            self._markup.element(
                "localParameter",
                {
                    "id": name,
                    "value": value,
                    "units": self._markup.text(f"{one.id}:local:{name}", "units"),
                },
                key=f"{one.id}:local:{name}",
            )
            for name, value in one.locals.items()
        ]
        parts = [math, self._markup.listed("listOfLocalParameters", parameters)]
        return self._markup.element("kineticLaw", {}, parts, key, annotation)


def law_of(network: Network, reaction: Reaction) -> str:
    """Return the rate law of a reaction that has one, as text."""
    if isinstance(reaction.kinetics, MassAction):
        return mass_action_law(network, reaction, reaction.kinetics.constant)
    return reaction.kinetics.formula if reaction.kinetics else ""


class Modifiers:
    """Lists what the rates of one network's reactions speak of and their reactants do not tell."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._known = network.symbols
        self._places = {one.id: index for index, one in enumerate(network.species)}

    def listed(self, reaction: Reaction) -> Reaction:
        """Return ``reaction`` with all species as modifiers that only its rate speaks of."""
        if reaction.kinetics is None:
            return reaction
        own = reaction.locals.keys()
        known = self._known | own if own else self._known
        spoken = symbols(parse(law_of(self._network, reaction), known, None)) - own
        listed = {one.species for one in (*reaction.reactants, *reaction.products)}
        listed |= set(reaction.modifiers)
        more = sorted((spoken & self._places.keys()) - listed, key=self._places.__getitem__)
        return replace(reaction, modifiers=(*reaction.modifiers, *more)) if more else reaction
