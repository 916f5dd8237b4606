"""What the circuit family's learners found, as a heading, a table and a last line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Summary:
    """A table of rows of text under a heading, and what is to be said below."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    below: Sequence[str] = ()

    def print(self, console: Console) -> None:
        """Print it; of many rows the first."""
        console.print(self.heading)
        table = Table(*self.columns, box=None, pad_edge=False)
        for row in self.rows[:MOST_ROWS]:
            table.add_row(*row)
        if self.rows:
            console.print(table)
        if len(self.rows) > MOST_ROWS:
            console.print(f"and {len(self.rows) - MOST_ROWS} more")
        for line in self.below:
            console.print(line)


def of_distilling(result: Any) -> Summary:
    """List the points; name the sparsest network that works."""
    rows = [
        [
            str(row["point"]),
            str(row["from"]),
            str(row["links"]),
            str(row["removed"]),
            f"{row['loss']:.4g}",
            "yes" if row["works"] else "no",
            str(row["network"]),
        ]
        for row in result.rows()
    ]
    least = result.sparsest
    links = "1 link" if least.links == 1 else f"{least.links} links"
    works = "does the task" if least.loss <= result.tolerance else "comes closest; none does it"
    below = f"Point {least.key} with {links} {works} (loss {least.loss:.3g}): {least.topology.text}"
    columns = ("point", "from", "links", "removed", "loss", "works", "network")
    heading = f"weakest link by {result.criterion}, tolerated loss {result.tolerance:.3g}"
    return Summary(heading, columns, rows, (below,))


def of_atlas(result: Any) -> Summary:
    """List the topologies, the most frequent first."""
    from grnstudio.core.topology_motifs import motif_names

    total = max(1, result.atlas.total)
    rows = [
        [
            str(place),
            str(one.count),
            f"{one.count / total:.1%}",
            str(one.topology.links),
            one.topology.text,
            ", ".join(motif_names(one.topology)),
        ]
        for place, one in enumerate(result.atlas.entries, 1)
    ]
    columns = ("topology", "networks", "share", "links", "which", "motifs")
    return Summary(result.summary, columns, rows)


def of_verifying(result: Any) -> Summary:
    """List the best parameter sets under the verdict."""
    rows = [
        [
            str(index + 1),
            "random" if result.fits[index] < 0 else f"fit {result.fits[index] + 1}",
            f"{result.losses[index]:.4g}",
            _works(bool(result.succeeds[index]), bool(result.is_sound[index])),
            "" if np.isnan(result.nearby[index]) else f"{result.nearby[index]:.0%}",
            f"{result.sets.exponents[index]:.3g}",
            result.sets.basal_text(index),
        ]
        for index in range(len(result.losses))
    ]
    columns = ("set", "found by", "error", "does the task", "nearby sets that do", "n", "basal")
    asked = f"Asked for: {'; '.join(result.criteria)}."
    return Summary(f"{result.links}\n{result.verdict}", columns, rows, (asked,))


def of_enumerating(result: Any) -> Summary:
    """List the successful topologies, the most successful first."""
    rows = [
        [
            str(row.key + 1),
            str(row.hits),
            f"{row.probability:.2e}",
            f"{row.robust:.0%}",
            str(row.topology.links),
            row.topology.text,
            ", ".join(row.motifs),
        ]
        for row in result.rows()
    ]
    found, searched = len(rows), len(result.signs)
    heading = f"{found} of {searched:,} topologies have {result.needed} or more successful sets"
    columns = ("topology", "hits", "probability", "with dt/4", "links", "which", "motifs")
    return Summary(heading, columns, rows)


def of_cells(result: Any) -> Summary:
    """Say how well links were found where they are known, and list the strongest."""
    edges = list(result.graph_of("").edges())
    rows = [
        [one.source, "activates" if one.sign > 0 else "represses", one.target, f"{one.weight:+.4g}"]
        for one in edges
    ]
    below = []
    if result.films.links is not None:
        for sign, name in ((1, "activating"), (-1, "inhibiting")):
            own, line = result.auc(sign), result.auc(sign, linear=True)
            below.append(f"AUC {name}: {own:.3f}, linear auto-regressor {line:.3f}")
    silent = [n for n, one in zip(result.films.names, result.silent, strict=True) if one]
    if silent:
        below.append(f"Never made, so that nothing shows what regulates them: {', '.join(silent)}.")
    errors = result.errors
    heading = f"root mean square error of films foretold: {errors[1:].mean():.3g} of the peaks"
    return Summary(heading, ("regulator", "", "target", "effect"), rows, below)


SUMMARIES: dict[str, Callable[[Any], Summary]] = {
    "distil": of_distilling,
    "atlas": of_atlas,
    "verify": of_verifying,
    "enumerate": of_enumerating,
    "cellular": of_cells,
}


def _works(succeeds: bool, sound: bool) -> str:
    if not succeeds:
        return "no"
    return "yes" if sound else "not with dt/4"
