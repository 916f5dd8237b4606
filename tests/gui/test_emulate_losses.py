"""Losses of a training of emulators as they come, from 0 on, network by network."""

import numpy as np

from grnstudio.gui.pages.emulate_losses import LossesSoFar, networks_of


def drawn(losses):
    return {one.name: (list(one.x), list(one.y)) for one in losses.figure("Loss").curves}


def of(epoch, loss, tested=None):
    values = {"loss": loss, "epoch": epoch}
    return values if tested is None else values | {"test loss": tested}


def test_an_epoch_under_way_is_drawn_as_it_comes_and_one_that_is_over_as_its_mean():
    losses = LossesSoFar(("fixed",))
    assert losses.figure("Loss") is None
    losses.add(30_004, of(0.5, 4.0))
    assert drawn(losses) == {"fixed, learned": ([0.5], [4.0])}
    losses.add(30_008, of(1.0, 2.0, 2.5))
    losses.add(30_012, of(1.5, 1.0))
    assert drawn(losses) == {"fixed, learned": ([1], [3.0]), "fixed, tested": ([1], [2.5])}
    assert losses.figure("Loss").x_from == 0


def test_steps_without_a_loss_or_an_epoch_are_no_points():
    losses = LossesSoFar(("search",))
    assert not losses.add(100, {"pairs": 200.0})
    assert not losses.add(200, {"test loss": 3.0})  # of one architecture among others
    assert losses.figure("Loss") is None


def test_where_epochs_begin_again_the_next_network_is_trained():
    names = networks_of({"architecture": "search", "compare": True})
    assert names == ("search", "searched", "fixed", "plain")
    assert networks_of({"architecture": "plain", "compare": True}) == ("plain",)
    losses = LossesSoFar(names)
    for step, epoch in enumerate([1.0, 2.0, 1.0, 2.0, 1.0]):
        losses.add(step, of(epoch, 5.0 - step, 5.0 - step))
    assert drawn(losses)["searched, tested"] == ([1, 2], [3.0, 2.0])
    assert drawn(losses)["fixed, tested"] == ([1], [1.0])


def test_a_training_that_went_back_forgets_what_came_after():
    losses = LossesSoFar(("fixed",))
    for step, epoch in ((10, 1.0), (20, 2.0), (25, 2.5), (11, 1.1), (20, 2.0)):
        losses.add(step, of(epoch, float(step), float(step)))
    assert drawn(losses)["fixed, tested"] == ([1, 1.1, 2], [10.0, 11.0, 20.0])


def test_a_run_that_goes_on_keeps_its_earlier_losses():
    kept = {
        "step": np.array([5, 30, 60]),
        "pairs": np.array([5, np.nan, np.nan]),
        "loss": np.array([np.nan, 4, 2]),
        "test loss": np.array([np.nan, np.nan, 3]),
        "epoch": np.array([np.nan, 0.5, 1]),
    }
    losses = LossesSoFar(("fixed",), kept)
    losses.add(90, of(2.0, 1.0, 1.5))
    assert drawn(losses) == {
        "fixed, learned": ([1, 2], [3.0, 1.0]),
        "fixed, tested": ([1, 2], [3.0, 1.5]),
    }
