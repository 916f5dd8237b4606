"""The published circuits, from their own weights: courses, patterns and link values.

The reference data's README says where the arrays come from.
"""

import csv

import numpy as np
import pytest
import torch

from grnstudio.core.curves import constant
from grnstudio.core.task import Condition, Gene, PositionAxis, StepProbe, Task
from grnstudio.learn.circuit.data import Stimuli, probe_stimuli
from grnstudio.learn.circuit.model import restored
from grnstudio.learn.circuit.reading import effects, mutated, single_mutants

ROUNDING = 1e-4
TWENTY = tuple(np.linspace(0.05, 1, 20))
ADAPTATION = [1, 11, 12, 13, 14, 15, 16, 21, 22, 23, 24, 25]
OSCILLATION = range(61, 69)


def circuit(published, run, inputs, first_level):
    """Return the task and the circuit of a run; its first gene starts at ``first_level``."""
    part = {name: published[f"run{run}_{name}"] for name in ("W1", "W2", "W3", "b1", "b2", "b3")}
    hidden = published[f"run{run}_hidden_init"].ravel()
    genes = [f"g{j + 1}" for j in range(1 + len(hidden))]
    links = published.get(f"run{run}_links", np.ones((len(inputs) + len(genes), len(genes))))
    task = Task(
        inputs=tuple(inputs),
        genes=(Gene("g1", first_level), *(Gene(name, None) for name in genes[1:])),
        conditions=(Condition("any", {name: constant(0, 60) for name in inputs}),),
        forbidden=tuple(
            (r, t)
            for i, r in enumerate([*inputs, *genes])
            for j, t in enumerate(genes)
            if links[i, j] == 0
        ),
    )
    return task, restored(task, as_stored(part, np.concatenate([[first_level], hidden])))


def as_stored(part, initial):
    """Turn published ``[(target,) in, out]`` into the project's ``[1, groups, out, in]``."""
    if part["W1"].ndim == 2:
        arrays = {name: (a.T if a.ndim == 2 else a)[None] for name, a in part.items()}
    else:
        arrays = {name: part[name].transpose(0, 2, 1) for name in ("W1", "W2")}
        arrays |= {"W3": part["W3"][:, None], "b1": part["b1"], "b2": part["b2"]}
        arrays |= {"b3": part["b3"].reshape(-1, 1)}
    return {name: a[None].astype(np.float32) for name, a in (arrays | {"initial": initial}).items()}


def probed(task, **probe):
    """Return the stimuli of a step test."""
    return probe_stimuli(Task(inputs=task.inputs, genes=task.genes, probe=StepProbe(**probe)))


def courses(circuits, stimuli):
    u = torch.as_tensor(stimuli.inputs, dtype=torch.float32)[:, None]
    return circuits.run(u, stimuli.step, stimuli.steps)[:, 0].permute(1, 2, 0).numpy()


@pytest.fixture
def adaptation(known_answers):
    return dict(np.load(known_answers / "rnn/adapt_runs.npz"))


@pytest.fixture
def oscillation(known_answers):
    return dict(np.load(known_answers / "rnn/osc3_runs.npz"))


@pytest.fixture
def gap(known_answers):
    return dict(np.load(known_answers / "rnn/gap_runs.npz"))


@pytest.mark.parametrize("run", ADAPTATION)
def test_an_adaptation_circuit_follows_its_published_course(adaptation, run):
    task, circuits = circuit(adaptation, run, ["I"], 0.4)
    stimuli = probed(
        task, euler_step=0.1, euler_steps=150, onset=40, rest={"I": 0.1}, levels={"I": TWENTY}
    )
    levels = courses(circuits, stimuli)
    for j in range(2):
        published = adaptation[f"run{run}_traj_g{j + 1}"]
        np.testing.assert_allclose(levels[j], published, atol=ROUNDING)


@pytest.mark.parametrize("run", ADAPTATION[1:])
def test_an_adaptation_circuit_has_its_published_link_values(adaptation, run):
    task, circuits = circuit(adaptation, run, ["I"], 0.4)
    four = tuple(np.linspace(0.25, 1, 4))
    stimuli = probed(
        task, euler_step=0.2, euler_steps=60, onset=20, rest={"I": 0.1}, levels={"I": four}
    )
    links = effects(circuits, stimuli, "trajectory mutant", 0.5)[0]
    np.testing.assert_allclose(np.nan_to_num(links), adaptation[f"run{run}_net"], atol=ROUNDING)


@pytest.mark.parametrize("run", OSCILLATION)
def test_an_oscillator_follows_its_published_course(oscillation, run):
    task, circuits = circuit(oscillation, run, ["I1", "I2"], 0.1)
    levels = {"I1": TWENTY, "I2": TWENTY}
    stimuli = probed(task, euler_step=0.1, euler_steps=300, onset=60, rest={}, levels=levels)
    found = courses(circuits, stimuli)
    for j in range(3):
        published = oscillation[f"run{run}_traj_g{j + 1}"]
        np.testing.assert_allclose(found[j], published, atol=ROUNDING)


@pytest.mark.parametrize("run", OSCILLATION)
def test_an_oscillator_has_its_published_link_values(oscillation, run):
    task, circuits = circuit(oscillation, run, ["I1", "I2"], 0.1)
    levels = {"I1": (0.5, 1.0), "I2": (0.5, 1.0)}
    stimuli = probed(task, euler_step=0.2, euler_steps=120, onset=60, rest={}, levels=levels)
    links = effects(circuits, stimuli, "trajectory mutant", 0.5)[0]
    np.testing.assert_allclose(np.nan_to_num(links), oscillation[f"run{run}_net"], atol=ROUNDING)


GAP_GENES = ("hb", "Kr", "kni", "gt")
GENOTYPES = {
    "wt": {},
    "bcd-": {"Bcd": 0.0},
    "tsl-": {"Tor": 0.0},
    "bcd1X": {"Bcd": 0.5},
    "bcd4X": {"Bcd": 2.0},
    "hb-": {"hb": 0.0},
    "Kr-": {"Kr": 0.0},
    "kni-": {"kni": 0.0},
    "gt-": {"gt": 0.0},
}


def gap_circuits(gap):
    """Return the published gap-gene circuits; their inputs stand last, the project's first."""
    task = Task(
        axis=PositionAxis(),
        inputs=("Bcd", "Tor"),
        genes=tuple(Gene(name, 0.0) for name in GAP_GENES),
        conditions=(Condition("wild type"),),
    )
    order = [4, 5, 0, 1, 2, 3]
    weights = {name: gap[name].transpose(0, 2, 1)[:, None] for name in ("W2", "W3")}
    weights["W1"] = gap["W1"][:, order].transpose(0, 2, 1)[:, None]
    weights |= {name: gap[name][:, None] for name in ("b1", "b2", "b3")}
    weights["initial"] = np.zeros((len(gap["W1"]), 4))
    return restored(task, {name: a.astype(np.float32) for name, a in weights.items()}), order


def morphogens(x, bcd=1.0, tor=1.0):
    profile = [bcd * np.exp(-x / 0.2), tor * (np.exp(-x / 0.05) + np.exp(-(1 - x) / 0.05))]
    return Stimuli(np.array(profile)[None], 0.1, 30, final_only=True)


@pytest.mark.parametrize("index", range(9))
def test_gap_circuits_make_their_published_patterns(gap, index):
    genotype, factors = list(GENOTYPES.items())[index]
    circuits, _ = gap_circuits(gap)
    x = np.linspace(0.05, 0.95, 91)
    stimuli = morphogens(x, factors.get("Bcd", 1.0), factors.get("Tor", 1.0))
    made = torch.tensor([[factors.get(name, 1.0) for name in GAP_GENES]])
    levels = mutated(circuits, stimuli, torch.ones(1, 6, 4), made)[-1, :, 0].transpose(1, 2)
    assert str(gap["genotypes"][index]) == genotype
    np.testing.assert_allclose(levels.numpy(), gap["patterns"][:, index], atol=ROUNDING)


def test_gap_circuits_have_their_published_knockout_table(gap, known_answers):
    circuits, order = gap_circuits(gap)
    x = np.linspace(0, 1, 64)
    summed = 64 * effects(circuits, morphogens(x), "trajectory mutant", 0.0)
    np.testing.assert_allclose(summed, gap["net"][:, order], atol=0.006)
    with (known_answers / "rnn/gap_links.csv").open() as file:
        table = {(r["run"], r["source"], r["target"]): r for r in csv.DictReader(file)}
    names = ("Bcd", "Tor", *GAP_GENES)
    for i, source in enumerate(names):
        for j, target in enumerate(GAP_GENES):
            row = table["1", source, target]
            assert summed[0, i, j] == pytest.approx(float(row["net_sum64"]), abs=0.006)


def test_the_mean_squared_change_of_a_gap_mutant_is_the_published_one(gap):
    circuits, order = gap_circuits(gap)
    levels = mutated(circuits, morphogens(np.linspace(0, 1, 64)), single_mutants(circuits, 0.0))
    change = (levels[-1, :, :1] - levels[-1, :, 1:]).square().mean(dim=(2, 3))
    np.testing.assert_allclose(change.reshape(10, 6, 4), gap["err"][:, order], atol=1e-4)
