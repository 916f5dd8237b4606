"""How long the stages of a teaching are told to be, and how they are told."""

import pytest

from grnstudio.jobs import Step, run
from grnstudio.learn.emulator import turns
from grnstudio.learn.emulator.config import EmulatorConfig
from grnstudio.learn.emulator.lengths import DEARER, lengths, searched
from grnstudio.learn.emulator.stages import Stages

SIZES = {"settings": 100, "runs": 10, "steps": 8, "batch": 100}
PAIRS = 8000


def test_a_search_is_told_by_all_its_batches_and_those_of_fine_tuning():
    config = EmulatorConfig(
        architecture="search", epochs=4, warm_up=1, search_epochs=2, fine_tune=3, **SIZES
    )
    found = lengths(config, ("search", "fixed"))
    assert found["fixed"] == 4 * 72
    weights, choices = 3 * 57, 2 * turns.LEAST_CHOICES
    assert found["search"] == pytest.approx(
        DEARER * (weights + choices + turns.CANDIDATES + 1) + 3 * 72, abs=1
    )
    assert sum(searched(config, 5760, 1440)) == pytest.approx(found["search"], abs=3)


def test_simulating_counts_as_an_epoch_and_nothing_where_there_are_pairs_already():
    config = EmulatorConfig(early=500, **SIZES)
    found = lengths(config, ("fixed",))
    assert (found["data"], found["early"]) == (PAIRS // 100, 10)
    given = lengths(config, ("fixed",), PAIRS)
    assert (given["data"], given["early"]) == (0, 0)


def test_a_test_is_as_long_as_it_has_runs():
    few, many = (
        lengths(EmulatorConfig(test_runs=runs, **SIZES), ("fixed",))["report"]
        for runs in (100, 10_000)
    )
    assert many == pytest.approx(100 * few, rel=0.05)


def test_stages_that_stand_alone_say_where_they_end():
    stages = Stages({"made": 4, "learned": 6}, alone=("made",))

    def of(total):
        for done in range(total + 1):
            yield Step(done, total)

    seen = []

    def whole():
        yield from stages.told("made", of(2))
        yield from stages.told("learned", of(3))

    run(whole(), lambda step: seen.append((step.done, step.part)))
    assert seen == [(0, 4), (2, 4), (4, 4), (4, 0), (6, 0), (8, 0), (10, 0)]
