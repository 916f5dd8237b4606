import math
from itertools import pairwise

import pytest

from grnstudio.gui.panels.level_axis import ROOM, LevelAxis, log_ticks
from grnstudio.gui.panels.look import current_look
from grnstudio.gui.panels.plot_view import PlotView


def numbers(low, high, size):
    return [round(10**tick, 9) for tick in log_ticks(math.log10(low), math.log10(high), size)]


def test_a_tall_axis_names_every_digit_and_a_low_one_the_powers_of_ten():
    assert numbers(0.3, 2.1, 400) == [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 2]
    assert numbers(0.3, 2.1, 80) == [0.5, 1, 2]
    assert numbers(1e-4, 1, 100) == [1e-4, 1e-3, 1e-2, 1e-1, 1]


def test_less_than_a_digit_is_still_labelled():
    assert numbers(1.04, 1.21, 100) == [1.05, 1.1, 1.15, 1.2]


@pytest.mark.parametrize("size", [30, 80, 200, 600])
@pytest.mark.parametrize("decades", [0.02, 0.5, 1, 3, 8, 40])
def test_labels_never_touch(size, decades):
    ticks = log_ticks(-decades, 0.0, size)
    gaps = [b - a for a, b in pairwise(ticks)]
    assert all(gap * size / decades >= ROOM - 1e-9 for gap in gaps)


def test_labels_are_plain_numbers(qtbot):
    axis = LevelAxis("left")
    axis.setLogMode(x=False, y=True)
    assert axis.tickStrings([-1, 0, math.log10(5)], 1, None) == ["0.1", "1", "5"]


def test_numbers_below_one_are_not_shown_in_thousandths(qtbot):
    axis = LevelAxis("bottom")
    axis.setLabel("position")
    axis.setRange(0, 0.9)
    axis.enableAutoSIPrefix(False)
    assert axis.tickStrings([0.2], axis.autoSIPrefixScale * axis.scale, 0.2) == ["0.2"]


def loss_plot(qtbot):
    plot = PlotView(current_look())
    qtbot.addWidget(plot)
    plot.resize(300, 150)
    plot.set_axes("training step", "loss", log_y=True)
    plot.show()
    return plot


def test_an_axis_that_has_been_painted_shows_the_range_it_is_given_later(qtbot):
    moved, begun = loss_plot(qtbot), loss_plot(qtbot)
    moved.fit((0.0, 1.0), (0.5, 0.6))
    at_first = moved.grab().toImage()
    for plot in (moved, begun):
        plot.fit((0.0, 900.0), (-2.0, 0.6))
    assert moved.grab().toImage() == begun.grab().toImage() != at_first


def test_an_axis_below_has_its_numbers_at_both_ends(qtbot, monkeypatch):
    drawn = []
    kept = LevelAxis.drawPicture
    monkeypatch.setattr(
        LevelAxis,
        "drawPicture",
        lambda axis, painter, line, ticks, texts: (
            drawn.append((axis.orientation, [text for _, _, text in texts])),
            kept(axis, painter, line, ticks, texts),
        ),
    )
    plot = PlotView(current_look())
    qtbot.addWidget(plot)
    plot.set_axes("epoch", "loss", False)
    plot.fit((0.0, 20.0), (0.0, 1.0))
    plot.resize(300, 220)
    plot.grab()
    numbers = next(texts for side, texts in reversed(drawn) if side == "bottom")
    assert (numbers[0], numbers[-1]) == ("0", "20")
