"""Makes the gallery's time courses of the example networks: ``python -m tests.network_pictures``.

Run it after an example network was added or changed.
"""

import numpy as np

from grnstudio.core.network import Network
from grnstudio.io.network_examples import NetworkExample, examples, load_example
from grnstudio.io.network_pictures import Course, keep
from grnstudio.simulate.engines import simulate

POINTS = 121
MOST = 3
SEED = 1


def course(example: NetworkExample, network: Network) -> Course:
    """Simulate an example as it is meant to be run, once, and keep what tells most."""
    times = np.linspace(0.0, example.end, POINTS)
    chance = {} if example.method == "ode" else {"seed": SEED}
    found = simulate(network, times, example.method, **chance)
    names = list(found.names)
    chosen = [name for name in example.histogram if name in names] or _moving(
        found.values[0], names
    )
    places = [names.index(name) for name in chosen[:MOST]]
    return Course(tuple(chosen[:MOST]), example.end, found.values[0][:, places].T)


def _moving(values: np.ndarray, names: list[str]) -> list[str]:
    """Return the names that change most for their size, in their order."""
    spread = values.std(axis=0)
    most = sorted(range(len(names)), key=lambda place: -spread[place])[:MOST]
    return [names[place] for place in sorted(most)]


if __name__ == "__main__":
    keep({one.key: course(one, load_example(one.key)) for one in examples()})
