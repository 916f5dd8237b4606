"""Every reader: the files that come with the program, and one of each kind written here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

import numpy as np

from grnstudio.selftest.check import Bench, Check, require

GROUP = "read"
BUNDLED = (
    ("example tasks", "examples", "examples", "load_example"),
    ("example networks", "network_examples", "examples", "load_example"),
    ("motifs", "motifs", "motifs", "load_motif"),
)
"""What comes with the program, and the module of `grnstudio.io` that lists it and loads one."""

NETWORK, TASK = "repressilator", "adaptation"
EVENTS = {
    "model_name": "telegraph",
    "state_names": ["OFF", "ON", "M"],
    "initial_val": [1, 0, 0],
    "minimal_state_indices": [3],
    "parameters": {
        "param_names": ["k"],
        "lower_bound_val": [1.0],
        "upper_bound_val": [3.0],
    },
    "events": [
        {"state_transition": {"OFF": -1, "ON": 1}, "event_rates": "k*OFF"},
        {"state_transition": {"M": 1}, "event_rates": "k*ON"},
        {"state_transition": {"M": -1}, "event_rates": "M"},
    ],
}


def checks() -> Iterator[Check]:
    """Yield the checks of all that is read."""
    from grnstudio.io.networks import SUFFIXES

    for name, module, listing, load in BUNDLED:
        yield Check(GROUP, name, partial(_bundled, module, listing, load))
    for suffix in SUFFIXES:
        yield Check(GROUP, f"network, {suffix}", partial(_network, suffix))
    yield Check(GROUP, "network of events, .json", _events)
    yield Check(GROUP, "curves, .csv", _curves)
    yield Check(GROUP, "films of cells, .csv", _films)
    yield Check(GROUP, "graph, .json", _graph)
    yield Check(GROUP, "study, .grnstudio", _project)
    yield Check(GROUP, "checkpoint", _checkpoint)


def _bundled(module: str, listing: str, load: str, bench: Bench) -> str:
    reader = import_module(f"grnstudio.io.{module}")
    found = getattr(reader, listing)()
    for one in found:
        getattr(reader, load)(one.key)
    require(bool(found), "there is none")
    return f"{len(found)} files"


def _network(suffix: str, bench: Bench) -> str:
    from grnstudio.io import networks
    from grnstudio.io.network_examples import load_example

    network, path = load_example(NETWORK), bench.folder / f"{NETWORK}{suffix}"
    networks.write(network, path)
    again, _ = networks.read(path)
    ids = [one.id for one in network.species]
    require([one.id for one in again.species] == ids, f"species are not {', '.join(ids)}")
    require(len(again.reactions) == len(network.reactions), "reactions are missing")
    return f"{len(ids)} species, {len(again.reactions)} reactions"


def _events(bench: Bench) -> str:
    from grnstudio.io import networks

    path = bench.folder / "events.json"
    path.write_text(json.dumps(EVENTS), encoding="utf-8")
    network, _ = networks.read(path)
    require(len(network.reactions) == len(EVENTS["events"]), "reactions are missing")
    return f"{len(network.reactions)} events"


def _curves(bench: Bench) -> str:
    from grnstudio.io import csv_curves
    from grnstudio.io.examples import load_example

    path = bench.folder / "curves.csv"
    csv_curves.write(load_example(TASK), 0, path)
    table = csv_curves.read(path)
    return f"{len(table.names)} curves of {len(table.x)} points"


def _films(bench: Bench) -> str:
    from grnstudio.core.frames import SpaceTime
    from grnstudio.io import csv_frames

    levels = np.random.default_rng(0).random((2, 3, 4, 2))
    path = bench.folder / "films.csv"
    csv_frames.write(SpaceTime(("a", "b"), levels, 0.5), path)
    require(np.allclose(csv_frames.read(path).levels, levels), "levels differ")
    return "2 films"


def _graph(bench: Bench) -> str:
    from grnstudio.core.regulation import RegulatoryGraph
    from grnstudio.io import graph_files

    graph = RegulatoryGraph(("I", "a"), ("a",), np.array([[0.5], [-0.25]]))
    path = bench.folder / "graph.json"
    graph_files.write_json(graph, path)
    require(len(list(graph_files.read_json(path).edges())) == 2, "links are missing")
    return "2 links"


def _project(bench: Bench) -> str:
    from grnstudio.io import project_file
    from grnstudio.io.examples import load_example
    from grnstudio.io.network_examples import load_example as load_network
    from grnstudio.project import Design, Project, Run

    design = Design(load_example(TASK), {"circuit": {"steps": 10}}, "γ", load_network(NETWORK))
    run = Run(1, "circuit", "Adaptation", design, {}, metrics={"step": np.arange(3)})
    path = bench.folder / "study.grnstudio"
    project_file.write(Project(design, (run,)), path)
    again = project_file.read(path)
    require(again.design.notes == "γ" and len(again.runs) == 1, "notes or runs are missing")
    return _size(path)


def _checkpoint(bench: Bench) -> str:
    from grnstudio.io import checkpoint_file

    path = bench.folder / "checkpoint.safetensors"
    checkpoint_file.write({"step": 3, "weights": np.arange(4.0)}, path)
    require(checkpoint_file.read(path)["step"] == 3, "the step is not 3")
    return _size(path)


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1024:.1f} kB"
