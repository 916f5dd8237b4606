"""Config fields that carry their own label, limits and help."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from grnstudio.errors import SettingError

C = TypeVar("C")


def setting(
    default: Any,
    label: str,
    *,
    low: float | None = None,
    high: float | None = None,
    choices: Sequence[str] = (),
    help: str = "",
    advanced: bool = False,
    own: bool = False,
    needs: tuple[str, str] = ("", ""),
) -> Any:
    """Declare a config field; forms, command-line help and checks are built from it.

    What a task suggests for a field of this name does not replace a default of its ``own``. One
    that ``needs`` another setting and a value of it means nothing while that is something else.
    """
    about = {"label": label, "low": low, "high": high, "choices": tuple(choices)}
    more = {"help": help, "advanced": advanced, "own": own, "needs": needs}
    return dataclasses.field(default=default, metadata=about | more)


def check(config: Any) -> None:
    """Raise `SettingError` for the first field of ``config`` outside its type or limits."""
    for field in dataclasses.fields(config):
        if "label" not in field.metadata:
            continue  # kept with the settings, but none itself
        object.__setattr__(config, field.name, _checked(field, getattr(config, field.name)))


def configured(kind: type[C], values: Mapping[str, Any]) -> C:
    """Make a config from names and values; raises `SettingError` for a name it does not know."""
    names = [field.name for field in dataclasses.fields(kind)]  # type: ignore[arg-type]
    for name in values:
        if name not in names:
            near = get_close_matches(name, names, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(names)}."
            raise SettingError(f"There is no setting '{name}'; {hint}")
    return kind(**values)


def from_text(kind: type, name: str, text: str) -> Any:
    """Read ``text`` as a value of the field ``name``, as the command line gives it."""
    default = {field.name: field.default for field in dataclasses.fields(kind)}.get(name)
    if isinstance(default, bool):
        return _read_bool(name, text)
    if isinstance(default, int | float):
        try:
            return type(default)(text)
        except ValueError:
            try:
                return float(text)
            except ValueError:
                raise SettingError(f"'{name}' takes a number, not '{text}'.") from None
    return text


def _read_bool(name: str, text: str) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if text.lower() not in words:
        raise SettingError(f"'{name}' takes true or false, not '{text}'.")
    return words[text.lower()]


def _checked(field: dataclasses.Field[Any], value: Any) -> Any:
    label, about = field.metadata.get("label", field.name), field.metadata
    if isinstance(field.default, bool) or isinstance(value, bool):
        if not (isinstance(field.default, bool) and isinstance(value, bool)):
            raise SettingError(f"{label} ('{field.name}') does not take {value!r}.")
        return value
    if isinstance(field.default, int | float):
        value = _number(field, label, value)
    elif not isinstance(value, str):
        raise SettingError(f"{label} ('{field.name}') takes a word, not {value!r}.")
    if about.get("choices") and value not in about["choices"]:
        raise SettingError(f"{label} is one of {', '.join(about['choices'])}, not '{value}'.")
    return value


def _number(field: dataclasses.Field[Any], label: str, value: Any) -> int | float:
    whole = isinstance(field.default, int)
    if not isinstance(value, int | float) or (
        whole and isinstance(value, float) and not value.is_integer()
    ):
        kind = "a whole number" if whole else "a number"
        raise SettingError(f"{label} ('{field.name}') takes {kind}, not {value!r}.")
    low, high = field.metadata.get("low"), field.metadata.get("high")
    if value != value or (low is not None and value < low) or (high is not None and value > high):
        most = "" if high is None else f" and at most {high:g}"
        least = "" if low is None else f" at least {low:g}"
        raise SettingError(f"{label} ('{field.name}') is{least}{most}, not {value}.")
    return int(value) if whole else float(value)
