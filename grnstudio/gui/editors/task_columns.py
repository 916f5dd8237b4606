"""What the tables of the task editor show, and how a text typed there changes the task."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from grnstudio.core import task_edits
from grnstudio.core.task import RandomLevel, Task
from grnstudio.errors import ModelError

FOUND = "trained"
RANGE = re.compile(r"\s*([0-9.,eE+-]+?)\s*(?:–|\bto\b|\.\.|-|\s)\s*([0-9.,eE+]+)\s*")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``read`` gives a row's text, ``write`` the task after it was changed.

    A column that is ``checked`` shows a box; its texts are "yes" and "".
    """

    title: str
    tip: str
    read: Callable[[Task, int], str]
    write: Callable[[Task, int, str], Task]
    width: int = 56
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Records:
    """A kind of thing a task has several of, and its columns."""

    one: str
    names: Callable[[Task], tuple[str, ...]]
    add: Callable[[Task], Task]
    remove: Callable[[Task, int], Task]
    columns: tuple[Column, ...]


def number(text: str) -> float:
    """Read a level or a weight; raises `ModelError`."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        value = float("nan")
    if not abs(value) < float("inf"):
        raise ModelError(f"'{text.strip()}' is no number; type one such as 0.5.")
    return value


def _initial(task: Task, row: int) -> str:
    level = task.genes[row].initial
    return FOUND if level is None else f"{level:g}"


def _set_initial(task: Task, row: int, text: str) -> Task:
    found = not text.strip() or FOUND.startswith(text.strip().lower())
    level = None if found else number(text)
    return task_edits.change_gene(task, task.genes[row].name, initial=level)


def _set_gene_weight(task: Task, row: int, text: str) -> Task:
    return task_edits.change_gene(task, task.genes[row].name, weight=number(text))


def _condition_names(task: Task) -> tuple[str, ...]:
    return tuple(one.name for one in task.conditions)


def _set_condition_name(task: Task, row: int, text: str) -> Task:
    return task_edits.change_condition(task, row, name=text)


def _set_condition_weight(task: Task, row: int, text: str) -> Task:
    return task_edits.change_condition(task, row, weight=number(text))


def _set_steady(task: Task, row: int, text: str) -> Task:
    return task_edits.change_condition(task, row, steady=bool(text))


def _level(task: Task, row: int) -> str:
    level = task.conditions[row].level
    return f"{level.low:g} – {level.high:g}" if level else ""


def _set_level(task: Task, row: int, text: str) -> Task:
    level = None
    if text.strip():
        found = RANGE.fullmatch(text)
        if not found:
            raise ModelError(f"'{text.strip()}' is no range; type one such as 0 – 1, or nothing.")
        level = RandomLevel(number(found[1]), number(found[2]))
    return task_edits.change_condition(task, row, level=level)


GENES = Records(
    "gene",
    lambda task: task.targets,
    task_edits.add_gene,
    lambda task, row: task_edits.remove(task, task.targets[row]),
    (
        Column(
            "Gene",
            "Name of the gene",
            lambda task, row: task.targets[row],
            lambda task, row, text: task_edits.rename(task, task.targets[row], text),
        ),
        Column(
            "Starts at",
            "Level at the start; leave it empty to let training find it",
            _initial,
            _set_initial,
            width=116,
        ),
        Column(
            "Weight",
            "How much an error of this gene counts",
            lambda task, row: f"{task.genes[row].weight:g}",
            _set_gene_weight,
        ),
    ),
)
INPUTS = Records(
    "input",
    lambda task: task.inputs,
    task_edits.add_input,
    lambda task, row: task_edits.remove(task, task.inputs[row]),
    (
        Column(
            "Input",
            "Name of the input",
            lambda task, row: task.inputs[row],
            lambda task, row, text: task_edits.rename(task, task.inputs[row], text),
        ),
    ),
)
CONDITIONS = Records(
    "condition",
    _condition_names,
    task_edits.add_condition,
    task_edits.remove_condition,
    (
        Column(
            "Condition",
            "Name of the condition",
            lambda task, row: task.conditions[row].name,
            _set_condition_name,
        ),
        Column(
            "Weight",
            "How much an error under this condition counts",
            lambda task, row: f"{task.conditions[row].weight:g}",
            _set_condition_weight,
        ),
        Column(
            "Steady",
            "Genes, the free ones too, shall stay where they start",
            lambda task, row: "yes" if task.conditions[row].steady else "",
            _set_steady,
            width=54,
            checked=True,
        ),
        Column(
            "Level",
            "Random level, drawn anew at every training step: a range such as 0 – 1",
            _level,
            _set_level,
            width=60,
        ),
    ),
)
