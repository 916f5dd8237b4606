"""Checks files against the schemas in `resources/schemas`, and says in words what is wrong.

A schema's descriptions are part of its messages: they say what a place takes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from grnstudio import paths
from grnstudio.errors import FileFormatError

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator


def check(data: Any, schema: str, where: str) -> None:
    """Raise `FileFormatError` with the first place where ``data`` breaks ``schema``."""
    errors = list(_validator(schema).iter_errors(data))
    if errors:
        error = _innermost(_first(errors))
        place = _place(error.absolute_path)
        raise FileFormatError(f"{where}: {_words(error, place)}")


@cache
def _validator(schema: str) -> Validator:
    from jsonschema import Draft202012Validator

    path = paths.resources() / "schemas" / f"{schema}.schema.json"
    return Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


def _first(errors: Iterable[ValidationError]) -> ValidationError:
    """Prefer a key that is not known, often why another is missing; then what lies deepest."""

    def rank(error: ValidationError) -> tuple[bool, int, str]:
        place = error.absolute_path
        return error.validator != "additionalProperties", -len(place), _place(place)

    return min(errors, key=rank)


def _innermost(error: ValidationError) -> ValidationError:
    """Of a choice between shapes, take the shape that was meant, if one can be told."""
    depth = len(error.absolute_path)
    inside = [
        leaf
        for leaf in _leaves(error)
        if len(leaf.absolute_path) > depth or leaf.validator in ("additionalProperties", "required")
    ]
    return _described(_first(inside)) if inside else error


def _described(error: ValidationError) -> ValidationError:
    """Climb to the choice that says in words what a place takes."""
    parent: Any = error.parent
    if parent is None or "description" in _shape(error) or error.path:
        return error
    return _described(parent)


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    for one in error.context or ():
        if one.context:
            yield from _leaves(one)
        else:
            yield one


def _words(error: ValidationError, place: str) -> str:
    at = f"at {place}, " if place else ""
    shape = _shape(error)
    if error.validator == "additionalProperties":
        known = list(shape["properties"])
        name = next(str(name) for name in _instance(error) if name not in known)
        near = get_close_matches(name, known, 1)
        hint = f'did you mean "{near[0]}"?' if near else f"known are {', '.join(known)}."
        return f'{at}there is no key "{name}"; {hint}'
    if error.validator == "required":
        missing = next(name for name in shape["required"] if name not in _instance(error))
        about = shape.get("properties", {}).get(missing, {}).get("description", "")
        return f'{at}the key "{missing}" is missing; add it{about and f": {about}"}.'
    expected = shape.get("description") or f"({error.message})"
    return f"{place or 'the file'} takes {expected}, not {_short(error.instance)}."


def _shape(error: ValidationError) -> Any:
    return error.schema


def _instance(error: ValidationError) -> Any:
    return error.instance


def _place(path: Iterable[str | int]) -> str:
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif re.fullmatch(r"[\w-]+", part):
            text += f".{part}" if text else part
        else:
            text += f"[{part!r}]"
    return text


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "…"
