import csv

import numpy as np
import pytest

from grnstudio.core.atlas import (
    Connection,
    by_motif,
    compare,
    cutoff_curve,
    degeneracy,
    of_hits,
    of_links,
    round_cutoffs,
)
from grnstudio.core.atlas_figures import (
    atlas_figure,
    cutoff_figure,
    degeneracy_figure,
    length,
    places,
    venn_figure,
)
from grnstudio.core.topology import of_signs, read
from grnstudio.core.topology_motifs import motif_names

REGULATORS, TARGETS = ("I1", "I2", "g1", "g2"), ("g1", "g2")
NAMES = [f"{source}_{target}" for source in REGULATORS for target in TARGETS]
BOTH_WAYS = Connection("both ways", ("g1",))
ONE = read("I1 -> g1, I2 -> g2, g1 -> g2, g2 -| g1", REGULATORS, TARGETS)
TWO = read("I1 -> g1, I2 -> g2, g1 -> g2, g2 -| g1, g1 -> g1", REGULATORS, TARGETS)
FAR = read("I1 -| g1, I2 -| g1, g1 -| g2, g2 -> g1", REGULATORS, TARGETS)


@pytest.fixture
def published(known_answers):
    """The link values of the published networks, and the hits of the published Hill search."""

    def rows(name):
        with (known_answers / "rnn" / name).open() as file:
            return list(csv.DictReader(file))

    links = [[float(row[f"delta_{n}"]) for n in NAMES] for row in rows("osc2_rnn_links.csv")]
    hits = {
        of_signs(REGULATORS, TARGETS, np.array([int(row[n]) for n in NAMES]).reshape(4, 2)): int(
            row["n_success_of_160000"]
        )
        for row in rows("osc2_hill_topologies.csv")
    }
    return np.array(links).reshape(-1, 4, 2), hits


def atlas_of(published, cutoff=5e-4):
    return of_links(published[0], REGULATORS, TARGETS, cutoff, BOTH_WAYS)


def test_the_published_cutoffs_tell_as_many_topologies_apart_as_published(published):
    cutoffs = [0, 1e-4, 2e-4, 3e-4, 5e-4, 7e-4, 1e-3, 1.5e-3, 2e-3, 5e-3]
    curve = cutoff_curve(published[0], REGULATORS, TARGETS, BOTH_WAYS, ("g2",), cutoffs)
    assert curve.topologies.tolist() == [24, 42, 51, 59, 64, 66, 65, 48, 33, 5]
    assert (curve.gauged <= curve.topologies).all()
    assert curve.networks[4] == 193


def test_the_rule_takes_the_cutoff_that_tells_most_topologies_apart(published):
    curve = cutoff_curve(published[0], REGULATORS, TARGETS, BOTH_WAYS)
    assert curve.chosen == 8e-4
    assert curve.topologies.max() == 68


def test_the_published_networks_fall_into_sixty_four_connected_topologies(published):
    atlas = atlas_of(published)
    assert len(atlas.entries) == 64
    assert atlas.total == 193
    assert len(atlas.unconnected) == 2
    assert atlas.topologies_by_links() == {5: 3, 6: 15, 7: 25, 8: 21}
    members = [network for entry in atlas.entries for network in entry.members]
    assert len(set(members)) == 193


def test_the_published_networks_and_hill_topologies_meet_as_published(published):
    found = compare(atlas_of(published), of_hits(published[1], least=2))
    assert (len(found.direct), len(found.near)) == (21, 15)
    assert found.direct_share == pytest.approx(74 / 193)
    assert found.direct_share + found.near_share == pytest.approx(106 / 193)
    assert len(found.others_near) == 37
    assert (found.only_first, found.both, found.only_second) == (43, 21, 83)


def test_half_of_the_published_topologies_hold_four_fifths_of_the_networks(published):
    counts = [entry.count for entry in atlas_of(published).entries]
    assert degeneracy(counts) == pytest.approx(33 / 64)


def test_a_layered_graph_has_shorter_ways_than_one_without_swaps(published):
    atlas = atlas_of(published)
    x = places(atlas, seed=1)
    assert length(atlas, x) < 0.6 * length(atlas, places(atlas, swaps=0))
    np.testing.assert_array_equal(x, places(atlas, seed=1))
    for layer in ([5], [6], [7], [8]):
        mine = [x[k] for k, e in enumerate(atlas.entries) if e.topology.links in layer]
        assert len(set(mine)) == len(mine)


def test_a_figure_joins_topologies_one_link_apart_and_marks_hits():
    atlas = of_hits({ONE: 5, TWO: 2, FAR: 1})
    figure = atlas_figure(atlas, comparison=compare(atlas, of_hits({TWO: 9})))
    assert [node.count for node in figure.nodes] == [5, 2, 1]
    assert figure.lines == ((0, 1),)
    assert [node.mark for node in figure.nodes] == ["near", "direct", ""]


def test_figures_say_their_numbers():
    atlas = of_hits({ONE: 5, TWO: 2, FAR: 1})
    found = compare(atlas, of_hits({TWO: 9}))
    assert "25.0% direct hits, 87.5% with" in venn_figure(found, ("RNN", "Hill")).note
    assert "67% of the topologies hold 80 %" in degeneracy_figure(atlas).note
    values = np.array([one.matrix for one in (ONE, TWO)]) * 0.1
    curve = cutoff_curve(values, REGULATORS, TARGETS, BOTH_WAYS, ("g2",))
    assert cutoff_figure(curve, curve.chosen).marks == (curve.chosen,)


def test_topologies_that_differ_by_the_sign_of_a_free_gene_are_one_if_asked():
    mirrored = read("I1 -> g1, I2 -| g2, g1 -| g2, g2 -> g1", REGULATORS, TARGETS)
    values = np.array([ONE.matrix, mirrored.matrix], dtype=float)
    assert len(of_links(values, REGULATORS, TARGETS, 0.5).entries) == 2
    (entry,) = of_links(values, REGULATORS, TARGETS, 0.5, free=("g2",)).entries
    assert entry.members == (0, 1)
    (summed,) = of_hits({ONE: 2, mirrored: 3}, free=("g2",)).entries
    assert summed.count == 5


def test_forbidden_links_count_as_none():
    values = np.array([ONE.matrix], dtype=float)
    values[0, 0, 1] = np.nan
    (entry,) = of_links(values, REGULATORS, TARGETS, 0.5).entries
    assert entry.topology == ONE


@pytest.mark.parametrize(
    ("links", "joined", "holds"),
    [
        ("I1 -> g1, I2 -> g1, g1 -> g2, g2 -> g1", "both ways", True),
        ("I1 -| g1, I2 -> g1, g1 -| g2, g2 -> g1", "both ways", True),
        ("I1 -> g1, I2 -> g1, g2 -> g1", "both ways", False),
        ("I1 -> g1, I2 -> g1, g2 -> g1", "one way", True),
        ("I1 -> g1, I2 -> g1", "one way", False),
        ("I1 -> g1, I2 -> g1", "in any way", True),
        ("I1 -> g1, g1 -> g2, g2 -> g1", "in any way", False),
        ("I1 -> g1, I2 -> g2, g1 -> g2", "one way", False),
    ],
)
def test_a_topology_is_connected_if_inputs_reach_an_output_and_genes_are_joined(
    links, joined, holds
):
    topology = read(links, REGULATORS, TARGETS)
    assert Connection(joined, ("g1",)).holds(topology) == holds


def test_a_motifs_share_is_that_of_the_networks_it_occurs_in():
    shares = by_motif(of_hits({ONE: 3, TWO: 1}), motif_names)
    assert shares["negative feedback loop"] == 1.0
    assert shares["positive autoregulation"] == 0.25


def test_an_atlas_of_nothing_can_be_drawn_and_compared():
    empty = of_links(np.zeros((2, 4, 2)), REGULATORS, TARGETS, 0.0, BOTH_WAYS)
    assert empty.entries == ()
    assert empty.unconnected == (0, 1)
    assert compare(empty, of_hits({ONE: 1})).only_second == 1
    assert atlas_figure(empty).nodes == ()
    assert degeneracy([]) == 0.0
    assert round_cutoffs(np.zeros(3)) == (0.0,)
    assert degeneracy_figure(empty).curves
