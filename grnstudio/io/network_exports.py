"""What a reaction network can be written as besides the formats it is read from."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from grnstudio.core.network import Network
from grnstudio.core.regulation_view import regulation_view
from grnstudio.io.atomic import write_text
from grnstudio.io.graph_files import INTERACTIONS

EDGE_HEADER = ("source", "target", "sign", "through")

Write = Callable[[Network, Path], object]  # returns remarks if it returns a tuple


@dataclass(frozen=True, slots=True)
class Export:
    """A format, by the end of its files' names; ``module`` and ``function`` write it."""

    suffix: str
    title: str
    module: str
    function: str

    @property
    def pattern(self) -> str:
        """The format as dialogs for files name it."""
        return f"{self.title} (*{self.suffix})"

    def write(self, network: Network, path: Path) -> tuple[str, ...]:
        """Save ``network``; return sentences on what could not be said."""
        remarks = getattr(import_module(f"grnstudio.io.{self.module}"), self.function)(
            network, path
        )
        return tuple(remarks) if isinstance(remarks, tuple) else ()


EXPORTS: Mapping[str, Export] = {
    "graphml": Export(".graphml", "GraphML", "network_graph", "write_graphml"),
    "links": Export(".graph.json", "Node-link JSON", "network_graph", "write_json"),
    "signed-edges": Export(".edges.csv", "Signed edges", "network_exports", "write_edges"),
    "sif": Export(".sif", "SIF", "network_exports", "write_sif"),
    "activity-flow": Export(".af.sbgn", "SBGN activity flow", "sbgn", "write_activities"),
    "process-description": Export(".sbgn", "SBGN process description", "sbgn", "write_processes"),
    "latex": Export(".tex", "LaTeX", "equations", "write_latex"),
    "markdown": Export(".md", "Markdown", "equations", "write_markdown"),
}


def export_for(path: Path) -> Export | None:
    """Return the format that the name of a file asks for, the most special one; or None."""
    fitting = [one for one in EXPORTS.values() if path.name.lower().endswith(one.suffix)]
    return max(fitting, key=lambda one: len(one.suffix), default=None)


def write_edges(network: Network, path: Path | str) -> None:
    """Save who raises (1) and lowers (-1) whom, 0 if that depends, and by which reactions."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(EDGE_HEADER)
    for one in regulation_view(network).links:
        rows.writerow([one.source, one.target, one.sign, " ".join(one.carriers)])
    write_text(text.getvalue(), path)


def write_sif(network: Network, path: Path | str) -> None:
    """Save one line ``source activates target`` per regulation, parted by tabs."""
    shown = regulation_view(network)
    words = {**INTERACTIONS, 0: "regulates"}
    lines = [f"{one.source}\t{words[one.sign]}\t{one.target}\n" for one in shown.links]
    linked = {name for one in shown.links for name in (one.source, one.target)}
    write_text("".join([*lines, *(f"{n}\n" for n in shown.genes if n not in linked)]), path)
