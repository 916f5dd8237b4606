"""libRoadRunner's direct method, and CVODE."""

import numpy as np
import roadrunner

roadrunner.Logger.setLevel(roadrunner.Logger.LOG_ERROR)
# Otherwise a model's names become attributes, and a species called "reset" hides the method.
roadrunner.Config.setValue(roadrunner.Config.ROADRUNNER_DISABLE_PYTHON_DYNAMIC_PROPERTIES, True)


class Peer:
    """Keeps one model loaded."""

    def version(self):
        return {"version": roadrunner.__version__}

    def open(self, path, network, end, points):
        self.model = roadrunner.RoadRunner(path)
        self.model.setIntegrator("gillespie")
        self.model.integrator.variable_step_size = False
        self.model.timeCourseSelections = ["time", *network["species"]]

    def run(self, runs, end, points, seed):
        self.model.integrator.seed = seed
        total = 0.0
        for _ in range(runs):
            self.model.reset()
            total = total + np.asarray(self.model.simulate(0, end, points))[-1, 1:]
        return {"mean": (total / runs).tolist()}

    def load(self, path):
        self.model = roadrunner.RoadRunner(path)

    def solve(self, end, points, relative, absolute, start=0.0, names=()):
        """Solve the rate equations; the peer counts its tolerances as it likes."""
        self.model.reset()
        self.model.setIntegrator("cvode")
        self.model.integrator.relative_tolerance = relative
        self.model.integrator.absolute_tolerance = absolute
        self.model.integrator.variable_step_size = False
        if names:
            self.model.timeCourseSelections = ["time", *names]
        if start:
            self.model.simulate(0, start, 2)
        return {"last": np.asarray(self.model.simulate(start, end, points))[-1, 1:].tolist()}
