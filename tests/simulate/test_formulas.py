from grnstudio.core.network import MassAction, Network, Parameter, Participant, Reaction, Species
from grnstudio.simulate.formulas import Formulas


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
