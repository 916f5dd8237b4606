"""Networks given as events and their rates: the configurations of DynGPT.

``{"state_names": [...], "events": [{"state_transition": {"M": 1}, "event_rates": "k*ON"}], ...}``.
A ``drive_state`` takes part unchanged. Parameters come as a box; the network gets its middle, and
`Network.extras` keep the box under the parameter's id, and which states are recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grnstudio.core import rates
from grnstudio.core.expressions import symbols
from grnstudio.core.network import Network, Parameter, Participant, RateLaw, Reaction, Species
from grnstudio.errors import FileFormatError, RateSyntaxError
from grnstudio.io import schema

RECORDED = "recorded"
"""The entry of `Network.extras` that lists the recorded species."""


def is_one(data: Any) -> bool:
    """Say whether ``data`` looks like such a configuration."""
    return isinstance(data, dict) and "format" not in data and "state_names" in data


def decode(data: dict[str, Any], where: str) -> tuple[Network, tuple[str, ...]]:
    """Return the network, and remarks on what was changed; ``where`` names the file."""
    schema.check(data, "events-1", where)
    names, parameters = data["state_names"], data["parameters"]
    low, high = parameters["lower_bound_val"], parameters["upper_bound_val"]
    starts = data.get("initial_val", [0] * len(names))
    _check_lengths(data, where)
    ids = parameters["param_names"]
    boxes = {id: {"low": one, "high": other} for id, one, other in zip(ids, low, high, strict=True)}
    recorded = [names[place - 1] for place in data.get("minimal_state_indices", ())]
    known = frozenset([*names, *ids])
    network = Network(
        _id(data.get("model_name", "network")),
        data.get("model_name", ""),
        species=tuple(Species(id, float(one)) for id, one in zip(names, starts, strict=True)),
        parameters=tuple(
            Parameter(id, (box["low"] + box["high"]) / 2) for id, box in boxes.items()
        ),
        reactions=tuple(
            _reaction(f"E{number}", one, names, known, where)
            for number, one in enumerate(data["events"], 1)
        ),
        extras={**boxes, **({RECORDED: recorded} if recorded else {})},
    )
    return network, ("Parameters were set to the middle of their bounds.",)


def _reaction(
    id: str, event: Mapping[str, Any], names: list[str], known: frozenset[str], where: str
) -> Reaction:
    changes = event["state_transition"]
    drive = event.get("drive_state", "")
    for name in (*changes, *([drive] if drive else [])):
        if name not in names:
            raise _refusal(where, f"event {id} names the state '{name}', which is not in the list.")
    try:
        used = symbols(rates.parse(event["event_rates"], known))
    except RateSyntaxError as error:
        raise _refusal(where, f"the rate of event {id}: {error}") from None
    before = {name: -count for name, count in changes.items() if count < 0}
    after = {name: count for name, count in changes.items() if count > 0}
    if drive and drive not in changes:
        before, after = {drive: 1, **before}, {drive: 1, **after}
    return Reaction(
        id,
        tuple(Participant(name, float(count)) for name, count in before.items()),
        tuple(Participant(name, float(count)) for name, count in after.items()),
        RateLaw(event["event_rates"]),
        tuple(one for one in names if one in used - before.keys() - after.keys()),
    )


def _check_lengths(data: Mapping[str, Any], where: str) -> None:
    names, parameters = data["state_names"], data["parameters"]
    ids = parameters["param_names"]
    for key in ("lower_bound_val", "upper_bound_val"):
        if len(parameters[key]) != len(ids):
            raise _refusal(
                where,
                f"parameters.{key} has {len(parameters[key])} numbers for {len(ids)} parameters.",
            )
    starts = data.get("initial_val", names)
    if len(starts) != len(names):
        raise _refusal(where, f"initial_val has {len(starts)} numbers for {len(names)} states.")
    for place in data.get("minimal_state_indices", ()):
        if not 1 <= place <= len(names):
            raise _refusal(
                where, f"minimal_state_indices counts from 1 to {len(names)}; {place} is none."
            )


def _refusal(where: str, problem: str) -> FileFormatError:
    return FileFormatError(f"{where}: {problem}")


def _id(title: str) -> str:
    plain = "".join(one if one.isascii() and one.isalnum() else "_" for one in title)
    return plain if plain and not plain[0].isdigit() else f"model_{plain}"
