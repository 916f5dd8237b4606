"""Tasks say what is wrong with them, where, and what to do."""

from dataclasses import replace

import numpy as np
import pytest

from grnstudio.core.curves import DrawnCurve, constant, empty
from grnstudio.core.task import Condition, Gene, PositionAxis, RandomLevel, Task, TimeAxis
from grnstudio.errors import MissingInput, ModelError

BLANK = Task(
    axis=TimeAxis(0.5, 4),
    inputs=("I",),
    genes=(Gene("g1"), Gene("g2", None)),
    conditions=(Condition("rest"), Condition("shock", {"I": constant(1, 4)})),
)
DRAWN = BLANK.with_curve(1, "g1", DrawnCurve(np.array([0.1, 0.5, np.nan, 0.2])))


def test_the_first_sample_of_a_time_course_is_one_step_after_the_start():
    np.testing.assert_allclose(BLANK.axis.values, [0.5, 1.0, 1.5, 2.0])
    np.testing.assert_allclose(PositionAxis(0.05, 0.01, 91).values[[0, -1]], [0.05, 0.95])


def test_regulators_are_inputs_then_genes():
    task = replace(BLANK, forbidden=(("I", "g2"), ("g1", "g1")))
    assert task.regulators == ("I", "g1", "g2")
    np.testing.assert_array_equal(task.allowed, [[1, 0], [0, 1], [1, 1]])


def test_outputs_are_the_genes_with_a_target():
    assert DRAWN.outputs == ("g1",)
    assert BLANK.with_curve(0, "g2", empty(4)).outputs == ()


def test_an_edit_of_a_curve_leaves_the_old_task_and_the_other_condition_alone():
    edited = DRAWN.with_curve(0, "I", constant(0.3, 4))
    assert DRAWN.curve(0, "I").is_empty
    assert edited.curve(0, "I").values[0] == 0.3
    assert edited.conditions[1] is DRAWN.conditions[1]


def test_a_drawn_task_can_be_trained():
    DRAWN.require_trainable()


def test_an_empty_target_asks_for_a_drawing():
    with pytest.raises(MissingInput, match="Draw what a gene should do first"):
        BLANK.require_trainable()


def test_a_single_point_is_no_target():
    one = DrawnCurve(np.array([np.nan, 0.5, np.nan, np.nan]))
    with pytest.raises(MissingInput, match="g1 in 'shock' is a single point; draw at least two"):
        BLANK.with_curve(1, "g1", one).require_trainable()


def test_a_gene_that_nothing_may_regulate_is_named():
    closed = replace(DRAWN, forbidden=tuple((r, "g2") for r in DRAWN.regulators))
    with pytest.raises(MissingInput, match="Allow at least one link to g2"):
        closed.require_trainable()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"genes": ()}, "1 to 200 genes"),
        ({"conditions": ()}, "at least one condition"),
        ({"axis": TimeAxis(0.5, 1)}, "2 to 2000 points"),
        ({"axis": TimeAxis(0.0, 4)}, "must be above 0"),
        ({"inputs": ("g1",)}, "Two inputs and genes are called 'g1'"),
        ({"genes": (Gene("g1"), Gene(" "))}, "has no name"),
        ({"genes": (Gene("g1", float("nan")), Gene("g2"))}, "initial level of g1 is no number"),
        ({"genes": (Gene("g1", weight=-1.0), Gene("g2"))}, "weight of gene 'g1' is at least 0"),
        ({"forbidden": (("I", "g9"),)}, "forbidden link I -> g9"),
        ({"conditions": (Condition("a", {"J": constant(0, 4)}),)}, "no input or gene of that name"),
        ({"conditions": (Condition("a", {"I": constant(0, 3)}),)}, "has 3 values; the grid has 4"),
        (
            {"conditions": (Condition("a", {"I": constant(np.inf, 4)}),)},
            "'I' in condition 'a' has an infinite value",
        ),
        ({"conditions": (Condition("a", level=RandomLevel(1, 0)),)}, "from high to low"),
    ],
)
def test_a_task_that_contradicts_itself_is_refused_in_words(change, message):
    with pytest.raises(ModelError, match=message):
        replace(BLANK, **change)
