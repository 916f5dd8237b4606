import numpy as np
import pytest

from grnstudio.core.antimony import parse
from grnstudio.core.expressions import Apply, Symbol, symbols
from grnstudio.core.network import MassAction, Network, Parameter, Participant, Reaction, Species
from grnstudio.simulate import ode
from grnstudio.simulate.formulas import Formulas, product


def pair(*reactants):
    """Return the propensity of a reaction of these reactants."""
    network = Network(
        species=(Species("A", 5.0),),
        parameters=(Parameter("k", 3.0),),
        reactions=(Reaction("pair", reactants, (), MassAction("k")),),
    )
    return Formulas(network).propensity(network.reactions[0])


def test_a_reactant_written_twice_falls_as_one_written_with_two():
    assert pair(Participant("A"), Participant("A")) == pair(Participant("A", 2.0))


def test_a_product_of_thousands_of_reactants_is_worked_out():
    text = "model m()\n  r: " + " + ".join(["A"] * 5_000) + " => B; mass_action(k)\n"
    network = parse(text + "  k = 1; A = 1; B = 0\nend")
    found = ode.simulate(network, np.array([0.0, 1e-9]))
    left = np.log1p(5_000 * 4_999 * 1e-9) / 4_999  # -ln A, as A' = -5000 A^5000
    assert found.of("B")[0, -1] == pytest.approx(-np.expm1(-left) / 5_000, rel=1e-4)


def test_long_products_stay_shallow_and_right():
    factors = [Symbol(f"x{index}") for index in range(3_000)]
    formula = product(factors)
    depth, level = 0, [formula]
    while level := [one for each in level if isinstance(each, Apply) for one in each.arguments]:
        depth += 1
    assert depth < 150
    assert symbols(formula) == {one.name for one in factors}
