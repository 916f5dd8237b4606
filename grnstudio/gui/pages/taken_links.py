"""The links that a design has to verify, and where they were found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grnstudio.project import TAKEN, Design, Run


def links_of(design: Design) -> str:
    """Return the links to verify, as text."""
    return str(design.configs.get("verify", {}).get("links", ""))


def of_run(design: Design, run: Run) -> dict[str, Any]:
    """Return the links that ``run`` verified, and what it knows of where they are from."""
    chosen = {**design.configs.get("verify", {}), "links": str(run.config.get("links", ""))}
    return {"verify": chosen, TAKEN: dict(design.configs.get(TAKEN, {}))}


def told(source: Any, runs: Sequence[Run]) -> str:
    """Say where the links are from."""
    if not source.get("run"):
        return ""
    known = {run.key: run for run in runs}
    key, choice = source["run"], source.get("choice", "")
    kinds = {"distil": "point", "enumerate": "topology"}
    kind = kinds.get(known[key].learner if key in known else "", "network")
    words = {"best": ", its best network", "all": ", the mean of its networks"}
    what = words.get(choice, f", {kind} {choice}".replace("network topology", "topology"))
    what = what if choice else ""
    return f"from run {key}{what}"
