"""How the next state is distributed, given what the body of a network makes of the state before."""
