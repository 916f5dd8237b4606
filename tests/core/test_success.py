"""What success means is read off what is drawn."""

from dataclasses import replace

import numpy as np
import pytest

from grnstudio.core.criteria import Above, Adapts, Follows, Oscillates, Protocol, Steady, margins
from grnstudio.core.curves import DrawnCurve, constant
from grnstudio.core.success import protocol, success_criteria
from grnstudio.core.task import Condition, Gene, Task
from grnstudio.errors import MissingInput
from grnstudio.io.examples import examples, load_example


def test_controlled_oscillation_is_judged_as_published():
    task = load_example("oscillation-2")
    assert success_criteria(task) == (
        Steady("rest", "g1", 0.002),
        Oscillates("I1 = 0.8", "g1", 0.01, 0.001),
        Steady("I2 = 0.8", "g1", 0.002),
        Above("I2 = 0.8", "g1", "rest", 4.0),
    )
    test = protocol(task)
    assert (test.step, test.steps, test.window, test.start) == (0.25, 200, 100, (0.1, 0.1))
    np.testing.assert_array_equal(test.levels[:, 0], [[0, 0], [0.8, 0], [0, 0.8]])


def test_adaptation_asks_for_an_answer_and_a_way_back():
    task = load_example("adaptation")
    rest, full, middle = success_criteria(task)
    assert rest == Steady("rest", "g1")
    assert (full.case, full.sensitivity, full.error) == pytest.approx(
        ("I = 1", 0.25, 0.05), abs=0.01
    )
    assert middle.sensitivity == pytest.approx(full.sensitivity / 2)
    levels = protocol(task).levels
    np.testing.assert_array_equal(
        levels[1, [0, full.onset - 1, full.onset, -1], 0], [0.1, 0.1, 1, 1]
    )


def test_an_input_that_comes_within_a_condition_is_a_step_too():
    task = load_example("pulse")
    adapts = next(one for one in success_criteria(task) if isinstance(one, Adapts))
    levels = protocol(task).levels[1, :, 0]
    assert (levels[: adapts.onset] == 0).all()
    assert (levels[adapts.onset :] == 1).all()


def test_levels_far_apart_are_to_stay_apart_and_the_others_may_be_as_they_are():
    ratios = [one for one in success_criteria(load_example("band-pass")) if isinstance(one, Above)]
    assert {one.case for one in ratios} == {"I = 0.5"}
    assert [one.than for one in ratios] == ["I = 0", "I = 0.25", "I = 0.75", "I = 1"]


@pytest.mark.parametrize("key", ["step", "switch", "french-flag"])
def test_other_curves_are_followed(key):
    task = load_example(key)
    criteria = success_criteria(task)
    assert {type(one) for one in criteria} == {Follows}
    assert tuple(one.gene for one in criteria) == task.outputs


def test_what_is_drawn_succeeds_and_its_mean_does_not():
    for example in examples():
        task = load_example(example.key)
        test, criteria = protocol(task), success_criteria(task)
        for one in criteria:
            if isinstance(one, Follows):
                drawn = np.nan_to_num(one.levels)
                course = np.zeros((2, len(test.cases), test.steps, len(test.genes)))
                gene = test.genes.index(one.gene)
                course[0, ..., gene], course[1, ..., gene] = drawn, np.nanmean(one.levels)
                found = one.margin(course, test)
                assert found[0] > 0 > found[1]


def test_a_finer_test_has_the_samples_of_the_plain_one():
    test = protocol(load_example("oscillation-2"))
    assert (test.finer(4).substeps, test.finer(4).steps) == (4, test.steps)
    np.testing.assert_array_equal(test.finer(4).times, test.times)


def test_criteria_say_what_they_ask_for():
    texts = [one.text for one in success_criteria(load_example("oscillation-2"))]
    assert texts[1] == "g1 oscillates in 'I1 = 0.8' (variance above 0.01)"
    assert texts[3] == "g1 is 4 times as high in 'I2 = 0.8' as in 'rest'"


def test_a_level_that_drops_answers_downwards():
    course = np.full(40, 0.8)
    course[5:15] = 0.3
    task = Task(
        inputs=("I",),
        axis=replace(Task().axis, count=40),
        conditions=(
            Condition("rest", {}, {"g1": constant(0.8, 40)}, steady=True),
            Condition("I", {"I": constant(1, 40)}, {"g1": DrawnCurve(course)}),
        ),
    )
    adapts = next(one for one in success_criteria(task) if isinstance(one, Adapts))
    assert adapts.sensitivity == pytest.approx(-0.25)
    assert "falls by 0.25" in adapts.text


def test_genes_whose_start_is_open_start_as_those_that_are_known():
    task = Task(genes=(Gene("g1", None), Gene("g2", 0.3)), conditions=(_level(),))
    assert protocol(task).start == (0.3, 0.3)


def test_a_task_without_a_target_is_told_to_get_one():
    with pytest.raises(MissingInput, match="no target has been drawn"):
        success_criteria(Task())


def test_a_condition_may_ask_for_nothing_but_rest():
    task = load_example("oscillation-2")
    rest, *others = task.conditions
    task = replace(task, conditions=(replace(rest, targets={}), *others))
    assert Steady("rest", "g1") in success_criteria(task)


def test_slow_tasks_are_tested_for_longer():
    task = load_example("oscillation-2")
    axis = replace(task.axis, step=1.0)
    test = protocol(replace(task, axis=axis))
    assert (test.steps, test.window) == (480, 240)


def test_silence_is_steady_and_no_oscillation():
    test = Protocol((), ("g",), ("c",), np.zeros((1, 1, 0)), (0.0,), steps=20, window=10)
    courses = np.zeros((1, 1, 20, 1))
    assert margins(courses, test, (Steady("c", "g"),)) > 0
    assert margins(courses, test, (Oscillates("c", "g"),)) < 0


def _level():
    return Condition("level", {}, {"g1": constant(0.5, 60)})
