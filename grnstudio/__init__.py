"""GRNStudio: draw, train and read gene networks.

>>> import grnstudio
>>> result = grnstudio.train("adaptation", networks=10, seed=0)
>>> list(result.graph.edges(cutoff=0.05))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grnstudio.api import (
        atlas,
        cellular,
        check_emulator,
        distil,
        enumerate_topologies,
        grid,
        load,
        mutants,
        train,
        train_emulator,
        verify,
    )
    from grnstudio.core.emulator import Emulator
    from grnstudio.core.network import Network
    from grnstudio.core.regulation import RegulatoryGraph
    from grnstudio.core.task import Task
    from grnstudio.io.emulator_file import read as load_emulator
    from grnstudio.io.emulator_file import write as save_emulator
    from grnstudio.io.examples import examples, load_example
    from grnstudio.io.networks import write as save
    from grnstudio.io.project_file import read as read_project
    from grnstudio.io.project_file import write as write_project
    from grnstudio.io.task_json import read as read_task
    from grnstudio.io.task_json import write as write_task
    from grnstudio.simulate.engines import simulate

__version__ = "0.1.0"
__all__ = [
    "Emulator",
    "Network",
    "RegulatoryGraph",
    "Task",
    "atlas",
    "cellular",
    "check_emulator",
    "distil",
    "enumerate_topologies",
    "examples",
    "grid",
    "load",
    "load_emulator",
    "load_example",
    "mutants",
    "read_project",
    "read_task",
    "save",
    "save_emulator",
    "simulate",
    "train",
    "train_emulator",
    "verify",
    "write_project",
    "write_task",
]

# Imported on use: the command line and the window must not wait for what they do not need.
_HOMES = {
    "Emulator": "grnstudio.core.emulator:Emulator",
    "Network": "grnstudio.core.network:Network",
    "RegulatoryGraph": "grnstudio.core.regulation:RegulatoryGraph",
    "Task": "grnstudio.core.task:Task",
    "atlas": "grnstudio.api:atlas",
    "cellular": "grnstudio.api:cellular",
    "check_emulator": "grnstudio.api:check_emulator",
    "distil": "grnstudio.api:distil",
    "enumerate_topologies": "grnstudio.api:enumerate_topologies",
    "examples": "grnstudio.io.examples:examples",
    "grid": "grnstudio.api:grid",
    "load": "grnstudio.api:load",
    "load_emulator": "grnstudio.io.emulator_file:read",
    "load_example": "grnstudio.io.examples:load_example",
    "mutants": "grnstudio.api:mutants",
    "read_project": "grnstudio.io.project_file:read",
    "read_task": "grnstudio.io.task_json:read",
    "save": "grnstudio.io.networks:write",
    "save_emulator": "grnstudio.io.emulator_file:write",
    "simulate": "grnstudio.simulate",
    "train": "grnstudio.api:train",
    "train_emulator": "grnstudio.api:train_emulator",
    "verify": "grnstudio.api:verify",
    "write_project": "grnstudio.io.project_file:write",
    "write_task": "grnstudio.io.task_json:write",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"grnstudio has no '{name}'; it has {', '.join(_HOMES)}")
    module, _, attribute = _HOMES[name].partition(":")
    home = import_module(module)
    return getattr(home, attribute) if attribute else home


def __dir__() -> list[str]:
    return sorted([*_HOMES, "__version__"])
