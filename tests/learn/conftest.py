"""Small tasks on which a learner can be tried in a second."""

import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.core.curves import DrawnCurve, constant
from grnstudio.core.frames import SpaceTime
from grnstudio.core.task import (
    Condition,
    Gene,
    PositionAxis,
    RandomLevel,
    StepProbe,
    Task,
    TimeAxis,
)
from grnstudio.project import Design

SWITCH = parse(
    """
    model switch()
      species off, on, P
      opening: off => on; mass_action(k)
      closing: on => off; mass_action(k)
      making: on => on + P; mass_action(a)
      decay: P => ; mass_action(d)
      off = 1; on = 0; P = 20
      k = 0.3; a = 40; d = 1
    end
    """
)


@pytest.fixture
def pulse_task():
    """A gene that answers an input with a pulse, with a random level and a probe."""
    time = np.arange(12)
    pulse = np.exp(-time / 6) - np.exp(-time / 3)
    return Task(
        axis=TimeAxis(0.2, 12),
        inputs=("I",),
        genes=(Gene("g1", 0.4), Gene("g2", None)),
        conditions=(
            Condition("rest", {"I": constant(0.1, 12)}, {"g1": constant(0.4, 12)}, steady=True),
            Condition(
                "any level",
                {"I": DrawnCurve(np.zeros(12), np.ones(12))},
                {"g1": DrawnCurve(np.full(12, 0.4), 2 * pulse)},
                level=RandomLevel(0, 1),
            ),
        ),
        probe=StepProbe(0.2, 12, 4, {"I": 0.1}, {"I": (0.5, 1.0)}),
    )


@pytest.fixture
def stripe_task():
    """A gene that makes a stripe along a gradient."""
    axis = PositionAxis(0.1, 0.1, 9)
    x = axis.values
    return Task(
        axis=axis,
        inputs=("M",),
        genes=(Gene("s"), Gene("r")),
        conditions=(
            Condition(
                "gradient",
                {"M": DrawnCurve(np.exp(-x / 0.3))},
                {"s": DrawnCurve(np.exp(-(((x - 0.5) / 0.1) ** 2)))},
            ),
        ),
    )


@pytest.fixture
def designs(pulse_task):
    """A design that each learner can train on, by the learner's key, and tiny settings for it."""
    tiny = {"networks": 2, "steps": 60, "hidden": 6, "learning_rate": 0.02, "spread": 0.5}
    fading = np.random.default_rng(0).random((5, 1, 6, 2)) * 0.5 ** np.arange(4)[:, None, None]
    return {
        "circuit": Design(pulse_task, {"circuit": tiny | {"noise": 0.01, "langevin": 0.01}}),
        "atlas": Design(
            pulse_task, {"atlas": tiny | {"batch": 1, "steps": 40, "tolerance": 9.0, "workers": 1}}
        ),
        "distil": Design(
            pulse_task, {"distil": tiny | {"steps": 50, "fewest": 5, "tolerance": 9.0}}
        ),
        "verify": Design(
            pulse_task,
            {
                "verify": {
                    "links": "I -> g1, I -> g2, g2 -| g1",
                    "method": "gradient fit",
                    "fits": 4,
                    "fit_steps": 40,
                    "fit_rate": 0.1,
                    "neighbours": 0,
                    "mirrors": False,
                }
            },
        ),
        "enumerate": Design(
            pulse_task, {"enumerate": {"samples": 40, "most_links": 4, "workers": 2, "needed": 1}}
        ),
        "cellular": Design(
            frames=SpaceTime(("a", "b"), fading, 1.0),
            configs={"cellular": {"networks": 2, "steps": 60, "hidden": 6, "learning_rate": 0.05}},
        ),
        "emulator": Design(
            network=SWITCH,
            configs={
                "emulator": {
                    "step": 0.01,
                    "steps": 4,
                    "settings": 4,
                    "runs": 40,
                    "components": 2,
                    "epochs": 40,
                    "patience": 40,
                    "batch": 128,
                    "learning_rate": 0.02,
                    "test_settings": 1,
                    "test_runs": 20,
                    "lags": "2",
                }
            },
        ),
    }
