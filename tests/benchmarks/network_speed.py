"""Exact simulation against other simulators: reactions a second, one thread, warm, in one run.

What one run of a model amounts to is counted by our engine, for all alike; each simulator's time
is then that of the same runs over the same time, results handed over included. The simulators take
turns, and of each the fastest turn counts. That the final means agree is checked.
"""

import re
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from grnstudio.core import rate_text
from grnstudio.core.network import Network
from grnstudio.io import sbml
from grnstudio.io.network_examples import load_example
from grnstudio.simulate import ssa
from grnstudio.simulate.jumps import jump_process
from tests.benchmarks.peers.client import NAMES, from_environment
from tests.benchmarks.report import Measurement
from tests.benchmarks.ssa_speed import cascade

POINTS = 21
SECONDS = 0.5
TURNS = 5
WANTED = "at least 3, aim 5"
LIMIT = 6.0  # standard errors between means
RARE = 1e-2  # copies


@dataclass(frozen=True)
class Model:
    """A network, and how long it is simulated: long enough for a run to outweigh its start."""

    name: str
    network: Network
    end: float

    @property
    def times(self):
        return np.linspace(0, self.end, POINTS)


def models():
    """Return what is measured."""
    sir = load_example("sir")
    return [
        Model("SIR, 300 people", sir, 20.0),
        Model("SIR, 300,000 people", _grown(sir, 1_000), 20.0),
        Model("Gene", load_example("gene"), 2_000.0),
        Model("X16", _plain(load_example("x16")), 500.0),
        Model("EGFR", load_example("egfr"), 500.0),
        Model("cascade of 100 reactions", cascade(), 50.0),
    ]


def measure():
    peers = from_environment()
    if peers is None:
        return [_told(model, {"GRNStudio": _Ours(model)})[0] for model in models()]
    with peers, tempfile.TemporaryDirectory() as folder:
        return [one for model in models() for one in _compared(model, peers, Path(folder))]


def _compared(model, peers, folder):
    described = _described(model.network)
    path = folder / "model.xml"
    path.write_text(_counted(sbml.encode(model.network)[0]))
    runners = {"GRNStudio": _Ours(model)}
    for name in NAMES:
        peers.ask(
            name, "open", path=str(path), network=described, end=model.end, points=POINTS
        )  # fmt: skip
        runners[name] = _Theirs(model, peers, name)
    return _told(model, runners)


class _Ours:
    def __init__(self, model):
        self.model = model
        self.species = jump_process(model.network).names
        self.sd = np.zeros(len(self.species))

    def seconds(self, runs, seed):
        start = time.perf_counter()
        found = ssa.simulate(self.model.network, self.model.times, runs, seed, 1)
        took = time.perf_counter() - start
        last = np.stack([found.of(name)[:, -1] for name in self.species], axis=1)
        self.sd = np.maximum(self.sd, last.std(axis=0))  # a turn may have no run of what is rare
        return took, last.mean(axis=0)


class _Theirs:
    def __init__(self, model, peers, name):
        self.model, self.peers, self.name = model, peers, name

    def seconds(self, runs, seed):
        answer = self.peers.ask(
            self.name, "run", runs=runs, end=self.model.end, points=POINTS, seed=seed
        )  # fmt: skip
        return answer["seconds"], np.array(answer["mean"])


def _told(model, runners):
    per_run = _reactions_of_a_run(model)
    best, means, counts = dict.fromkeys(runners, 0.0), dict.fromkeys(runners, 0.0), {}
    for name, runner in runners.items():
        runner.seconds(1, 1)
        once = runner.seconds(1, 2)[0]
        several = max(2, int(0.05 / max(once, 1e-5)))
        each = runner.seconds(several, 3)[0] / several
        counts[name] = min(max(2, int(SECONDS / each)), 20_000)
    for turn in range(TURNS):
        for name, runner in runners.items():
            seconds, mean = runner.seconds(counts[name], 1_000_003 * (turn + 1))
            best[name] = max(best[name], counts[name] * per_run / seconds / 1e6)
            means[name] = means[name] + mean / TURNS
    _agree(model, runners["GRNStudio"].sd, means, counts)
    return _measurements(f"{model.name}, {per_run:,.0f} reactions a run", best)


def _measurements(what, best):
    ours = best.pop("GRNStudio")
    if not best:
        return [Measurement(what, ours, "M reactions/s")]
    fastest = max(best, key=best.get)
    return [
        Measurement(what, ours, "M reactions/s", best[name], f"M/s, {name}",
                    WANTED if name == fastest else "")
        for name in best
    ]  # fmt: skip


def _agree(model, sd, means, counts):
    ours = means["GRNStudio"]
    most = np.max(list(means.values()), axis=0)
    sd = np.maximum(sd, np.sqrt(most) * (most < RARE))  # the spread of a rare count
    for name, mean in means.items():
        error = sd * np.sqrt(1 / counts[name] + 1 / counts["GRNStudio"]) / np.sqrt(TURNS)
        if (abs(mean - ours) > LIMIT * error + 1e-9).any():
            raise AssertionError(f"{name} simulates {model.name} otherwise: {mean}, ours {ours}")


def _reactions_of_a_run(model):
    process, runs = jump_process(model.network), 1
    while True:
        out = np.empty((runs, POINTS, len(process.names)))
        done = ssa.events(process, model.times, 7, 0, out)
        if done > 3_000_000 or runs >= 10_000:
            return done / runs
        runs *= 4


def _grown(network, times):
    """Return the network with so many times the molecules at the start."""
    return replace(
        network,
        species=tuple(replace(one, initial=one.initial * times) for one in network.species),
    )


def _plain(network):
    """Return the network with numbers for the parameters that rules make constant.

    Others would work the rules out after every reaction, which is not what is measured.
    """
    compiled = jump_process(network)
    values = {
        name: float(compiled.values[compiled.compiled.slots[name]])
        for name in compiled.compiled.formulas.assigned
    }
    return replace(
        network,
        rules=(),
        parameters=tuple(
            replace(one, value=values.get(one.id, one.value), constant=True)
            for one in network.parameters
        ),
    )


def _described(network):
    """Return species and reactions as those need them that read no SBML."""
    process = jump_process(network)
    reactions = []
    for reaction, form in zip(network.reactions, process.forms, strict=True):
        sides = [
            {part.species: int(part.stoichiometry) for part in parts}
            for parts in (reaction.reactants, reaction.products)
        ]
        # In C++ an integer divided by an integer is rounded down.
        formula = re.sub(r"(?<![\w.])(\d+)(?![\w.])", r"\1.0", rate_text.write(form.formula))
        reactions.append(
            {"reactants": sides[0], "products": sides[1], "propensity_function": formula}
        )
    return {
        "species": dict(zip(process.names, process.initial.tolist(), strict=True)),
        "reactions": reactions,
    }


def _counted(text):
    """Return the file with amounts in molecules, which some take to be moles otherwise."""
    return text.replace("<model ", '<model substanceUnits="item" extentUnits="item" ', 1)
