"""What governs a network besides its reactions: rules, assignments, events, functions.

Semantics are those of SBML Level 3 Version 2 core. Formulas are text, read by `core.rates`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Function:
    """A named formula of its ``arguments``."""

    id: str
    arguments: tuple[str, ...]
    formula: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class InitialAssignment:
    """The value of ``target`` at the start, in place of the one it states."""

    target: str
    formula: str


@dataclass(frozen=True, slots=True)
class AssignmentRule:
    """``target`` equals ``formula`` at all times."""

    target: str
    formula: str


@dataclass(frozen=True, slots=True)
class RateRule:
    """``target`` changes at the rate ``formula``."""

    target: str
    formula: str


@dataclass(frozen=True, slots=True)
class Event:
    """Assignments made, ``delay`` later, when ``trigger`` turns from false to true.

    ``initially`` is the trigger's value just before the start. A ``persistent`` event happens even
    if its trigger turns false during the delay. With ``at_trigger`` the assigned values are worked
    out when it triggers, else when it happens. Of simultaneous events the one of the highest
    ``priority`` happens first.
    """

    id: str
    trigger: str
    assignments: Mapping[str, str] = field(default_factory=dict)
    delay: str = ""
    priority: str = ""
    initially: bool = True
    persistent: bool = True
    at_trigger: bool = True
    name: str = ""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A condition that should hold; ``message`` is told when it does not."""

    formula: str
    message: str = ""
