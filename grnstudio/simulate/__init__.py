"""Engines: a network, times, runs and a seed become trajectories. One engine, one file.

The package can be called: ``grnstudio.simulate(network, times, "ssa", runs=1000, seed=1)`` is
`engines.simulate`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Package(ModuleType):
    """A package that is also the function of its name, since importing it takes that name."""

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        from grnstudio.simulate.engines import simulate

        return simulate(*arguments, **named)


sys.modules[__name__].__class__ = _Package
