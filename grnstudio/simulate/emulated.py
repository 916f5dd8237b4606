"""Emulators in the place of engines: about which networks, starts and times one may be asked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grnstudio.core.domain import Domain
from grnstudio.core.emulator import Emulator
from grnstudio.core.network import Network, Parameter, Species
from grnstudio.core.network_difference import CHANGED, REMOVED, Change, difference
from grnstudio.core.network_values import adjustables
from grnstudio.errors import MissingInput, ModelError, SettingError
from grnstudio.simulate.jumps import JumpProcess, jump_process

CLOSE = 1e-9  # of a step, or of a time: how far a multiple may be off
MOST_TOLD = 3
ASTRAY = 0.05  # share of states that may be unlike any taught
OF_NO_ACCOUNT = ("name", "unit", "compartment", "reversible")


def taken(emulator: Emulator | None) -> Emulator:
    """Return ``emulator``; raises `MissingInput` saying how to come by one."""
    if emulator is None:
        raise MissingInput(
            "Choose the emulator to simulate with: one that was trained in this project, or a file."
        )
    return emulator


def process_of(emulator: Emulator, network: Network) -> JumpProcess:
    """Return ``network`` as the process that ``emulator`` stands for.

    Initial amounts and parameters that are inputs may be others than when it was taught. Raises
    `ModelError` naming what else differs.
    """
    process = jump_process(network)
    differing = list(_differing(emulator, network))
    if not differing and set(process.names) != set(emulator.species):
        differing = [f"reactions change {', '.join(process.names) or 'nothing'}"]
    if differing:
        more = len(differing) - MOST_TOLD
        told = [*differing[:MOST_TOLD], *([f"{more} more"] if more > 0 else [])]
        raise ModelError(
            f"The emulator{_called(emulator)} was taught another network. Here, other than there: "
            f"{'; '.join(told)}. Undo that, or train an emulator of this network."
        )
    return process


def start_of(emulator: Emulator, process: JumpProcess) -> np.ndarray:
    """Return the counts at the start, in the order of the emulator's species."""
    return process.initial[[process.names.index(name) for name in emulator.species]]


def values_of(emulator: Emulator, network: Network) -> np.ndarray:
    """Return the network's values of the emulator's parameters."""
    known = {one.name: one.value for one in adjustables(network)}
    for name in emulator.parameters:
        if name not in known:
            raise ModelError(f"The emulator takes {name}, which is no number of the network.")
    return np.array([known[name] for name in emulator.parameters], dtype=np.float64)


def steps_of(emulator: Emulator, times: np.ndarray) -> np.ndarray:
    """Return how many steps of ``emulator`` lead to each time; raises `SettingError`."""
    steps = np.rint(times / emulator.step).astype(np.int64)
    off = np.abs(steps * emulator.step - times)
    wrong = np.flatnonzero(off > CLOSE * np.maximum(times, emulator.step))
    if wrong.size:
        step = emulator.step
        raise SettingError(
            f"The emulator{_called(emulator)} jumps by {step:g}, so it knows the times 0, "
            f"{step:g}, {2 * step:g} and so on, and not {times[wrong[0]]:g}. Ask for multiples of "
            f"{step:g}."
        )
    return steps


def strangeness(
    emulator: Emulator, network: Network, process: JumpProcess
) -> Iterator[tuple[str, str]]:
    """Yield what the start of ``network`` has that ``emulator`` was not taught, by level."""
    domain = Domain.of(emulator)
    values = dict(zip(emulator.parameters, values_of(emulator, network), strict=True))
    if domain is not None:
        counts = dict(zip(emulator.species, start_of(emulator, process), strict=True))
        lamp = domain.look(counts, values)
        if lamp.level == "outside":
            yield "warning", f"The emulator was not taught the like of this start. {lamp.why}"
        elif lamp.level == "edge":
            yield "note", f"The start is at the edge of what the emulator was taught. {lamp.why}"
        return
    for name, low, high in zip(emulator.parameters, emulator.low, emulator.high, strict=True):
        if not low <= values[name] <= high:
            yield "warning", f"{name} is {values[name]:g}; it was varied from {low:g} to {high:g}."


def has_strayed(emulator: Emulator, states: np.ndarray, values: np.ndarray) -> bool:
    """Return whether more than a few of ``states`` ``[states, species]`` are unlike any taught."""
    domain = Domain.of(emulator)
    if domain is None or not len(states) or not np.isfinite(states).all():
        return False
    told = np.broadcast_to(values, (len(states), len(values)))
    return bool(np.mean(domain.levels(states, told) > 1) > ASTRAY)


def _differing(emulator: Emulator, network: Network) -> Iterator[str]:
    """Yield what reactions here do differently than in the network that was taught."""
    for one in difference(emulator.network, network).changes:
        if one.how == CHANGED:
            fields = [field for field in one.fields if _matters(emulator, network, one, field[0])]
            for field, before, after in fields:
                what = "" if field in ("value", "rate") else f"{field} "
                yield f"{one.kind} {one.id} has {what}{after} in place of {before}"
        elif one.kind not in ("parameter", "compartment", "function", "start"):
            yield f"{one.kind} {one.id} is {one.how}"
        elif one.kind == "start" and one.id not in emulator.species:
            yield f"the start of {one.id} is {one.how}"
        elif one.kind == "parameter" and one.how == REMOVED and one.id in emulator.parameters:
            yield f"parameter {one.id}, which it takes, is {REMOVED}"


def _matters(emulator: Emulator, network: Network, one: Change, field: str) -> bool:
    if field in OF_NO_ACCOUNT:
        return False
    if one.kind == "start":
        return one.id not in emulator.species
    if field == "own parameters":
        return _locals_matter(emulator, network, one.id)
    part = network.part(one.id) if one.kind in ("species", "parameter") else None
    if isinstance(part, Species) and field == "initial value":
        return one.id not in emulator.species
    is_input = isinstance(part, Parameter) and one.id in emulator.parameters
    return not (is_input and field == "value")


def _locals_matter(emulator: Emulator, network: Network, reaction: str) -> bool:
    """Return whether parameters of one reaction alone differ that are not inputs."""
    before, after = (
        {
            one.name: one.value
            for one in adjustables(which)
            if one.name.startswith(f"{reaction}.") and one.name not in emulator.parameters
        }
        for which in (emulator.network, network)
    )
    return before != after


def _called(emulator: Emulator) -> str:
    return f" '{emulator.title}'" if emulator.title else ""
