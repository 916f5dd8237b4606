import numpy as np
import pytest

from grnstudio.core import task_edits as edits
from grnstudio.core.curves import DrawnCurve, constant, empty
from grnstudio.core.task import (
    Condition,
    Gene,
    PositionAxis,
    RandomLevel,
    StepProbe,
    Task,
    TimeAxis,
)
from grnstudio.errors import ModelError

RAMP = DrawnCurve(np.arange(1, 61) / 60)


@pytest.fixture
def task():
    return Task(
        inputs=("I",),
        genes=(Gene("g1"), Gene("g2", None)),
        conditions=(
            Condition("rest", {"I": constant(0, 60)}, {"g1": RAMP}),
            Condition("step", {"I": constant(1, 60)}, {"g1": RAMP, "g2": empty(60)}),
        ),
        forbidden=(("I", "g2"), ("g2", "g1")),
        probe=StepProbe(0.2, 100, 50, {"I": 0.0}, {"I": (0.5, 1.0)}),
    )


def test_a_renamed_gene_keeps_its_curves_and_links(task):
    renamed = edits.rename(task, "g2", "x")
    assert renamed.targets == ("g1", "x")
    assert renamed.forbidden == (("I", "x"), ("x", "g1"))
    assert "x" in renamed.conditions[1].targets


def test_a_renamed_input_is_renamed_in_the_probe_too(task):
    renamed = edits.rename(task, "I", "Bcd")
    assert renamed.curve(1, "Bcd") is task.curve(1, "I")
    assert renamed.probe.rest == {"Bcd": 0.0}
    assert renamed.probe.levels == {"Bcd": (0.5, 1.0)}


@pytest.mark.parametrize(("new", "words"), [("I", "already"), ("  ", "no name")])
def test_a_name_that_is_taken_or_blank_is_refused(task, new, words):
    with pytest.raises(ModelError, match=words):
        edits.rename(task, "g1", new)


def test_removing_a_gene_takes_its_curves_and_links_along(task):
    left = edits.remove(task, "g2")
    assert left.targets == ("g1",)
    assert left.forbidden == ()
    assert left.conditions[1].targets.keys() == {"g1"}


def test_removing_the_probed_input_removes_the_probe(task):
    assert edits.remove(task, "I").probe is None


def test_the_last_gene_and_the_last_condition_stay(task):
    with pytest.raises(ModelError, match="only gene"):
        edits.remove(edits.remove(task, "g2"), "g1")
    with pytest.raises(ModelError, match="only condition"):
        edits.remove_condition(edits.remove_condition(task, 0), 0)


def test_what_is_added_gets_a_name_of_its_own(task):
    more = edits.add_condition(edits.add_input(edits.add_gene(task)))
    assert more.targets == ("g1", "g2", "g3")
    assert more.inputs == ("I", "I1")
    assert more.conditions[2].name == "condition 1"


def test_a_duplicate_stands_next_to_its_original_and_shares_its_curves(task):
    copied = edits.duplicate_condition(task, 0)
    assert [one.name for one in copied.conditions] == ["rest", "rest 1", "step"]
    assert copied.curve(1, "g1") is RAMP


def test_a_condition_takes_a_level_but_not_a_name_that_is_taken(task):
    changed = edits.change_condition(task, 0, level=RandomLevel(0, 0.5), steady=True)
    assert changed.conditions[0].level.high == 0.5
    with pytest.raises(ModelError, match="'step'"):
        edits.change_condition(task, 0, name="step ")


def test_weights_below_nothing_are_refused(task):
    with pytest.raises(ModelError, match="-1"):
        edits.change_gene(task, "g1", weight=-1.0)
    with pytest.raises(ModelError, match="-1"):
        edits.change_condition(task, 0, weight=-1.0)


def test_a_link_can_be_forbidden_and_allowed_again(task):
    without = edits.with_link(task, ("g1", "g1"), False)
    assert not without.allowed[1, 0]
    assert edits.with_link(without, ("g1", "g1"), True).forbidden == task.forbidden


def test_a_curve_can_be_copied_to_all_conditions_and_taken_away(task):
    copied = edits.copy_to_all(task, 1, "I")
    assert copied.curve(0, "I") is task.curve(1, "I")
    assert "I" not in edits.without_curve(copied, 0, "I").conditions[0].inputs


def test_a_finer_grid_keeps_every_value_at_its_time(task):
    finer = edits.with_axis(task, TimeAxis(0.1, 120))
    times = finer.axis.values
    inside = times >= 0.2
    expected = np.interp(times, task.axis.values, RAMP.values)
    np.testing.assert_allclose(finer.curve(0, "g1").values[inside], expected[inside])


def test_a_longer_grid_holds_what_was_drawn_to_the_end_and_keeps_gaps(task):
    gap = task.with_curve(0, "g1", RAMP.erased(task.axis.values, 4.0, 6.0))
    longer = edits.with_axis(gap, TimeAxis(0.2, 80)).curve(0, "g1").values
    assert longer[-1] == pytest.approx(1.0)
    np.testing.assert_array_equal(np.isnan(longer[:60]), np.isnan(gap.curve(0, "g1").values))


def test_from_time_to_position_curves_are_stretched(task):
    spatial = edits.with_axis(task, PositionAxis())
    values = spatial.curve(0, "g1").values
    assert values[0] == pytest.approx(RAMP.values[0])
    assert values[-1] == pytest.approx(1.0)
    assert spatial.probe is None


def test_a_grid_that_cannot_be_is_refused(task):
    for axis in (TimeAxis(0.2, 1), TimeAxis(-0.2, 60)):
        with pytest.raises(ModelError, match="grid"):
            edits.with_axis(task, axis)
