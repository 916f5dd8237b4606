"""Elements as text, with every digit of their numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, TypeAlias

from grnstudio.io.sbml.extras import text_of

Attributes: TypeAlias = Mapping[str, str | float | bool | None]


class Markup:
    """Writes elements; those with a key carry the notes and terms in ``extras`` along."""

    def __init__(self, extras: Mapping[str, Any]) -> None:
        self._extras = extras
        self._metaids: set[str] = set()

    def element(
        self,
        tag: str,
        attributes: Attributes,
        children: Iterable[str] = (),
        key: str | None = None,
        annotation: str | None = None,
    ) -> str:
        """Return an element; attributes of None or without letters are left out."""
        about, inside = self._about(key, annotation) if key is not None else ({}, annotation or "")
        pairs = {name: value for name, value in attributes.items() if value not in (None, "")}
        written = "".join(
            f' {name}="{attribute(value)}"' for name, value in (about | pairs).items()
        )
        inside += "".join(children)
        return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"

    def listed(self, tag: str, elements: Iterable[str]) -> str:
        """Return a list of elements, or nothing for none."""
        inside = "".join(elements)
        return f"<{tag}>{inside}</{tag}>\n" if inside else ""

    def text(self, key: str, field: str) -> str:
        """Return a text that was kept, or an empty one."""
        return text_of(self._extras, key, field)

    def _about(self, key: str, annotation: str | None) -> tuple[dict[str, Any], str]:
        fields = {"metaid": "metaid", "sboTerm": "sbo", "name": "name", "id": "idAttribute"}
        about = {name: self.text(key, field) for name, field in fields.items()}
        if about["metaid"] in self._metaids:
            about["metaid"] = ""
        self._metaids.add(about["metaid"])
        if annotation is None:
            annotation = self.text(key, "annotation")
        return {name: one for name, one in about.items() if one}, (
            self.text(key, "notes") + annotation
        )


def attribute(value: str | float | bool) -> str:
    """Return the text of an attribute's value."""
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    return repr(float(value)).removesuffix(".0")
