"""Unit definitions as they are kept in extras, and which units a model may name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import libsbml

from grnstudio.io.sbml.markup import Markup

_FIELDS = ("kind", "exponent", "scale", "multiplier")


def is_known(unit: str, definitions: Any) -> bool:
    """Return whether ``unit`` is one of SBML's own or among the kept ``definitions``."""
    if libsbml.UnitKind_forName(unit) != libsbml.UNIT_KIND_INVALID:
        return True
    return any(one["id"] == unit for one in sound(definitions))


def sound(definitions: Any) -> list[Mapping[str, Any]]:
    """Return those definitions that are of the form in which reading keeps them."""
    found = definitions if isinstance(definitions, list) else []
    return [one for one in found if isinstance(one, Mapping) and isinstance(one.get("id"), str)]


def unit_definition(definition: Mapping[str, Any]) -> str:
    """Return a kept definition as an element."""
    markup = Markup({"": definition})
    units = [one for one in definition.get("units", []) if set(_FIELDS) <= one.keys()]
    inside = markup.listed(
        "listOfUnits",
        [markup.element("unit", {name: one[name] for name in _FIELDS}) for one in units],
    )
    return markup.element("unitDefinition", {"id": definition["id"]}, [inside], key="")
