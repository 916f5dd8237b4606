"""Where and with how many threads a training computes."""

from __future__ import annotations

import os

import torch

from grnstudio import gpu_pack
from grnstudio.errors import SettingError

MOST_THREADS = 8


def begin(seed: int) -> None:
    """Seed torch and claim one thread for it. Call it first in every ``train``.

    A generator's body runs on the thread that drives it, which is where both must be said: torch
    counts its threads for each thread apart. One is faster than two for small networks.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(1)


def chosen(name: str, work: int, worthwhile: int) -> torch.device:
    """Return the device called ``name``; "auto" is the GPU if there is one and ``work`` is enough.

    Raises `SettingError` for a GPU that is not there.
    """
    if name == "cuda" and not torch.cuda.is_available():
        raise SettingError(f"There is no CUDA device here; {_remedy()}")
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() and work >= worthwhile else "cpu"
    return torch.device(name)


def _remedy() -> str:
    """Return what to do without a GPU: about the pack if there is one, which may be the reason."""
    why = gpu_pack.problem()
    return f"set the device to auto or cpu.{f' {why}' if why else ''}"


def name_of(device: torch.device) -> str:
    """Return "cpu", or the name of the GPU."""
    return "cpu" if device.type == "cpu" else torch.cuda.get_device_name(device)


def threads(workers: int) -> int:
    """Return how many threads a setting of ``workers`` means: 0 is one per core, at most 8."""
    return workers or min(MOST_THREADS, os.cpu_count() or 1)
