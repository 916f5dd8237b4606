"""Makes the galleries' time courses of networks and motifs: ``python -m tests.network_pictures``.

Run it after an example network or a motif was added or changed.
"""

import numpy as np

from grnstudio.core.network import Network
from grnstudio.io.motifs import Motif, load_motif, motifs
from grnstudio.io.network_examples import NetworkExample, examples, load_example
from grnstudio.io.network_pictures import MOTIFS, Course, keep
from grnstudio.simulate.engines import simulate

POINTS = 121
MOST = 3
SEED = 1


def course(example: NetworkExample | Motif, network: Network) -> Course:
    """Simulate an example as it is meant to be run, once, and keep what tells most."""
    times = np.linspace(0.0, example.end, POINTS)
    chance = {} if example.method == "ode" else {"seed": SEED}
    found = simulate(network, times, example.method, **chance)
    names = list(found.names)
    chosen = [name for name in _wanted(example) if name in names] or _moving(found.values[0], names)
    places = [names.index(name) for name in chosen[:MOST]]
    return Course(tuple(chosen[:MOST]), example.end, found.values[0][:, places].T)


def _wanted(example: NetworkExample | Motif) -> tuple[str, ...]:
    return example.shown if isinstance(example, Motif) else example.histogram


def _moving(values: np.ndarray, names: list[str]) -> list[str]:
    """Return the names that change most for their size, in their order."""
    spread = values.std(axis=0)
    most = sorted(range(len(names)), key=lambda place: -spread[place])[:MOST]
    return [names[place] for place in sorted(most)]


if __name__ == "__main__":
    keep({one.key: course(one, load_example(one.key)) for one in examples()})
    keep({one.key: course(one, load_motif(one.key)) for one in motifs()}, MOTIFS)
