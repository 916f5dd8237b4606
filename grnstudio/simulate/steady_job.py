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

    ``values`` stand in place of the network's own. Raises `ModelError` where none is found. What
    a search that is stopped has begun comes to its end unseen, which its steps bound.
    """
    step = Step(0, 0, stage="looking for a steady state")
    yield step
    from grnstudio.simulate.background import watched
    from grnstudio.simulate.steady_state import steady_state

    network, duration = with_values(network, values or {}), 0.0 if is_nearest else None
    for future in watched(lambda: steady_state(network, duration=duration), lambda: None):
        if not future.done():
            yield step
    return future.result()
