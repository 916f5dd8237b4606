import numpy as np
import pytest

from grnstudio.core.curves import DrawnCurve, through
from grnstudio.core.shapes import SHAPES, knots_along
from grnstudio.core.task import PositionAxis, TimeAxis

GRIDS = [TimeAxis(), TimeAxis(1.0, 2), PositionAxis()]
BY_KEY = {one.key: one for one in SHAPES}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda one: one.key)
@pytest.mark.parametrize("axis", GRIDS, ids=["time", "two points", "position"])
def test_every_shape_fills_every_grid_with_levels_a_gene_can_have(shape, axis):
    values = shape.on(axis.values).values
    assert len(values) == axis.count
    assert (values >= 0).all()
    assert (values <= 1).all()


def test_shapes_do_what_their_names_say():
    grid = TimeAxis(0.1, 201).values
    pulse, up, flag = (BY_KEY[key].on(grid).values for key in ("pulse", "step_up", "french_flag"))
    assert pulse[90] > 0.7 > 0.2 > max(pulse[0], pulse[-1])
    assert up[-1] - up[0] == pytest.approx(0.7, abs=0.01)
    assert len(set(np.round(flag[[10, 100, 190]], 2))) == 3
    swing = BY_KEY["oscillation"].on(grid).values
    assert (np.diff(np.sign(np.diff(swing))) < 0).sum() == 3


def test_few_points_carry_a_curve():
    grid = TimeAxis().values
    pulse = BY_KEY["pulse"].on(grid)
    knots = knots_along(pulse, grid)
    assert len(knots) < 20
    assert np.abs(through(knots, grid).values - pulse.values).max() < 0.05


def test_a_curve_that_is_hardly_there_has_hardly_any_points():
    grid = np.arange(5.0)
    nothing = DrawnCurve(np.full(5, np.nan))
    assert knots_along(nothing, grid) == ()
    assert knots_along(nothing.with_value(2, 0.5), grid) == ((2.0, 0.5),)
