"""What to know before a stochastic simulation of a network is started."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grnstudio.core.network import Network
from grnstudio.errors import ModelError, Unsupported
from grnstudio.simulate.compile import compile
from grnstudio.simulate.config import SimulationConfig
from grnstudio.simulate.findings import Finding
from grnstudio.simulate.jumps import JumpProcess, jump_process

MANY = 1e8


def findings(network: Network, config: SimulationConfig) -> tuple[Finding, ...]:
    """Return what is worth knowing before ``network`` is simulated as ``config`` says."""
    method = config.method
    try:
        if method == "ode":
            compile(network)
            return ()
        process = jump_process(network)
    except ModelError as refusal:
        return (Finding("error", str(refusal), method),)
    remarks = (*_amounts(process), *_idle(process), *_guarded(process))
    return tuple(Finding("warning", text, method) for text in remarks)


def preflight(network: Network) -> tuple[str, ...]:
    """Return what a stochastic simulation would do otherwise than one may think, in sentences.

    What stands in its way altogether is one sentence; raises `ModelError` for a network that
    contradicts itself.
    """
    try:
        process = jump_process(network)
    except Unsupported as refusal:
        return (str(refusal),)
    return (*_amounts(process), *_idle(process), *_guarded(process))


def _amounts(process: JumpProcess) -> Iterator[str]:
    stated = process.values[process.compiled.state]
    for name, amount, count in zip(process.names, stated, process.initial, strict=True):
        if amount != count:
            yield f"{name} starts with {amount:g}; it is rounded to {count:.0f} whole molecules."
        if count > MANY:
            yield (
                f"{name} starts with {count:.3g} molecules. Every reaction is simulated by itself, "
                "which may take very long; consider tau-leaping or the Langevin equation."
            )


def _idle(process: JumpProcess) -> Iterator[str]:
    chances = process.propensities()
    if len(chances) and not chances.any():
        yield "No reaction can happen at the start, so nothing will ever change."
    for name, form in zip(process.reactions, process.forms, strict=True):
        if form.product and form.product.constant == 0:
            yield f"Reaction '{name}' has a rate of 0 in every state, so it never happens."
    for index in np.flatnonzero(~((chances >= 0) & np.isfinite(chances))):
        yield (
            f"Reaction '{process.reactions[index]}' has a propensity of {chances[index]:g} at the "
            "start, which cannot be. Split a reversible reaction into two, or correct its rate law."
        )


def _guarded(process: JumpProcess) -> Iterator[str]:
    for name, form in zip(process.reactions, process.forms, strict=True):
        if form.guards:
            short = " and ".join(process.names[slot] for slot in sorted(form.guards))
            yield (
                f"Reaction '{name}' has a rate that does not vanish when {short} runs out; it is "
                "held back then, so that nothing becomes negative."
            )
