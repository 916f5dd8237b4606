"""What to know before a simulation of a network is started."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TypeAlias

import numpy as np

from grnstudio.core.emulator import Emulator
from grnstudio.core.network import Network
from grnstudio.errors import GRNStudioError, ModelError
from grnstudio.simulate.compile import Compiled, compile
from grnstudio.simulate.config import UNTAUGHT, SimulationConfig
from grnstudio.simulate.emulated import process_of, steps_of, strangeness, taken
from grnstudio.simulate.expectation import expectation
from grnstudio.simulate.extinction import Trap, traps
from grnstudio.simulate.findings import Finding
from grnstudio.simulate.jumps import JumpProcess, jump_process
from grnstudio.simulate.output import grid
from grnstudio.simulate.propensities import table
from grnstudio.simulate.ssa_events import EventProcess, event_process, needs_events
from grnstudio.simulate.wandering import negative_state

MANY = 1e8
FEW = 10
LONG = 30.0  # seconds
MOST_TOLD = 3  # of one kind

Process: TypeAlias = JumpProcess | EventProcess
Remark: TypeAlias = tuple[str, str]


def findings(
    network: Network, config: SimulationConfig, emulator: Emulator | None = None
) -> tuple[Finding, ...]:
    """Return what is worth knowing before ``network`` is simulated as ``config`` says.

    What the engine cannot do is an error, alone. ``emulator`` is for the method of that name.
    """
    try:
        if config.method == "emulator":
            remarks = list(_emulated(network, config, emulator))
        else:
            process = process_for(config.method, compile(network))
            remarks = list(_still(network)) if process is None else list(_remarks(process, config))
    except GRNStudioError as refusal:
        return (Finding("error", str(refusal), config.method),)
    return tuple(Finding(level, text, config.method) for level, text in remarks)  # type: ignore[arg-type]


def refusals(network: Network) -> dict[str, str]:
    """Return why engines cannot simulate ``network``, by method; those that can are left out."""
    found = {}
    for method in UNTAUGHT:
        try:
            process_for(method, compile(network))
        except ModelError as refusal:
            found[method] = str(refusal)
    return found


def process_for(method: str, compiled: Compiled) -> Process | None:
    """Return what the engine of ``method`` simulates, None for rate equations.

    Raises `ModelError`, mostly `Unsupported`, naming what the engine cannot do.
    """
    if method == "ode":
        return None
    if method == "ssa" and needs_events(compiled):
        return event_process(compiled)
    return jump_process(compiled)


def _emulated(
    network: Network, config: SimulationConfig, emulator: Emulator | None
) -> Iterator[Remark]:
    taught = taken(emulator)
    steps_of(taught, grid(config, taught.step))
    process = process_of(taught, network)
    yield from _amounts(process, config.method)
    yield from strangeness(taught, network, process)


def _still(network: Network) -> Iterator[Remark]:
    if not (network.reactions or network.rules or network.events):
        yield "warning", "The network has no reactions, rules or events, so nothing will change."


def _remarks(process: Process, config: SimulationConfig) -> Iterator[Remark]:
    network = process.compiled.network
    yield from _still(network)
    yield from _amounts(process, config.method)
    yield from _idle(process)
    yield from _guarded(process)
    yield from _below_zero(process)
    if config.method == "cle":
        yield from _few(process)
    if not network.events:
        yield from _ends(process)
    if isinstance(process, JumpProcess) and config.method == "ssa":
        yield from _long(process, config)


def _amounts(process: Process, method: str) -> Iterator[Remark]:
    compiled = process.compiled
    held = zip(process.names, process.initial, strict=False)  # time may follow
    counts = {name: count for name, count in held if compiled.slots[name] in compiled.state}
    stated = {name: float(process.values[compiled.slots[name]]) for name in counts}
    split = [name for name, count in counts.items() if stated[name] != count]
    if len(split) == 1:
        name = split[0]
        yield (
            "warning",
            f"{name} starts with {stated[name]:g}; it is rounded to {counts[name]:.0f} whole "
            "molecules.",
        )
    elif split:
        told = [f"{name} from {stated[name]:g} to {counts[name]:.0f}" for name in split]
        yield (
            "warning",
            f"Amounts at the start are rounded to whole molecules: {_listed(told)}. If they are "
            "meant as concentrations, multiply them by a volume first.",
        )
    for name, count in counts.items():
        if count > MANY and method in ("ssa", "fsp"):
            yield (
                "warning",
                f"{name} starts with {count:.3g} molecules. Every reaction is simulated by itself, "
                "which may take very long; consider tau-leaping or the Langevin equation.",
            )


def _chances(process: Process, states: np.ndarray) -> np.ndarray:
    return table(process.laws, np.ascontiguousarray(states), process.stack.copy())


def _idle(process: Process) -> Iterator[Remark]:
    chances = _chances(process, process.initial[None, :])[0]
    if len(chances) and not chances.any() and isinstance(process, JumpProcess):
        yield "warning", "No reaction can happen at the start, so nothing will ever change."
    for name, form in zip(process.reactions, process.forms, strict=True):
        if form.product and form.product.constant == 0:
            text = f"Reaction '{name}' has a rate of 0 in every state, so it never happens."
            yield "warning", text
    for index in np.flatnonzero(~((chances >= 0) & np.isfinite(chances))):
        yield (
            "warning",
            f"Reaction '{process.reactions[index]}' has a propensity of {chances[index]:g} at the "
            "start, which cannot be. Split a reversible reaction into two, or correct its rate.",
        )


def _guarded(process: Process) -> Iterator[Remark]:
    for name, form in zip(process.reactions, process.forms, strict=True):
        if form.guards:
            short = " and ".join(process.names[slot] for slot in sorted(form.guards))
            yield (
                "note",
                f"Reaction '{name}' has a rate that does not vanish when {short} runs out; it is "
                "held back then, so that nothing becomes negative.",
            )


def _below_zero(process: Process) -> Iterator[Remark]:
    if not isinstance(process, JumpProcess):
        return
    for reaction, state in negative_state(process).items():
        told = ", ".join(f"{name} = {count:g}" for name, count in state.items())
        yield (
            "warning",
            f"The propensity of reaction '{reaction}' falls below 0, as with {told}, which cannot "
            "be. Split a reversible reaction into two, or correct its rate law.",
        )


def _few(process: Process) -> Iterator[Remark]:
    scarce = [
        name for name, count in zip(process.names, process.initial, strict=False) if count < FEW
    ]
    if scarce:
        yield (
            "note",
            f"{_listed(scarce)} start{'s' if len(scarce) == 1 else ''} with fewer than {FEW} "
            "molecules. The Langevin equation is not right while there are so few; compare it with "
            "exact simulation (SSA).",
        )


def _ends(process: Process) -> Iterator[Remark]:
    counts = process.counts if isinstance(process, EventProcess) else len(process.names)
    names, changes = process.names[:counts], process.changes[:, :counts]
    start = process.initial[:counts]
    network = process.compiled.network
    found = list(traps(network, names, process.reactions, process.forms, changes, start))
    for trap in found[:MOST_TOLD]:
        yield "note", _end_told(trap, len(process.reactions))


def _end_told(trap: Trap, reactions: int) -> str:
    short = " and ".join(trap.species)
    verb = "has" if len(trap.species) == 1 else "have"
    pronoun = "it" if len(trap.species) == 1 else "they"
    if len(trap.reactions) == reactions:
        return f"Nothing can happen any more once {short} {verb} run out."
    stops = "reaction " if len(trap.reactions) == 1 else "reactions "
    return (
        f"Once {short} {verb} run out, {pronoun} never come{'s' if pronoun == 'it' else ''} back: "
        f"{stops}{_listed(trap.reactions)} stop{'s' if len(trap.reactions) == 1 else ''} for good. "
        "What lasts until then is not stationary."
    )


def _long(process: JumpProcess, config: SimulationConfig) -> Iterator[Remark]:
    try:
        expected = expectation(process, config.duration)
    except ModelError as error:
        yield "warning", str(error)
        return
    threads = min(config.threads or os.cpu_count() or 1, config.runs)
    seconds = expected.reactions * config.runs / max(expected.speed, 1.0) / threads
    if seconds > LONG:
        yield (
            "warning",
            f"About {expected.reactions:.2g} reactions are to be expected in a run; "
            f"{config.runs:,} runs of them take about {_duration(seconds)}. Tau-leaping or the "
            "Langevin equation are faster where there are many molecules, rate equations (ODE) "
            "where the mean is enough.",
        )


def _duration(seconds: float) -> str:
    for size, unit in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:,.0f} {unit}"
    return f"{seconds:.0f} seconds"


def _listed(names: list[str] | tuple[str, ...]) -> str:
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown
