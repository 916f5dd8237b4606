"""A GPU pack: a folder with a torch for NVIDIA GPUs, which takes the place of the one at hand.

It is looked for before anything imports torch, in the window's process, in commands and in workers.
A pack that cannot be used is left alone, and why is told wherever a device is spoken of.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grnstudio import paths

VARIABLE = "GRNSTUDIO_GPU_PACK"
OFF = ("", "off", "none")
FOLDER = "gpu"  # in the user's folder of data
FOR_ALL = Path("/opt/grnstudio-gpu")
DESCRIPTION, FORMAT, VERSION = "gpu-pack.json", "grnstudio-gpu-pack", 1
NEEDED = ("torch/__init__.py", "torch/version.py")
RECORD = ".dist-info"
REMEDY = "make or get it afresh"


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was found; ``problem`` says why it is not used, and is empty if it is."""

    folder: Path
    torch: str = ""
    cuda: str = ""
    problem: str = ""

    @property
    def words(self) -> str:
        """What it is, or why it is not used, in a sentence."""
        if self.problem:
            return f"The GPU pack in {self.folder} is not used: {self.problem}."
        return f"GPU pack in {self.folder}: torch {self.torch}, CUDA {self.cuda}."


class _Unfit(Exception):
    """Why a pack cannot be used, in words that end a sentence."""


def report() -> tuple[str, ...]:
    """Return what to tell of the pack: a sentence, or nothing where there is none."""
    pack = use()
    return (pack.words,) if pack else ()


def problem() -> str:
    """Return a sentence on why the pack that is there is not used; empty if it is, or none is."""
    pack = use()
    return pack.words if pack and pack.problem else ""


@cache
def use() -> Pack | None:
    """Put the pack before all other packages if it can be used; return it, or None without one.

    To be called before torch is imported. What was found holds for the life of the process.
    """
    folder = located()
    if folder is None:
        return None
    pack = examined(folder)
    if not pack.problem:
        _put_first(folder)
    return pack


def located() -> Path | None:
    """Return the folder of the pack: the one that is named, the user's, or that for all users."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return None if named.strip().lower() in OFF else Path(named).expanduser().absolute()
    places = (paths.data_folder() / FOLDER, FOR_ALL)
    return next((one for one in places if one.is_dir()), None)


def examined(folder: Path) -> Pack:
    """Return the pack in ``folder``, with what keeps it from being used here."""
    try:
        about = _description(folder)
        pack = Pack(folder, _word(about, "torch"), _word(about, "cuda"))
        _require_fit(folder, about, pack)
        _require_driver(pack.cuda)
    except _Unfit as reason:
        return Pack(folder, problem=str(reason))
    return pack


def _description(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        raise _Unfit("there is no such folder")
    try:
        about = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _Unfit(
            f"it has no {DESCRIPTION}, so it is no pack or not complete; {REMEDY}"
        ) from None
    except (OSError, ValueError) as error:
        raise _Unfit(f"{DESCRIPTION} cannot be read ({error}); {REMEDY}") from error
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise _Unfit(f"{DESCRIPTION} does not describe a GPU pack; {REMEDY}")
    if about.get("version") != VERSION:
        raise _Unfit(f"it is of version {about.get('version')}, and {VERSION} is what is read here")
    return about


def _require_fit(folder: Path, about: dict[str, Any], pack: Pack) -> None:
    """Raise `_Unfit` unless the pack is whole and made for this Python, system and torch."""
    made_for = _word(about, "python"), _word(about, "platform")
    if made_for != (python(), system()):
        raise _Unfit(f"it is for {' on '.join(made_for)}, and this is {python()} on {system()}")
    wanted = bundled_torch()
    if wanted and _base(pack.torch) != _base(wanted):
        raise _Unfit(
            f"it holds torch {_base(pack.torch)}, and this program needs torch {_base(wanted)}; "
            "get the pack for this version"
        )
    for name in (*NEEDED, *_names(about, "libraries")):
        if not (folder / name).is_file():
            raise _Unfit(f"{name} is missing, so it is not complete; {REMEDY}")


def _require_driver(cuda: str) -> None:
    found = driver()
    if found is None:
        raise _Unfit("there is no NVIDIA driver here")
    if found[0] < _generation(cuda):
        known = ".".join(map(str, found))
        raise _Unfit(
            f"the NVIDIA driver is too old: it runs CUDA {known}, and the pack needs {cuda}; "
            "update the driver"
        )


def driver() -> tuple[int, int] | None:
    """Return the newest CUDA that the NVIDIA driver runs, None without a driver."""
    import ctypes

    name = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
    found = ctypes.c_int()
    try:
        failed = ctypes.CDLL(name).cuDriverGetVersion(ctypes.byref(found))
    except (OSError, AttributeError):
        return None
    return None if failed or not found.value else (found.value // 1000, found.value % 1000 // 10)


def bundled_torch() -> str:
    """Return the version of the torch that a pack takes the place of; empty if there is none.

    By the name of its folder: the window waits for this, and ``importlib.metadata`` is slow.
    """
    found = (path.name for place in sys.path for path in Path(place).glob(f"torch-*{RECORD}"))
    return next(found, "").removeprefix("torch-").removesuffix(RECORD)


def python() -> str:
    """Return which Python this is, as packs name it."""
    return sys.implementation.cache_tag or ""


def system() -> str:
    """Return the system and its processor, as packs name them."""
    known = os.uname().machine if hasattr(os, "uname") else os.environ["PROCESSOR_ARCHITECTURE"]
    return f"{sys.platform}-{known.lower()}"


def _put_first(folder: Path) -> None:
    place = str(folder)
    if place not in sys.path:
        sys.path.insert(0, place)


def _generation(cuda: str) -> int:
    """Return the number before the point: a driver runs all that is of its generation."""
    number = cuda.partition(".")[0]
    if not number.isdecimal():
        raise _Unfit(f"{DESCRIPTION} says CUDA '{cuda}', which is no version; {REMEDY}")
    return int(number)


def _base(version: str) -> str:
    return version.partition("+")[0]


def _word(about: dict[str, Any], key: str) -> str:
    value = about.get(key)
    if not isinstance(value, str) or not value:
        raise _Unfit(f"{DESCRIPTION} does not say '{key}'; {REMEDY}")
    return value


def _names(about: dict[str, Any], key: str) -> list[str]:
    value = about.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _Unfit(f"'{key}' in {DESCRIPTION} is damaged; {REMEDY}")
    return value
