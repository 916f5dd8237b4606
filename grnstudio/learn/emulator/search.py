"""Search the architecture of an emulator: choices and weights learned by turns, then derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grnstudio.core.transitions import Transitions
from grnstudio.jobs import Checkpoint, Step, Steps
from grnstudio.learn.emulator.cells import SuperBody
from grnstudio.learn.emulator.config import EmulatorConfig
from grnstudio.learn.emulator.fit import MOST_TESTED, Fitted, Plan, fit
from grnstudio.learn.emulator.lengths import SEARCH, SHARE, searched
from grnstudio.learn.emulator.model import Model
from grnstudio.learn.emulator.pairs import Pairs
from grnstudio.learn.emulator.search_figures import Found
from grnstudio.learn.emulator.searching import Searching
from grnstudio.learn.emulator.stages import Stages
from grnstudio.simulate.transitions import split

TUNE = "fine-tuning"
MOST_COMPARED = 8192  # pairs that architectures are compared on


@dataclass(frozen=True, slots=True, eq=False)
class Searched:
    """A network whose cells were found, trained further, and what the search knew in the end."""

    fitted: Fitted
    found: Found


def search(
    model: Model,
    learn: Transitions,
    test: Transitions,
    config: EmulatorConfig,
    *,
    resume: Checkpoint | None = None,
) -> Steps[Searched]:
    """Find cells for ``model``, whose body must be a "searched" one, and train what they make.

    Pairs to learn from are divided by their starts: one part teaches weights, the other what
    operations are worth, by turns. Likely architectures are then compared by their likelihood on
    ``test``, pairs from yet other starts, and the best goes on from the weights that it has.
    """
    yield Step(0, 0, stage="preparing the search")
    weights, choices = split(learn, SHARE, config.seed)
    own, other = Pairs.of(model, weights), Pairs.of(model, choices)
    searching = Searching(model, own, other, Pairs.of(model, test, MOST_COMPARED), config)
    size = own.size + other.size
    long, tuned = searched(config, own.size, other.size)
    stages = Stages({SEARCH: long, TUNE: tuned}, resume)
    kept = stages.found("found")
    if not kept:
        steps = _searched(searching, stages.resume(SEARCH))
        yield from stages.told(SEARCH, steps, lambda _: _so_far(searching))
        kept = {**searching.found().to_arrays(), **searching.said()}
        kept["told"] = str(kept["told"])  # checkpoints hold no arrays of words
        stages.keep("found", kept)
    found = Found.from_arrays(kept)
    child = inherited(model, found)
    whole = Searched(Fitted(child, np.zeros(0), np.zeros(0), np.inf, 0.0), found)
    tuning = fit(
        child,
        Pairs(own.targets.joined([own.targets, other.targets]), size),
        Pairs.of(model, test, MOST_TESTED),
        Plan(config.fine_tune, config.patience, config.batch, config.learning_rate, config.seed),
        stage="fine-tuning the searched network",
        resume=stages.resume(TUNE),
    )
    fitted = yield from stages.told(
        TUNE,
        _beside(found, tuning),
        lambda one: one and _whole(replace(whole, fitted=one), kept),
    )
    return _whole(replace(whole, fitted=fitted), kept)


def _searched(searching: Searching, resume: Checkpoint | None) -> Steps[None]:
    """Go through all turns, and compare what may come of them."""
    if resume:
        searching.restore(resume)
    while not searching.is_done:
        yield searching.step()


def _beside(found: Found, tuning: Steps[Fitted]) -> Steps[Fitted]:
    """Pass on the steps of fine-tuning, and draw beside them what is tuned."""
    try:
        while True:
            step = next(tuning)
            yield replace(
                step,
                figures=lambda step=step: (*step.figures(), *found.figures()),  # type: ignore[misc]
            )
    except StopIteration as end:
        fitted: Fitted = end.value
        return fitted
    finally:
        tuning.close()


def _so_far(searching: Searching) -> Searched:
    """Return the network of the cells that are most probable so far, with the weights it has."""
    found, tested = searching.found(), np.array(searching.tested)
    child = inherited(searching.model, found)
    losses = np.array(searching.learned), tested, float(tested.min(initial=np.inf))
    return Searched(Fitted(child, *losses, searching.seconds, tuple(searching.notes)), found)


def inherited(model: Model, found: Found) -> Model:
    """Return the network of the cells that were found, with the weights they have in ``model``."""
    body = model.body
    assert isinstance(body, SuperBody)
    weights = {
        name: value for name, value in model.weights().items() if not name.startswith("body.")
    }
    for name, value in body.inherited(found.genotype).items():
        weights[f"body.{name}"] = value.cpu().numpy().copy()
    description = {**model.describe(), "body": found.genotype.body(found.base)}
    return Model.of(description, weights).to(next(model.parameters()).device)


def _whole(searched: Searched, kept: Mapping[str, Any]) -> Searched:
    """Return the outcome with the time and the words of the search before it."""
    fitted = searched.fitted
    notes = *(str(one) for one in kept["notes"]), *fitted.notes
    told = replace(fitted, seconds=fitted.seconds + float(kept["seconds"]), notes=notes)
    return replace(searched, fitted=told)
