"""Targets that no circuit can follow are remarked on, with a remedy."""

from dataclasses import replace

import numpy as np
import pytest

from grnstudio.core.curves import DrawnCurve, constant, empty
from grnstudio.io.examples import examples, load_example
from grnstudio.learn import LEARNERS
from grnstudio.project import Design

SPEC = LEARNERS["circuit"]


def remarks(task, **config):
    return " ".join(SPEC.remarks(Design(task, {"circuit": config})))


def test_a_target_above_what_a_gene_can_reach_names_the_way_out(pulse_task):
    high = pulse_task.with_curve(0, "g1", constant(1.2, 12))
    assert "g1 in 'rest' rises to 1.2" in remarks(high)
    assert not remarks(high, scale=True)


def test_a_profile_is_judged_by_the_time_there_is():
    gap = replace(load_example("gap-genes"), training={})
    assert "Kr in 'wild type' rises to 0.982, and no level exceeds 0.958" in remarks(gap)
    assert "hb in" not in remarks(gap)


def test_negative_targets_gaps_in_inputs_and_idle_conditions_are_told(pulse_task):
    assert "falls to -0.1" in remarks(pulse_task.with_curve(0, "g1", constant(-0.1, 12)))
    gappy = DrawnCurve(np.where(np.arange(12) < 3, np.nan, 1.0))
    assert "has 3 gaps" in remarks(pulse_task.with_curve(0, "I", gappy))
    idle = replace(pulse_task.with_curve(1, "g1", empty(12)))
    assert "'any level' asks for nothing" in remarks(idle)


@pytest.mark.parametrize("key", [one.key for one in examples()])
def test_the_examples_give_no_cause_for_remarks(key):
    assert not remarks(load_example(key))
