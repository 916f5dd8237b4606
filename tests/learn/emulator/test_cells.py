"""Cells and what may stand in them: the operations, the shapes, what a genotype keeps."""

import numpy as np
import pytest
import torch

from grnstudio.errors import FileFormatError, SettingError
from grnstudio.learn.emulator.cells import MAKERS, CellBody, SuperBody, UnitNorm
from grnstudio.learn.emulator.genotype import (
    OPERATIONS,
    Edge,
    Genotype,
    derived,
    operations_of,
    places,
    widening_cells,
    widths,
)


@pytest.fixture(autouse=True)
def seeded():
    torch.manual_seed(0)


def unit(x):
    off = x - x.mean(-1, keepdims=True)
    return off / np.sqrt((off**2).sum(-1, keepdims=True) + 1e-4)


def arrays(module):
    return {name: one.detach().numpy() for name, one in module.named_parameters()}


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_what_the_publication_says(name):
    module = MAKERS[name](4)
    for one in module.parameters():
        torch.nn.init.normal_(one)
    x = torch.randn(5, 4)
    p, given = arrays(module), x.numpy()
    line = given @ p["linear.weight"].T + p["linear.bias"] if "linear.weight" in p else None
    plain = {
        "dense": lambda: unit(line),
        "swish-dense": lambda: unit(line * sigmoid(line)),
        "element-wise": lambda: unit(p["factor"] * given + p["shift"]),
        "gated": lambda: unit(line * sigmoid(given @ p["gate.weight"].T + p["gate.bias"])),
        "relu": lambda: np.maximum(given, 0),
        "swish": lambda: given * sigmoid(given),
        "skip": lambda: given,
        "none": lambda: 0 * given,
    }[name]()
    expected = plain * p["norm.scale"] + p["norm.bias"] if "norm.scale" in p else plain
    np.testing.assert_allclose(module(x).detach().numpy(), expected, rtol=1e-4, atol=1e-5)


def test_vectors_are_brought_to_length_one_not_to_that_of_a_layer_norm():
    long = UnitNorm(100)(10 * torch.randn(3, 100))
    np.testing.assert_allclose(long.norm(dim=1).detach(), 1.0, rtol=1e-3)


def test_two_nodes_have_five_edges():
    assert places(2) == [(0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]


def test_the_first_of_few_cells_widens_and_two_of_many():
    assert [widening_cells(count) for count in (1, 3, 4, 6)] == [(0,), (0,), (1, 2), (2, 4)]
    assert widths(11, 3, 2, 20) == [60, 60]
    assert widths(11, 3, 4, 5) == [11, 15, 75, 75]


def test_cells_that_would_grow_too_wide_are_refused_in_numbers():
    with pytest.raises(SettingError, match=r"23 × 30 × 30 = 20,700 numbers"):
        widths(99, 23, 4, 30)


@pytest.mark.parametrize("cells", [1, 2, 4, 5])
def test_cells_take_what_the_two_before_them_made(cells):
    body = SuperBody(7, 3, cells, 2, 4, ("dense", "skip"))
    assert body(torch.randn(6, 7)).shape == (6, body.width)
    assert body.width == widths(7, 3, cells, 4)[-1]


def test_a_node_sums_its_edges_and_the_cell_gives_the_mean_of_the_last_two():
    edges = (Edge(0, 2, "skip"), Edge(1, 2, "relu"), Edge(2, 3, "skip"))
    body = CellBody(2, 2, Genotype((edges,), 2, 1))
    x = torch.tensor([[1.0, -2.0]])
    third = x + x.relu()
    np.testing.assert_allclose(body(x), (third + third) / 2)


def test_a_missing_node_counts_as_zero_in_the_mean():
    body = CellBody(2, 2, Genotype(((Edge(0, 3, "skip"),),), 2, 1))
    np.testing.assert_allclose(body(torch.ones(1, 2)), [[0.5, 0.5]])


def test_what_is_derived_computes_what_acted_in_the_searched_body():
    body = SuperBody(3, 3, 2, 2, 4, OPERATIONS)
    rng = np.random.default_rng(1)
    to_third = np.flatnonzero([target == 3 for _, target in places(2) * 2])
    for _ in range(5):
        active = rng.integers(0, OPERATIONS.index("none"), len(body.ways))
        active[to_third[::3]] = OPERATIONS.index("none")  # a node keeps two edges
        genotype = derived(np.eye(len(OPERATIONS))[active], OPERATIONS, 2, 2, 4)
        child = CellBody(3, 3, genotype)
        child.load_state_dict(body.inherited(genotype))
        x = torch.randn(4, 3)
        body.act(active)
        torch.testing.assert_close(child(x), body(x))
        body.act_as(genotype)
        torch.testing.assert_close(child(x), body(x))


def test_none_may_win_and_each_node_keeps_two_edges_at_most():
    names = ("dense", "skip", "none")
    p = np.array([[0.1, 0.2, 0.7], [0.6, 0.3, 0.1], [0.5, 0.4, 0.1], [0.1, 0.8, 0.1], [0.9, 0, 0]])
    (cell,) = derived(p, names, 1, 2, 3).cells
    assert cell == (Edge(1, 2, "dense"), Edge(1, 3, "skip"), Edge(2, 3, "dense"))


def test_a_cell_of_nothing_keeps_the_edge_without_which_it_would_say_the_same_of_all():
    p = np.tile([0.1, 0.2, 0.7], (5, 1))
    p[2] = 0.05, 0.25, 0.7
    (cell,) = derived(p, ("dense", "skip", "none"), 1, 2, 3).cells
    assert cell == (Edge(0, 3, "skip"),)


def test_edges_that_lead_nowhere_are_left_out():
    nodes = 3  # nodes 2, 3 and 4, of which the last two are given on
    p = np.tile([0.1, 0.9], (len(places(nodes)), 1))
    for place, (source, target) in enumerate(places(nodes)):
        if target == 2 or (source, target) == (0, 4):
            p[place] = 0.9, 0.1
    (cell,) = derived(p, ("skip", "none"), 1, nodes, 2).cells
    assert cell == (Edge(0, 4, "skip"),)


def test_a_genotype_comes_back_from_json_and_counts_its_operations():
    edges = (Edge(0, 2, "gated"), Edge(0, 3, "skip"), Edge(2, 3, "skip"))
    genotype = Genotype((edges, edges[:1]), 2, 20)
    assert Genotype.of(genotype.describe()) == genotype
    assert genotype.operations() == {"gated": 2, "skip": 2, "none": 6}


@pytest.mark.parametrize(
    "description",
    [{}, {"cells": [[[0, 9, "skip"]]], "nodes": 2, "widening": 3}, {"cells": 3, "nodes": 2}],
)
def test_what_describes_no_cells_is_refused(description):
    with pytest.raises(FileFormatError):
        Genotype.of(description)


def test_operations_are_named_or_all():
    assert operations_of("") == OPERATIONS
    assert operations_of("none, dense skip") == ("dense", "skip", "none")
    with pytest.raises(SettingError, match="no operation 'tanh'"):
        operations_of("tanh")
    with pytest.raises(SettingError, match="besides 'none'"):
        operations_of("none")
