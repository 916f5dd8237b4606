"""Reports on how far an emulator can be trusted, their pictures and their words."""

import json
from dataclasses import replace

import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.core.assessing import AssessConfig
from grnstudio.core.emulator import Emulator
from grnstudio.core.trust import (
    Conduct,
    Timing,
    TrustReport,
    report_of,
    with_report,
)
from grnstudio.core.trust_comparison import conduct_of, together
from grnstudio.core.trust_figures import (
    by_start,
    calibration,
    figures,
    long_runs,
    over_lags,
    overlay,
)
from grnstudio.core.trust_verdict import judged, verdict
from grnstudio.errors import ModelError, SettingError
from tests.core.trust_reports import report


@pytest.fixture(scope="module")
def right():
    """A report on an emulator that is exact."""
    return report()


@pytest.fixture(scope="module")
def shifted():
    """A report on one whose second species is off by one standard deviation."""
    return report(shift=8.0)


def rows(found):
    return {(row.species, row.lag): row for row in found.rows()}


def test_an_exact_emulator_is_as_far_from_exact_runs_as_these_are_from_each_other(right):
    for row in right.rows():
        assert row.ratio == pytest.approx(1, abs=0.15)
        assert judged(row) == "alike"
        assert row.half == pytest.approx(0.5, abs=0.03)
        assert row.most == pytest.approx(0.9, abs=0.02)


def test_only_the_species_that_is_off_is_told(shifted):
    found = rows(shifted)
    assert judged(found["A", 3]) == "alike"
    assert judged(found["B", 3]) == "wrong"
    assert found["B", 3].wasserstein == pytest.approx(8, rel=0.1)
    assert verdict(shifted).startswith("Do not use it for B after")


def test_a_verdict_says_what_an_exact_emulator_saves(right):
    text = verdict(right)
    assert text.startswith("Use it: in 5,000 runs from each of 3 starts no difference")
    assert "1,000 times faster" in text
    assert "pays from 20,021 runs of 3 steps on" in text


def test_a_small_shift_calls_for_care_or_is_close():
    assert verdict(report(shift=2.5)).startswith("Use it with care: B after")
    assert "differs a little" in verdict(report(shift=0.5, runs=20_000))


def test_a_slow_emulator_is_needless():
    assert verdict(report(timing=Timing(1e-6, 2e-6, 2, 60.0))).startswith(
        "There is no need for it: a step of exact simulation takes 0.5 times as long"
    )


def test_that_an_emulator_is_wrong_comes_before_that_it_is_slow():
    text = verdict(report(shift=12, timing=Timing(1e-6, 2e-6, 2, 60.0)))
    assert text.startswith("Do not use it for B after")
    assert "There is no need for it" in text


def test_what_the_emulator_breaks_is_told():
    broken = verdict(report(conduct=Conduct(0.01, 0.02, 0.3, 2.0)))
    assert "3 % of its values are no numbers of molecules." in broken
    assert "sums are off by up to 2 molecules" in broken


def test_a_drift_over_long_runs_is_told():
    found = report(far_shift=20.0)
    assert found.drift()[0, :, 1] == pytest.approx(np.full(4, 20 / np.sqrt(60)))
    assert "the mean of B is off by 2.6 standard deviations within 12 steps" in verdict(found)


def test_species_that_do_not_go_together_as_they_should_are_told(right):
    text = verdict(report(tied=True))
    assert "A, B do not go with the other species as in exact runs" in text
    assert text.startswith("Use it with care: in 5,000 runs")
    assert "correlations" not in verdict(right)


def test_a_test_of_few_runs_is_called_coarse():
    assert "The test is coarse" in verdict(report(runs=40))


def test_an_emulator_that_is_too_sure_is_seen_in_the_calibration():
    counts = report(narrow=0.5).chances[0, 1]
    assert counts[0] > 3 * counts[10]


def test_a_report_comes_back_from_json_and_from_arrays(shifted):
    told = json.loads(json.dumps(shifted.summary(), allow_nan=False))
    for again in (TrustReport.of_summary(told), TrustReport.of_arrays(shifted.to_arrays())):
        assert again.config == shifted.config
        assert verdict(again) == verdict(shifted)
        np.testing.assert_allclose(again.distances, shifted.distances, rtol=1e-5)
    assert not TrustReport.of_summary(told).has_histograms
    np.testing.assert_array_equal(again.exact, shifted.exact)


def test_arrays_of_a_report_differ_only_in_what_clocks_told(right):
    other = report(timing=Timing(5.0, 1.0, 1, 2.0)).to_arrays()
    differing = [
        name for name, one in right.to_arrays().items() if not np.array_equal(one, other[name])
    ]
    assert differing == ["seconds"]


def test_an_emulator_keeps_its_report_and_histograms(right):
    network = parse("species A = 1; A => ; mass_action(1)")
    bare = Emulator(network, 2.0, 6.0, ("A",), (), np.empty(0), np.empty(0), {}, {})
    assert report_of(bare) is None
    assert verdict(report_of(with_report(bare, right))) == verdict(right)
    assert report_of(with_report(bare, right)).has_histograms


def test_a_report_of_another_version_is_no_report(right):
    network = parse("species A = 1; A => ; mass_action(1)")
    told = right.summary()
    for strange in (
        {"steps": 3},
        {**told, "config": {"lags": "none"}},
        {name: one for name, one in told.items() if name != "linked"},
        {**told, "species": ["A"]},
        {**told, "starts": {"shape": [9], "values": [1]}},
    ):
        emulator = Emulator(
            network, 2.0, 6.0, ("A",), (), np.empty(0), np.empty(0), {}, {}, {}, strange
        )
        assert report_of(emulator) is None


def test_histograms_lie_over_each_other_and_say_what_lies_beside(right):
    figure = overlay(right, "B", 3, 1)
    assert figure.title == "B after 3 steps, from A 6"
    assert [one.heights.sum() for one in figure.histograms] == pytest.approx([1, 1], abs=0.01)
    assert "of the emulator's values lie beside" in overlay(report(shift=60.0), "B", 3).note


def test_few_molecules_have_a_bar_for_each_number_unless_something_lies_between(right):
    def of(share):
        edges, exact = right.edges.copy(), np.zeros_like(right.exact)
        edges[1] = np.linspace(0, 2, edges.shape[1])
        exact[..., 1, 1], exact[..., 1, -2] = 1, 3  # of 0 and 2 molecules
        emulated = exact.copy()
        emulated[..., 1, 3] = share  # between 0 and 1
        return replace(right, edges=edges, exact=exact, emulated=emulated)

    figure = overlay(of(0), "B", 3)
    assert figure.histograms[0].edges.tolist() == [-0.5, 0.5, 1.5, 2.5]
    assert figure.histograms[1].heights.tolist() == [0.25, 0, 0.75]
    assert len(overlay(of(1), "B", 3).histograms[0].heights) > 3


def test_the_band_of_chance_is_about_the_line_of_an_exact_emulator(right):
    figure = over_lags(right, "A")
    ours, chance = figure.curves
    assert ours.y == pytest.approx(chance.y, rel=0.25)
    assert (figure.bands[0].low <= figure.bands[0].high).all()


def test_pictures_are_drawn_of_all_that_is_told(right, shifted):
    assert by_start(shifted, 3).values[:, 1].min() > 2
    assert by_start(right, 3).rows == ("A 5", "A 6", "A 7")
    assert calibration(right, 1).histograms[0].heights == pytest.approx(np.ones(20), abs=0.2)
    assert long_runs(right, "B").marks == (3.0,)
    assert long_runs(right, "B", 2).title == "B over long runs, A 5"
    assert len(figures(shifted)) == 5
    assert figures(shifted)[1].title == "B after 3 steps, all starts"


def test_what_is_not_there_is_refused_by_name(right):
    with pytest.raises(ModelError, match="no species 'C'; it has A, B"):
        overlay(right, "C", 3)
    with pytest.raises(SettingError, match="after 7 steps, but after 1, 2, 3"):
        overlay(right, "A", 7)
    with pytest.raises(SettingError, match="from 1 to 3"):
        overlay(right, "A", 3, 3)
    with pytest.raises(ModelError, match="Check the emulator again"):
        overlay(TrustReport.of_summary(right.summary()), "A", 3)


@pytest.mark.parametrize("lags", ["", "0 3", "three", "2.5"])
def test_steps_that_are_none_are_refused(lags):
    with pytest.raises(SettingError, match="such as 3 10"):
        AssessConfig(lags=lags)


def test_how_many_steps_a_test_takes_is_foreseen():
    config = AssessConfig(settings=10, runs=400, lags="2 5", longer=2)
    assert config.steps == (43_000, 23_000)
    assert AssessConfig(settings=10, runs=400, lags="5", longer=0).steps == (40_000, 20_000)


def test_conserved_sums_and_whole_numbers_are_counted():
    runs = np.array([[[1.0, 1.0], [3.0, 0.0]], [[2.0, 0.0], [2.5, -0.5]]])
    found = conduct_of(runs, np.array([2.0, 0.0]), np.array([[1.0, 1.0]]))
    assert found == Conduct(0.125, 0.25, 0.25, 1.0)
    assert together([found, Conduct()]) == Conduct(0.0625, 0.125, 0.125, 1.0)
