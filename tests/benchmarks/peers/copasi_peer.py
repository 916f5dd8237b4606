"""COPASI's direct method."""

import basico
import COPASI


class Peer:
    """Keeps one model loaded, in particle numbers."""

    def version(self):
        return {"version": COPASI.__version__}

    def open(self, path, network, end, points):
        self.data = basico.load_model(path)
        self.names = list(network["species"])
        self.task = self.data.getTask("Time-Course")
        self.task.setMethodType(COPASI.CTaskEnum.Method_directMethod)
        problem, method = self.task.getProblem(), self.task.getMethod()
        problem.setDuration(end)
        problem.setStepNumber(points - 1)
        problem.setTimeSeriesRequested(True)
        method.getParameter("Max Internal Steps").setIntValue(2_000_000_000)
        self.seed = method.getParameter("Random Seed")
        method.getParameter("Use Random Seed").setBoolValue(False)

    def run(self, runs, end, points, seed):
        self.seed.setIntValue(seed)
        sums = dict.fromkeys(self.names, 0.0)
        for _ in range(runs):
            if not self.task.process(True):
                raise RuntimeError(COPASI.CCopasiMessage.getAllMessageText())
            series = self.task.getTimeSeries()
            last = series.getRecordedSteps() - 1
            for column in range(1, series.getNumVariables()):
                if series.getTitle(column) in sums:
                    sums[series.getTitle(column)] += series.getData(last, column)
        return {"mean": [sums[name] / runs for name in self.names]}
