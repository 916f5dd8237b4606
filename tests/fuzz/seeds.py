"""Sound files of every kind that the program reads, to be damaged."""

import io
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path

import numpy as np

from grnstudio.core.antimony import write as as_antimony
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.io import (
    graph_files,
    json_network,
    json_text,
    network_examples,
    project_file,
    sbml,
    task_json,
)
from grnstudio.io.examples import examples, load_example
from grnstudio.project import Design, Project, Run

CORPUS = Path(__file__).parent / "corpus"
SMALL = ("sir", "telegraph", "goldbeter-circadian", "tyson-cell-cycle", "x16", "bees", "schloegl")


def seeds(folder=None):
    """Return sound files by suffix; ``folder`` may hold more of them."""
    found = defaultdict(list)
    for path in sorted(CORPUS.iterdir()):
        found[suffix_of(path)].append(path.read_bytes())
    for key in SMALL:
        network = network_examples.load_example(key)
        found[".ant"].append(as_antimony(network).encode())
        found[".xml"].append(sbml.encode(network)[0].encode())
        found[".json"].append(json_text.render(json_network.encode(network)).encode())
    rich = [sbml.decode(one.decode(), "seed")[0] for one in found[".xml"][:2]]
    found[".json"] += [json_text.render(json_network.encode(one)).encode() for one in rich]
    for one in examples()[:3]:
        found[".task.json"].append(
            json_text.render(task_json.encode(load_example(one.key))).encode()
        )
    found[".graph.json"].append(json_text.render(graph_files.encode(graph())).encode())
    found[".csv"] += [b"time,g1,g2\n0,0,1\n0.5,0.25,\n1,1e-3,3\n", b"x;a\n0;1.5\n1;2.5\n2;3\n"]
    found[".grnstudio"].append(project())
    for path in sorted(Path(folder).rglob("*")) if folder else ():
        if path.is_file() and suffix_of(path) in (".xml", ".ant", ".json", ".csv", ".grnstudio"):
            found[suffix_of(path)].append(path.read_bytes())
    return dict(found)


def suffix_of(path):
    """Return all that follows the first point of a name."""
    return "." + path.name.partition(".")[2]


def graph():
    """Return a graph with everything a graph may have."""
    weights = np.array([[0.5, -1.0], [np.nan, 2.0], [0.0, 0.25]])
    return RegulatoryGraph(("I", "a", "b"), ("a", "b"), weights, weights / 2, None, "loss", 3)


def project():
    """Return a project with a task, a network and a run, as the bytes of its file."""
    task, network = load_example(examples()[0].key), network_examples.load_example("sir")
    design = Design(task, network=network, configs={"simulate": {"method": "ssa"}}, notes="Seen.")
    values = {"loss": np.array([3.0, 2.0, 1.0])}
    run = Run(
        1, "circuit", "A run", design, {"genes": 3}, "finished", "", "2026-01-01T00:00:00+00:00",
        1.5, "cpu", {"grnstudio": "1"}, values, {"weights": np.eye(3)}, {"w": np.eye(2)},
        {"step": 1, "w": np.eye(2)},
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "seed.grnstudio"
        project_file.write(Project(design, (run,)), path)
        return path.read_bytes()


def repacked(data, source, change):
    """Return a project in which one member was changed, in a sound zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    chosen = source.choice(sorted(files))
    files[chosen] = change(files[chosen])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # Named by a string, a member would carry the time of day.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
