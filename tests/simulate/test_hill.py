"""Hill circuits in great numbers: published parameters pass, kernels agree with plain numpy."""

import numpy as np
import pytest

from grnstudio.core.criteria import margins
from grnstudio.core.success import protocol, success_criteria
from grnstudio.core.topology import of_signs, read
from grnstudio.errors import ModelError
from grnstudio.io.examples import load_example
from grnstudio.simulate.hill.engine import courses, passing
from grnstudio.simulate.hill.model import HillModel
from grnstudio.simulate.hill.sampling import drawn, seed_of, successes

KEYS = ("oscillation-2", "adaptation", "band-pass", "step", "french-flag", "sustained-oscillation")


def case_of(key, links, exponent=2.0, basal=0.0):
    task = load_example(key)
    topology = read(links, task.regulators, task.targets)
    return HillModel(topology, exponent, basal), protocol(task), success_criteria(task)


def sets_of(model, count, seed=0):
    b, K = drawn(seed_of(model, seed), np.arange(count), len(model.source))
    return model.of_links(b), model.of_links(K)


def plainly(model, b, K, test):
    """Simulate one set by a plain loop, ``[cases, steps, genes]``."""
    signs, n = model.topology.matrix, model.exponent
    out = np.empty((len(test.cases), test.steps, len(test.genes)))
    given = np.repeat(test.levels, test.steps, axis=1)[:, : test.steps]
    for case, levels in enumerate(given if test.levels.shape[1] == 1 else test.levels):
        g = np.array(test.start)
        for t in range(test.steps):
            for _ in range(test.substeps):
                x = np.concatenate([levels[t], g]) ** n
                rise = x[:, None] / (K**n + x[:, None] + (signs == 0))
                fall = np.where(signs < 0, 1 - rise, 1.0).prod(axis=0)
                made = model.basal + np.where(signs > 0, b * rise, 0).sum(axis=0)
                g = g + test.step / test.substeps * (made * fall - g)
            out[case, t] = g
    return out


def test_published_parameters_pass_as_they_did(known_answers):
    task = load_example("oscillation-2")
    table = np.genfromtxt(known_answers / "rnn/osc2_hill_params.csv", delimiter=",")[1:]
    signs, b, K = (part.reshape(-1, 4, 2) for part in np.split(table[:, 2:], 3, axis=1))
    found = np.zeros(len(table), dtype=bool)
    for one in np.unique(signs, axis=0):
        rows = (signs == one).all(axis=(1, 2))
        model = HillModel(of_signs(task.regulators, task.targets, one))
        found[rows] = passing(model, b[rows], K[rows], protocol(task), success_criteria(task))
    assert (len(found), found.sum()) == (2069, 2065)
    np.testing.assert_array_equal(found, table[:, 1] == 1)


@pytest.mark.parametrize("exponent", [1.0, 2.0, 3.0, 4.0, 2.5])
def test_courses_are_those_of_a_plain_loop(exponent):
    model, test, _ = case_of(
        "oscillation-2", "I1 -> g2, I2 -| g1, g1 -> g1, g1 -| g2, g2 -> g1", exponent, 0.02
    )
    b, K = sets_of(model, 3)
    for index, course in enumerate(courses(model, b, K, test.finer(2))):
        expected = plainly(model, b[index], K[index], test.finer(2))
        np.testing.assert_allclose(course, expected, rtol=1e-9, atol=1e-12)


def test_inputs_that_step_are_followed():
    model, test, _ = case_of("adaptation", "I -> g1, I -> g2, g2 -| g1")
    b, K = sets_of(model, 70)
    found = courses(model, b, K, test)
    for index in (0, 69):
        np.testing.assert_allclose(
            found[index], plainly(model, b[index], K[index], test), atol=1e-12
        )


@pytest.mark.parametrize("key", KEYS)
def test_compiled_checks_agree_with_the_criteria(key):
    task, random = load_example(key), np.random.default_rng(1)
    test, criteria = protocol(task), success_criteria(task)
    for _ in range(6):
        signs = random.integers(-1, 2, (len(task.regulators), len(task.targets)))
        model = HillModel(of_signs(task.regulators, task.targets, signs), basal=0.05)
        b, K = sets_of(model, 300)
        for one in (*((criterion,) for criterion in criteria), criteria):
            wanted = margins(courses(model, b, K, test), test, one) > 0
            np.testing.assert_array_equal(passing(model, b, K, test, one), wanted)


def test_a_gene_without_activators_is_silent():
    model, test, _ = case_of("oscillation-2", "g1 -> g1, g1 -| g2")
    b, K = sets_of(model, 5)
    assert courses(model, b, K, test)[:, :, -1, 1].max() < 1e-9


def test_sampling_finds_again_how_often_a_published_topology_succeeds():
    model, test, criteria = case_of(  # 142 of 160,000 as published
        "oscillation-2", "I1 -> g2, I2 -> g1, g1 -> g1, g1 -| g2, g2 -> g1, g2 -> g2"
    )
    found = successes(model, test, criteria, 60_000)
    assert found.hits == pytest.approx(142 * 60 / 160, abs=4 * (142 * 60 / 160) ** 0.5)
    assert found.probability == found.hits / 60_000
    assert passing(model, found.b, found.K, test, criteria).all()
    assert found.robust.tolist() == sorted(found.robust.tolist(), reverse=True)
    np.testing.assert_array_equal(
        passing(model, found.b, found.K, test.finer(4), criteria), found.robust
    )
    assert 0.2 < found.robust_share < 0.8


def test_more_samples_begin_with_the_same_ones_and_each_topology_has_its_own():
    model, test, criteria = case_of(
        "sustained-oscillation", "g1 -| g2, g2 -> g3, g3 -> g1, g1 -> g1"
    )
    few, same = (successes(model, test, criteria, 5_000, keep=9_999) for _ in range(2))
    np.testing.assert_array_equal(few.b, same.b)
    more = successes(model, test, criteria, 9_000, keep=9_999)
    assert {row.tobytes() for row in few.K} <= {row.tobytes() for row in more.K}
    other, _, _ = case_of("sustained-oscillation", "g1 -> g2, g2 -| g3, g3 -> g1, g1 -> g1")
    assert seed_of(other, 0) != seed_of(model, 0) != seed_of(model, 1)


def test_sampling_stops_when_asked():
    model, test, criteria = case_of("oscillation-2", "I1 -> g1, g1 -| g2")
    answers = iter([True, True, False])
    assert successes(model, test, criteria, 10**9, going_on=lambda: next(answers)).samples == 8_192


def test_a_test_of_other_genes_is_refused():
    model, _, criteria = case_of("oscillation-2", "I1 -> g1")
    other = protocol(load_example("oscillation-3"))
    with pytest.raises(ModelError, match="the topology has I1, I2, g1, g2 and g1, g2"):
        successes(model, other, criteria, 1)
    with pytest.raises(ModelError, match=r"\[sets, 4, 2\], not \[1, 2, 4\]"):
        courses(
            model, np.ones((1, 2, 4)), np.ones((1, 2, 4)), protocol(load_example("oscillation-2"))
        )
