"""Steady states are where theory says, and as stable as it says."""

import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.errors import ModelError
from grnstudio.jobs import run
from grnstudio.simulate.stability import judged
from grnstudio.simulate.steady_job import search
from grnstudio.simulate.steady_state import steady_state

TOGGLE = """
    make_u: => u; a/(1 + v^2)
    lose_u: u => ; mass_action(1)
    make_v: => v; a/(1 + u^2)
    lose_v: v => ; mass_action(1)
    u = 4; v = 1; a = 10
"""
FLIP = "flip: A => B; mass_action(k)\n flop: B => A; mass_action(l)\n A = 5; B = 1; k = 2; l = 1"


def found(text, start=None, **more):
    return steady_state(parse(f"model m()\n{text}\nend"), start or {}, **more)


def test_a_toggle_switch_rests_on_either_side():
    right, left = found(TOGGLE), found(TOGGLE, {"u": 1.0, "v": 4.0})
    high, low = 5 + np.sqrt(24), 5 - np.sqrt(24)  # u + v = 10, u v = 1
    np.testing.assert_allclose(right.values, [high, low], rtol=1e-9)
    np.testing.assert_allclose(left.values, [low, high], rtol=1e-9)
    assert right.names == ("u", "v")
    assert (right.stable, right.kind) == (True, "stable node")
    assert right.norm < 1e-9


def test_between_its_sides_a_toggle_switch_has_a_saddle():
    saddle = found(TOGGLE, {"u": 2.2, "v": 1.9}, duration=0)
    np.testing.assert_allclose(saddle.values, [2, 2], rtol=1e-9)
    np.testing.assert_allclose(saddle.eigenvalues, [0.6, -2.6], rtol=1e-7)
    assert (saddle.stable, saddle.kind) == (False, "saddle")


def test_a_zero_order_switch_rests_where_goldbeter_and_koshland_say():
    v1, v2, j1, j2 = 1.05, 1.0, 0.01, 0.01
    there = found(
        "modify: W => Wp; v1*W/(J1 + W)\n restore: Wp => W; v2*Wp/(J2 + Wp)\n"
        f"W = 1; Wp = 0; v1 = {v1}; v2 = {v2}; J1 = {j1}; J2 = {j2}"
    )
    b = v2 - v1 + j1 * v2 + j2 * v1
    share = 2 * v1 * j2 / (b + np.sqrt(b**2 - 4 * (v2 - v1) * v1 * j2))
    np.testing.assert_allclose(there.values, [1 - share, share], rtol=1e-8)
    slope = -v1 * j1 / (j1 + 1 - share) ** 2 - v2 * j2 / (j2 + share) ** 2
    np.testing.assert_allclose(there.eigenvalues, [slope], rtol=1e-6)
    assert there.laws == ("W + Wp",)
    assert there.stable


def test_a_repressilator_leaves_its_steady_state_in_turns():
    genes = "abc"
    text = "\n".join(
        f"make_{g}: => m_{g}; 0.2 + 200/(1 + p_{r}^2)\n lose_{g}: m_{g} => ; mass_action(1)\n"
        f"read_{g}: m_{g} => m_{g} + p_{g}; mass_action(0.2)\n"
        f"decay_{g}: p_{g} => ; mass_action(0.2)\n m_{g} = 0; p_{g} = {index}"
        for index, (g, r) in enumerate(zip(genes, "cab", strict=True))
    )
    there = found(text)
    level = there.values[0]
    np.testing.assert_allclose(there.values, level, rtol=1e-8)
    assert 0.2 + 200 / (1 + level**2) == pytest.approx(level, rel=1e-9)
    assert (there.stable, there.kind) == (False, "unstable focus")
    assert there.eigenvalues[0].imag != 0


def test_among_states_of_equal_sums_stability_is_judged_by_the_rest():
    there = found(FLIP)
    np.testing.assert_allclose(there.values, [2, 4], rtol=1e-10)
    np.testing.assert_allclose(there.eigenvalues, [-3], rtol=1e-10)
    assert there.laws == ("A + B",)
    assert found(FLIP, {"A": 11.0}).values.sum() == pytest.approx(12, rel=1e-12)


def test_damped_swings_are_a_stable_focus_and_endless_ones_a_centre():
    damped = (
        "make: => x; 1/(1 + y^4)\n pass: x => y; mass_action(0.1)\n lose: y => ; y\n x = 1; y = 0"
    )
    assert found(damped.replace("0.1", "1")).kind == "stable focus"
    hares = "birth: H => 2 H; mass_action(1)\n meet: H + L => 2 L; mass_action(0.1)\n"
    there = found(hares + "death: L => ; mass_action(0.5)\n H = 4; L = 8")
    np.testing.assert_allclose(there.values, [5, 10], rtol=1e-8)
    assert (there.stable, there.kind) == (None, "centre")


def test_what_dies_out_comes_to_nothing():
    there = found("decay: A => B; mass_action(1)\n lose: B => ; mass_action(3)\n A = 5; B = 0")
    np.testing.assert_allclose(there.values, [0, 0], atol=1e-15)
    assert there.stable


def test_an_epidemic_may_end_anywhere():
    there = found("infect: S + I => 2 I; mass_action(0.01)\n heal: I => R; mass_action(1)\n"
                  "S = 300; I = 2; R = 0")  # fmt: skip
    assert there.stable is None
    assert there.values[1] == pytest.approx(0, abs=1e-9)


def test_a_network_that_all_is_conserved_in_rests_where_it_is():
    there = found("idle: A => A; mass_action(1)\n A = 3")
    assert (list(there.values), there.stable) == ([3], True)
    assert there.kind == "fixed by what is conserved"


def test_growth_without_bound_has_no_steady_state():
    with pytest.raises(ModelError, match="No steady state"):
        found("make: => A; 2\n A = 0")


def test_rates_that_change_with_time_have_no_steady_state():
    with pytest.raises(ModelError, match="time itself"):
        found("make: => A; k\n lose: A => ; mass_action(1)\n k := 2 + sin(time)\n A = 0")


def test_only_what_moves_can_be_started_from():
    with pytest.raises(ModelError, match="'k' is nothing"):
        found(FLIP, {"k": 3.0})


@pytest.mark.parametrize(
    ("eigenvalues", "stable", "kind"),
    [
        ([-1 + 2j, -1 - 2j, -5], True, "stable focus"),
        ([-1, -2 + 3j, -2 - 3j], True, "stable node"),
        ([2, 1], False, "unstable node"),
        ([0, -1], None, "not isolated, or about to change its kind"),
    ],
)
def test_eigenvalues_tell_the_kind(eigenvalues, stable, kind):
    assert judged(np.array(eigenvalues, dtype=complex)) == (stable, kind)


def test_a_search_is_a_job_that_can_be_stopped_at_once():
    network = parse(f"model m()\n{TOGGLE}\nend")
    found = run(search(network, {"u": 1.0, "v": 4.0}))
    assert found.values[0] < 1 < found.values[1]
    assert run(search(network, {"u": 2.2, "v": 1.9}, is_nearest=True)).kind == "saddle"
    steps = search(network)
    next(steps)
    next(steps, None)
    steps.close()


def test_a_search_in_vain_says_why():
    with pytest.raises(ModelError, match="No steady state was found"):
        run(search(parse("model m()\n make: => A; k\n k = 1; A = 0\nend")))
