"""The Hill check on topologies of which it is known how often random parameters do the task.

Published topologies of controlled oscillation with at least 10 successes of 160,000 are checked by
16,000 random sets and 16 fits each, and as many others of which none is published.
"""

import time

import numpy as np

import grnstudio
from grnstudio.core.topology import of_signs
from grnstudio.io.examples import load_example
from tests.benchmarks.hill_enumeration import LIKELY, published, reference
from tests.benchmarks.report import Measurement

COUNT = 12
LINKS = (5, 6)


def measure():
    task = load_example("oscillation-2")
    figures = [p53(load_example("oscillation-3"))]
    if not reference():
        return figures
    rng, known = np.random.default_rng(0), published()
    likely = [one for one, hits in known.items() if hits >= LIKELY]
    chosen = [likely[index] for index in rng.permutation(len(likely))[:COUNT]]
    start = time.process_time()
    winners = [checked(task, one) for one in chosen]
    seconds = (time.process_time() - start) / COUNT
    others = [checked(task, one) for one in unknown(task, known, rng)]
    return [
        *figures,
        Measurement("a check of a 2-gene topology", seconds, "s of one core"),
        told("published, sampled", winners, lambda one: one.tried.hits > 0),
        told("published, fitted", winners, lambda one: one.tried.fits_passed > 0),
        told("published, with dt/4 too", winners, lambda one: one.is_sound.any(), "at least 11"),
        told("others, sampled", others, lambda one: one.tried.hits > 0),
        told("others, fitted with dt/4 too, n up to 4", others, lambda one: one.is_sound.any()),
    ]


def p53(task):
    """Check the published six-link oscillator, whose mirror image is the core of p53."""
    links = "I1 -| g2, I2 -> g1, g1 -| g3, g2 -| g1, g3 -> g1, g3 -| g2"
    found = grnstudio.verify(task, links, fits=16, neighbours=0)
    return Measurement("p53 core, random sets that succeed", 100 * found.tried.robustness, "%")


def checked(task, topology):
    return grnstudio.verify(task, topology, fits=16, neighbours=0, mirrors=False)


def unknown(task, known, rng):
    """Draw topologies in which both inputs act and both genes talk, none of them published."""
    found = []
    while len(found) < COUNT:
        signs = rng.integers(-1, 2, (4, 2))
        one = of_signs(task.regulators, task.targets, signs)
        joined = signs[0].any() and signs[1].any() and signs[2, 1] and signs[3, 0]
        if joined and one.links in LINKS and one not in known:
            found.append(one)
    return found


def told(what, results, holds, wanted=""):
    return Measurement(
        f"  {what}", sum(map(bool, map(holds, results))), f"of {COUNT}", wanted=wanted
    )
