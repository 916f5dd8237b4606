import numpy as np
import pytest

from grnstudio.core import topology_space
from grnstudio.core.atlas import Connection
from grnstudio.core.topology_space import Space, read_rules
from grnstudio.errors import ModelError, SettingError
from grnstudio.io.examples import load_example

TWO = ("I1", "I2", "g1", "g2"), ("g1", "g2")
BOTH_WAYS = Connection("both ways")


def space(names=TWO, connection=BOTH_WAYS, required="", barred="", **more):
    allowed = np.ones((len(names[0]), len(names[1])), dtype=bool)
    rules = read_rules(required, *names), read_rules(barred, *names)
    return Space(*names, allowed, connection, *rules, **more)


def test_two_genes_under_two_inputs_have_the_published_topologies():
    signs = space().topologies()
    links = np.count_nonzero(signs, axis=(1, 2))
    assert len(np.unique(signs, axis=0)) == len(signs) == 2304
    assert dict(zip(*np.unique(links, return_counts=True), strict=True)) == {
        4: 64, 5: 384, 6: 832, 7: 768, 8: 256,
    }  # fmt: skip
    assert (np.diff(links) >= 0).all()


def test_all_patterns_are_there_without_rules():
    assert len(space(connection=Connection("in any way")).topologies()) == 8 * 8 * 81
    one = (("g",), ("g",))
    assert space(one, Connection("in any way")).topologies().ravel().tolist() == [0, 1, -1]


def test_required_and_barred_links_are_as_written():
    signs = space(required="g1 -> g2, I1 -? g1", barred="g2 -> g1; g1 -? g1").topologies()
    assert set(signs[:, 2, 1]) == {1}
    assert set(signs[:, 0, 0]) == {1, -1}
    assert set(signs[:, 3, 0]) == {-1}
    assert set(signs[:, 2, 0]) == {0}
    assert len(signs) == 2 * 3 * 8 * 3


def test_links_are_as_many_as_asked_for():
    signs = space(least_links=5, most_links=6).topologies()
    assert set(np.count_nonzero(signs, axis=(1, 2))) == {5, 6}
    assert len(signs) == 384 + 832


def test_their_number_is_bounded_without_listing_them():
    anyhow = Connection("in any way")
    assert space(connection=anyhow).bound == space(connection=anyhow).patterns == 6561
    few = space(connection=anyhow, required="g1 -> g2", most_links=2)
    assert few.bound == 1 + 7 * 2
    assert len(space((("g1", "g2"),) * 2, anyhow, most_links=2).topologies()) == 1 + 8 + 24


def test_many_genes_with_few_links_are_built_link_by_link():
    genes = ("a", "b", "c", "d")
    signs = space((genes, genes), most_links=4).topologies()
    assert len(signs) == 6 * 2**4  # the rings of four genes
    assert set(np.count_nonzero(signs, axis=(1, 2))) == {4}


def test_both_ways_of_listing_give_the_same(monkeypatch):
    built = space(most_links=6).topologies()
    monkeypatch.setattr(topology_space, "AT_ONCE", 10)
    monkeypatch.setattr(topology_space, "CHUNK", 1_000)
    np.testing.assert_array_equal(space(most_links=6).topologies(), built)


def test_links_that_a_task_forbids_are_left_out():
    task = load_example("oscillation-3")
    signs = Space(task.regulators, task.targets, task.allowed, BOTH_WAYS, most_links=6).topologies()
    assert not signs[:, ~task.allowed].any()
    reached = (np.abs(signs[:, 2:]).astype(int) + np.eye(3, dtype=int)) @ (
        np.abs(signs[:, 2:]).astype(int) + np.eye(3, dtype=int)
    )
    assert reached.all()
    assert signs[:, :2].any(axis=2).all()


def test_a_link_that_must_and_must_not_be_is_told_by_name():
    with pytest.raises(ModelError, match="g1 -> g2 is required, and must not be"):
        space(required="g1 -> g2", barred="g1 -? g2").topologies()


def test_what_is_no_link_is_told():
    with pytest.raises(ModelError, match="'g1 g2' is no link; write 'A -> B'"):
        space(required="g1 g2")
    with pytest.raises(ModelError, match="'g1 -> g9' names no regulator and target"):
        space(barred="g1 -> g9")


def test_no_topology_at_all_and_far_too_many_are_refused():
    with pytest.raises(SettingError, match="No topology keeps to all rules"):
        space(most_links=3).topologies()
    genes = tuple(f"g{n}" for n in range(5))
    with pytest.raises(SettingError, match="forbid or require some, or leave out a gene"):
        space((genes, genes)).topologies()
    with pytest.raises(SettingError, match="more than 300,000 topologies"):
        space((("I", "g1", "g2", "g3"), ("g1", "g2", "g3")), Connection("in any way")).topologies()
