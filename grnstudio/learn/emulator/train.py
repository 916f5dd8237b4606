"""Teach an emulator: make transitions, train networks on them, and test the best one."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from grnstudio.core.domain import domain_of
from grnstudio.core.emulator import Emulator
from grnstudio.core.starts import moving, read
from grnstudio.core.transitions import Transitions
from grnstudio.core.trust import TrustReport, with_report
from grnstudio.errors import ModelError
from grnstudio.jobs import Checkpoint, Steps
from grnstudio.learn.device import begin, chosen, name_of
from grnstudio.learn.emulator.config import HEADS, EmulatorConfig
from grnstudio.learn.emulator.coordinates import Coordinates, coordinates_of
from grnstudio.learn.emulator.data import EmulatorInputs
from grnstudio.learn.emulator.evaluate import assess
from grnstudio.learn.emulator.fit import Fitted, Plan, fit
from grnstudio.learn.emulator.genotype import operations_of, searched_body
from grnstudio.learn.emulator.keeping import compared_of, group_of, kept_of, read_back, written
from grnstudio.learn.emulator.lengths import HELD_OUT, REPORT, SEARCH, lengths
from grnstudio.learn.emulator.model import Model
from grnstudio.learn.emulator.pairs import Pairs, states_of
from grnstudio.learn.emulator.remarks import check_cells
from grnstudio.learn.emulator.result import NAMES, EmulatorResult, comparison
from grnstudio.learn.emulator.search import search
from grnstudio.learn.emulator.stages import Stages
from grnstudio.learn.emulator.trials import check_room
from grnstudio.simulate.transitions import (
    split,
    suggested_step,
    transition_figures,
    transitions,
)

WIDTH, LAYERS, HIDDEN = 64, 2, 32
PLAIN_WIDTH, PLAIN_BLOCKS = 50, 2
WORTH_A_GPU = 2_000_000  # pairs times epochs


def train(
    config: EmulatorConfig, inputs: EmulatorInputs, resume: Checkpoint | None = None
) -> Steps[EmulatorResult]:
    """Teach an emulator of a network, and hold it against exact simulation.

    The same settings give the same emulator, on any number of threads. Raises `ModelError` for a
    network that cannot be emulated, and `SettingError` for starts that do not suit it.
    """
    begin(config.seed)
    teaching = _Teaching(config, inputs, resume)
    yield from teaching.simulate()
    for kind in teaching.kinds:
        yield from teaching.fit(kind)
    yield from teaching.test()
    return teaching.result()


class _Teaching:
    """The stages of teaching, and what came of those that are over."""

    def __init__(
        self, config: EmulatorConfig, inputs: EmulatorInputs, resume: Checkpoint | None
    ) -> None:
        self.config, self.network, self.given = config, inputs.network, inputs.transitions
        check_room(config.tests, len(moving(inputs.network)))  # which comes too late at the end
        self.kinds = _kinds(config)
        if SEARCH in self.kinds:
            check_cells(self.network, config)
        given = None if self.given is None else len(self.given)
        self.stages = Stages(lengths(config, self.kinds, given), resume, alone=("data", "early"))
        self.seconds: dict[str, float] = {
            name: float(value) for name, value in self.stages.found("seconds").items()
        }
        self.fitted: dict[str, dict[str, Any]] = {}
        self.report: TrustReport | None = None
        self.untested: tuple[str, ...] = ()

    def simulate(self) -> Steps[None]:
        """Make the transitions, unless there are any."""
        stages, config = self.stages, self.config
        self.data = data = self.given or (yield from self._made())
        stages.keep("pairs", written(data))
        if not self.given:  # which need not be whole courses
            stages.shown = transition_figures(data, config.steps)
        self._spent("data", data.cost)
        self.learn, self.tests = split(data, HELD_OUT, config.seed)
        self.coordinates = coordinates_of(self.network, data)
        self.device = chosen(config.device, len(data) * config.epochs, WORTH_A_GPU)
        self.domain = domain_of(self.network, self.learn, self.tests, config.seed).to_arrays()

    def _made(self) -> Steps[Transitions]:
        """Make whole courses, and the first steps of others."""
        stages, config = self.stages, self.config
        if kept := stages.found("pairs"):
            data = read_back(kept)
        else:
            data = yield from stages.told("data", self._simulated("data", config.courses))
        if not config.early or stages.found("early"):
            return data
        stages.keep("pairs", written(data))
        more = yield from stages.told("early", self._simulated("early", config.early_courses))
        stages.keep("early", {"pairs": len(more)})
        return data.joined(more)

    def _simulated(self, stage: str, courses: Mapping[str, Any]) -> Steps[Transitions]:
        config = self.config
        starts = read(config.starts, self.network)
        return transitions(
            self.network,
            starts,
            step=config.step or suggested_step(self.network, starts),
            **courses,
            resume=self.stages.resume(stage),
        )

    def fit(self, kind: str) -> Steps[None]:
        """Train a network of this kind, unless it was trained before."""
        kept = self.stages.found(kind)
        if not kept:
            kept = yield from self._searched() if kind == SEARCH else self._fitted(kind)
            self.stages.keep(kind, kept)
            self._spent(kind, float(kept["seconds"]))
        self.fitted[kind] = kept

    def _fitted(self, kind: str) -> Steps[dict[str, Any]]:
        config = self.config
        model = self._begun(kind)
        plan = Plan(config.epochs, config.patience, config.batch, config.learning_rate, config.seed)
        found = yield from self.stages.told(
            kind,
            fit(
                model, Pairs.of(model, self.learn), self.tests, plan,
                stage=f"training, {NAMES[kind]} network", resume=self.stages.resume(kind),
            ),
            lambda fitted: self._so_far(kind, fitted),
        )  # fmt: skip
        return kept_of(found)

    def _so_far(self, kind: str, fitted: Fitted | None) -> EmulatorResult | None:
        """Return what there is while a network is trained: none before the first has begun."""
        known = {**self.fitted, **({kind: kept_of(fitted)} if fitted else {})}
        return self._result(known) if known else None

    def _searched(self) -> Steps[dict[str, Any]]:
        model = self._begun(SEARCH)
        found = yield from self.stages.told(
            SEARCH,
            search(
                model, self.learn, self.tests, self.config, resume=self.stages.resume(SEARCH)
            ),
            lambda searched: searched and self._result({SEARCH: kept_of(searched.fitted)}),
        )  # fmt: skip
        arrays = found.found.to_arrays()
        words = str(arrays["told"])  # checkpoints hold no arrays of words
        told = {f"search/{name}": one for name, one in arrays.items()}
        return kept_of(found.fitted) | told | {"search/told": words}

    def _begun(self, kind: str) -> Model:
        """Return an untrained network of this kind, scaled to the data."""
        torch.manual_seed(self.config.seed)
        model = new_model(self.config, self.coordinates, kind)
        model.measure(*states_of(self.learn))
        return model.to(self.device)

    def test(self) -> Steps[None]:
        """Hold the emulator against exact simulation."""
        config = self.config
        begun = time.perf_counter()
        taught = sum(self.seconds.values())
        emulator = self.result().emulator
        steps = assess(
            emulator, config.tests, taught=taught, device=config.device,
            resume=self.stages.resume(REPORT),
        )  # fmt: skip
        try:
            self.report = yield from self.stages.told(REPORT, steps, self._tested)
        except ModelError as error:  # by which nothing that was learned is lost
            self.untested = (f"It could not be tested: {error}",)
        self._spent(REPORT, time.perf_counter() - begun)

    def _tested(self, report: TrustReport | None) -> EmulatorResult:
        result = self.result()
        if report is None:
            return result
        return replace(result, emulator=with_report(result.emulator, report))

    def _spent(self, stage: str, seconds: float) -> None:
        self.seconds.setdefault(stage, seconds)
        self.stages.keep("seconds", self.seconds)

    def result(self) -> EmulatorResult:
        """Return the emulator as far as it has come."""
        result = self._result(self.fitted)
        if self.report is None:
            return result
        return replace(result, emulator=with_report(result.emulator, self.report))

    def _result(self, fitted: Mapping[str, Mapping[str, Any]]) -> EmulatorResult:
        config, data = self.config, self.data
        first = fitted[self.kinds[0]]
        inputs = data.values.reshape(len(data), len(data.parameters))
        emulator = Emulator(
            self.network,
            data.step,
            data.step * config.steps,
            data.species,
            data.parameters,
            inputs.min(0),
            inputs.max(0),
            json.loads(str(first["model"])),
            {name: np.asarray(one) for name, one in group_of(first, "weights").items()},
            self.domain,
            title=self.network.name or self.network.id,
        )
        compared = tuple(compared_of(NAMES[kind], one) for kind, one in fitted.items())
        notes = [str(note) for one in fitted.values() for note in one["notes"]]
        return EmulatorResult(
            emulator,
            {NAMES[kind]: np.asarray(one["losses"]) for kind, one in fitted.items()},
            compared,
            len(data),
            (*notes, *comparison(compared), *self.untested),
            {name: np.asarray(one) for name, one in group_of(first, "search").items()},
            seconds=dict(self.seconds),
            device=name_of(self.device),
        )


def new_model(config: EmulatorConfig, coordinates: Coordinates, kind: str) -> Model:
    """Return an untrained network whose body is "fixed", "plain", or to be searched."""
    body: dict[str, Any] = {"kind": "fixed", "width": WIDTH, "layers": LAYERS}
    if kind == "plain":
        body = {"kind": "plain", "width": PLAIN_WIDTH, "blocks": PLAIN_BLOCKS}
    if kind == SEARCH:
        base = len(coordinates.species) + len(coordinates.parameters)
        sizes = config.cells, config.nodes, config.widening
        body = searched_body(base, *sizes, operations_of(config.operations))
    head = {"kind": config.head, "hidden": HIDDEN, "components": config.components}
    if config.head == HEADS[0]:
        head |= {"room": 1, "stays": 1}
    else:
        head |= {"triangular": config.triangular, "lognormal": config.lognormal}
    return Model(coordinates, body, head)


def _kinds(config: EmulatorConfig) -> list[str]:
    """Return the networks to train, the one that becomes the emulator first."""
    others = ["fixed", "plain"] if config.architecture == SEARCH and config.compare else []
    return [config.architecture, *others]
