"""The statements that a network's text is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from grnstudio.core.antimony_tokens import Formula, Id

KEYWORDS = frozenset(
    [
        "model",
        "module",
        "end",
        "function",
        "species",
        "compartment",
        "const",
        "var",
        "substanceOnly",
        "formula",
        "unit",
        "import",
        "delete",
        "at",
        "after",
        "in",
        "is",
        "has",
        "assert",
        "else",
        "and",
        "or",
        "not",
    ]
)
"""Words that begin or part statements; ids of that name are written in backquotes."""

MASS_ACTION = "mass_action"
"""What stands around the constant of a reaction of mass action, as a function would."""


@dataclass(frozen=True, slots=True)
class Heading:
    """``model id()``."""

    id: Id


@dataclass(frozen=True, slots=True)
class Declaration:
    """``species $A in cell = 3``; ``words`` are those before the id."""

    words: frozenset[str]
    id: Id
    boundary: bool = False
    place: Id | None = None
    value: Formula | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """``k = 0.1``, or ``J1.k = 0.1`` for a parameter that only reaction J1 knows."""

    id: Id
    formula: Formula
    owner: Id | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """``y := formula``, or ``y' = formula`` with ``is_rate``."""

    id: Id
    formula: Formula
    is_rate: bool


@dataclass(frozen=True, slots=True)
class Term:
    """``2 A`` or, with a ``label`` for its stoichiometry, ``n A``; ``$`` makes a boundary."""

    species: Id
    stoichiometry: float = 1.0
    label: Id | None = None
    boundary: bool = False


@dataclass(frozen=True, slots=True)
class ReactionLine:
    """``J1: A + 2 B -> C; k*A*B^2``."""

    id: Id
    reactants: tuple[Term, ...]
    products: tuple[Term, ...]
    reversible: bool
    rate: Formula | None
    mass_action: bool = False


@dataclass(frozen=True, slots=True)
class EventLine:
    """``E1: at 2 after (x > 3), priority=1: x = 0``."""

    id: Id
    trigger: Formula
    delay: Formula | None = None
    priority: Formula | None = None
    flags: dict[str, bool] = field(default_factory=dict)
    assignments: tuple[tuple[Id, Formula], ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionText:
    """``function f(x, y)`` and its formula."""

    id: Id
    arguments: tuple[str, ...]
    formula: Formula


@dataclass(frozen=True, slots=True)
class Naming:
    """``k is "rate constant"``."""

    id: Id
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """``A in cell``."""

    id: Id
    place: Id


@dataclass(frozen=True, slots=True)
class Property:
    """``k has unit``; with a ``key`` ``A has conversion factor`` or ``c has dimensions 2``."""

    id: Id
    key: str
    value: str
    position: int


@dataclass(frozen=True, slots=True)
class Check:
    """``assert x > 0 else "x ran out"``."""

    formula: Formula
    message: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was left out, in words."""

    text: str


Statement: TypeAlias = (
    Heading
    | Declaration
    | Value
    | Rule
    | ReactionLine
    | EventLine
    | FunctionText
    | Naming
    | Place
    | Property
    | Check
    | Remark
)
