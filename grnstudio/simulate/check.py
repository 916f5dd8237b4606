"""What to know before a simulation is started, as a job: it compiles the network to find out."""

from __future__ import annotations

from dataclasses import dataclass

from grnstudio.core.emulator import Emulator
from grnstudio.core.network import Network
from grnstudio.jobs import Step, Steps
from grnstudio.simulate.config import SimulationConfig


@dataclass(frozen=True, slots=True)
class Check:
    """Findings as level ("error", "warning" or "note") and text."""

    findings: tuple[tuple[str, str], ...] = ()


def check(
    network: Network, config: SimulationConfig, emulator: Emulator | None = None
) -> Steps[Check]:
    """Look at what a simulation would meet."""
    yield Step(0, 1)
    from grnstudio.simulate.preflight import findings

    return Check(tuple((one.level, one.text) for one in findings(network, config, emulator)))
