import numpy as np
import pytest

from grnstudio.core.curves import through
from grnstudio.errors import MissingInput
from grnstudio.io import csv_curves, json_text
from grnstudio.io.examples import DRAWN, PUBLISHED, examples, load_example

KEYS = (*PUBLISHED, *DRAWN)
EXACT = 1e-6  # the files have six digits
GAP = {  # height, centre, standard deviation of the Gaussians that add up to each profile
    "hb": [
        (0.581, 0.129, 0.070),
        (0.838, 0.293, 0.096),
        (0.255, 0.384, 0.044),
        (0.370, 0.433, 0.032),
        (0.486, 0.851, 0.050),
    ],
    "Kr": [(0.060, 0.114, 0.046), (0.637, 0.465, 0.043), (0.722, 0.540, 0.050)],
    "kni": [
        (0.065, 0.612, 0.017),
        (0.787, 0.631, 0.057),
        (0.105, 0.651, 0.027),
        (0.051, 0.735, 0.091),
    ],
    "gt": [
        (0.056, 0.046, 0.032),
        (0.502, 0.215, 0.042),
        (0.963, 0.325, 0.043),
        (0.436, 0.706, 0.035),
        (0.390, 0.752, 0.046),
    ],
}


def curve(task, condition, name):
    return task.curve([one.name for one in task.conditions].index(condition), name)


def is_flat(task, condition, name, level):
    return (curve(task, condition, name).values == level).all()


def test_the_published_examples_come_first():
    assert [one.key for one in examples()] == list(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_every_example_can_be_trained_and_says_what_to_look_for(key):
    task = load_example(key)
    task.require_trainable()
    about = {one.key: one for one in examples()}[key]
    assert (about.title, about.summary) == (task.title, task.summary)
    assert "ook for" in about.summary
    assert 0 < about.minutes < 10


@pytest.mark.parametrize("key", KEYS)
def test_every_example_has_settings_that_the_learner_takes(key):
    from grnstudio.learn import LEARNERS
    from grnstudio.project import Design

    task = load_example(key)
    config = LEARNERS["circuit"].configured(Design(task))
    assert config.networks == 10
    assert config.fraction == task.training["fraction"]


@pytest.mark.parametrize("key", KEYS)
def test_the_files_are_written_as_the_program_writes_them(key):
    path = {one.key: one.path for one in examples()}[key]
    assert json_text.render(json_text.read(path)) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("key", KEYS)
def test_curves_through_points_go_through_them(key):
    task = load_example(key)
    for one in task.conditions:
        for drawn in (*one.inputs.values(), *one.targets.values()):
            if drawn.knots:
                spline = through(drawn.knots, task.axis.values).values
                np.testing.assert_allclose(drawn.values, spline, atol=EXACT)


@pytest.mark.parametrize("key", ["adaptation", "adaptation-no-I-g2"])
def test_adaptation_asks_for_the_published_pulse(key):
    task, k = load_example(key), np.arange(40)
    pulse = 2 * (np.exp(-k / 6) - np.exp(-k / 3))
    assert (task.axis.step, task.axis.count) == (0.2, 40)
    assert is_flat(task, "rest", "I", 0.1)
    assert is_flat(task, "rest", "g1", 0.4)
    assert task.conditions[0].steady
    assert is_flat(task, "I = 1", "I", 1.0)
    np.testing.assert_allclose(curve(task, "I = 1", "g1").values, 0.4 + pulse, atol=EXACT)
    for level in (0.0, 0.3, 1.0):
        target, given = (curve(task, "random level", name).at_level(level) for name in ("g1", "I"))
        np.testing.assert_allclose(target, 0.4 + level * pulse, atol=EXACT)
        np.testing.assert_allclose(given, level)
    assert (task.conditions[2].level.low, task.conditions[2].level.high) == (0, 1)
    assert [gene.initial for gene in task.genes] == [0.4, None]
    assert task.probe.levels == {"I": tuple(np.linspace(0.25, 1, 4))}
    assert (task.probe.euler_step, task.probe.euler_steps, task.probe.onset) == (0.2, 60, 20)


def test_one_of_the_adaptation_examples_forbids_a_link():
    assert load_example("adaptation").forbidden == ()
    assert load_example("adaptation-no-I-g2").forbidden == (("I", "g2"),)


@pytest.mark.parametrize(("key", "genes"), [("oscillation-2", 2), ("oscillation-3", 3)])
def test_oscillation_asks_for_the_published_spikes(key, genes):
    task, k = load_example(key), np.arange(60) % 15
    spikes = np.where(k <= 5, k / 5, np.clip(2 - k / 5, 0, 1))
    np.testing.assert_allclose(curve(task, "I1 = 0.8", "g1").values, spikes, atol=EXACT)
    assert (task.axis.step, task.axis.count) == (0.2, 60)
    assert is_flat(task, "rest", "g1", 0.1)
    assert is_flat(task, "I2 = 0.8", "g1", 0.8)
    for name, levels in {"I1": (0, 0.8, 0), "I2": (0, 0, 0.8)}.items():
        for one, level in zip(task.conditions, levels, strict=True):
            assert is_flat(task, one.name, name, level)
    assert [one.steady for one in task.conditions] == [True, False, False]
    assert [gene.initial for gene in task.genes] == [0.1] + [None] * (genes - 1)


def test_three_gene_oscillation_lets_each_input_reach_one_gene():
    task = load_example("oscillation-3")
    assert task.allowed[:2].tolist() == [[False, True, False], [True, False, False]]
    assert task.allowed[2:].all()


def test_gap_genes_ask_for_the_sums_of_gaussians():
    task, x = load_example("gap-genes"), 0.05 + 0.01 * np.arange(91)
    np.testing.assert_allclose(task.axis.values, x)
    assert (task.axis.euler_step, task.axis.euler_steps) == (0.1, 30)
    tor = np.exp(-x / 0.05) + np.exp(-(1 - x) / 0.05)
    for name, values in {"Bcd": np.exp(-x / 0.2), "Tor": tor}.items():
        np.testing.assert_allclose(curve(task, "wild type", name).values, values, atol=EXACT)
    for name, parts in GAP.items():
        sums = sum(h * np.exp(-((x - c) ** 2) / (2 * sd**2)) for h, c, sd in parts)
        np.testing.assert_allclose(curve(task, "wild type", name).values, sums, atol=EXACT)


def test_the_gap_target_fits_the_measured_profile(known_answers):
    table = csv_curves.read(known_answers / "rnn" / "gap_target.csv")
    task = load_example("gap-genes")
    for name in task.targets:
        error = task.curve(0, name).values - table.columns[name]
        assert np.sqrt(np.square(error).mean()) < 0.01


def test_an_example_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(MissingInput, match="'adaptation2'; there are adaptation, "):
        load_example("adaptation2")
