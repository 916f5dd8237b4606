"""The distribution of the next state: whole, possible, conserving, and a distribution at all."""

import json
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
import torch

from grnstudio.core.antimony import parse
from grnstudio.core.transitions import Transitions
from grnstudio.errors import ModelError
from grnstudio.learn.emulator.coordinates import Coordinates, coordinates_of
from grnstudio.learn.emulator.flow import Flow
from grnstudio.learn.emulator.heads.discretised import OPEN, log_interval
from grnstudio.learn.emulator.model import Model
from grnstudio.learn.emulator.support import Support

HEADS = {
    "one by one": {"kind": "one by one", "hidden": 8, "components": 3, "room": 1, "stays": 1},
    "mixture": {
        "kind": "mixture", "hidden": 8, "components": 2, "triangular": 1, "lognormal": 1
    },
}  # fmt: skip
BODY = {"kind": "fixed", "width": 8, "layers": 1}


@pytest.fixture
def dimers():
    """Two kinds of gene states, a monomer with its dimer, and something that only fades."""
    return parse(
        """
        model dimers()
          species off, on, A, AA, B
          opening: off => on; mass_action(k)
          closing: on => off; mass_action(k)
          joining: on + 2 A => on + AA; mass_action(k)
          parting: AA => 2 A; mass_action(k)
          fading: B => ; mass_action(k)
          off = 1; on = 0; A = 30; AA = 10; B = 20
          k = 0.1
        end
        """
    )


@pytest.fixture
def pairs():
    """Pairs of states that might follow each other."""
    rng = np.random.default_rng(0)
    on = rng.integers(0, 2, (200, 2))
    dimers = rng.integers(0, 20, (200, 2))
    total = rng.integers(60, 90, 200)[:, None]
    faded = rng.integers(30, 60, (200, 1)) - np.array([0, 9])
    states = np.stack([1 - on, on, total - 2 * dimers, dimers, faded], axis=2)
    return Transitions(
        ("off", "on", "A", "AA", "B"), (), 1.0, states[:, 0], states[:, 1],
        np.zeros((200, 0)), np.arange(200) // 10,
    )  # fmt: skip


@pytest.fixture(params=HEADS)
def model(request, dimers, pairs):
    torch.manual_seed(1)
    found = Model(coordinates_of(dimers, pairs), BODY, HEADS[request.param])
    if request.param == "one by one":
        torch.nn.init.normal_(found.head.room)
    found.measure(*(torch.tensor(one, dtype=torch.float32) for one in (pairs.before, pairs.after)))
    return found


def state(*counts):
    return torch.tensor([counts], dtype=torch.float32)


def test_an_interval_has_the_chance_that_it_has():
    a = torch.tensor([-1.0, 0.01, 3.0, -OPEN, 30.0, -OPEN], dtype=torch.float32)
    b = torch.tensor([2.0, 0.03, 8.0, 0.5, 31.0, OPEN], dtype=torch.float32)
    exact = torch.special.ndtr(b.double()) - torch.special.ndtr(a.double())
    exact[2] = torch.special.ndtr(-a[2].double()) - torch.special.ndtr(-b[2].double())
    found = log_interval(a, b)
    for place in (0, 1, 2, 3):
        assert float(found[place]) == pytest.approx(float(exact[place].log()), rel=1e-4)
    assert float(found[4]) == pytest.approx(
        float(torch.special.log_ndtr(torch.tensor(-30.0))), 1e-3
    )
    assert float(found[5]) == 0.0


def test_the_chance_of_an_interval_can_be_followed_downhill():
    a = torch.tensor([-1.0, 0.01, 3.0, -2.0], dtype=torch.float64, requires_grad=True)
    b = torch.tensor([2.0, 0.03, 8.0, 0.5], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(log_interval, (a, b), eps=1e-6, atol=1e-5)


def test_species_are_told_by_their_kind(dimers, pairs):
    found = coordinates_of(dimers, pairs)
    assert sorted(found.kinds[:2]) == ["dependent", "levels"]
    assert found.kinds[2:] == ("dependent", "counts", "counts")
    assert found.kinds[found.order[0]] == "levels"  # which come first
    assert set(found.laws) == {(1, 1, 0, 0, 0), (0, 0, 1, 2, 0)}
    assert found.needs[2] == (0, 1, 2, 0, 0)
    assert Coordinates.decode(json.loads(json.dumps(found.encode()))) == found


def test_what_cannot_happen_narrows_what_may_follow(dimers, pairs):
    support = Support(coordinates_of(dimers, pairs))
    low, high = support.limits(state(1, 0, 30, 10, 20))
    assert low[0].tolist() == [0, 0, 0, 0, 0]
    assert high[0, 4] == 20  # B only fades
    low, high = support.limits(state(0, 0, 30, 0, 0))  # no gene, no dimer: nothing can happen
    assert low[0].tolist() == high[0].tolist() == [0, 0, 30, 0, 0]


def test_what_is_drawn_is_whole_and_conserved_and_can_follow(model):
    generator = torch.Generator().manual_seed(3)
    x = torch.cat([state(1, 0, 30, 10, 20), state(0, 1, 1, 0, 2), state(0, 1, 0, 1, 0)])
    x = x.repeat(300, 1)
    y = model.sample(x, generator)
    assert torch.equal(y, y.round())
    assert (y >= 0).all()
    assert (y[:, 4] <= x[:, 4]).all()
    assert torch.equal(y[:, 0] + y[:, 1], x[:, 0] + x[:, 1])
    assert torch.equal(y[:, 2] + 2 * y[:, 3], x[:, 2] + 2 * x[:, 3])


def test_a_state_in_which_nothing_can_happen_stays(model):
    x = state(0, 0, 30, 0, 0)
    assert torch.equal(model.sample(x), x)


@pytest.mark.parametrize("model", ["one by one"], indirect=True)
def test_probabilities_of_all_that_can_follow_are_one_in_all(model):
    x = state(1, 0, 6, 2, 3)
    following = [
        (1 - on, on, 10 - 2 * dimers, dimers, faded)
        for on, dimers, faded in product(range(2), range(6), range(4))
    ]
    y = torch.tensor(following, dtype=torch.float32)
    total = model.log_prob(x.expand(len(y), -1), y).exp().sum().detach()
    assert float(total) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("model", ["one by one"], indirect=True)
def test_draws_have_the_probabilities_that_are_told(model):
    x = state(1, 0, 6, 2, 0)
    following = [(1 - on, on, 10 - 2 * two, two, 0) for on, two in product(range(2), range(6))]
    y = torch.tensor(following, dtype=torch.float32)
    told = model.log_prob(x.expand(len(y), -1), y).exp().detach()
    drawn = model.sample(x.expand(20_000, -1), torch.Generator().manual_seed(5))
    shares = torch.stack([(drawn == one).all(1).float().mean() for one in y])
    assert (shares - told).abs().max() < 0.015


def test_a_network_comes_back_from_its_description_and_weights(model):
    again = Model.of(json.loads(json.dumps(model.describe())), model.weights())
    x = state(1, 0, 30, 10, 20).expand(5, -1)
    first = model.sample(x, torch.Generator().manual_seed(7))
    assert torch.equal(again.sample(x, torch.Generator().manual_seed(7)), first)


def test_weights_of_another_network_are_refused(model):
    weights = {name: one for name, one in model.weights().items() if "out" not in name}
    with pytest.raises(ModelError, match="do not fit"):
        Model.of(model.describe(), weights)


def test_rate_equations_forecast_where_a_step_is_short(dimers, pairs):
    short = replace(pairs, step=0.001)
    found = coordinates_of(dimers, short)
    assert found.rates
    x = torch.as_tensor(pairs.before[:50], dtype=torch.float32)
    ahead = Flow(found)(x)
    moved = (ahead - x)[:, 4]
    torch.testing.assert_close(moved, -0.1 * 0.001 * x[:, 4], rtol=1e-2, atol=1e-5)
    torch.testing.assert_close(ahead[:, 2] + 2 * ahead[:, 3], x[:, 2] + 2 * x[:, 3])


def test_rate_equations_are_left_out_where_they_are_too_quick(dimers, pairs):
    assert not coordinates_of(dimers, replace(pairs, step=1e6)).rates
