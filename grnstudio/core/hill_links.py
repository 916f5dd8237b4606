"""The links of a network in Hill form: each with a strength, a threshold and an exponent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grnstudio.core.hill_circuit import HillCircuit
from grnstudio.core.regulation import Edge

EXPONENT = 3.0
HALF = 0.4  # the threshold of the strongest link
HIGHEST = 0.8  # that of the weakest


@dataclass(frozen=True, slots=True)
class HillLink:
    """A link with its constants; ``strength`` is of activation alone."""

    source: str
    target: str
    sign: int
    strength: float
    threshold: float
    exponent: float


def links_of_edges(edges: Sequence[Edge]) -> tuple[HillLink, ...]:
    """Give links constants by their weights: strong ones low thresholds, activators their share."""
    strongest = max(abs(one.weight) for one in edges)
    totals: dict[str, float] = {}
    for one in edges:
        totals[one.target] = totals.get(one.target, 0.0) + max(0.0, one.weight)
    return tuple(
        HillLink(
            one.source,
            one.target,
            one.sign,
            round(one.weight / totals[one.target], 4) if one.sign > 0 else 1.0,
            round(HALF + (HIGHEST - HALF) * (1.0 - abs(one.weight) / strongest), 4),
            EXPONENT,
        )
        for one in edges
    )


def links_of_circuit(circuit: HillCircuit, size: float) -> Iterator[HillLink]:
    """Yield a circuit's links with its own constants, where a level of 1 is ``size`` molecules."""
    topology = circuit.topology
    for source, target, sign in topology.signed_links():
        at = topology.regulators.index(source), topology.targets.index(target)
        strength, threshold = (
            float(f"{size * x[at]:.6g}") for x in (circuit.strengths, circuit.thresholds)
        )
        yield HillLink(source, target, sign, strength, threshold, float(circuit.exponents[at]))
