"""Gathers the licences of all that a frozen program holds.

For each package ``NAME-VERSION/`` with its licence files, and ``index.json``, which lists them.
"""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

TEXTS = Path(__file__).parent / "licences"
NAMED = re.compile(r"(?i)(licen[cs]e|copying|notice|authors)[^/]*$")
# What only builds is not in the program, PyInstaller's own start-up code apart.
TOOLS = {
    "altgraph", "grnstudio", "hatchling", "pathspec", "pip", "pluggy", "pyinstaller-hooks-contrib",
    "setuptools", "tomlkit", "trove-classifiers", "wheel",
}  # fmt: skip
WITHOUT_TEXT = {
    "pyside6-essentials": ("Qt.txt", "LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("Qt.txt", "LGPL-3.0.txt", "GPL-3.0.txt"),
}
SPDX = re.compile(r"^License: (\S.{0,30})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A package, and its licence files as paths from the folder of licences."""

    name: str
    version: str
    licence: str
    files: list[str]


def gather(internal: Path, folder: Path) -> list[Entry]:
    """Write the licences of what is in ``internal``, a frozen program's, to ``folder``."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    entries = [_own(folder), _python(folder)]
    entries += [_package(found, folder) for found in _bundled()]
    entries += _system(internal, folder)
    entries.sort(key=lambda entry: entry.name.lower())
    lines = json.dumps([asdict(entry) for entry in entries], indent=1, ensure_ascii=False)
    (folder / "index.json").write_text(f"{lines}\n", encoding="utf-8")
    return entries


def _own(folder: Path) -> Entry:
    root = Path(__file__).parent.parent
    found = next(iter(distributions(name="grnstudio")))
    return _entry("GRNStudio", found.version, "BSD-3-Clause", [root / "LICENSE"], folder)


def _python(folder: Path) -> Entry:
    places = [
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(sys.base_prefix) / f"lib/python3.{sys.version_info.minor}/LICENSE.txt",
        Path(f"/usr/share/doc/python3.{sys.version_info.minor}/copyright"),
    ]
    texts = [place for place in places if place.is_file()][:1]
    return _entry("Python", platform.python_version(), "PSF-2.0", texts, folder)


def _bundled() -> Iterator[Distribution]:
    for found in distributions():
        if _known_as(found) not in TOOLS:
            yield found


def _known_as(found: Distribution) -> str:
    return re.sub(r"[-_.]+", "-", found.metadata["Name"]).lower()


def _package(found: Distribution, folder: Path) -> Entry:
    name = found.metadata["Name"]
    own = WITHOUT_TEXT.get(_known_as(found), ())
    texts = {
        str(file): Path(str(found.locate_file(file)))
        for file in found.files or ()
        if NAMED.search(str(file)) and ".dist-info" in file.parts[0]
    }
    entry = _entry(name, found.version, _licence(found), [TEXTS / text for text in own], folder)
    for file, source in sorted(texts.items()):
        inside = re.sub(r"^[^/]+\.dist-info/(licenses/)?", "", file)
        target = folder / f"{name}-{found.version}" / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        entry.files.append(target.relative_to(folder).as_posix())
    return entry


def _licence(found: Distribution) -> str:
    about = found.metadata
    if about["License-Expression"]:
        return str(about["License-Expression"])
    text = about["License"] or ""
    if not text or len(text) > 80 or "\n" in text:
        kinds = [line for line in about.get_all("Classifier", []) if line.startswith("License")]
        text = ", ".join(kind.rpartition(" :: ")[2] for kind in kinds)
    if _known_as(found) in WITHOUT_TEXT:
        return "LGPL-3.0-only"
    return text or "see its files"


# ---- libraries of the system -------------------------------------------------------------------


def _system(internal: Path, folder: Path) -> list[Entry]:
    """Return the Debian packages of the libraries that lie beside the program's own."""
    if shutil.which("dpkg-query") is None:
        return []
    names = {path.name for path in internal.glob("*.so*") if "python3" not in path.name}
    packages = {name: owner for name in names if (owner := _owner(name))}
    return [_debian(package, folder) for package in sorted(set(packages.values()))]


def _owner(library: str) -> str:
    for place in ("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu"):
        for path in {f"{place}/{library}", str(Path(place, library).resolve())}:
            line = _said("dpkg-query", "-S", path)
            if line:
                return line.partition(":")[0]
    return ""


def _debian(package: str, folder: Path) -> Entry:
    version = _said("dpkg-query", "-W", "-f", "${Version}", package)
    text = Path(f"/usr/share/doc/{package}/copyright")
    texts = [text] if text.is_file() else []
    kinds: list[str] = []
    if texts:
        kinds = list(dict.fromkeys(SPDX.findall(text.read_text(errors="replace"))))
    return _entry(package, version, ", ".join(kinds[:3]) or "see its files", texts, folder)


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _entry(name: str, version: str, licence: str, texts: list[Path], folder: Path) -> Entry:
    files = []
    for text in texts:
        target = folder / f"{name}-{version}".replace(":", "-") / text.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(text, target)
        files.append(target.relative_to(folder).as_posix())
    return Entry(name, version, licence, files)
