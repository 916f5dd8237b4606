"""Reaction networks as JSON, `resources/schemas/network-1.schema.json`.

What is at its default is left out; numbers are kept to the last digit. Configurations of events
and their rates, as DynGPT has them, are read as well.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from grnstudio.core.drawing import Drawing
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
from grnstudio.core.network_formulas import check_formulas
from grnstudio.core.rules import (
    AssignmentRule,
    Constraint,
    Event,
    Function,
    InitialAssignment,
    RateRule,
)
from grnstudio.errors import FileFormatError, ModelError
from grnstudio.io import event_config, json_text, schema
from grnstudio.io.atomic import write_text
from grnstudio.io.migrations import migrated, version_of

FORMAT = "grnstudio-reactions"

_LISTS: Mapping[str, type] = {
    "compartments": Compartment,
    "species": Species,
    "parameters": Parameter,
    "functions": Function,
    "initial": InitialAssignment,
    "events": Event,
    "constraints": Constraint,
}
_RULES: Mapping[str, type[AssignmentRule] | type[RateRule]] = {
    "assignment": AssignmentRule,
    "rate": RateRule,
}
_NUMBERS = frozenset({"size", "dimensions", "initial", "value", "stoichiometry"})


def read(path: Path | str) -> tuple[Network, tuple[str, ...]]:
    """Return the network in the file ``path``, and remarks on what was changed.

    Unlike `decode` it refuses a network whose formulas cannot be read.
    """
    network, remarks = decode(json_text.read(path), str(path))
    try:
        check_formulas(network)
    except ModelError as error:
        raise FileFormatError(f"{path}: {error}") from error
    return network, remarks


def write(network: Network, path: Path | str) -> None:
    """Save ``network`` as JSON, atomically."""
    write_text(json_text.render(encode(network)), path)


def decode(data: Any, where: str) -> tuple[Network, tuple[str, ...]]:
    """Return the network that ``data`` describes, and remarks; ``where`` names the file."""
    try:
        if event_config.is_one(data):
            return event_config.decode(data, where)
        data = migrated(data, FORMAT, where)
        schema.check(data, "network-1", where)
        return _network(data), ()
    except ModelError as error:
        raise FileFormatError(f"{where}: {error}") from error


def encode(network: Network) -> dict[str, Any]:
    """Return ``network`` as JSON data."""
    data = {"format": FORMAT, "version": version_of(FORMAT), "id": network.id}
    data |= {key: getattr(network, key) for key in ("name", "conversion") if getattr(network, key)}
    for key in _LISTS:
        if parts := getattr(network, key):
            data[key] = [_sparse(one) for one in parts]
    if network.reactions:
        data["reactions"] = [_reaction_data(one) for one in network.reactions]
    if network.rules:
        kinds = {type_: kind for kind, type_ in _RULES.items()}
        data["rules"] = [{"kind": kinds[type(one)], **_sparse(one)} for one in network.rules]
    if network.extras:
        data["extras"] = dict(network.extras)
    if network.drawing:
        data["drawing"] = drawing_data(network.drawing)
    return data


def drawing_data(drawing: Drawing) -> dict[str, dict[str, list[float]]]:
    """Return places as JSON data."""
    views = {"reactions": drawing.reactions, "regulation": drawing.regulation}
    return {
        view: {name: [float(x), float(y)] for name, (x, y) in places.items()}
        for view, places in views.items()
        if places
    }


def drawing_from(data: Mapping[str, Any]) -> Drawing:
    """Return the drawing that `drawing_data` gave."""
    views = {
        view: {name: (float(x), float(y)) for name, (x, y) in places.items()}
        for view, places in data.items()
    }
    return Drawing(**views)


def _sparse(part: Any) -> dict[str, Any]:
    """Return the fields that are not at their default."""
    data = {}
    for one in fields(part):
        value = getattr(part, one.name)
        made = one.default_factory() if one.default_factory is not MISSING else one.default
        if value != made:
            data[one.name] = _number(value) if one.name in _NUMBERS else _plain(value)
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _number(one) for name, one in value.items()}
    return list(value) if isinstance(value, tuple) else value


def _reaction_data(one: Reaction) -> dict[str, Any]:
    data = _sparse(one)
    data.pop("kinetics", None)
    for side in ("reactants", "products"):
        if side in data:
            data[side] = [_sparse(participant) for participant in getattr(one, side)]
    if isinstance(one.kinetics, MassAction):
        data["mass_action"] = one.kinetics.constant
    elif one.kinetics:
        data["rate"] = one.kinetics.formula
    return data


def _number(value: Any) -> Any:
    """Write as text what JSON has no number for, or this program's reader takes for a mistake."""
    if not isinstance(value, float | int):
        return value
    return float(value) if abs(value) <= json_text.LARGEST else repr(float(value))


def _network(data: Mapping[str, Any]) -> Network:
    parts: dict[str, Any] = {
        key: tuple(type_(**_values(one)) for one in data.get(key, ()))
        for key, type_ in _LISTS.items()
    }
    return Network(
        data["id"],
        data.get("name", ""),
        reactions=tuple(_reaction(one) for one in data.get("reactions", ())),
        rules=tuple(_RULES[one["kind"]](one["target"], one["formula"]) for one in _rules(data)),
        conversion=data.get("conversion", ""),
        extras=data.get("extras", {}),
        drawing=drawing_from(data.get("drawing", {})),
        **parts,
    )


def _rules(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(data.get("rules", ()))


def _values(data: Mapping[str, Any]) -> dict[str, Any]:
    values = {}
    for key, value in data.items():
        if key in _NUMBERS and value is not None:
            value = _real(value)
        values[key] = tuple(value) if isinstance(value, list) else value
    return values


def _real(value: Any) -> float:
    """Return a number; there is one NaN, which equals itself."""
    number = float(value)
    return math.nan if math.isnan(number) else number


def _reaction(data: Mapping[str, Any]) -> Reaction:
    if "rate" in data and "mass_action" in data:
        raise ModelError(
            f"Reaction '{data['id']}' has both a rate and a constant of mass action; keep one."
        )
    values = _values(data)
    for side in ("reactants", "products"):
        values[side] = tuple(Participant(**_values(one)) for one in data.get(side, ()))
    kinetics: MassAction | RateLaw | None = None
    if "rate" in data:
        kinetics = RateLaw(values.pop("rate"))
    elif "mass_action" in data:
        kinetics = MassAction(values.pop("mass_action"))
    locals_ = {name: _real(value) for name, value in data.get("locals", {}).items()}
    return Reaction(**{**values, "kinetics": kinetics, "locals": locals_})
