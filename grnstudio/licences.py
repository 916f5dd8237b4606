"""The packages that the program stands on, with their licences to be read.

A packaged program brings them along, in ``_licences``; otherwise they are those installed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from grnstudio import __version__

OWN, OWN_LICENCE = "GRNStudio", "BSD-3-Clause"
FOLDER, INDEX = "_licences", "index.json"
TEXTS = re.compile(r"(LICEN[CS]E|COPYING|NOTICE)", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_LONGEST = 60  # of a licence's name; what is longer is its text


@dataclass(frozen=True, slots=True)
class Package:
    """A package with the name of its licence, and the files that hold its text."""

    name: str
    version: str
    licence: str
    files: tuple[Path, ...] = ()

    def text(self) -> str:
        """Return what the licence says, from all of its files."""
        parts = [_read(path) for path in self.files]
        if not parts:
            return f"{self.name} {self.version} is under {self.licence}. It brings no text along."
        if len(parts) == 1:
            return parts[0]
        named = zip(self.files, parts, strict=True)
        return "\n\n\n".join(f"{path.name}\n\n{part}" for path, part in named)


def packages(folder: Path | None = None) -> tuple[Package, ...]:
    """Return GRNStudio first and then all it stands on, by name.

    ``folder`` takes the place of the one that a packaged program has.
    """
    folder = folder or Path(__file__).parent / FOLDER
    found = _brought(folder) or _installed()
    others = sorted((one for one in found if not _is_own(one)), key=lambda one: one.name.lower())
    own = [one for one in found if _is_own(one)]
    return (_own(own), *others)


def _brought(folder: Path) -> list[Package]:
    """Return the packages that an index lists; none if there is no index that can be read."""
    try:
        listed = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        return [_listed(folder, one) for one in listed]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def _listed(folder: Path, about: dict[str, Any]) -> Package:
    name, version = str(about["name"]), str(about["version"])
    own = folder / f"{name}-{version}"
    files = [place / one for one in about["files"] for place in (folder, own)]
    there = tuple(path for path in files if path.is_file())
    return Package(name, version, str(about["licence"]), there)


def _installed() -> list[Package]:
    """Return what the installed GRNStudio requires, and what that requires, and so on."""
    found: dict[str, Package] = {}
    waiting = ["grnstudio"]
    while waiting:
        name = waiting.pop()
        if _key(name) in found:
            continue
        try:
            about = distribution(name)
        except PackageNotFoundError:
            continue
        found[_key(name)] = _package(about)
        waiting += _required(about)
    return list(found.values())


def _package(about: Distribution) -> Package:
    texts = [one for one in about.files or () if TEXTS.match(one.name) and one.suffix != ".py"]
    paths = [Path(str(about.locate_file(one))) for one in texts]
    files = tuple(path for path in sorted(paths) if path.is_file())
    return Package(about.metadata["Name"], about.version, _licence(about), files)


def _required(about: Distribution) -> Iterator[str]:
    """Yield the names of what a package always requires, extras left out."""
    for line in about.requires or ():
        if "extra ==" not in line and (name := _NAME.match(line)):
            yield name[0]


def _licence(about: Distribution) -> str:
    told = about.metadata.json
    text = str(told.get("license_expression") or told.get("license") or "").strip()
    if not text or len(text) > _LONGEST or "\n" in text:
        classifiers = told.get("classifier", [])
        names = [one.rpartition(":: ")[2] for one in classifiers if one.startswith("License ::")]
        return ", ".join(names) or text.partition("\n")[0][:_LONGEST] or "a licence of its own"
    return text


def _own(found: list[Package]) -> Package:
    files = found[0].files if found else ()
    checkout = Path(__file__).parent.parent / "LICENSE"
    return Package(OWN, __version__, OWN_LICENCE, files or ((checkout,) * checkout.is_file()))


def _is_own(package: Package) -> bool:
    return _key(package.name) == "grnstudio"


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError as error:
        return f"{path} cannot be read: {error.strerror}."
