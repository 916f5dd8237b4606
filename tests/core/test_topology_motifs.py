import pytest

from grnstudio.core.topology import read
from grnstudio.core.topology_motifs import CORES, core_match, cores_in, motif_names, motifs

TWO = (("I", "g1", "g2"), ("g1", "g2"))
THREE = (("I1", "I2", "g1", "g2", "g3"), ("g1", "g2", "g3"))
PUBLISHED_SIX = read(
    "I1 -| g2, I2 -> g1, g1 -| g3, g2 -| g1, g3 -> g1, g3 -| g2", *THREE
)  # the smallest network for controlled oscillation with three genes
BY_NAME = {core.name: core for core in CORES}


@pytest.mark.parametrize(
    ("links", "names"),
    [
        ("I -> g1, I -> g2, g2 -| g1", ["incoherent feed-forward loop"]),
        ("I -> g1, I -| g2, g2 -| g1", ["coherent feed-forward loop"]),
        ("I -> g1, g1 -| g2, g2 -> g1", ["negative feedback loop"]),
        ("g1 -| g2, g2 -| g1", ["mutual inhibition"]),
        ("g1 -> g2, g2 -> g1", ["mutual activation"]),
        ("g1 -> g1, g2 -| g2", ["positive autoregulation", "negative autoregulation"]),
        ("I -> g1, I -> g2", []),
    ],
)
def test_motifs_of_two_genes_are_named(links, names):
    assert list(motif_names(read(links, *TWO))) == names


@pytest.mark.parametrize(
    ("links", "name"),
    [
        ("g1 -| g2, g2 -| g3, g3 -| g1", "repressilator"),
        ("g1 -> g2, g2 -| g3, g3 -> g1", "negative feedback loop of three"),
        ("g1 -| g3, g3 -| g2, g2 -> g1", "positive feedback loop of three"),
    ],
)
def test_rings_of_three_genes_are_named(links, name):
    (found,) = motifs(read(links, *THREE))
    assert found.name == name
    assert sorted(found.genes) == ["g1", "g2", "g3"]


def test_a_motif_says_which_genes_play_it():
    (found,) = motifs(read("I -> g1, I -> g2, g2 -| g1", *TWO))
    assert found.text == "incoherent feed-forward loop (I, g2, g1)"


def test_the_published_six_link_oscillator_is_the_p53_core_with_two_genes_reversed():
    found = core_match(PUBLISHED_SIX, BY_NAME["p53 core"], ("g2", "g3"))
    assert found.parts == {"A": "g1", "B": "g2", "C": "g3"}
    assert found.reversed_genes == ("g2", "g3")
    assert found.whole


def test_a_core_is_not_found_where_the_gene_to_reverse_is_not_free():
    assert core_match(PUBLISHED_SIX, BY_NAME["p53 core"], ()) is None


def test_adaptations_two_minimal_networks_are_known_cores_whatever_the_sign_of_the_free_gene():
    for links in ("I -> g1, I -> g2, g2 -| g1", "I -> g1, I -| g2, g2 -> g1"):
        names = [match.core.name for match in cores_in(read(links, *TWO), ("g2",))]
        assert "adapting feed-forward loop" in names
    (loop,) = cores_in(read("I -> g1, g1 -| g2, g2 -> g1", *TWO), ("g2",))
    assert loop.core.name == "adapting feedback loop"
    assert loop.text == "adapting feedback loop (I, g1, g2; g2 reversed)"


def test_a_core_within_a_denser_network_is_found_but_is_not_the_whole():
    dense = read("g1 -| g2, g2 -| g1, g1 -> g1", *TWO)
    match = core_match(dense, BY_NAME["toggle switch"])
    assert match is not None
    assert not match.whole
