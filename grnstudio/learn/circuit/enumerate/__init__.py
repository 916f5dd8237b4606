"""All topologies of few genes, each tried as a Hill circuit with random parameters."""
