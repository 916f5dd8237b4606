"""What a file says and a network has no field for: notes, annotations, units, terms.

`Network.extras` holds it as text by id: the model's under "", that of parts without an id under
what they belong to (``initial:k``, ``bind:reactant:0``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import libsbml

Kept = dict[str, Any]

_SPACES_OF_SBML = ("http://www.sbml.org/sbml/", "http://projects.eml.org/bcb/sbml/")
_UNITS_OF_MODEL = ("Substance", "Time", "Volume", "Area", "Length", "Extent")


def kept(element: Any, *more: str, name: bool = False) -> Kept:
    """Return what ``element`` says of itself; ``more`` are attributes beside those all have."""
    found: Kept = {}
    if element.isSetNotes():
        found["notes"] = element.getNotesString()
    if element.isSetAnnotation():
        found["annotation"] = element.getAnnotationString()
    if element.isSetMetaId():
        found["metaid"] = element.getMetaId()
    if element.isSetSBOTerm():
        found["sbo"] = element.getSBOTermID()
    if name and element.getName():
        found["name"] = element.getName()
    for attribute in more:
        if getattr(element, f"isSet{attribute}")():
            found[attribute[0].lower() + attribute[1:]] = getattr(element, f"get{attribute}")()
    return found


def of_model(document: Any) -> Kept:
    """Return what the model says of itself, and its units and namespaces."""
    model = document.getModel()
    found = kept(model, *(f"{one}Units" for one in _UNITS_OF_MODEL))
    if not model.isSetId():
        found["nameless"] = True
    units = [_unit_definition(one) for one in model.getListOfUnitDefinitions()]
    if units:
        found["units"] = units
    spaces = _namespaces(document)
    if spaces:
        found["namespaces"] = spaces
    about = kept(document)
    if about:
        found["document"] = about
    return found


def _unit_definition(definition: Any) -> Kept:
    units = [
        {
            "kind": libsbml.UnitKind_toString(one.getKind()),
            "exponent": float(one.getExponentAsDouble()),
            "scale": int(one.getScale()),
            "multiplier": float(one.getMultiplier()),
        }
        for one in definition.getListOfUnits()
    ]
    return {"id": definition.getId(), "units": units, **kept(definition, name=True)}


def _namespaces(document: Any) -> dict[str, str]:
    """Return the prefixes that notes and annotations may use, other than SBML's own."""
    spaces = document.getNamespaces()
    pairs = ((spaces.getPrefix(i), spaces.getURI(i)) for i in range(spaces.getLength()))
    return {prefix: uri for prefix, uri in pairs if prefix and not uri.startswith(_SPACES_OF_SBML)}


def number(is_set: bool, value: float) -> float | None:
    """Return a value of libSBML's as a float, or None; there is one NaN, which equals itself."""
    if not is_set:
        return None
    return math.nan if math.isnan(value) else float(value)


def text_of(extras: Mapping[str, Any], key: str, field: str) -> str:
    """Return a text that was kept, or an empty one; extras may come from any file."""
    found = extras.get(key)
    value = found.get(field) if isinstance(found, Mapping) else None
    return value if isinstance(value, str) else ""
