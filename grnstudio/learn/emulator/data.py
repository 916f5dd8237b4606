"""What an emulator needs of a design: a network it can be taught."""

from __future__ import annotations

from dataclasses import dataclass

from grnstudio.core.network import Network
from grnstudio.core.transitions import Transitions
from grnstudio.errors import MissingInput
from grnstudio.project import Design


@dataclass(frozen=True, slots=True, eq=False)
class EmulatorInputs:
    """The network, and transitions to learn from if they have been made already."""

    network: Network
    transitions: Transitions | None = None


def inputs(design: Design) -> EmulatorInputs:
    """Return what to teach; raises `MissingInput`, and `ModelError` naming what stands against it.

    A network whose next state does not follow from the present one alone cannot be emulated.
    """
    from grnstudio.simulate.courses import emulable

    network = design.network
    if network is None:
        raise MissingInput("Draw or open a network first, on the Network page.")
    if not any(one.kinetics for one in network.reactions):
        raise MissingInput(
            "The network has no reactions with a rate, so there is nothing to learn. Add some on "
            "the Network page."
        )
    emulable(network)
    return EmulatorInputs(network)
