"""A whole model made with the mouse alone, from an empty canvas."""

import numpy as np
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from grnstudio.core import antimony
from grnstudio.simulate.ode import simulate
from tests.gui.canvas_bench import LEFT, Bench

SPOTS = ((150, 300), (400, 100), (650, 300))
WANTED = """
model repressilator()
  J1: => S1; mass_action(k_J1*K_S3_J1^n_S3_J1/(K_S3_J1^n_S3_J1 + S3^n_S3_J1))
  J2: S1 => ; mass_action(k_J2)
  J3: => S2; mass_action(k_J3*K_S1_J3^n_S1_J3/(K_S1_J3^n_S1_J3 + S1^n_S1_J3))
  J4: S2 => ; mass_action(k_J4)
  J5: => S3; mass_action(k_J5*K_S2_J5^n_S2_J5/(K_S2_J5^n_S2_J5 + S2^n_S2_J5))
  J6: S3 => ; mass_action(k_J6)
  S1 = 10; S2 = 0; S3 = 0
  k_J1 = 20; k_J2 = 0.2; k_J3 = 20; k_J4 = 0.2; k_J5 = 20; k_J6 = 0.2
  K_S3_J1 = 10; K_S1_J3 = 10; K_S2_J5 = 10
  n_S3_J1 = 4; n_S1_J3 = 4; n_S2_J5 = 4
end
"""


def test_the_repressilator_is_drawn_with_the_mouse_alone(qtbot):
    bench = Bench(qtbot)
    draw_species(bench)
    draw_reactions(bench)
    for source, process in (("S3", "J1"), ("S1", "J3"), ("S2", "J5")):
        bench.do("tool-modifier")
        bench.drag(source, process)
        bench.pick("inhibits")
    set_values(bench)
    made, wanted = bench.network, antimony.parse(WANTED)
    assert set(made.species) == set(wanted.species)
    assert set(made.parameters) == set(wanted.parameters)
    times = np.linspace(0, 60, 121)
    found, known = (simulate(one, times, names=["S1", "S2", "S3"]) for one in (made, wanted))
    np.testing.assert_allclose(found.values, known.values, rtol=1e-4, atol=1e-6)
    assert np.ptp(found.values[..., 60:, 0]) > 20  # it swings


def test_what_was_drawn_stays_in_sight_when_the_canvas_becomes_smaller(qtbot):
    bench = Bench(qtbot)
    draw_species(bench)
    bench.canvas.resize(400, 300)
    QApplication.processEvents()
    port = bench.view.viewport().rect()
    assert all(port.contains(bench.spot(one.id)) for one in bench.network.species)


def draw_species(bench):
    bench.do("tool-species")
    for spot in SPOTS:
        bench.click(spot)
    bench.do("tool-select")


def draw_reactions(bench):
    bench.do("tool-reaction")
    for name, (x, y) in zip(("S1", "S2", "S3"), SPOTS, strict=True):
        bench.drag((x - 110, y + 90), name)
        bench.drag(name, (x + 110, y + 90))
    bench.do("tool-select")


def set_values(bench):
    bench.double_click("S1")
    for _ in range(10):
        QTest.mouseClick(bench.view.beside.initial.more, LEFT)
    for process, exponent in (("J1", "n_S3_J1"), ("J3", "n_S1_J3"), ("J5", "n_S2_J5")):
        bench.click((5, 5))
        bench.double_click(process)
        QTest.mouseClick(bench.view.beside.steppers[exponent].more, LEFT)
