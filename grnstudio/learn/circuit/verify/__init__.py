"""Can biochemistry do it: the links of a circuit with Hill functions in place of a network."""
