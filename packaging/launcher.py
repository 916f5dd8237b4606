"""Where the packaged program starts, and each worker process of it.

Light on purpose: it says where compiled kernels are before numba is imported, and no more.
"""

from __future__ import annotations

import os
import platform
import sys
from multiprocessing import freeze_support
from pathlib import Path

# What a processor must be able to do for the kernels that come with the program: Intel's of 2013
# and AMD's of 2015 and later. On others kernels are compiled for what they are, at first use.
V3_FLAGS = {"avx2", "bmi1", "bmi2", "f16c", "fma", "movbe"}
PF_AVX2_INSTRUCTIONS_AVAILABLE = 40


def use_kernels() -> None:
    """Let numba find the kernels that come with the program, compiled for this processor or not."""
    os.environ.setdefault(
        "NUMBA_CACHE_LOCATOR_CLASSES", "kernel_cache.KernelCache,UserWideCacheLocator"
    )
    if "NUMBA_CPU_NAME" not in os.environ and (name := _processor()):
        os.environ.update(NUMBA_CPU_NAME=name, NUMBA_CPU_FEATURES="")


def _processor() -> str:
    if sys.platform == "darwin":
        return "apple-m1" if platform.machine() == "arm64" else ""
    return "x86-64-v3" if _is_v3() else ""


def _is_v3() -> bool:
    if sys.platform == "win32":
        from ctypes import windll

        return bool(windll.kernel32.IsProcessorFeaturePresent(PF_AVX2_INSTRUCTIONS_AVAILABLE))
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return False
    flags = next((line for line in lines if line.startswith("flags")), "")
    return set(flags.split()) >= V3_FLAGS


def warm() -> None:
    """Compile all kernels that are not compiled; the build keeps what this leaves."""
    from grnstudio.learn import warm as learners
    from grnstudio.simulate import warm as simulators

    for work in (simulators.warm(), learners.warm()):
        for _ in work:
            pass


if __name__ == "__main__":
    use_kernels()
    freeze_support()
    if sys.argv[1:] == ["--warm"]:
        sys.exit(warm())
    from grnstudio.cli import main

    sys.exit(main())
