"""Distillations from scratch on a small task: points, branches, retries, figures."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from grnstudio.core.curves import constant
from grnstudio.core.figures import FrontFigure
from grnstudio.errors import MissingInput, SettingError
from grnstudio.io import checkpoint_file
from grnstudio.jobs import run
from grnstudio.learn import LEARNERS
from grnstudio.learn.circuit import data
from grnstudio.learn.circuit.data import reading_stimuli
from grnstudio.learn.circuit.distil.config import DistilConfig
from grnstudio.learn.circuit.distil.effects import loss_rises, target_changes
from grnstudio.learn.circuit.distil.measures import responses
from grnstudio.learn.circuit.distil.rest import losses_after_rest
from grnstudio.learn.circuit.distil.result import DistilResult, front, point_figures
from grnstudio.learn.circuit.distil.train import branch, retry, train
from grnstudio.learn.circuit.model import restored
from grnstudio.learn.circuit.objective import Objective
from grnstudio.project import Design, Run

TINY = DistilConfig(
    networks=2,
    steps=20,
    hidden=6,
    learning_rate=0.02,
    spread=0.5,
    fewest=5,
    tolerance=9.0,
    workers=1,
)
SPEC = LEARNERS["distil"]


@pytest.fixture
def distilled(pulse_task):
    """A distillation from six links to five."""
    return run(train(TINY, pulse_task))


def masks(result):
    return [one.allowed.astype(int).tolist() for one in result.points]


def test_each_point_has_a_link_less_than_the_one_before(distilled):
    assert [(one.key, one.parent, one.links) for one in distilled.points] == [(1, -1, 6), (2, 1, 5)]
    first = distilled.points[0]
    weakest = np.unravel_index(np.nanargmin(first.effects), first.effects.shape)
    assert not distilled.points[1].allowed[weakest]
    assert len(distilled.removed(2)) == 1
    assert distilled.label(1) == "all links"


def test_threads_do_not_change_what_comes_out(pulse_task, distilled):
    shared = run(train(replace(TINY, workers=2), pulse_task))
    assert shared.rows() == distilled.rows()


def test_a_forbidden_link_has_no_effect_and_no_sign(distilled):
    last = distilled.points[-1]
    for link in np.argwhere(~last.allowed):
        assert np.isnan(last.effects[tuple(link)])
        assert last.topology.signs[link[0]][link[1]] == 0
    assert last.topology.links <= 5


def test_repeats_begin_anew_and_show_which_links_stay(pulse_task):
    result = run(train(replace(TINY, repeats=2), pulse_task))
    assert [one.lineage for one in result.points] == [1, 1, 2, 2]
    assert result.points[0].losses.tolist() != result.points[2].losses.tolist()
    stay = result.survival()
    assert set(np.unique(stay)) <= {0.0, 0.5, 1.0}
    assert stay.sum() == 5
    titles = [figure.title for figure in SPEC.figures(result, Design(pulse_task))]
    assert titles[-2:] == ["Links that stay", "Network of the links that stay"]


def test_networks_that_differ_by_what_a_free_gene_means_agree_on_the_links_that_stay(pulse_task):
    result = run(train(replace(TINY, repeats=2), pulse_task))
    signs = np.array([[1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])  # g2 reversed
    one, other = result.points[1], result.points[3]
    effects = one.best.reading.effects * signs
    reading = replace(other.best.reading, effects=effects)
    mirrored = replace(other, best=replace(other.best, reading=reading), allowed=one.allowed)
    both = replace(result, points=(*result.points[:3], mirrored)).graph_of("all")
    np.testing.assert_allclose(both.weights[one.allowed], one.best.reading.effects[0][one.allowed])
    assert both.agreement is not None
    assert both.agreement[one.allowed].min() == 1


def test_a_branch_goes_on_without_the_links_named(pulse_task, distilled):
    link = ("g2", "g1")
    config = replace(TINY, fewest=4)
    result = run(branch(distilled, config, 1, [link]))
    assert masks(result)[:2] == masks(distilled)
    third, fourth = result.points[2:]
    assert (third.parent, third.lineage, result.removed(3)) == (1, 2, (link,))
    assert (fourth.parent, fourth.links) == (3, 4)


def test_a_branch_without_names_takes_the_weakest_link(distilled):
    result = run(branch(distilled, TINY, 1))
    assert masks(result)[2] == masks(result)[1]
    assert result.points[2].seed != result.points[1].seed


def test_a_branch_by_another_criterion_judges_all_links_by_it(pulse_task, distilled):
    result = run(branch(distilled, replace(TINY, criterion="target change"), 1))
    assert result.criterion == "target change"
    stimuli = reading_stimuli(pulse_task)
    for one in result.points:
        changes = target_changes(restored(one.best.task, one.best.weights), stimuli, 0.5)
        np.testing.assert_array_equal(one.effects, changes)


def test_a_retry_trains_the_same_links_from_other_seeds(distilled):
    result = run(retry(distilled, TINY, 2))
    again = result.points[2]
    assert (again.parent, again.lineage, masks(result)[2]) == (1, 1, masks(result)[1])
    assert again.losses.tolist() != result.points[1].losses.tolist()


@pytest.mark.parametrize("begin", [branch, retry])
def test_what_follows_can_be_resumed_from_a_file(distilled, begin, tmp_path):
    checkpoints = []
    whole = run(begin(distilled, TINY, 1), lambda step: checkpoints.append(step.checkpoint()))
    checkpoint_file.write(checkpoints[7], tmp_path / "checkpoint")
    kept = checkpoint_file.read(tmp_path / "checkpoint")
    by_itself = run(begin(distilled, TINY, 1, resume=kept))
    as_a_run = run(train(DistilConfig(), distilled.task, kept))
    for again in (by_itself, as_a_run):
        assert masks(again) == masks(whole)
        for one, other in zip(whole.points, again.points, strict=True):
            np.testing.assert_array_equal(one.losses, other.losses)


def test_impossible_branches_are_refused(distilled):
    gone = distilled.removed(2)[0]
    with pytest.raises(SettingError, match="has no link"):
        run(branch(distilled, TINY, 2, [gone]))
    with pytest.raises(SettingError, match="No link of point 2 may go"):
        run(branch(distilled, TINY, 2))
    with pytest.raises(SettingError, match="no point 7"):
        run(retry(distilled, TINY, 7))


def test_a_warm_start_begins_where_the_point_before_ended(pulse_task):
    config = replace(TINY, steps=120)
    fresh = run(train(config, pulse_task))
    early = {}
    for start in ("fresh", "warm"):
        brief = replace(config, steps=1, start=start)
        early[start] = run(branch(fresh, brief, 1)).points[-1].loss
    assert early["warm"] < early["fresh"]


def test_half_of_the_networks_may_start_warm(distilled):
    brief = {
        start: run(branch(distilled, replace(TINY, steps=1, start=start), 1)).points[-1].losses
        for start in ("fresh", "warm", "both")
    }
    np.testing.assert_array_equal(brief["both"], [brief["warm"][0], brief["fresh"][1]])


def test_a_clock_that_runs_once_is_no_circuit(pulse_task, distilled):
    """g2 drifts from its start whatever happens, and drives g1: after a rest it stands still."""
    weights = {name: np.zeros_like(x) for name, x in distilled.points[0].best.weights.items()}
    weights["b3"][0, 0] = np.log(0.4 / 0.6)  # g1 rests at 0.4, g2 at 0.5
    weights["W1"][0, 0, 0, 2], weights["b1"][0, 0, 0] = 1.0, -0.5
    weights["W2"][0, 0, 0, 0], weights["W3"][0, 0, 0, 0] = 1.0, 3.0
    resting = restored(pulse_task, weights | {"initial": np.array([[0.4, 0.5]])})
    clock = restored(pulse_task, weights | {"initial": np.array([[0.4, 1.0]])})
    objective = Objective(data.test_cases(pulse_task), torch.device("cpu"))
    inputs, goal = objective.draw(None, 1)
    for circuits, same in ((resting, True), (clock, False)):
        trained = objective.losses(circuits.run(inputs, 0.2, 12), goal)
        rested = losses_after_rest(circuits, pulse_task)
        assert np.allclose(rested, trained, rtol=0.02) == same


def test_a_task_without_rest_is_judged_as_trained(stripe_task):
    result = run(train(replace(TINY, fewest=7), stripe_task))
    circuits = restored(result.points[0].best.task, result.points[0].best.weights)
    assert losses_after_rest(circuits, stripe_task) is None
    assert len(result.points) == 1


def test_a_warm_start_wants_networks_of_the_same_size(distilled):
    with pytest.raises(SettingError, match="hidden width"):
        run(branch(distilled, replace(TINY, start="warm", hidden=7), 1))


def test_a_training_ends_early_once_its_loss_has_settled(pulse_task):
    config = replace(TINY, steps=2_000, patience=50, learning_rate=1e-7, fewest=6)
    assert run(train(config, pulse_task)).points[0].steps == 100
    failing = replace(config, tolerance=1e-6)
    assert run(train(failing, pulse_task)).points[0].steps == 150
    untiring = replace(config, steps=101, patience=0)
    assert run(train(untiring, pulse_task)).points[0].steps == 101


def test_a_link_that_does_nothing_is_the_weakest_by_either_criterion(pulse_task, distilled):
    weights = {name: x.copy() for name, x in distilled.points[0].best.weights.items()}
    weights["W1"][0, 0, :, 2] = 0.0  # g2 -> g1
    circuits = restored(pulse_task, weights)
    changes = target_changes(circuits, reading_stimuli(pulse_task), 0.5)
    rises = loss_rises(circuits, pulse_task)
    assert changes[2, 0] == 0
    assert rises[2, 0] == pytest.approx(0, abs=1e-7)
    assert np.count_nonzero(changes) == 5


@pytest.mark.parametrize("shared", [False, True])
def test_a_link_whose_source_stays_at_one_level_tells_nothing(pulse_task, shared):
    still = pulse_task.with_curve(0, "I", constant(0.3, 12)).with_curve(1, "I", constant(0.3, 12))
    result = run(train(replace(TINY, steps=1, shared=shared, fewest=6), still))
    rises = loss_rises(restored(still, result.points[0].best.weights), still)
    np.testing.assert_allclose(rises[0], 0, atol=1e-6)
    assert np.abs(rises[1:]).max() > 1e-5


def test_the_response_to_a_step_is_told_in_numbers(pulse_task):
    course = np.full((2, 12, 2), 0.4)
    course[1, 4:, 0] = [0.5, 0.9, 0.7, 0.5, 0.45, 0.55, 0.45, 0.5]
    found = responses(pulse_task, course)["I"]
    assert found == pytest.approx((0.5, 0.1, 0.1))


def test_the_front_names_points_parents_and_failures(distilled):
    strict = replace(distilled, tolerance=distilled.points[0].loss)
    shown = front(strict, 1)
    assert isinstance(shown, FrontFigure)
    assert [(one.key, one.parent, one.links) for one in shown.points] == [(1, -1, 6), (2, 1, 5)]
    assert [one.failed for one in shown.points] == [
        one.loss > strict.tolerance for one in strict.points
    ]
    titles = [figure.title for figure in point_figures(strict, 2)]
    assert titles[-3:] == ["Link mutation", "Inferred network", "What each link does"]


def test_graphs_are_of_the_point_that_is_named(distilled):
    assert np.isnan(distilled.graph_of("2").weights).sum() == 1
    assert not np.isnan(distilled.graph_of("1").weights).any()
    assert distilled.graph.networks == 1
    with pytest.raises(SettingError, match="no point 9"):
        distilled.graph_of("9")
    with pytest.raises(SettingError, match="not 'some'"):
        distilled.graph_of("some")


def test_a_stopped_distillation_with_points_comes_back_from_its_run(pulse_task, distilled):
    arrays, weights = SPEC.to_arrays(distilled)
    again = SPEC.from_run(
        Run(1, "distil", "run", Design(pulse_task), {}, arrays=arrays, weights=weights)
    )
    assert isinstance(again, DistilResult)
    assert again.rows() == distilled.rows()


def test_a_task_with_a_single_link_cannot_be_distilled(pulse_task):
    alone = replace(pulse_task, genes=pulse_task.genes[:1], forbidden=(("I", "g1"),))
    with pytest.raises(MissingInput, match="allow more links"):
        SPEC.inputs(Design(alone))


def test_remarks_say_when_nothing_can_go(pulse_task):
    for settings, said in (
        ({"protected": "g9 -> g1"}, "g9"),
        ({"fewest": 6}, "Fewest links"),
        ({"protected": "I->g1,I->g2,g1->g1,g1->g2,g2->g1,g2->g2"}, "none can go"),
    ):
        assert said in " ".join(SPEC.remarks(Design(pulse_task, {"distil": settings})))
