"""GillesPy2's compiled direct method."""

import gillespy2
import numpy as np


class Peer:
    """Builds a model into a program, and runs that."""

    def version(self):
        return {"version": gillespy2.__version__}

    def open(self, path, network, end, points):
        model = gillespy2.Model(name="network")
        model.add_species(
            [
                gillespy2.Species(name=name, initial_value=int(count), mode="discrete")
                for name, count in network["species"].items()
            ]
        )
        model.add_reaction(
            [gillespy2.Reaction(name=f"r{index}", **one) for index, one in
             enumerate(network["reactions"])]
        )  # fmt: skip
        model.timespan(gillespy2.TimeSpan(np.linspace(0, end, points)))
        self.names = list(network["species"])
        self.solver = gillespy2.SSACSolver(model)

    def run(self, runs, end, points, seed):
        found = self.solver.run(number_of_trajectories=runs, seed=seed)
        total = sum(np.array([one[name][-1] for name in self.names]) for one in found)
        return {"mean": (total / runs).tolist()}
