"""Ids that formulas cannot use as they are, and what they are called instead.

SBML lets a parameter be called `time` or `pi`; in formulas these words have a meaning of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from grnstudio.core.expressions import COMMON_SYMBOLS
from grnstudio.core.rate_names import FUNCTIONS, RESERVED

WORDS = RESERVED | COMMON_SYMBOLS
"""What no value may be called."""

BUILT_IN = frozenset(FUNCTIONS) | {"sqr"}
"""What no function may be called besides."""


class Names:
    """The names of a model's ids, which differ from the ids only where they must."""

    def __init__(self, values: Iterable[str], functions: Iterable[str]) -> None:
        values, functions = set(values), set(functions)
        taken = values | functions | WORDS | BUILT_IN
        self.changed: dict[str, str] = {}
        for id in sorted((values & WORDS) | (functions & (WORDS | BUILT_IN))):
            self.changed[id] = free(id, taken)
            taken.add(self.changed[id])

    def __getitem__(self, id: str) -> str:
        return self.changed.get(id, id)


def free(id: str, taken: Iterable[str]) -> str:
    """Return ``id`` with as many underscores as keep it apart from those ``taken``."""
    taken = set(taken)
    while id in taken:
        id += "_"
    return id


def ids_of(extras: Mapping[str, object], present: Iterable[str]) -> dict[str, str]:
    """Return the id in a file of each name that was changed on reading, where it is still free."""
    kept = extras.get("")
    changed = kept.get("ids") if isinstance(kept, Mapping) else None
    present = set(present)
    if not isinstance(changed, Mapping):
        return {}
    return {name: id for id, name in changed.items() if name in present and id not in present}
