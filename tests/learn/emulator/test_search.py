"""The search of an architecture: what it learns, that it goes on, and what comes of it."""

import numpy as np
import pytest
import torch

from grnstudio.core.antimony import parse
from grnstudio.core.figures import CellFigure, CurveFigure, HeatmapFigure
from grnstudio.core.transitions import Transitions
from grnstudio.errors import SettingError
from grnstudio.io import checkpoint_file, emulator_file
from grnstudio.jobs import run
from grnstudio.learn.emulator import engine
from grnstudio.learn.emulator.cells import CellBody
from grnstudio.learn.emulator.config import EmulatorConfig
from grnstudio.learn.emulator.coordinates import coordinates_of
from grnstudio.learn.emulator.data import EmulatorInputs
from grnstudio.learn.emulator.genotype import operations_of, searched_body
from grnstudio.learn.emulator.model import Model
from grnstudio.learn.emulator.pairs import Pairs, states_of
from grnstudio.learn.emulator.result import Compared, comparison, figures
from grnstudio.learn.emulator.search import inherited, search
from grnstudio.learn.emulator.search_figures import Found
from grnstudio.learn.emulator.searching import Searching
from grnstudio.learn.emulator.train import train
from grnstudio.learn.emulator.turns import CHOICES, WARM_UP
from grnstudio.simulate.transitions import split

TEXT = """model decay()
  species P; P = 40
  birth: => P; k
  death: P => ; d*P
  k = 20; d = 1
end
"""
TINY = {
    "cells": 2, "nodes": 2, "widening": 4, "warm_up": 1, "search_epochs": 2, "turn": 1,
    "fine_tune": 3, "batch": 64, "components": 2, "learning_rate": 5e-3,
}  # fmt: skip


@pytest.fixture(autouse=True)
def one_thread():
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def data():
    """A birth-death process, of which every step is known."""
    chance, starts = np.random.default_rng(0), 20
    before = np.repeat(chance.integers(0, 120, starts), 20)
    after = chance.binomial(before, np.exp(-0.3)) + chance.poisson(20 * (1 - np.exp(-0.3)), 400)
    counts = before[:, None], after[:, None]
    return Transitions(
        ("P",), (), 0.3, *counts, np.zeros((400, 0)), np.repeat(np.arange(starts), 20)
    )


def network(data, **more):
    config = EmulatorConfig(architecture="search", **{**TINY, **more})
    torch.manual_seed(config.seed)
    body = searched_body(
        1, config.cells, config.nodes, config.widening, operations_of(config.operations)
    )
    head = {"kind": "one by one", "hidden": 8, "components": config.components}
    model = Model(coordinates_of(parse(TEXT), data), body, head)
    model.measure(*states_of(data))
    return model, config


def begun(data, resume=None, **more):
    model, config = network(data, **more)
    return search(model, *split(data, 0.2), config, resume=resume)


def searching(data, **more):
    model, config = network(data, **more)
    own, other = (Pairs.of(model, part) for part in split(data, 0.2))
    return Searching(model, own, other, other, config)


def told(steps, look=lambda step: None):
    history = []
    result = run(steps, lambda step: (history.append((step.stage, dict(step.metrics))), look(step)))
    return history, result


def test_a_search_ends_with_cells_that_were_trained_further(data):
    history, searched = told(begun(data))
    stages = list(dict.fromkeys(stage for stage, _ in history))
    assert stages == [
        "preparing the search",
        "searching: warm-up",
        "searching: architecture",
        "searching: weights",
        "searching: comparing architectures",
        "fine-tuning the searched network",
    ]
    fitted, found = searched.fitted, searched.found
    assert isinstance(fitted.model.body, CellBody)
    assert fitted.model.describe()["body"]["genotype"] == found.genotype.describe()
    assert len(fitted.tested) == TINY["fine_tune"]
    assert "architecture: " in fitted.notes[0]
    losses = [metrics["loss"] for _, metrics in history if "loss" in metrics]
    assert np.mean(losses[-5:]) < np.mean(losses[:2])


def test_the_same_seed_finds_the_same_cells_and_looking_changes_nothing(data):
    def look(step):
        return step.figures(), step.checkpoint(), step.result()

    once, first = told(begun(data))
    again, second = told(begun(data), look)
    assert once == again
    for name, one in first.fitted.model.weights().items():
        np.testing.assert_array_equal(one, second.fitted.model.weights()[name])


def test_a_search_goes_on_from_anywhere_as_if_it_had_not_stopped(data):
    checkpoints = []
    whole, searched = told(begun(data), lambda step: checkpoints.append(step.checkpoint()))
    encoded = [checkpoint_file.encode(one) for one in checkpoints]
    middle = [place for place, (stage, _) in enumerate(whole) if stage][:-1]
    for place in [middle[1], middle[4], middle[6], middle[12], middle[-1]]:
        resume = checkpoint_file.decode(encoded[place], "checkpoint")
        rest, again = told(begun(data, resume))
        assert [one for one in rest if one[1]] == [one for one in whole[place + 1 :] if one[1]]
        assert again.found.genotype == searched.found.genotype
        assert again.fitted.notes == searched.fitted.notes
        np.testing.assert_array_equal(again.fitted.tested, searched.fitted.tested)


def test_a_search_that_is_stopped_has_the_cells_it_knows_by_then(data):
    steps = begun(data)
    for _ in range(6):
        step = next(steps)
    steps.close()
    searched = step.result()
    assert isinstance(searched.fitted.model.body, CellBody)
    x, y = states_of(data)
    assert torch.isfinite(searched.fitted.model.log_prob(x, y)).all()


def test_a_turn_of_choices_leaves_weights_alone_and_a_turn_of_weights_leaves_choices(data):
    one = searching(data)
    weights, gates = one.model.weights(), one.gates.scores.copy()
    one._learn(WARM_UP)
    np.testing.assert_array_equal(one.gates.scores, gates)
    changed = one.model.weights()
    assert any((changed[name] != weights[name]).any() for name in weights)
    one.at = 0
    one._learn(CHOICES)
    assert (one.gates.scores != gates).any()
    for name, value in one.model.weights().items():
        np.testing.assert_array_equal(value, changed[name])


def test_what_is_worth_nothing_loses_to_what_tells_the_state(data):
    settings = {"operations": "dense none", "cells": 1, "nodes": 1, "batch": 32}
    one = searching(data, warm_up=3, search_epochs=4, architecture_rate=0.05, **settings)
    while not one.is_done:
        one.step()
    assert (one.gates.probabilities()[:, 0] > 0.6).any()
    assert one.found().genotype.operations()["dense"] >= 1


def test_the_derived_network_has_the_likelihood_that_the_searched_one_had(data):
    one = searching(data)
    for _ in range(8):
        one.step()
    found = one.found()
    child = inherited(one.model, found)
    one.body.act_as(found.genotype)
    x, y = states_of(data)
    torch.testing.assert_close(child.log_prob(x, y), one.model.log_prob(x, y))


def test_a_loss_that_is_no_number_is_gone_back_from_and_told(data):
    one = searching(data)
    while one.epoch < 2:
        one.step()
    kept = one.model.weights()
    with torch.no_grad():
        next(iter(one.named.values())).fill_(torch.nan)
    assert one.step().metrics == {}
    for name, value in one.model.weights().items():
        np.testing.assert_array_equal(value, kept[name])
    assert "stopped being a number: went back" in one.notes[0]
    assert one.slower < 1
    while not one.is_done:
        one.step()
    assert np.isfinite(one.tested).all()


def test_a_search_draws_operations_cells_and_losses(data):
    one = searching(data)
    heat, cells, losses = one.step().figures()
    assert isinstance(heat, HeatmapFigure)
    assert heat.values.shape == (10, 8)
    assert (heat.rows[0], heat.columns[-1]) == ("1: 0 to 2", "none")
    np.testing.assert_allclose(heat.values.sum(1), 1)
    assert isinstance(cells, CellFigure)
    assert isinstance(losses, CurveFigure)
    assert len(cells.edges) == 2


def test_what_was_found_is_shown_while_it_is_tuned(data):
    steps = begun(data)
    step = next(steps)
    while not step.stage.startswith("fine-tuning"):
        step = next(steps)
    steps.close()
    kinds = [type(figure) for figure in step.figures()]
    assert kinds == [HeatmapFigure, CellFigure]  # no loss yet


def test_what_was_found_comes_back_from_arrays(data):
    found = searching(data).found()
    again = Found.from_arrays(found.to_arrays())
    assert again.genotype == found.genotype
    assert again.operations == found.operations
    np.testing.assert_array_equal(again.probabilities, found.probabilities)


@pytest.mark.parametrize(
    ("plain", "words", "beaten"),
    [(5.3, "better than the plain one (+0.0500)", True), (5.2504, "as well as", False),
     (5.2, "worse than the plain one (-0.0500)", False)],
)  # fmt: skip
def test_a_comparison_says_whether_the_search_was_worth_it(plain, words, beaten):
    losses = {"searched": 5.25, "fixed": 5.26, "plain": plain}
    (sentence,) = comparison([Compared(name, loss, 10, 5) for name, loss in losses.items()])
    assert "better than the fixed one (+0.0100)" in sentence
    assert words in sentence
    assert ("did not beat the plain network" in sentence) != beaten


def test_networks_that_were_not_searched_are_not_compared_in_words():
    assert comparison([]) == ()
    assert comparison([Compared("fixed", 5.0, 10, 5)]) == ()


@pytest.fixture(scope="module")
def taught(data):
    """A whole training with a search in it, and all its checkpoints."""
    checkpoints = []
    history, result = told(teaching(data), lambda step: checkpoints.append(step.checkpoint()))
    return history, result, [checkpoint_file.encode(one) for one in checkpoints]


def teaching(data, resume=None):
    config = EmulatorConfig(
        architecture="search", epochs=2, test_settings=1, test_runs=20, lags="2", steps=2,
        starts="P 10..60", **TINY,
    )  # fmt: skip
    return train(config, EmulatorInputs(parse(TEXT), data), resume)


def test_a_searched_emulator_is_compared_with_a_fixed_and_a_plain_one(taught):
    _, result, _ = taught
    assert [one.name for one in result.compared] == ["searched", "fixed", "plain"]
    assert "On pairs from other starts the searched network does" in result.notes[-1]
    kinds = [type(figure) for figure in figures(result)]
    assert HeatmapFigure in kinds
    assert CellFigure in kinds


def test_a_searched_emulator_comes_back_from_its_file_and_simulates(taught, tmp_path):
    _, result, _ = taught
    path = tmp_path / "decay.emulator"
    emulator_file.write(result.emulator, path)
    again = emulator_file.read(path)
    times = 0.3 * np.arange(4)
    one, other = (
        engine.simulate(parse(TEXT), times, 20, 3, emulator=emulator).values
        for emulator in (result.emulator, again)
    )
    np.testing.assert_array_equal(one, other)
    assert one[:, -1].std() > 0


def test_a_training_with_a_search_goes_on_from_any_of_its_stages(data, taught):
    whole, result, encoded = taught
    stages = [stage for stage, _ in whole]
    for stage in ("searching: architecture", "fine-tuning the searched network"):
        place = stages.index(stage) + 1
        _, again = told(teaching(data, checkpoint_file.decode(encoded[place], "checkpoint")))
        assert again.notes == result.notes
        for name, one in result.search.items():
            np.testing.assert_array_equal(again.search[name], one)
        for name, one in result.emulator.weights.items():
            np.testing.assert_array_equal(again.emulator.weights[name], one)


def test_cells_that_would_get_too_wide_are_refused_before_anything_is_simulated():
    config = EmulatorConfig(architecture="search", cells=4, widening=100)
    with pytest.raises(SettingError, match="1 × 100 × 100 = 10,000 numbers"):
        next(train(config, EmulatorInputs(parse(TEXT))))


def test_an_unknown_operation_is_refused_with_the_settings():
    with pytest.raises(SettingError, match="no operation 'tanh'"):
        EmulatorConfig(operations="tanh dense")
