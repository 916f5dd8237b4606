"""One step of many states at once: as the network draws them, whatever states stand beside."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from grnstudio.errors import ModelError
from grnstudio.learn.emulator import engine, shared_draws
from grnstudio.learn.emulator.model import Model
from grnstudio.simulate.background import Stopped
from tests.learn.emulator.toys import emulator_of

NONE = np.zeros(0)


def never():
    return False


def states_of(emulator, count, seed=0, most=60):
    rng = np.random.default_rng(seed)
    on = rng.integers(0, 2, count)
    columns = {"P": rng.integers(0, most, count), "on": on, "off": 1 - on}
    return np.stack([columns[name] for name in emulator.species], axis=1).astype(float)


def words_of(count, seed=1):
    return np.random.default_rng(seed).integers(0, 2**63, count).astype(np.uint64)


def with_mixture(emulator):
    torch.manual_seed(0)
    coordinates = Model.of(emulator).coordinates
    head = {"kind": "mixture", "hidden": 8, "components": 2, "triangular": 1, "lognormal": 1}
    model = Model(coordinates, {"kind": "fixed", "width": 8, "layers": 1}, head)
    x = torch.as_tensor(states_of(emulator, 500), dtype=torch.float32)
    model.measure(x, x)
    return replace(emulator, model=model.describe(), weights=model.weights())


@pytest.fixture(params=["one by one", "mixture"])
def emulator(request):
    known = emulator_of()
    return known if request.param == "one by one" else with_mixture(known)


def test_what_follows_a_state_does_not_depend_on_those_beside_it(emulator):
    states, words = states_of(emulator, 700), words_of(700)
    whole = engine.stepper(emulator, NONE)(states, words, never)
    order, follow = np.random.default_rng(2).permutation(700), engine.stepper(emulator, NONE)
    for part in np.array_split(order, 23):
        np.testing.assert_array_equal(follow(states[part], words[part], never), whole[part])
    assert whole.shape == states.shape
    assert (follow(states, words_of(700, 3), never) != whole).any()


def test_equal_states_follow_the_law_of_the_network(emulator):
    count = 20_000
    states = np.repeat(states_of(emulator, 1, most=30), count, axis=0)
    drawn = engine.stepper(emulator, NONE)(states, words_of(count), never)
    chain = engine.Chain.of(emulator, "cpu")
    x = torch.as_tensor(states, dtype=torch.float32)
    direct = chain.next(x, torch.Generator().manual_seed(0)).numpy()
    noise = np.sqrt((drawn.var(axis=0) + direct.var(axis=0)) / count) + 1e-9
    assert (np.abs(drawn.mean(axis=0) - direct.mean(axis=0)) < 4.5 * noise).all()
    np.testing.assert_allclose(drawn.var(axis=0), direct.var(axis=0), rtol=0.08, atol=0.01)


def test_what_is_kept_of_states_is_bounded_and_does_not_matter(monkeypatch):
    emulator = emulator_of()
    states, words = states_of(emulator, 2000, most=1000), words_of(2000)
    whole = engine.stepper(emulator, NONE)(states, words, never)
    monkeypatch.setattr(shared_draws, "ROOM", 1000)
    np.testing.assert_array_equal(engine.stepper(emulator, NONE)(states, words, never), whole)


def test_a_step_can_be_stopped_and_refuses_what_is_no_number(emulator):
    states, words = states_of(emulator, 5), words_of(5)
    with pytest.raises(Stopped):
        engine.stepper(emulator, NONE)(states, words, lambda: True)
    broken = {name: np.full_like(one, np.nan) for name, one in emulator.weights.items()}
    with pytest.raises(ModelError, match="no number of molecules"):
        engine.stepper(replace(emulator, weights=broken), NONE)(states, words, never)
    assert engine.stepper(emulator, NONE)(states[:0], words[:0], never).shape == (0, 3)
