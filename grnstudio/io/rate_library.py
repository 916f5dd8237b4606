"""The user's own rate laws, kept as JSON in the user's own folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from grnstudio import paths
from grnstudio.core.expressions import symbols
from grnstudio.core.rate_forms import FORMS, RateForm, Role
from grnstudio.core.rates import parse
from grnstudio.errors import FileFormatError, FileSaveError, GRNStudioError, ModelError
from grnstudio.io import atomic, json_text

FORMAT, VERSION = "grnstudio-rate-laws", 1
MOST_LAWS = 1000
_ROLES = ("substrate", "product", "modifier")


def library_path() -> Path:
    """Return the file that the user's laws are kept in; it may not exist yet."""
    return paths.config_folder() / "rate-laws.json"


def load() -> tuple[RateForm, ...]:
    """Return the user's laws, none if none were saved; raises `FileFormatError`."""
    path = library_path()
    if not path.is_file():
        return ()
    data = json_text.read(path)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise FileFormatError(f"{path} holds no rate laws; move it away, and save your laws again.")
    if data.get("version") != VERSION:
        raise FileFormatError(
            f"{path} was written by another GRNStudio (format {data.get('version')!r}); this one "
            f"reads format {VERSION}."
        )
    laws = data.get("laws")
    if not isinstance(laws, list) or len(laws) > MOST_LAWS:
        raise FileFormatError(f"{path} should list at most {MOST_LAWS} laws under 'laws'.")
    return tuple(_law(one, f"{path}, law {number}") for number, one in enumerate(laws, 1))


def save(forms: Sequence[RateForm]) -> None:
    """Keep ``forms`` as the user's laws, in the place of those kept so far."""
    path = library_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileSaveError(f"The rate laws were not saved to {path}: {error}.") from error
    data = {"format": FORMAT, "version": VERSION, "laws": [_plain(one) for one in forms]}
    atomic.write_text(json_text.render(data), path)


def added(form: RateForm) -> tuple[RateForm, ...]:
    """Keep ``form`` among the user's laws, in the place of its namesake; returns all of them.

    Raises `ModelError` if the program has a law of that name.
    """
    check(form)
    others = [one for one in load() if one.title.casefold() != form.title.casefold()]
    save([*others, form])
    return (*others, form)


def removed(key: str) -> tuple[RateForm, ...]:
    """Forget the law called ``key``; returns those that are left."""
    left = tuple(one for one in load() if one.key != key)
    save(left)
    return left


def check(form: RateForm) -> None:
    """Raise `ModelError` for a law that could not be found or used again."""
    title = form.title.strip()
    if not title or len(title) > 80 or set(title) & set("()"):
        raise ModelError("A law needs a name of at most 80 letters, without parentheses.")
    if title.casefold() in {one.title.casefold() for one in FORMS}:
        raise ModelError(f"There is a law called '{title}' already; choose another name.")
    strangers = form.roles.keys() - symbols(parse(form.formula))
    if strangers:
        raise ModelError(f"The formula of '{title}' does not use {', '.join(sorted(strangers))}.")


def _plain(form: RateForm) -> dict[str, Any]:
    return {
        "title": form.title,
        "formula": form.formula,
        "roles": [[name, role] for name, role in form.roles.items()],
        "values": dict(form.values),
        "about": form.about,
        "reversible": form.reversible,
    }


def _law(data: Any, where: str) -> RateForm:
    try:
        title, formula = _text(data, "title"), _text(data, "formula")
        form = RateForm(
            title.casefold(),
            title,
            formula,
            dict(_role(pair) for pair in data.get("roles", [])),
            {str(name): float(value) for name, value in data.get("values", {}).items()},
            str(data.get("about", "")),
            bool(data.get("reversible", False)),
        )
        check(form)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise FileFormatError(f"{where} cannot be read: {error}.") from error
    except GRNStudioError as error:
        raise FileFormatError(f"{where}: {error}") from error
    return form


def _text(data: Any, key: str) -> str:
    value = data[key]
    if not isinstance(value, str):
        raise TypeError(f"its {key} is no text")
    return value


def _role(pair: Any) -> tuple[str, Role]:
    name, role = pair
    if role not in _ROLES or not isinstance(name, str):
        raise ValueError(f"'{role}' is none of {', '.join(_ROLES)}")
    return name, cast(Role, role)
