"""Events happen when their triggers turn, once, and in their order."""

import numpy as np
import pytest

from grnstudio.core.network import Compartment, Network, Parameter, Species
from grnstudio.core.rules import AssignmentRule, Event, RateRule
from grnstudio.errors import ModelError
from grnstudio.simulate.ode import simulate


def network(*events, rates=(), **values):
    return Network(
        parameters=tuple(Parameter(n, float(v), constant=False) for n, v in values.items()),
        rules=tuple(RateRule(name, rate) for name, rate in dict(rates).items()),
        events=events,
    )


@pytest.mark.parametrize("method", ["LSODA", "BDF", "Radau"])
def test_a_ball_bounces_where_mechanics_says(method):
    bounce = Event("bounce", "h <= 0 && v < 0", {"v": "-v", "n": "n + 1"})
    ball = network(bounce, rates={"h": "v", "v": "-2"}, h=1, v=0, n=0)
    times = np.array([0.0, 0.5, 1.5, 2.0, 6.0, 10.5])
    found = simulate(ball, times, method=method, relative=1e-10)
    np.testing.assert_allclose(found.of("h")[0], [1, 0.75, 0.75, 1, 1, 0.75], atol=1e-7)
    assert list(found.of("n")[0]) == [0, 0, 1, 1, 3, 5]


def test_at_its_own_time_the_value_after_an_event_is_reported():
    dose = Event("dose", "time >= 5", {"x": "x + 10"})
    found = simulate(network(dose, rates={"x": "-x"}, x=1), np.array([0, 5, 6.0]), relative=1e-9)
    after = np.exp(-5) + 10
    np.testing.assert_allclose(found.of("x")[0], [1, after, after / np.e], rtol=1e-6)


def test_a_delayed_dose_is_of_the_size_it_had_when_triggered_or_when_given():
    early = Event("early", "time >= 1", {"x": "time"}, delay="2")
    late = Event("late", "time >= 1", {"y": "time"}, delay="2", at_trigger=False)
    found = simulate(network(early, late, x=0, y=0), np.array([0, 2.9, 3.0, 4.0]))
    np.testing.assert_allclose(found.of("x")[0], [0, 0, 1, 1])
    np.testing.assert_allclose(found.of("y")[0], [0, 0, 3, 3])


def test_of_simultaneous_events_the_most_urgent_is_first():
    events = [
        Event(f"e{p}", "time >= 1", {"x": f"10*x + {p}"}, priority=str(p), at_trigger=False)
        for p in (2, 3, 1)
    ]
    assert simulate(network(*events, x=0), np.array([1.0])).of("x")[0, 0] == 321


def test_events_set_each_other_off_within_an_instant():
    first = Event("first", "time >= 1", {"x": "1"})
    second = Event("second", "x > 0", {"y": "5"})
    assert simulate(network(first, second, x=0, y=0), np.array([1.0])).of("y")[0, 0] == 5


def test_an_event_that_does_not_persist_is_given_up_when_its_trigger_turns_back():
    keep = Event("keep", "time > 1 && time < 2", {"x": "1"}, delay="3")
    drop = Event("drop", "time > 1 && time < 2", {"y": "1"}, delay="3", persistent=False)
    found = simulate(network(keep, drop, x=0, y=0), np.array([10.0]))
    assert (found.of("x")[0, 0], found.of("y")[0, 0]) == (1, 0)


def test_a_trigger_that_holds_at_the_start_counts_only_if_it_was_false_before():
    events = (
        Event("was", "x < 5", {"y": "1"}),
        Event("turned", "x < 5", {"z": "1"}, initially=False),
    )
    found = simulate(network(*events, x=0, y=0, z=0), np.array([0.0, 1.0]))
    np.testing.assert_array_equal(found.of("y")[0], [0, 0])
    np.testing.assert_array_equal(found.of("z")[0], [1, 1])


def test_a_short_touch_is_felt_between_long_steps():
    touch = Event("touch", "y > 0.99999", {"n": "n + 1"})
    swing = network(touch, rates={"x": "y", "y": "-x"}, x=0, y=0.5, n=0)
    assert simulate(swing, np.array([40.0])).of("n")[0, 0] == 0
    spike = Event("touch", "sin(time) > 0.9999", {"n": "n + 1"})
    assert simulate(network(spike, n=0), np.array([40.0])).of("n")[0, 0] == 7


def test_amounts_stay_when_an_event_changes_a_size():
    grown = Network(
        compartments=(Compartment("cell", 1.0, constant=False),),
        species=(Species("A", 6.0, "cell", only_substance=False),),
        parameters=(Parameter("seen", constant=False),),
        rules=(AssignmentRule("seen", "A"),),
        events=(Event("grow", "time >= 1", {"cell": "3"}),),
    )
    found = simulate(grown, np.array([0.0, 1.0]))
    np.testing.assert_allclose(found.of("A")[0], [6, 6])
    np.testing.assert_allclose(found.of("seen")[0], [6, 2])


def test_equal_seeds_draw_equal_orders():
    events = [Event(f"e{k}", "time >= 1", {"x": f"10*x + {k}"}, priority="1", at_trigger=False)
              for k in range(1, 6)]  # fmt: skip
    draw = [simulate(network(*events, x=0), np.array([1.0]), seed=s).of("x")[0, 0] for s in (1, 1)]
    others = {
        simulate(network(*events, x=0), np.array([1.0]), seed=s).of("x")[0, 0] for s in range(9)
    }
    assert draw[0] == draw[1]
    assert len(others) > 3


def test_events_without_end_and_delays_below_zero_are_refused():
    flip = Event("flip", "x < 1", {"x": "1 - x"}, initially=False)
    flop = Event("flop", "x > 0", {"x": "1 - x"})
    with pytest.raises(ModelError, match="without end"):
        simulate(network(flip, flop, x=0), np.array([1.0]))
    with pytest.raises(ModelError, match="delay of event 'e'"):
        simulate(network(Event("e", "time > 1", {"x": "1"}, delay="-1"), x=0), np.array([2.0]))


def test_ten_thousand_events_happen_at_their_times():
    tick = Event("tick", "time - last >= 0.01", {"last": "time", "n": "n + 1"})
    found = simulate(network(tick, last=0, n=0), np.array([0.0, 50.005, 100.005]))
    assert list(found.of("n")[0]) == [0, 5000, 10000]


def test_more_events_may_wait_than_there_are_kinds():
    given = Event("dose", "time - last >= 0.5", {"last": "time"})
    later = Event("later", "sin(6.283185307179586*time) > 0", {"n": "n + 1"},
                  delay="20", at_trigger=False)  # fmt: skip
    found = simulate(network(given, later, last=0, n=0), np.array([19.5, 25.3, 40.7]))
    assert list(found.of("n")[0]) == [0, 6, 21]


def test_an_event_may_set_a_concentration_and_the_size_it_is_in():
    double = Event("double", "time >= 1", {"cell": "4", "A": "3"})
    network = Network(
        compartments=(Compartment("cell", 2.0, constant=False),),
        species=(Species("A", 2.0, "cell", only_substance=False),),
        parameters=(Parameter("seen", constant=False),),
        rules=(AssignmentRule("seen", "A"),),
        events=(double,),
    )
    found = simulate(network, np.array([0.0, 1.0]))
    np.testing.assert_allclose(found.of("A")[0], [2, 6])  # 3 in the size of before
    np.testing.assert_allclose(found.of("seen")[0], [1, 1.5])


def test_a_condition_that_turns_some_digits_late_is_not_missed():
    events = [
        Event(f"e{k}", f"time - {k / 7!r} >= {k / 3!r}", {"n": "n + 1"}) for k in range(1, 40)
    ]
    ends = np.array([k / 7 + k / 3 for k in range(1, 40)])
    found = simulate(network(*events, n=0), ends + 1e-9)
    np.testing.assert_array_equal(found.of("n")[0], np.arange(1, 40))
