"""A circuit in Hill form: what it makes, and the network that it is."""

from dataclasses import replace

import numpy as np
import pytest

from grnstudio.core import antimony, topology
from grnstudio.core.curves import DrawnCurve
from grnstudio.core.hill_circuit import HillCircuit
from grnstudio.core.hill_network import circuit_network, with_inputs
from grnstudio.core.regulation_view import regulation
from grnstudio.core.task import Condition, Gene, Task, TimeAxis
from grnstudio.errors import ModelError
from grnstudio.simulate.ode import simulate

LOOP = topology.read("I -> g1, I -> g2, g2 -| g1, g2 -> g2", ("I", "g1", "g2"), ("g1", "g2"))


def circuit(kind=LOOP, **parts):
    links, genes = kind.matrix.shape
    rng = np.random.default_rng(3)
    usual = HillCircuit(
        kind,
        rng.uniform(0.5, 1.5, (links, genes)),
        rng.uniform(0.2, 0.8, (links, genes)),
        np.full((links, genes), 2.0),
        np.zeros(genes),
        np.array([0.1, 0.3]),
    )
    return replace(usual, **parts)


def test_activators_add_and_repressors_multiply():
    one = circuit(basal=np.array([0.2, 0.0]))
    b, k = one.strengths, one.thresholds
    levels = np.array([0.6, 0.5, 0.4])
    rise = levels[:, None] ** 2 / (k**2 + levels[:, None] ** 2)
    first = (0.2 + b[0, 0] * rise[0, 0]) * (1 - rise[2, 0])
    second = b[0, 1] * rise[0, 1] + b[2, 1] * rise[2, 1]
    np.testing.assert_allclose(one.synthesis(levels), [first, second])


def test_a_gene_that_nothing_activates_is_silent_without_basal_term():
    held = topology.read("I -| g1, g1 -> g2", LOOP.regulators, LOOP.targets)
    levels = np.array([0.0, 0.5, 0.0])
    assert circuit(held).synthesis(levels)[0] == 0
    assert circuit(held, basal=np.array([0.5, 0])).synthesis(levels)[0] == 0.5


def stepped_task():
    drawn = DrawnCurve(np.repeat([0.1, 0.8], 30))
    return Task(
        axis=TimeAxis(0.2, 60),
        inputs=("I",),
        genes=(Gene("g1"), Gene("g2")),
        conditions=(Condition("step", {"I": drawn}),),
    )


@pytest.mark.parametrize("basal", [0.0, 0.3])
@pytest.mark.parametrize("exponent", [1.0, 2.0, 3.5])
def test_the_network_takes_the_course_of_the_circuit_with_small_steps(exponent, basal):
    one = circuit(exponents=np.full((3, 2), exponent), basal=np.array([basal, 0.0]))
    network = with_inputs(circuit_network(one), stepped_task())
    times = np.arange(1, 61) * 0.2
    fine = 60
    drive = np.repeat([0.1, 0.8], 30 * fine)[:, None, None]
    euler = one.courses(drive, 0.2 / fine, 60 * fine)[fine - 1 :: fine, :, 0]
    found = simulate(network, np.concatenate([[0.0], times]))
    # The task's inputs change with a sample, a step before the levels that follow from them.
    before = slice(0, 29)
    for column, gene in enumerate(("g1", "g2")):
        levels = found.of(gene)[0][1:]
        np.testing.assert_allclose(levels[before], euler[before, column], atol=4e-3)
        assert levels[-1] == pytest.approx(euler[-1, column], abs=0.01)


def test_the_network_has_the_regulation_of_the_circuit_and_can_be_written():
    network = circuit_network(circuit(), "Loop")
    found = {(one.source, one.target): one.sign for one in regulation(network).edges()}
    assert found == {(a, b): sign for a, b, sign in LOOP.signed_links()}
    assert antimony.parse(antimony.write(network)) == network
    assert network.part("K_I_g1").value == pytest.approx(circuit().thresholds[0, 0], rel=1e-5)


def test_a_system_of_a_size_counts_molecules_and_keeps_its_levels():
    task, one = stepped_task(), circuit(basal=np.array([0.2, 0.1]))
    levels, molecules = (
        simulate(with_inputs(circuit_network(one, size=size), task, size), np.linspace(0, 12, 61))
        for size in (1.0, 500.0)
    )
    np.testing.assert_allclose(molecules.of("g1")[0], 500 * levels.of("g1")[0], rtol=1e-3, atol=0.1)
    start = [part.initial for part in circuit_network(one, size=333.0).species]
    assert start == [33.0, 100.0, 0.0]


def test_constants_of_another_shape_are_refused():
    with pytest.raises(ModelError, match=r"\(3, 2\) links was given \(2, 2\)"):
        circuit(thresholds=np.ones((2, 2)))
