"""What teaching an emulator will take, told before it begins."""

from __future__ import annotations

from dataclasses import dataclass

from grnstudio.core.network import Network
from grnstudio.core.starts import read
from grnstudio.jobs import Step, Steps
from grnstudio.learn.emulator.config import EmulatorConfig
from grnstudio.learn.emulator.remarks import remarks
from grnstudio.simulate.estimate import Estimate, estimate, suggested_step


@dataclass(frozen=True, slots=True)
class Outlook:
    """The time step in force, what there is to make, and what will not go well."""

    step: float
    estimate: Estimate
    remarks: tuple[str, ...] = ()


def look(network: Network, config: EmulatorConfig) -> Steps[Outlook]:
    """Try a few courses of ``network``, as ``config`` says; raises as the training would."""
    yield Step(0, 2, stage="choosing a time step")
    starts = read(config.starts, network)
    step = config.step or suggested_step(network, starts)
    yield Step(1, 2, stage="trying a few courses")
    found = estimate(network, starts, step=step, **config.courses).of_pairs(config.pairs)
    return Outlook(step, found, tuple(remarks(network, starts, config, step, found)))
