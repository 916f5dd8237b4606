"""Emulators of tiny networks, untrained but for their linear forecasts: quick, and of use."""

from functools import cache

import numpy as np

from grnstudio.core.antimony import parse
from grnstudio.core.emulator import Emulator
from grnstudio.core.transitions import Transitions
from grnstudio.learn.emulator.coordinates import coordinates_of
from grnstudio.learn.emulator.encoding import as_tensor
from grnstudio.learn.emulator.model import Model
from grnstudio.simulate import ssa
from grnstudio.simulate.jumps import jump_process

SWITCH = """
model switch()
  species P, on, off, R
  turn_off: on => off; mass_action(k)
  turn_on: off => on; mass_action(k)
  make: on => on + P; mass_action(a)
  lose: P => ; mass_action(b)
  R := 2*P
  on = 1; off = 0; P = 30
  a = 50; b = 1; k = 0.5
end
"""


def network(text=SWITCH):
    return parse(text)


@cache
def emulator_of(text=SWITCH, step=0.5, steps=10, runs=30, hidden=8):
    """Return an emulator with random weights around linear forecasts that were fitted."""
    import torch

    torch.manual_seed(0)
    of = parse(text)
    names = jump_process(of).names
    courses = ssa.simulate(of, np.arange(steps + 1) * step, runs, seed=1)
    states = np.stack([courses.of(name) for name in names], axis=2)
    before, after = (one.reshape(-1, len(names)) for one in (states[:, :-1], states[:, 1:]))
    nothing = np.zeros((len(before), 0))
    pairs = Transitions(
        names, (), step, before.astype(np.int64), after.astype(np.int64), nothing,
        np.repeat(np.arange(runs), steps),
    )  # fmt: skip
    body = {"kind": "fixed", "width": hidden, "layers": 1}
    head = {"kind": "one by one", "hidden": hidden, "components": 2}
    model = Model(coordinates_of(of, pairs), body, head)
    model.measure(as_tensor(pairs.before, pairs.values), as_tensor(pairs.after, pairs.values))
    none = np.zeros(0)
    return Emulator(
        of, step, step * steps, names, (), none, none, model.describe(), model.weights()
    )
