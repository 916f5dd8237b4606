"""Gives numba the kernels that were compiled when the program was packaged.

They are read-only and numba wants to write beside them, so a user gets a copy of what is used, in
the cache folder, under a name that stands for the program's sources and packages.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs
from numba.core.caching import _CacheLocator


class KernelCache(_CacheLocator):  # type: ignore[misc]
    """Keeps the kernels of GRNStudio; says None to those of others."""

    def __init__(self, function: Callable[..., Any], file: str) -> None:
        self._py_file = file  # numba names it in warnings
        self._line = function.__code__.co_firstlineno
        self._folder = folder() / function.__module__

    def get_cache_path(self) -> str:
        """Return the user's folder for kernels of the function's module."""
        return str(self._folder)

    def get_source_stamp(self) -> str:
        """Return what the program was made of."""
        return stamp()

    def get_disambiguator(self) -> str:
        """Return what tells functions of one name and module apart."""
        return str(self._line)

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> KernelCache | None:
        """Return the place of the function's kernels, with those that came with the program."""
        if not py_func.__module__.startswith("grnstudio."):
            return None
        _bring(py_func.__module__)
        return cls(py_func, py_file)


def bundled() -> Path:
    """Return the folder of kernels that came with the program."""
    return Path(sys._MEIPASS) / "kernels"  # type: ignore[attr-defined]


@cache
def stamp() -> str:
    """Return the sum over the sources and packages that the program was made of."""
    return (bundled() / "STAMP").read_text().strip()


@cache
def folder() -> Path:
    """Return the user's folder for kernels, or one for this process where that cannot be had."""
    place = Path(platformdirs.user_cache_dir("grnstudio", appauthor=False)) / "kernels"
    try:
        (place / stamp()).mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=place / stamp()).close()
    except OSError:
        place = Path(tempfile.mkdtemp(prefix="grnstudio-kernels-"))
        atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place / stamp()


@cache
def _bring(module: str) -> None:
    """Copy the module's kernels to the user's folder, unless it has them; whole or not at all."""
    target = folder() / module
    if target.is_dir():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{module}-", dir=target.parent))
    if (bundled() / module).is_dir():
        with suppress(OSError):  # what is missing is compiled
            shutil.copytree(bundled() / module, staged, dirs_exist_ok=True)
    try:
        os.rename(staged, target)
    except OSError:  # another process was first
        shutil.rmtree(staged, ignore_errors=True)
        target.mkdir(exist_ok=True)
