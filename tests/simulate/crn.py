"""Builds networks from the reference data's description of them."""

import json

from grnstudio.core.network import (
    MassAction,
    Network,
    Parameter,
    Participant,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.core.rules import InitialAssignment


def networks(folder):
    models = json.loads((folder / "crn/crn_models.json").read_text())["models"]
    return {name: network(name, model) for name, model in models.items()}


def reference(folder, name):
    return json.loads((folder / "crn" / name).read_text())


def network(name, model, initial=None):
    start = initial or model["default_init"]
    return Network(
        name,
        species=tuple(
            Species(one, float(amount)) for one, amount in zip(model["species"], start, strict=True)
        ),
        parameters=tuple(
            Parameter(one, None if isinstance(value, str) else value)
            for one, value in model["params"].items()
        ),
        initial=tuple(
            InitialAssignment(one, value)
            for one, value in model["params"].items()
            if isinstance(value, str)
        ),
        reactions=tuple(reaction(one) for one in model["reactions"]),
    )


def reaction(described):
    # The data's constant goes with combinations, ours with falling factorials.
    if described["law"] == "custom":
        kinetics = RateLaw(described["propensity"])
    else:
        orders = [1, 1, 2, 6]
        share = 1
        for count in described["reactants"].values():
            share *= orders[count]
        kinetics = MassAction(f"({described['k']}) / {share}")
    return Reaction(
        described["id"], parts(described["reactants"]), parts(described["products"]), kinetics
    )


def parts(counts):
    return tuple(Participant(name, float(count)) for name, count in counts.items())


def decay(rate="k * A", **changed):
    """Return A -> B at a rate."""
    return Network(
        "decay",
        species=(Species("A", 100.0), Species("B", 0.0)),
        parameters=(Parameter("k", 0.5),),
        reactions=(
            Reaction("decay", (Participant("A"),), (Participant("B"),), RateLaw(rate), **changed),
        ),
    )
