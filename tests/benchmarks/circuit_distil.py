"""What distilling from scratch reaches with five networks at a time: the published minima."""

import time

import numpy as np

from grnstudio.core.task import StepProbe
from grnstudio.core.topology import read
from grnstudio.io.examples import load_example
from grnstudio.jobs import run
from grnstudio.learn import LEARNERS
from grnstudio.project import Design
from tests.benchmarks.circuit_accuracy import course
from tests.benchmarks.report import Measurement

SPEC = LEARNERS["distil"]
NETWORKS = 5
SEEDS_APART = 1_000  # so that no two tries share a network
LOOPS = {  # published: adaptation error and sensitivity
    "adaptation": ("incoherent feed-forward loop", "I -> g1, I -> g2, g2 -> g1", 0.018, 0.367),
    "adaptation-no-I-g2": ("negative feedback loop", "I -> g1, g1 -> g2, g2 -> g1", 0.040, 0.377),
}


def adaptation():
    return [one for example in LOOPS for one in _adaptation(example)]


def oscillation():
    tries, fewest, amplitudes, halved, seconds = 3, [], [], [], []
    for number in range(tries):
        result, took = distilled("oscillation-3", number, 6)
        working = [one for one in result.points if oscillates(one)]
        fewest.append(min((one.links for one in working), default=99))
        sparse = [one for one in working if one.links <= 6]
        amplitudes += [amplitude(one) for one in sparse]
        halved += [amplitude(one, 0.1) for one in sparse]
        seconds.append(took)
    reached = sum(links <= 6 for links in fewest)
    return [
        Measurement("tries that reach 6 links and oscillate", reached, f"of {tries}", 3, "", "2"),
        Measurement("fewest links", min(fewest), "", 6, "published"),
        Measurement("largest amplitude", max(amplitudes, default=0), "", 0.436, "published #6"),
        Measurement("with half the step", max(halved, default=0), "", 0.436, "published #6"),
        Measurement("longest try on one core", max(seconds), "s"),
    ]


def _adaptation(example):
    (name, text, *published), tries = LOOPS[example], 5
    seconds, errors, sensitivities = [], [], []
    for number in range(tries):
        result, took = distilled(example, number, 3)
        three = [one for one in result.points if one.links == 3 and is_loop(one, text)]
        if works := [one for one in three if one.loss <= result.tolerance]:
            sensitivity, error = min((adapts(one) for one in works), key=lambda pair: pair[1])
            errors.append(error)
            sensitivities.append(sensitivity)
        seconds.append(took)
    reached, error = sum(error < 0.03 for error in errors), max(errors, default=np.nan)
    sensitivity = min(sensitivities, default=0)
    return [
        Measurement(f"3 links: {name}, error < 0.03", reached, f"of {tries}", 5, "", "3"),
        Measurement("largest error", error, "", published[0], "published"),
        Measurement("smallest sensitivity", sensitivity, "", published[1], "published"),
        Measurement("longest try on one core", max(seconds), "s"),
    ]


def distilled(example, number, fewest):
    design = Design(load_example(example))
    config = SPEC.configured(
        design, seed=SEEDS_APART * number, networks=NETWORKS, fewest=fewest, workers=1
    )
    start = time.process_time()
    result = run(SPEC.job(config, SPEC.inputs(design)).begin())
    return result, time.process_time() - start


def is_loop(point, text):
    """Whether a point has the links of ``text`` and one or three of them (but I's) repress.

    Both loops undo a rise: the product of all signs is negative where I drives g1 and g2, that of
    the two between the genes where it drives g1 alone.
    """
    topology = point.topology
    signs, loop = topology.matrix, read(text, topology.regulators, topology.targets).matrix
    if not np.array_equal(signs != 0, loop != 0):
        return False
    between = signs[1:][loop[1:] != 0]
    product = between.prod() * (signs[0].prod() if loop[0].all() else 1)
    return bool(product < 0)


def adapts(point):
    """Return sensitivity and error of the published test: the input raised to 1."""
    g1 = course(point.best, StepProbe(0.1, 150, 40, {"I": 0.1}, {"I": (1.0,)}))[:, 0, 0, 0]
    return float(g1[40:].max() - g1[39]), float(abs(g1[-1] - g1[39]))


def oscillates(point):
    """Whether the published acceptance holds: squared errors below 2.5, amplitude above 0.3."""
    return point.best.errors[0, 1] < 2.5 and amplitude(point) > 0.3


def amplitude(point, step=0.2):
    """Return how much g1 moves from 9 time units after I1 is raised on, as published."""
    steps = [round(time / step) for time in (30, 6, 15)]
    probe = StepProbe(step, steps[0], steps[1], {}, {"I1": (0.8,)})
    return float(np.ptp(course(point.best, probe)[steps[2] :, 0, 0, 0]))
