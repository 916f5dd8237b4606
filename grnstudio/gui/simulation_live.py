"""Pictures of a simulation under way, and which species are worth a first look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from grnstudio.core.figures import CurveFigure
from grnstudio.core.network import Network
from grnstudio.io.network_examples import NetworkExample, examples

MOST_AT_FIRST = 6


def live_figure(live: CurveFigure, staying: CurveFigure | None) -> CurveFigure:
    """Return the picture of what runs; what stays beside it is dashed."""
    if staying is None:
        return live
    names = {one.name for one in live.curves}
    beside = [
        replace(one, name=one.name if one.name not in names else f"{one.name}, before", dashed=True)
        for one in staying.curves
        if not one.faint
    ]
    return replace(live, curves=(*live.curves, *beside), bands=(*live.bands, *staying.bands))


def title_of(network: Network) -> str:
    """Return the name of a network, that of the example if it is one."""
    example = _example(network)
    return network.name or (example.title if example else network.id)


def suggested(network: Network, names: Sequence[str]) -> tuple[str, ...]:
    """Return what to draw first: what an example shows, else species that change."""
    example = _example(network)
    found = tuple(name for name in example.histogram if name in names) if example else ()
    if found:
        return found
    return moving(network, names)[:MOST_AT_FIRST]


def pair(network: Network, names: Sequence[str]) -> tuple[str, ...]:
    """Return the two names for a first look at one over the other."""
    both = dict.fromkeys((*suggested(network, names), *moving(network, names), *names))
    return tuple(both)[:2]


def moving(network: Network, names: Sequence[str]) -> tuple[str, ...]:
    """Return those of ``names`` that may change, all of them if there are none."""
    fixed = {one.id for one in network.species if one.constant or one.boundary}
    return tuple(name for name in names if name not in fixed) or tuple(names)


@lru_cache
def _examples() -> tuple[NetworkExample, ...]:
    return examples()


def _example(network: Network) -> NetworkExample | None:
    return next((one for one in _examples() if one.key.replace("-", "_") == network.id), None)
