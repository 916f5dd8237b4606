"""Regulatory graphs as JSON, GraphML, SIF, and tables of edges and weights."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from grnstudio import __version__
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.errors import FileFormatError, ModelError
from grnstudio.io import json_text, schema
from grnstudio.io.atomic import write_text
from grnstudio.io.migrations import migrated, version_of

FORMAT = "grnstudio-network"
INTERACTIONS = {1: "activates", -1: "represses"}
CORNER = "target\\source"


def write_json(graph: RegulatoryGraph, path: Path | str, cutoff: float = 0.0) -> None:
    """Save all that is known of ``graph``, and the links above ``cutoff`` as edges."""
    write_text(json_text.render(encode(graph, cutoff)), path)


def read_json(path: Path | str) -> RegulatoryGraph:
    """Return the whole graph in the file ``path``, also links below its cut-off."""
    return decode(json_text.read(path), str(path))


def encode(graph: RegulatoryGraph, cutoff: float = 0.0) -> dict[str, Any]:
    """Return ``graph`` as JSON data; null stands for a forbidden link."""
    return {
        "format": FORMAT,
        "version": version_of(FORMAT),
        "program": __version__,
        "regulators": list(graph.regulators),
        "targets": list(graph.targets),
        "inputs": list(graph.inputs),
        "method": graph.method,
        "networks": graph.networks,
        "cutoff": float(cutoff),
        "weights": _matrix(graph.weights),
        "spread": None if graph.spread is None else _matrix(graph.spread),
        "agreement": None if graph.agreement is None else _matrix(graph.agreement),
        "edges": [
            {
                "source": edge.source,
                "target": edge.target,
                "sign": edge.sign,
                "weight": edge.weight,
                "agreement": edge.agreement,
            }
            for edge in graph.edges(cutoff)
        ],
    }


def decode(data: Any, where: str) -> RegulatoryGraph:
    """Return the graph that ``data`` describes; ``where`` is what messages call it."""
    data = migrated(data, FORMAT, where)
    schema.check(data, "graph-1", where)
    shape = len(data["regulators"]), len(data["targets"])
    try:
        return RegulatoryGraph(
            tuple(data["regulators"]),
            tuple(data["targets"]),
            _array(data, "weights", shape, where),
            _array(data, "spread", shape, where) if data.get("spread") else None,
            _array(data, "agreement", shape, where) if data.get("agreement") else None,
            data["method"],
            int(data["networks"]),
        )
    except ModelError as error:
        raise FileFormatError(f"{where}: {error}") from error


def write_graphml(graph: RegulatoryGraph, path: Path | str, cutoff: float = 0.0) -> None:
    """Save the links above ``cutoff`` as GraphML, which networkx, Cytoscape and others read."""
    import networkx as nx

    found = graph.to_networkx(cutoff)
    found.graph["method"] = "".join(c for c in graph.method if c.isprintable())  # XML's limits
    for _, _, about in found.edges(data=True):
        about["interaction"] = INTERACTIONS[about["sign"]]
    lines = ['<?xml version="1.0" encoding="utf-8"?>', *nx.generate_graphml(found)]
    write_text("\n".join(lines) + "\n", path)


def write_sif(graph: RegulatoryGraph, path: Path | str, cutoff: float = 0.0) -> None:
    """Save one line ``source activates target`` per link above ``cutoff``, parted by tabs."""
    lines = [f"{e.source}\t{INTERACTIONS[e.sign]}\t{e.target}\n" for e in graph.edges(cutoff)]
    linked = {name for e in graph.edges(cutoff) for name in (e.source, e.target)}
    alone = [f"{name}\n" for name in graph.regulators if name not in linked]
    write_text("".join([*lines, *alone]), path)


def write_edges(graph: RegulatoryGraph, path: Path | str, cutoff: float = 0.0) -> None:
    """Save the links above ``cutoff``, strongest first.

    The probability is the share of networks with that sign; the method, lambda included, stands
    in every row, since a sign means little without it.
    """
    rows = [
        [edge.source, edge.target, edge.sign, edge.weight, edge.agreement, graph.method]
        for edge in graph.edges(cutoff)
    ]
    _write_rows([["source", "target", "sign", "weight", "probability", "method"], *rows], path)


def write_adjacency(graph: RegulatoryGraph, path: Path | str, cutoff: float = 0.0) -> None:
    """Save the weights, row = target, column = source; 0 below ``cutoff``, blank if forbidden."""
    kept = np.where(np.abs(graph.weights) > cutoff, graph.weights, 0.0)
    kept = np.where(np.isnan(graph.weights), np.nan, kept)
    rows = [
        [target, *("" if np.isnan(weight) else float(weight) for weight in column)]
        for target, column in zip(graph.targets, kept.T, strict=True)
    ]
    _write_rows([[CORNER, *graph.regulators], *rows], path)


def _write_rows(rows: Iterable[Sequence[Any]], path: Path | str) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    write_text(text.getvalue(), path)


def _matrix(values: np.ndarray) -> list[list[float | None]]:
    return [[float(one) if np.isfinite(one) else None for one in row] for row in values]


def _array(data: dict[str, Any], name: str, shape: tuple[int, int], where: str) -> np.ndarray:
    rows = data[name]
    lengths = {len(row) for row in rows}
    if len(rows) != shape[0] or lengths - {shape[1]}:
        raise FileFormatError(
            f"{where}: {name} takes {shape[0]} rows of {shape[1]} numbers: a row per regulator, "
            "a column per target."
        )
    values = [[np.nan if one is None else one for one in row] for row in rows]
    return np.array(values, dtype=float).reshape(shape)
