"""Rate laws to choose from: a formula with places for what takes part, and constants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Literal, TypeAlias

from grnstudio.core.expressions import Apply, Expression, Number, Symbol, substitute, symbols
from grnstudio.core.network import MassAction, Network, Parameter, Participant, RateLaw, Reaction
from grnstudio.core.network_rename import fresh_id
from grnstudio.core.rates import parse, write
from grnstudio.errors import ModelError

Role: TypeAlias = Literal["substrate", "product", "modifier"]
MASS_ACTION = "mass action"


@dataclass(frozen=True, slots=True)
class RateForm:
    """A rate law without names: ``roles`` say which symbols stand for what takes part.

    The other symbols are constants, with ``values`` to begin with (1 if none is given).
    """

    key: str
    title: str
    formula: str
    roles: Mapping[str, Role] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    about: str = ""
    reversible: bool = False

    def needs(self, role: Role) -> tuple[str, ...]:
        """Return the symbols that stand for what has ``role``, in order."""
        return tuple(name for name, one in self.roles.items() if one == role)

    @property
    def constants(self) -> tuple[str, ...]:
        """The symbols that are constants, by name."""
        return tuple(sorted(symbols(parse(self.formula)) - self.roles.keys()))


_S: dict[str, Role] = {"S": "substrate"}
_SP: dict[str, Role] = {"S": "substrate", "P": "product"}
_SM: dict[str, Role] = {"S": "substrate", "I": "modifier"}
_A: dict[str, Role] = {"A": "modifier"}
_R: dict[str, Role] = {"R": "modifier"}
_E: dict[str, Role] = {"S": "substrate", "E": "modifier"}

HILL = {1: "A^n / (K^n + A^n)", -1: "K^n / (K^n + R^n)"}
"""How much of a maximal rate an activator ``A`` (1) or a repressor ``R`` (-1) allows."""

FORMS = (
    RateForm(MASS_ACTION, "Mass action", "k", about="A constant times the reactants."),
    RateForm(
        "reversible mass action",
        "Mass action, reversible",
        "kf - kr",
        about="A constant times the reactants, less another times the products.",
        reversible=True,
    ),
    RateForm("constant flux", "Constant flux", "v", about="The same whatever there is."),
    RateForm(
        "michaelis-menten",
        "Michaelis-Menten",
        "Vmax * S / (Km + S)",
        _S,
        {"Km": 10.0},
        "An enzyme that saturates; Km is the substrate at half the maximal speed.",
    ),
    RateForm(
        "enzyme",
        "Michaelis-Menten with its enzyme",
        "kcat * E * S / (Km + S)",
        _E,
        {"Km": 10.0},
        "As Michaelis-Menten, and proportional to the enzyme, a modifier.",
    ),
    RateForm(
        "reversible michaelis-menten",
        "Michaelis-Menten, reversible",
        "(Vf * S / Ks - Vr * P / Kp) / (1 + S / Ks + P / Kp)",
        _SP,
        {"Ks": 10.0, "Kp": 10.0, "Vr": 0.1},
        "Runs backwards where the product prevails.",
        True,
    ),
    RateForm(
        "competitive inhibition",
        "Competitive inhibition",
        "Vmax * S / (Km * (1 + I / Ki) + S)",
        _SM,
        {"Km": 10.0, "Ki": 10.0},
        "The inhibitor, a modifier, takes the substrate's place.",
    ),
    RateForm(
        "uncompetitive inhibition",
        "Uncompetitive inhibition",
        "Vmax * S / (Km + S * (1 + I / Ki))",
        _SM,
        {"Km": 10.0, "Ki": 10.0},
        "The inhibitor binds the enzyme that has its substrate.",
    ),
    RateForm(
        "noncompetitive inhibition",
        "Non-competitive inhibition",
        "Vmax * S / ((Km + S) * (1 + I / Ki))",
        _SM,
        {"Km": 10.0, "Ki": 10.0},
        "The inhibitor slows the enzyme with and without its substrate.",
    ),
    RateForm(
        "substrate inhibition",
        "Substrate inhibition",
        "Vmax * S / (Km + S + S^2 / Ki)",
        _S,
        {"Km": 10.0, "Ki": 100.0},
        "Too much substrate slows the enzyme.",
    ),
    RateForm(
        "hill activation",
        "Hill activation",
        f"basal + beta * {HILL[1]}",
        _A,
        {"basal": 0.0, "K": 10.0, "n": 2.0},
        "Synthesis that an activator, a modifier, switches on at K.",
    ),
    RateForm(
        "hill repression",
        "Hill repression",
        f"basal + beta * {HILL[-1]}",
        _R,
        {"basal": 0.0, "K": 10.0, "n": 2.0},
        "Synthesis that a repressor, a modifier, switches off at K.",
    ),
    RateForm(
        "tight hill activation",
        "Hill activation, no basal rate",
        f"beta * {HILL[1]}",
        _A,
        {"K": 10.0, "n": 2.0},
        "As Hill activation, and none is made without the activator.",
    ),
    RateForm(
        "tight hill repression",
        "Hill repression, no basal rate",
        f"beta * {HILL[-1]}",
        _R,
        {"K": 10.0, "n": 2.0},
        "As Hill repression, and none is made where the repressor abounds.",
    ),
)


def form(key: str) -> RateForm:
    """Return the form called ``key``; raises `ModelError`."""
    for one in FORMS:
        if one.key == key:
            return one
    raise ModelError(f"There is no rate law '{key}'; there are {', '.join(o.key for o in FORMS)}.")


def misfit(one: RateForm, reaction: Reaction) -> str:
    """Say why a form does not suit a reaction; empty if it does."""
    there = _taking_part(reaction)
    for role in ("substrate", "product", "modifier"):
        wanted, found = len(one.needs(role)), len(there[role])
        if wanted > found:
            words = f"{wanted} {role}{'s' * (wanted > 1)}"
            return f"{one.title} needs {words}; reaction '{reaction.id}' has {found}."
    return ""


def applied(network: Network, reaction: str, one: RateForm) -> Network:
    """Return the network with the rate of ``reaction`` given by a form.

    Its constants become parameters named after the reaction, kept if they are there already;
    modifiers that it does not speak of go.
    Raises `ModelError` if the form does not suit the reaction.
    """
    target = network.part(reaction)
    if not isinstance(target, Reaction):
        raise ModelError(f"'{reaction}' is not a reaction, so it has no rate law.")
    if problem := misfit(one, target):
        raise ModelError(problem)
    constants, parameters = _constants(network, target, one)
    kinetics = _kinetics(target, one, constants)
    used = tuple(name for name in target.modifiers if name in _used(kinetics))
    changed = replace(
        target, kinetics=kinetics, modifiers=used, locals={}, reversible=one.reversible
    )
    return replace(network.with_reaction(changed), parameters=(*network.parameters, *parameters))


def _used(kinetics: MassAction | RateLaw) -> frozenset[str]:
    return symbols(parse(kinetics.formula if isinstance(kinetics, RateLaw) else kinetics.constant))


def _taking_part(reaction: Reaction) -> dict[Role, tuple[str, ...]]:
    return {
        "substrate": tuple(dict.fromkeys(one.species for one in reaction.reactants)),
        "product": tuple(dict.fromkeys(one.species for one in reaction.products)),
        "modifier": reaction.modifiers,
    }


def _constants(
    network: Network, target: Reaction, one: RateForm
) -> tuple[dict[str, str], list[Parameter]]:
    """Return the names of the form's constants in the network, and the parameters to be added."""
    known = {parameter.id for parameter in network.parameters}
    taken = set(network.symbols) | {part.id for part in network.parts()}
    names, added = {}, []
    for constant in one.constants:
        name = f"{constant}_{target.id}"
        if name not in known:
            name = fresh_id(name, taken)
            added.append(Parameter(name, one.values.get(constant, 1.0)))
            taken.add(name)
        names[constant] = name
    return names, added


def _kinetics(
    target: Reaction, one: RateForm, constants: Mapping[str, str]
) -> MassAction | RateLaw:
    if one.key == MASS_ACTION:
        return MassAction(constants["k"])
    if one.key == "reversible mass action":
        forward = _product(constants["kf"], target.reactants)
        return RateLaw(write(Apply("-", (forward, _product(constants["kr"], target.products)))))
    there = _taking_part(target)
    places = {
        symbol: name
        for role in there
        for symbol, name in zip(one.needs(role), there[role], strict=False)
    }
    names = {symbol: Symbol(name) for symbol, name in chain(places.items(), constants.items())}
    return RateLaw(write(substitute(parse(one.formula), names)))


def _product(constant: str, side: tuple[Participant, ...]) -> Expression:
    factors: list[Expression] = [Symbol(constant)]
    for one in side:
        count = 1.0 if one.stoichiometry is None else one.stoichiometry
        base = Symbol(one.species)
        factors.append(base if count == 1 else Apply("^", (base, Number(count))))
    return Apply("*", tuple(factors)) if len(factors) > 1 else factors[0]
