"""Mutants in words."""

import pytest

from grnstudio.core.mutants import Mutant, read, standard, written
from grnstudio.core.task import Condition, Gene, Task
from grnstudio.errors import ModelError

TASK = Task(inputs=("I", "g1-like"), genes=(Gene("g1"), Gene("g10")), conditions=(Condition("c"),))


def test_mutants_are_read_from_words():
    assert read("g1-, I x0.5; g10 = .4\n g1 ×2 & g1-like-", TASK) == (
        Mutant("g1-", synthesis={"g1": 0}),
        Mutant("I x0.5", doses={"I": 0.5}),
        Mutant("g10 = 0.4", held={"g10": 0.4}),
        Mutant("g1 x2 & g1-like-", synthesis={"g1": 2}, doses={"g1-like": 0}),
    )


def test_the_words_of_mutants_are_read_as_they_are_written():
    assert read(written(standard(TASK)), TASK) == standard(TASK) == read(" ", TASK)
    assert {"g10-", "I-", "I x0.5", "I x2", "g1 x2"} <= {one.name for one in standard(TASK)}


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("g2-", "'g2-' is no mutant of a task with I, g1-like, g1, g10"),
        ("g1", "Write 'g1-' for a knock-out"),
        ("I = 0.3", "I is an input: change its dose"),
        ("g1- & g1 x2", "changes g1 twice"),
        ("g1 x1e999", "takes 0 or more"),
    ],
)
def test_what_is_no_mutant_is_refused_by_name(words, problem):
    with pytest.raises(ModelError, match=problem):
        read(words, TASK)
