"""A large network for measurements: a ring of species, with mass action and enzymes."""

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


def ring(size=1_000):
    """Return ``size`` species and twice as many reactions.

    Each species turns into the next by mass action, and back by an enzyme that it saturates.
    The slowest and the fastest constant are six powers of ten apart, so the network is stiff.
    """
    names = [f"S{index}" for index in range(size)]
    species = tuple(Species(one, 10.0 + index % 7, "cell") for index, one in enumerate(names))
    parameters, reactions = [], []
    for index, one in enumerate(names):
        following = names[(index + 1) % size]
        parameters += [Parameter(f"k{index}", 10.0 ** (index % 7 - 2)), Parameter(f"v{index}", 3.0)]
        reactions.append(
            Reaction(
                f"go{index}",
                (Participant(one),),
                (Participant(following),),
                MassAction(f"k{index}"),
            )
        )
        law = f"v{index}*{following}/(Km + {following})"
        reactions.append(
            Reaction(f"back{index}", (Participant(following),), (Participant(one),), RateLaw(law))
        )
    return Network(
        "ring", compartments=(Compartment("cell"),), species=species,
        parameters=(*parameters, Parameter("Km", 2.0)), reactions=tuple(reactions),
    )  # fmt: skip
