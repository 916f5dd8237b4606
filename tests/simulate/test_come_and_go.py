"""Leaps over species that only come and go change nothing but the time that a simulation takes."""

from dataclasses import replace

import numpy as np
import pytest
from numba import njit
from scipy import stats

from grnstudio.core.antimony import parse
from grnstudio.core.starts import read
from grnstudio.simulate import ssa
from grnstudio.simulate.chance import binomial, stream
from grnstudio.simulate.come_and_go import is_worthwhile, leaps, renewed
from grnstudio.simulate.courses import Courses, Stop
from grnstudio.simulate.jumps import jump_process

SWITCH = """
    off: G => H; a*G
    on: H => G; a*H
    making: G => G + P; b*G
    leak: => P; l
    taking: G + P => G; d*G*P
    decay: P => ; c*P
    G = 1; H = 1; P = 30; a = 0.3; b = 40; l = 3; c = 1; d = 0.5
"""
FEEDBACK = """
    bound: G + P => H; k*G*P
    freed: H => G + P; u*H
    transcription: G => G + M; 4*G
    M => ; 0.5*M
    translation: M => M + P; 20*M
    P => ; P
    G = 1; H = 0; M = 2; P = 20; k = 5; u = 0.5
"""


@njit
def _binomials(count, share, size):
    s, out = stream(np.uint64(7), 0), np.empty(size)
    for one in range(size):
        out[one], s = binomial(count, share, s)
    return out


def counts(text, times, runs, leaping):
    process = jump_process(parse(text))
    out = np.zeros((runs, len(times), len(process.names)))
    if leaping:
        leaps(process, renewed(process), np.array(times), 1, 0, out)
    else:
        ssa.events(process, np.array(times), 2, 0, out)
    return process.names, out


@pytest.mark.parametrize(
    ("count", "share"),
    [(5, 0.3), (5, 0.9), (40, 0.05), (40, 0.5), (1000, 0.3), (1000, 0.995), (10**6, 0.4)],
)
def test_binomial_numbers_are_binomial(count, share):
    found = _binomials(float(count), share, 20_000)
    law = stats.binom(count, share)
    edges = np.unique(law.ppf(np.linspace(0.05, 0.95, 10)))
    below = (found[:, None] <= edges).mean(axis=0)
    spread = np.sqrt(law.cdf(edges) * (1 - law.cdf(edges)) / len(found))
    assert np.abs(below - law.cdf(edges)).max() < 5 * spread.max()
    assert found.mean() == pytest.approx(law.mean(), abs=5 * law.std() / np.sqrt(len(found)))
    assert found.std() == pytest.approx(law.std(), rel=0.03)


@pytest.mark.parametrize("text", [SWITCH, FEEDBACK], ids=["switch", "feedback"])
def test_leaps_give_the_distributions_of_the_direct_method(text):
    times = [0.0, 0.4, 2.0, 2.0, 5.0]
    names, leapt = counts(text, times, 6000, True)
    _, direct = counts(text, times, 6000, False)
    assert (leapt[:, 0] == direct[:, 0]).all()
    np.testing.assert_array_equal(leapt[:, 2], leapt[:, 3])
    assert (leapt >= 0).all()
    assert (leapt == np.floor(leapt)).all()
    for at in (1, 2, 4):
        for index, name in enumerate(names):
            found = stats.ks_2samp(leapt[:, at, index], direct[:, at, index], method="asymp")
            assert found.pvalue > 1e-3, (name, times[at])
        np.testing.assert_allclose(
            np.cov(leapt[:, at].T), np.cov(direct[:, at].T), rtol=0.15, atol=0.6
        )


def test_what_a_reaction_that_can_happen_looks_at_is_not_leapt_over():
    def leapt(text):
        process = jump_process(parse(text))
        plan = renewed(process)
        return [process.names[slot] for slot in plan.slots] if plan else []

    assert leapt(SWITCH) == ["P"]
    assert leapt(FEEDBACK) == ["P"]
    assert leapt("=> A; 5\n A => ; A\n A = 3") == ["A"]
    assert leapt("A => 2 A; A\n A => ; A\n A = 3") == []
    assert leapt("=> A; 5\n 2 A => ; A*(A - 1)\n A => ; A\n A = 3") == []
    assert leapt("=> A; 5\n A => ; 2\n A = 3") == []
    assert leapt("=> A; 5\n A => ; 2*A/(1 + A)\n A = 3") == []
    assert leapt("=> A; 5/(1 + A)\n A => ; A\n A = 3") == []
    assert leapt("=> A; 5\n A => B; A\n B => ; B\n A = 3; B = 0") == ["B"]


def test_leaps_are_made_where_they_pay():
    process = jump_process(parse(SWITCH.replace("b = 40", "b = 4000")))
    times = np.arange(5.0)
    assert is_worthwhile(process, renewed(process), times)
    slow = jump_process(parse("=> A; 0.1\n A => ; 0.1*A\n A = 1"))
    assert not is_worthwhile(slow, renewed(slow), times)


def test_runs_are_the_same_in_whatever_portions_they_are_made():
    process = jump_process(parse(FEEDBACK))
    times, whole = np.array([0.0, 1.0, 3.0]), np.zeros((6, 3, 4))
    leaps(process, renewed(process), times, 5, 0, whole)
    part = np.zeros((2, 3, 4))
    leaps(process, renewed(process), times, 5, 4, part)
    np.testing.assert_array_equal(whole[4:], part)


def test_courses_to_learn_from_leap_where_it_pays():
    network = parse(SWITCH.replace("b = 40", "b = 4000"))
    starts = read("G H 2 tokens; P 0..99", network)
    sizes = {"leaping": True, "step": 1.0, "steps": 4, "settings": 4, "runs": 2}
    assert Courses(network=network, starts=starts, **sizes).leapt is not None
    assert Courses(network=network, starts=starts, method="tau", **sizes).leapt is None
    few = parse(SWITCH.replace("b = 40", "b = 1").replace("l = 3", "l = 0.1"))
    assert Courses(network=few, starts=read("P 0..9", few), **sizes).leapt is None


def test_an_exponent_that_varies_is_not_taken_for_the_1_it_was():
    network = parse("=> P; b\n P => ; c*P^n\n P = 50; b = 500; c = 10; n = 1")
    sizes = {"leaping": True, "step": 2.0, "steps": 4, "settings": 4, "runs": 2}
    courses = Courses(
        network=network, starts=read("P 9..99", network), vary=("n",), lowest=1.2, **sizes
    )
    assert courses.leapt is not None
    assert courses.piece(0, 0, 2, Stop()).leapt is None


@pytest.mark.parametrize(
    ("key", "start", "lags", "runs", "means", "sds"),
    [
        ("x16", (2, 2, 800), (1, 3, 10), 8000, (231.1, 257.5, 264.6), (145.5, 208.1, 222.7)),
        ("gene", (0, 1, 1, 500), (1, 3), 600, (559.0, 683.0), (204.0, 245.0)),
    ],
)
def test_published_networks_have_the_moments_that_others_found(key, start, lags, runs, means, sds):
    from grnstudio.io.network_examples import examples, load_example

    step = {one.key: one.step for one in examples()}[key]
    process = jump_process(load_example(key))
    process = replace(process, initial=np.array(start, dtype=float))
    times, out = step * np.array(lags, dtype=float), np.zeros((runs, len(lags), len(start)))
    leaps(process, renewed(process), times, 3, 0, out)
    tolerance = 4.5 * np.array(sds) / np.sqrt(runs)
    assert (np.abs(out[:, :, -1].mean(axis=0) - means) < tolerance).all()
    np.testing.assert_allclose(out[:, :, -1].std(axis=0), sds, rtol=0.12)
