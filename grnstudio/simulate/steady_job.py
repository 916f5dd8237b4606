"""The search for a steady state as a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from grnstudio.core.network import Network
from grnstudio.core.network_values import with_values
from grnstudio.jobs import Step, Steps

if TYPE_CHECKING:
    from grnstudio.simulate.steady_state import SteadyState


def search(
    network: Network, values: Mapping[str, float] | None = None, is_nearest: bool = False
) -> Steps[SteadyState]:
    """Find the steady state that ``network`` comes to, or the one nearest to its start.

    ``values`` stand in place of the network's own. Raises `ModelError` where none is found.
    """
    yield Step(0, 1, stage="looking for a steady state")
    from grnstudio.simulate.steady_state import steady_state

    return steady_state(with_values(network, values or {}), duration=0.0 if is_nearest else None)
