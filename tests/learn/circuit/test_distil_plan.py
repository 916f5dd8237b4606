"""Which network a distillation trains next."""

from types import SimpleNamespace

import numpy as np
import pytest

from grnstudio.errors import ModelError, SettingError
from grnstudio.io.examples import load_example
from grnstudio.learn.circuit.distil.config import DistilConfig
from grnstudio.learn.circuit.distil.plan import (
    Lineage,
    flat_loss,
    next_wanted,
    protected_links,
    tolerance_of,
    weakest,
)

FULL = np.ones((3, 2), dtype=bool)
EFFECTS = np.array([[6.0, 5.0], [1.0, 2.0], [4.0, 3.0]])
NONE = np.zeros_like(FULL)


def point(key, allowed, loss, parent=-1, effects=EFFECTS, lineage=1):
    """Return a network that has been trained, as the plan sees it."""
    return SimpleNamespace(
        key=key, parent=parent, lineage=lineage, allowed=allowed, effects=effects, loss=loss
    )


def after(*points, kept=NONE, **settings):
    """Return what comes after ``points``; networks with a loss above 1 have failed."""
    return next_wanted(Lineage(1, FULL), points, DistilConfig(**settings), kept, 1.0)


def less(*places, of=FULL):
    allowed = of.copy()
    for place in places:
        allowed[place] = False
    return allowed


def test_a_distillation_begins_with_all_links():
    first = after()
    np.testing.assert_array_equal(first.allowed, FULL)
    assert first.parent == -1


def test_the_weakest_link_goes_first():
    second = after(point(1, FULL, 0.2))
    np.testing.assert_array_equal(second.allowed, less((1, 0)))
    assert second.parent == 1


def test_links_that_are_kept_do_not_go():
    kept = NONE.copy()
    kept[1] = True
    second = after(point(1, FULL, 0.2), kept=kept)
    np.testing.assert_array_equal(second.allowed, less((2, 1)))
    assert after(point(1, FULL, 0.2), kept=FULL) is None


@pytest.mark.parametrize(("ties", "gone"), [("together", [(1, 0), (2, 0)]), ("one", [(1, 0)])])
def test_equally_weak_links_go_as_is_chosen(ties, gone):
    effects = EFFECTS.copy()
    effects[2, 0] = 1.0
    second = after(point(1, FULL, 0.2, effects=effects), ties=ties)
    np.testing.assert_array_equal(second.allowed, less(*gone))
    np.testing.assert_array_equal(weakest(effects, FULL, ties), ~second.allowed)


def test_ties_never_leave_fewer_links_than_are_wanted():
    second = after(point(1, FULL, 0.2, effects=np.zeros((3, 2))), fewest=2)
    assert second.allowed.sum() == 5


def test_after_a_failure_the_next_weakest_goes_instead():
    points = [point(1, FULL, 0.2), point(2, less((1, 0)), 3.0, 1)]
    third = after(*points)
    np.testing.assert_array_equal(third.allowed, less((1, 1)))
    assert third.parent == 1


def test_as_published_links_go_on_leaving_after_a_failure():
    points = [point(1, FULL, 0.2), point(2, less((1, 0)), 3.0, 1)]
    third = after(*points, after_failure="go on")
    np.testing.assert_array_equal(third.allowed, less((1, 0), (1, 1)))
    assert third.parent == 2


@pytest.mark.parametrize("mode", ["next weakest", "go on"])
def test_it_ends_after_as_many_failures_as_are_wanted(mode):
    points = [point(1, FULL, 0.2), point(2, less((1, 0)), 3.0, 1)]
    assert after(*points, after_failure=mode, failures=1) is None
    assert after(*points, after_failure=mode, failures=2) is not None


def test_a_failed_network_is_tried_again_as_often_as_is_wanted():
    failed = [point(1, FULL, 0.2), point(2, less((1, 0)), 3.0, 1)]
    again = after(*failed, retries=1)
    np.testing.assert_array_equal(again.allowed, failed[1].allowed)
    third = after(*failed, point(3, less((1, 0)), 4.0, 1), retries=1)
    np.testing.assert_array_equal(third.allowed, less((1, 1)))


def test_the_best_of_all_tries_goes_on():
    two = [point(2, less((1, 0)), 3.0, 1), point(3, less((1, 0)), 0.3, 1)]
    assert after(point(1, FULL, 0.2), *two, retries=1).parent == 3


def test_it_ends_where_the_full_network_fails():
    assert after(point(1, FULL, 3.0)) is None


def test_it_ends_at_the_fewest_links_wanted():
    assert after(point(1, FULL, 0.2), fewest=6) is None


def test_links_to_keep_are_read_and_unknown_ones_refused():
    task = load_example("adaptation")
    kept = protected_links(task, DistilConfig(protected="g2 -> g1", keep_inputs=True))
    np.testing.assert_array_equal(kept, [[1, 1], [0, 0], [1, 0]])
    with pytest.raises(ModelError, match="g9"):
        protected_links(task, DistilConfig(protected="g9 -> g1"))


PUBLISHED = {  # losses of networks that do the task, and of those that do not
    "adaptation": (0.6, 1.4),
    "oscillation-2": (1.5, 2.5),
    "oscillation-3": (1.54, 2.52),
    "gap-genes": (0.038, 0.2),
}


@pytest.mark.parametrize("example", PUBLISHED)
def test_the_tolerance_of_an_example_parts_what_works_from_what_fails(example):
    works, fails = PUBLISHED[example]
    assert works < tolerance_of(load_example(example), DistilConfig(), 0.9 * works) < fails


@pytest.mark.parametrize("example", ["switch", "sustained-oscillation", "band-pass", "step"])
def test_flat_curves_never_do_a_task(example):
    assert flat_loss(load_example(example)) > 0.1


def test_a_full_network_that_is_no_better_than_flat_curves_has_failed():
    task = load_example("oscillation-3")
    assert tolerance_of(task, DistilConfig(), flat_loss(task)) < flat_loss(task)


def test_the_tolerance_can_be_set():
    assert tolerance_of(load_example("adaptation"), DistilConfig(tolerance=0.3), 0.1) == 0.3


def test_settings_of_distilling_are_checked():
    with pytest.raises(SettingError, match="weakest link"):
        DistilConfig(criterion="strength")
