"""The numbers of a regulation are read and changed where the network holds them."""

import pytest

from grnstudio.core import antimony
from grnstudio.core.network_edits import empty
from grnstudio.core.regulation_edits import only_genes, regulated, with_gene
from grnstudio.core.regulation_values import (
    Quantity,
    expression_parameters,
    number,
    regulation_between,
    with_value,
)
from grnstudio.errors import ModelError


def read(text):
    return antimony.read(f"model m()\n{text}\nend")[0]


def drawn():
    network, _ = with_gene(with_gene(empty())[0])
    return regulated(network, "A", "B", -1)


def test_the_numbers_of_a_drawn_regulation_are_parameters_of_their_own():
    one = regulation_between(drawn(), "A", "B")
    assert (one.sign, one.adds, one.reaction) == (-1, False, "synthesis_B")
    assert one.threshold == Quantity(10, "K_A_B")
    assert one.exponent == Quantity(3, "n_A_B")
    assert one.rate == Quantity(20, "beta_B")


@pytest.mark.parametrize(
    ("rate", "sign", "threshold", "exponent", "maximal"),
    [
        ("b*A/(K + A)", 1, Quantity(2, "K"), Quantity(1), Quantity(9, "b")),
        ("b*(A/K)^n/(1 + (A/K)^n)", 1, Quantity(2, "K"), Quantity(4, "n"), Quantity(9, "b")),
        ("b/(1 + A^2)", -1, Quantity(1), Quantity(2), Quantity(9, "b")),
        ("7/(1 + A/K)", -1, Quantity(2, "K"), Quantity(1), Quantity(7)),
        ("0.5 + b*K^n/(A^n + K^n)", -1, Quantity(2, "K"), Quantity(4, "n"), Quantity(9, "b")),
        ("b*r^n/(r^n + A^n)", -1, Quantity(None), Quantity(4, "n"), Quantity(9, "b")),
    ],
)
def test_hill_factors_are_read_in_the_spellings_of_papers(rate, sign, threshold, exponent, maximal):
    network = read(f"J: => B; {rate}; b = 9; K = 2; n = 4; r := 2*K; species A")
    one = regulation_between(network, "A", "B")
    assert (one.sign, one.threshold, one.exponent, one.rate) == (sign, threshold, exponent, maximal)


def test_a_number_is_changed_in_its_parameter_its_reaction_or_the_formula():
    assert with_value(drawn(), "A", "B", "exponent", 4).part("n_A_B").value == 4
    text = "J: => B; b/(1 + (A/K)^2); b = 9; K = 2; species A"
    changed = with_value(read(text), "A", "B", "exponent", 3)
    assert regulation_between(changed, "A", "B").exponent == Quantity(3)
    assert with_value(read(text), "A", "B", "rate", 0).part("b").value == 0
    network = read("J: => B; b/(1 + (A/K)^2); J.b = 9; J.K = 2; species A")
    own = with_value(network, "A", "B", "threshold", 5)
    assert own.part("J").locals["K"] == 5


def test_a_number_that_cannot_be_is_refused_in_words():
    for value in (0, -1, float("inf"), float("nan")):
        with pytest.raises(ModelError, match="Half effect at, K is a number above 0"):
            with_value(drawn(), "A", "B", "threshold", value)
    with pytest.raises(ModelError, match="takes a number such as"):
        number("ten", "K")
    with pytest.raises(ModelError, match="The maximal rate in"):
        with_value(read("J: => B; 7/(1 + A); species A"), "A", "B", "rate", 3)
    with pytest.raises(ModelError, match="No Hill factor says how 'B' regulates 'A'"):
        with_value(drawn(), "B", "A", "rate", 3)


def test_how_fast_a_gene_is_made_and_lost_is_told_by_its_parameters():
    assert expression_parameters(drawn(), "B") == {"made": "beta_B", "lost": "delta_B"}
    network = read("J: => B; leak + b/(1 + A); L: B => ; 2*B; b = 1; leak = 1; species A")
    assert expression_parameters(network, "B") == {"made": "leak"}
    assert expression_parameters(network, "A") == {}


def test_genes_stand_alone_with_the_regulations_among_them():
    network = drawn()
    network, _ = with_gene(network)
    network = regulated(regulated(network, "C", "A", 1), "B", "C", 1)
    alone, ids = only_genes(network, ["A", "B"])
    assert [one.id for one in alone.species] == ["A", "B"]
    assert set(ids) == {"A", "B", "synthesis_A", "decay_A", "synthesis_B", "decay_B"}
    assert "K_A_B" in {one.id for one in alone.parameters}
    assert "K_C_A" not in {one.id for one in alone.parameters}
