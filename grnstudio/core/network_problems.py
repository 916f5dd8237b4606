"""What is wrong with a network, or odd about it, with ways to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from grnstudio.core.network import Network

Severity: TypeAlias = Literal["error", "warning", "hint"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to mend a problem: ``apply`` makes the mended network, or raises `ModelError`."""

    label: str
    apply: Callable[[Network], Network]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something found in a network: ``text`` says what, where and why, ``ids`` of which parts.

    An error keeps the network from being simulated; a warning is likely a mistake; a hint is
    something that has no effect or may be meant otherwise.
    """

    kind: str
    severity: Severity
    text: str
    ids: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()


def problems(network: Network) -> tuple[Problem, ...]:
    """Return what is wrong with ``network``: errors, then warnings, then hints."""
    from grnstudio.core.problems_of_names import name_problems
    from grnstudio.core.problems_of_rates import rate_problems
    from grnstudio.core.problems_of_use import use_problems

    checks: tuple[Callable[[Network], Iterator[Problem]], ...]
    checks = (name_problems, rate_problems, use_problems)
    found = [one for check in checks for one in check(network)]
    return tuple(sorted(found, key=lambda one: SEVERITIES.index(one.severity)))
