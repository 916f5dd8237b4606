from dataclasses import replace

import numpy as np
import pytest
import torch

from grnstudio.core.cellular import CellRule
from grnstudio.core.figures import CurveFigure, GraphFigure, HeatmapFigure, ImageFigure
from grnstudio.core.frames import SpaceTime, neighbours
from grnstudio.core.scores import weakest_as_none
from grnstudio.errors import MissingInput, ModelError, SettingError
from grnstudio.jobs import run
from grnstudio.learn import LEARNERS
from grnstudio.learn.circuit.cellular.config import CellularConfig
from grnstudio.learn.circuit.cellular.data import experiment, generated
from grnstudio.learn.circuit.cellular.model import drawn
from grnstudio.learn.circuit.cellular.reading import reread
from grnstudio.learn.circuit.cellular.rollout import Rollout, follow
from grnstudio.learn.circuit.cellular.train import train
from grnstudio.project import Design

SPEC = LEARNERS["cellular"]
SMALL = CellularConfig(
    films=24, cells=9, steps=400, hidden=12, learning_rate=0.02, batch=12, networks=2
)
# g1 makes itself and is stopped by g2 nearby; g2 is made by g1 nearby and stops itself; g3 decays.
RULE = CellRule(
    np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 0], [1, 0, 0], [0, -1, 0], [0, 0, -1]]),
    np.full((6, 3), 0.4),
)


@pytest.fixture(scope="module")
def result():
    return run(train(SMALL, RULE))


def test_the_gradient_is_that_of_automatic_differentiation():
    torch.manual_seed(0)
    members = drawn(CellularConfig(networks=2, hidden=5), 3)
    beside = torch.as_tensor(neighbours(4, False), dtype=torch.float32)
    start, wanted = torch.rand(2, 3, 8), torch.rand(2, 3, 8)
    layers, slopes = members.layers, members.slopes()[1]
    rollout = Rollout(layers, 8, beside, 0.3, 4)
    end = rollout.forward(layers, start)
    rollout.backward(layers, 2 * (end - wanted), slopes)
    tracked = type(layers)(*(part.clone().requires_grad_() for part in layers))
    again = _by_autograd(tracked, start, beside, 0.3, 4)
    (again - wanted).square().sum().backward()
    torch.testing.assert_close(end, again)
    torch.testing.assert_close(end, follow(layers, start, beside, 0.3, 4))
    for found, part in zip(slopes, tracked, strict=True):
        torch.testing.assert_close(found, part.grad, rtol=1e-4, atol=1e-5)


def _by_autograd(layers, levels, beside, step, steps):
    members, genes, _ = levels.shape
    for _ in range(steps):
        near = (levels.reshape(-1, len(beside)) @ beside.T).view(levels.shape)
        seen = torch.cat([near, levels], 1).repeat_interleave(genes, 0)
        hidden = (layers.w1 @ seen + layers.b1).relu()
        hidden = (layers.w2 @ hidden + layers.b2).relu()
        out = layers.w3 @ hidden + layers.b3
        f = torch.nn.functional.softplus(out[:, 0]) * out[:, 1].sigmoid()
        levels = (1 - step) * levels + step * f.view(members, genes, -1) * layers.scale
    return levels


def test_links_of_a_rule_are_told_from_its_films(result):
    assert result.auc(1) == 1.0
    assert result.auc(-1) == 1.0
    np.testing.assert_array_equal(weakest_as_none(result.links, 8 / 12)[:, :2], RULE.signs[:, :2])


def test_a_gene_that_is_never_made_is_flagged_and_not_scored(result):
    assert result.silent.tolist() == [False, False, True]
    assert np.isnan(result.links[:, 2]).all()
    assert result.confusion.sum() == 2 * 6
    notes = {figure.title: figure.note for figure in SPEC.figures(result, Design())}
    assert "regulators cannot be told: g3" in notes["Link mutation"]


def test_films_held_out_are_foretold_from_their_first_frame(result):
    held_out = result.experiment.held_out
    assert held_out.starts == 2
    assert held_out.frames == 33
    np.testing.assert_allclose(result.foretold[:, 0], held_out.levels[:, 0], atol=1e-6)
    still = (held_out.levels - held_out.levels[:, :1]) / result.experiment.scales
    assert result.errors[1:].mean() < 0.5 * np.sqrt((still[:, 1:] ** 2).mean())


def test_levels_above_one_are_reached():
    strong = CellRule(np.array([[1, 1], [1, 0], [1, 0], [0, -1]]), np.full((4, 2), 0.2))
    found = run(train(replace(SMALL, networks=1), strong))
    assert found.films.levels[:, 1:, :, 0].max() > 1.5
    assert found.errors[-1] < 0.1


def test_figures_show_films_links_and_how_right_they_are(result):
    figures = SPEC.figures(result, Design())
    kinds = [type(figure) for figure in figures]
    assert kinds.count(ImageFigure) == 2
    assert {CurveFigure, HeatmapFigure, GraphFigure} <= set(kinds)
    image = figures[0]
    assert image.values.shape == (33, 9, 3)
    assert image.values.min() >= 0
    assert image.values.max() <= 1
    roc = next(f for f in figures if f.title == "Receiver operating characteristic")
    assert [curve.name for curve in roc.curves][:2] == ["activating: 1.000", "inhibiting: 1.000"]


def test_films_without_known_links_are_not_scored():
    films = SpaceTime(("a", "b"), np.random.default_rng(0).random((3, 4, 5, 2)), 1.0)
    found = run(train(replace(SMALL, steps=2), films))
    assert found.confusion is None
    assert np.isnan(found.auc(1))
    assert found.experiment.held_out.starts == 1
    assert "True links" not in [figure.title for figure in SPEC.figures(found, Design())]


def test_links_can_be_read_again_with_another_strength_of_mutation(result):
    again = run(reread(result, replace(SMALL, fraction=0.0)))
    assert "λ = 0," in again.graph.method
    assert not np.allclose(again.links[:, 0], result.links[:, 0])
    by_peak = run(reread(result, replace(SMALL, relative=False)))
    spread = by_peak.reading.effects[0, :, :2] / result.reading.effects[0, :, :2]
    np.testing.assert_allclose(spread, spread[:1].repeat(6, axis=0), rtol=1e-4)
    same = run(reread(result, SMALL))
    np.testing.assert_array_equal(same.links, result.links)


def test_the_end_of_a_single_film_is_held_out():
    films = SpaceTime(("a",), np.random.default_rng(0).random((1, 10, 5, 1)), 1.0, False)
    parts = experiment(films, CellularConfig(held_out=0.3))
    assert (parts.known.frames, parts.held_out.frames) == (7, 3)
    assert not parts.known.ring


def test_too_few_frames_are_refused_with_a_remedy():
    films = SpaceTime(("a",), np.ones((1, 3, 5, 1)), 1.0)
    with pytest.raises(MissingInput, match="add frames, or films"):
        SPEC.inputs(Design(frames=films))


def test_films_held_out_teach_nothing():
    parts = generated(RULE, SMALL)
    kept = {film.tobytes() for film in parts.known.levels[:, 0]}
    assert not kept & {film.tobytes() for film in parts.held_out.levels[:, 0]}


def test_without_films_a_rule_is_looked_for_and_the_search_can_go_on():
    config = replace(SMALL, genes=10, steps=1, seed=3, frames=1)
    steps = train(config, None)
    first = next(steps)
    assert "looking for a rule" in first.stage
    assert first.result() is None
    steps.close()
    whole, again = run(train(config, None)), run(train(config, None, first.checkpoint()))
    np.testing.assert_array_equal(whole.films.links, again.films.links)


def test_a_search_in_vain_ends_with_a_remedy(monkeypatch):
    monkeypatch.setattr("grnstudio.learn.circuit.cellular.train.MOST_RULES", 3)
    with pytest.raises(ModelError, match="Take another seed"):
        run(train(replace(SMALL, genes=1), None))


def test_a_network_that_is_not_there_is_refused(result):
    with pytest.raises(SettingError, match="1 to 2, not '3'"):
        result.graph_of("3")
