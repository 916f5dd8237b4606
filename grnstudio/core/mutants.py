"""Mutants of a circuit: genes knocked out, over-expressed or held, inputs given in other doses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from grnstudio.core.task import Task
from grnstudio.errors import ModelError

NUMBER = r"(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)"
_ABSENT = re.compile(r"[-−]")
_FACTOR = re.compile(rf"[x×*]\s*{NUMBER}")
_HELD = re.compile(rf"=\s*{NUMBER}")
HOW = (
    "Write 'g1-' for a knock-out, 'g1 x2' for twice its synthesis, 'g1 = 0.5' for a level that is "
    "held, 'I x0.5' for half a dose; put commas between mutants and '&' within one."
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """Factors on the synthesis of genes (0 knocks out), levels that genes are held at, doses.

    ``doses`` are factors on inputs. A gene that is knocked out is absent from the start on.
    """

    name: str
    synthesis: Mapping[str, float] = field(default_factory=dict)
    held: Mapping[str, float] = field(default_factory=dict)
    doses: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind in (self.synthesis, self.held, self.doses):
            for name, value in kind.items():
                if not 0 <= value < inf:
                    raise ModelError(
                        f"'{self.name}' gives {name} the value {value}; it takes 0 or more."
                    )
        if both := sorted(set(self.synthesis) & set(self.held)):
            raise ModelError(f"'{self.name}' changes the synthesis of {both[0]} and holds it too.")


WILD_TYPE = Mutant("wild type")


def standard(task: Task) -> tuple[Mutant, ...]:
    """Return what is usually tried: each part removed, doubled, and each input halved as well."""
    factors = [(name, 0.0) for name in (*task.targets, *task.inputs)]
    factors += [(name, factor) for name in task.inputs for factor in (0.5, 2.0)]
    factors += [(name, 2.0) for name in task.targets]
    return tuple(_changed(task, name, factor) for name, factor in factors)


def read(text: str, task: Task) -> tuple[Mutant, ...]:
    """Read mutants such as ``g1-, I x0.5, g2 x2 & g1 = 0.4``; of no text, the standard ones.

    Raises `ModelError` naming the one that cannot be read.
    """
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    if not parts:
        return standard(task)
    return tuple(_combined([_read(one, task) for one in part.split("&")]) for part in parts)


def written(mutants: Sequence[Mutant]) -> str:
    """Return mutants in the words that `read` takes."""
    return ", ".join(one.name for one in mutants)


def _read(text: str, task: Task) -> Mutant:
    text = text.strip()
    for name, rest in _named(text, task):
        if _ABSENT.fullmatch(rest):
            return _changed(task, name, 0.0)
        if found := _FACTOR.fullmatch(rest):
            return _changed(task, name, float(found[1]))
        if found := _HELD.fullmatch(rest):
            return _held(task, name, float(found[1]))
    known = ", ".join(task.regulators)
    raise ModelError(f"'{text}' is no mutant of a task with {known}. {HOW}")


def _named(text: str, task: Task) -> Iterator[tuple[str, str]]:
    """Yield the inputs and genes that ``text`` may begin with, and what then follows."""
    for name in sorted(task.regulators, key=len, reverse=True):
        if text.startswith(name):
            yield name, text[len(name) :].strip()


def _changed(task: Task, name: str, factor: float) -> Mutant:
    title = f"{name}-" if factor == 0 else f"{name} x{factor:g}"
    if name in task.inputs:
        return Mutant(title, doses={name: factor})
    return Mutant(title, synthesis={name: factor})


def _held(task: Task, name: str, level: float) -> Mutant:
    if name in task.inputs:
        raise ModelError(f"{name} is an input: change its dose, as in '{name} x{level:g}'.")
    return Mutant(f"{name} = {level:g}", held={name: level})


def _combined(parts: Sequence[Mutant]) -> Mutant:
    name = " & ".join(one.name for one in parts)
    changed = [*(n for one in parts for n in (*one.synthesis, *one.held, *one.doses))]
    if twice := sorted({one for one in changed if changed.count(one) > 1}):
        raise ModelError(f"'{name}' changes {twice[0]} twice; keep one of the changes.")
    return Mutant(
        name,
        {key: value for one in parts for key, value in one.synthesis.items()},
        {key: value for one in parts for key, value in one.held.items()},
        {key: value for one in parts for key, value in one.doses.items()},
    )
