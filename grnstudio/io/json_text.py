"""JSON as this program reads and writes it: strict, sorted, one line for a list of numbers."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from grnstudio.errors import FileFormatError
from grnstudio.io.source import read_text

LARGEST = 1e300


class _Refused(ValueError):
    """Something that JSON's grammar allows, or Python's reader does, and this program does not."""


def read(path: Path | str) -> Any:
    """Return what a JSON file holds."""
    return parse(read_text(path), str(path))


def parse(text: str, where: str) -> Any:
    """Return what ``text`` holds; ``where`` is what messages call it."""
    try:
        return json.loads(
            text,
            parse_constant=_refuse_constant,
            parse_float=_number,
            parse_int=_integer,
            object_pairs_hook=_without_twins,
        )
    except json.JSONDecodeError as error:
        raise FileFormatError(
            f"{where} is no complete JSON: line {error.lineno}, column {error.colno}: "
            f"{error.msg.lower()}. {_remedy(text, error.pos)}"
        ) from None
    except _Refused as error:
        raise FileFormatError(f"{where}: {error}") from None
    except RecursionError:
        raise FileFormatError(f"{where} is nested too deeply; is it the right file?") from None


def render(data: Any) -> str:
    """Return ``data`` as text: sorted keys, indented, lists of plain values on one line each."""
    return _render(data, "") + "\n"


def _render(data: Any, indent: str) -> str:
    inner = indent + "  "
    if isinstance(data, dict) and data:
        lines = [f"{_scalar(key)}: {_render(data[key], inner)}" for key in sorted(data)]
        return "{\n" + ",\n".join(inner + line for line in lines) + "\n" + indent + "}"
    if isinstance(data, list | tuple) and any(isinstance(x, dict | list | tuple) for x in data):
        lines = [_render(one, inner) for one in data]
        return "[\n" + ",\n".join(inner + line for line in lines) + "\n" + indent + "]"
    if isinstance(data, list | tuple):
        return "[" + ", ".join(_scalar(one) for one in data) + "]"
    return _scalar(data)


def _scalar(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return text if _is_utf8(text) else json.dumps(value)


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _remedy(text: str, position: int) -> str:
    if not text.strip():
        return "The file is empty."
    if position >= len(text.rstrip()):
        return "The file ends too early: it was cut off. Get it afresh, or complete it."
    return "Mend that place, or get the file afresh."


def _refuse_constant(name: str) -> float:
    raise _Refused(f"{name} is no number in JSON; write null where nothing is asked.")


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise _Refused(f"the number {text[:40]} is too large; write one below {LARGEST:g}.")
    return value


def _integer(text: str) -> int:
    if len(text) > 20:
        raise _Refused(f"the whole number {text[:20]}… is too long; write it as 1e30.")
    return int(text)


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise _Refused(f'the key "{twin}" stands twice in one place; remove one of them.')
    return found
