"""The example networks do what their descriptions tell the user to look for."""

import numpy as np
import pytest

from grnstudio.core.network_values import with_values
from grnstudio.io.network_examples import load_example
from grnstudio.simulate.engines import simulate
from grnstudio.simulate.steady_state import steady_state


def course(key, end, name, **values):
    times = np.linspace(0, end, 2001)
    return simulate(with_values(load_example(key), values), times).of(name)[0]


def ends(key, end, name, runs=2000):
    times = np.linspace(0, end, 2)
    return simulate(load_example(key), times, "ssa", runs=runs, seed=1).of(name)[:, -1]


def crossings(values):
    """Return where the second half of a course passes the middle of its range upwards."""
    middle = (values[1000:].min() + values[1000:].max()) / 2
    return 1000 + np.flatnonzero((values[1000:-1] < middle) & (values[1001:] >= middle))


@pytest.mark.parametrize(
    ("key", "name", "end", "shortest", "longest"),
    [
        ("repressilator", "P_cI", 400, 40, 47),
        ("goldbeter-circadian", "M", 240, 23.4, 24),
        ("tyson-cell-cycle", "M", 200, 35, 36.5),
        ("p53-mdm2", "x", 100, 5, 7),
        ("lotka-volterra", "X", 10, 0.7, 0.9),
    ],
)
def test_oscillators_keep_their_published_periods(key, name, end, shortest, longest):
    values = course(key, end, name)
    periods = np.diff(crossings(values)) * end / 2000
    assert len(periods) >= 1
    assert np.all((shortest < periods) & (periods < longest))


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("repressilator", "unstable focus"),
        ("goldbeter-circadian", "unstable focus"),
        ("tyson-cell-cycle", "unstable focus"),
        ("p53-mdm2", "unstable focus"),
        ("lotka-volterra", "centre"),
    ],
)
def test_what_oscillators_turn_about_is_not_stable(key, kind):
    assert steady_state(load_example(key)).kind == kind


def test_rna_of_the_clock_peaks_before_its_protein():
    rna, protein = (course("goldbeter-circadian", 240, name) for name in ("M", "PN"))
    lag = (crossings(protein)[:2, None] - crossings(rna)[None, :]).ravel() * 240 / 2000
    assert np.min(lag[lag > 0]) < 8


def test_starts_swapped_a_toggle_switch_ends_in_its_other_state():
    species = {one.id: one.initial for one in load_example("gardner-toggle").species}
    assert course("gardner-toggle", 20, "u")[-1] > 100
    swapped = {"u": species["v"], "v": species["u"]}
    assert course("gardner-toggle", 20, "u", **swapped)[-1] < 1
    assert course("gardner-toggle", 20, "v", **swapped)[-1] > 10


def test_the_zero_order_switch_jumps_where_its_rates_are_equal():
    below, above = (course("goldbeter-koshland", 300, "Wp", v1=v1)[-1] for v1 in (0.9, 1.1))
    assert below < 0.1 < 0.9 < above


def test_schloegl_has_two_stable_states_with_an_unstable_one_between():
    network = load_example("schloegl")
    low, high = (steady_state(network, {"X": start}) for start in (100.0, 400.0))
    between = steady_state(network, {"X": 248.0}, duration=0)
    assert (low.stable, between.stable, high.stable) == (True, False, True)
    np.testing.assert_allclose(
        [low.values[0], between.values[0], high.values[0]], [85.49, 247.60, 566.91], atol=0.01
    )
    counts = ends("schloegl", 20, "X", runs=400)
    assert 0.1 < (counts < 247.6).mean() < 0.9


def test_the_rate_equations_of_the_self_regulated_gene_miss_its_mean():
    assert course("auto-feedback", 400, "P")[-1] > 39
    assert ends("auto-feedback", 100, "P").mean() == pytest.approx(31.29, abs=4 * 17.5 / 44)


def test_some_never_catch_an_infection_that_burns_out():
    assert course("sir", 40, "I")[-1] < 1e-6
    assert course("sir", 40, "S")[-1] > 10


def test_infected_who_keep_arriving_keep_an_infection_alive():
    assert (ends("sir-open", 200, "I") > 0).all()


def test_receptors_with_shc_overshoot_within_ten_seconds():
    values = course("egfr", 25, "RShP")
    assert values.argmax() * 25 / 2000 < 10
    assert values.max() > 1.3 * values[-1]


def test_protein_in_bursts_follows_nearly_a_negative_binomial():
    counts = ends("bursting-protein", 100, "P", runs=4000)
    mean, variance = counts.mean(), counts.var()
    assert mean == pytest.approx(30, abs=4 * np.sqrt(variance / counts.size))
    assert variance / mean == pytest.approx(1 + 20 / 2.1, rel=0.12)
    size, share = mean**2 / (variance - mean), mean / variance
    none = share**size
    assert (counts == 0).mean() == pytest.approx(none, abs=0.005)


def test_stages_make_waiting_times_regular_and_rna_less_noisy():
    memoryless = with_values(load_example("nascent-mature"), {"kon": 1, "koff": 2, "ksyn": 20})
    memoryless = with_values(memoryless, {"kspl": 0.5, "kdeg": 0.25})
    times = np.array([0.0, 60.0])
    other = simulate(memoryless, times, "ssa", runs=4000, seed=1).of("M")[:, -1]
    counts = ends("ageing-rna", 60, "M", runs=4000)
    assert counts.mean() == pytest.approx(20 * 4 / 3, rel=0.03)
    assert other.mean() == pytest.approx(20 * 4 / 3, rel=0.03)
    assert counts.var() < 0.85 * other.var()


def test_dimers_take_up_what_more_monomers_are_supplied():
    singles, pairs = (
        [course("dimers", 100, name, ks=ks)[-1] for ks in (20, 40)] for name in ("S", "D")
    )
    assert singles[1] < 1.5 * singles[0]
    assert pairs[1] > 1.9 * pairs[0]
