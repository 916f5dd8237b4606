"""The published distillations, from their own weights: which link goes next."""

from itertools import pairwise

import numpy as np
import pytest

from grnstudio.learn.circuit.distil.effects import target_changes
from grnstudio.learn.circuit.distil.plan import weakest
from tests.learn.circuit.test_published import circuit, probed

FOUR = {"I": tuple(np.linspace(0.25, 1, 4))}
TWICE_TWO = {"I1": (0.5, 1.0), "I2": (0.5, 1.0)}
SEQUENCES = {  # inputs, first level of g1, step test, rows of inputs that are kept
    ("adapt", range(11, 17)): (["I"], 0.4, (60, 20, {"I": 0.1}, FOUR), 0),
    ("adapt", range(21, 26)): (["I"], 0.4, (60, 20, {"I": 0.1}, FOUR), 1),
    ("osc3", range(61, 69)): (["I1", "I2"], 0.1, (120, 60, {}, TWICE_TWO), 2),
}


@pytest.mark.parametrize("sequence", SEQUENCES, ids=lambda one: f"{one[0]}-{one[1][0]}")
def test_the_weakest_link_of_each_published_circuit_is_the_one_removed_next(
    known_answers, sequence
):
    (name, runs), (inputs, level, (steps, onset, rest, levels), kept) = (
        sequence,
        SEQUENCES[sequence],
    )
    published = dict(np.load(known_answers / f"rnn/{name}_runs.npz"))
    for run, following in pairwise(runs):
        task, circuits = circuit(published, run, inputs, level)
        stimuli = probed(
            task, euler_step=0.2, euler_steps=steps, onset=onset, rest=rest, levels=levels
        )
        changes = target_changes(circuits, stimuli, 0.5)
        allowed, left = (published[f"run{k}_links"] != 0 for k in (run, following))
        free = allowed.copy()
        free[:kept] = False
        np.testing.assert_array_equal(np.isnan(changes), ~allowed)
        np.testing.assert_array_equal(weakest(changes, free, "together"), allowed & ~left)
