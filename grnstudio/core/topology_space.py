"""All topologies that keep to some rules: which links must and must not be, how genes connect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

import numpy as np

from grnstudio.core.atlas import Connection
from grnstudio.core.topology import ARROWS
from grnstudio.errors import ModelError, SettingError

MOST_PATTERNS = 3**16  # of signs that are looked through
AT_ONCE = 3_000_000  # that are built up link by link, with no more links than allowed
MOST_TOPOLOGIES = 300_000
CHUNK = 200_000
EITHER = "-?"
_RULE = re.compile(r"\s*(.+?)\s*(->|-\||-\?|→|⊣)\s*(.+?)\s*")

Rule: TypeAlias = tuple[str, str, tuple[int, ...]]  # regulator, target, signs


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """Topologies of regulators and targets, of ``allowed`` links ``[regulator, target]``.

    ``required`` links have one of the rule's signs, ``barred`` ones none of them.
    """

    regulators: tuple[str, ...]
    targets: tuple[str, ...]
    allowed: np.ndarray
    connection: Connection
    required: tuple[Rule, ...] = ()
    barred: tuple[Rule, ...] = ()
    least_links: int = 0
    most_links: int = 0  # 0 for as many as there are places

    @property
    def patterns(self) -> int:
        """How many patterns of signs there are to look through."""
        return prod(len(signs) for signs in self.choices())

    @property
    def is_too_large(self) -> bool:
        """Whether there are more patterns than can be looked through."""
        return self.patterns > MOST_PATTERNS and self.bound > AT_ONCE

    @property
    def bound(self) -> int:
        """How many topologies there can be at most, connected or not."""
        by_links = np.array([1], dtype=object)  # of so many links, how many patterns
        for signs in self.choices():
            linked = len(signs) - (0 in signs)
            by_links = np.convolve(by_links, np.array([0 in signs, linked], dtype=object))
        last = self.most_links or len(by_links)
        return int(sum(by_links[self.least_links : last + 1]))

    def choices(self) -> list[tuple[int, ...]]:
        """Return the signs that each link may have, row by row; raises `ModelError` for none."""
        found = []
        for i, regulator in enumerate(self.regulators):
            for j, target in enumerate(self.targets):
                signs = [0, 1, -1] if self.allowed[i, j] else [0]
                for source, gene, some in self.required:
                    if (source, gene) == (regulator, target):
                        signs = [sign for sign in signs if sign in some]
                for source, gene, some in self.barred:
                    if (source, gene) == (regulator, target):
                        signs = [sign for sign in signs if sign not in some]
                if not signs:
                    raise ModelError(
                        f"The link {regulator} -> {target} is required, and must not be either; "
                        "take it out of one of the lists, or allow it in the task."
                    )
                found.append(tuple(signs))
        return found

    def check(self) -> None:
        """Raise `SettingError` if there are too many patterns to look through."""
        if self.is_too_large:
            raise SettingError(
                f"There are {self.bound:.3g} patterns of links, more than can be looked through: "
                "ask for fewer links at most, forbid or require some, or leave out a gene."
            )

    def topologies(self) -> np.ndarray:
        """Return the signs of all of them, ``[topologies, regulator, target]``, fewest links first.

        Raises `SettingError` if they are too many, or none.
        """
        self.check()
        found = list(self._found())
        signs = np.concatenate(found) if found else np.zeros((0, 1), dtype=np.int8)
        if not len(signs):
            raise SettingError("No topology keeps to all rules: allow more links, or more of them.")
        signs = signs[np.argsort(np.count_nonzero(signs, axis=1), kind="stable")]
        return signs.reshape(-1, len(self.regulators), len(self.targets))

    def _found(self) -> Iterator[np.ndarray]:
        count = 0
        for signs in self._built() if self.bound <= AT_ONCE else self._counted():
            links = np.count_nonzero(signs, axis=1)
            most = self.most_links or signs.shape[1]
            kept = signs[(links >= self.least_links) & (links <= most)]
            there = kept.reshape(-1, len(self.regulators), len(self.targets)) != 0
            kept = kept[self.connection.mask(there, self.regulators, self.targets)]
            count += len(kept)
            if count > MOST_TOPOLOGIES:
                raise SettingError(
                    f"There are more than {MOST_TOPOLOGIES:,} topologies: forbid or require "
                    "links, or ask for fewer links at most."
                )
            yield kept

    def _built(self) -> Iterator[np.ndarray]:
        """Yield all patterns at once, built place by place with no more links than allowed."""
        signs = np.zeros((1, 0), dtype=np.int8)
        for choices in self.choices():
            column = np.tile(np.array(choices, dtype=np.int8), len(signs))
            signs = np.concatenate([np.repeat(signs, len(choices), axis=0), column[:, None]], 1)
            if self.most_links:
                signs = signs[np.count_nonzero(signs, axis=1) <= self.most_links]
        yield signs

    def _counted(self) -> Iterator[np.ndarray]:
        """Yield the patterns chunk by chunk, as the digits of their numbers."""
        choices = [np.array(one, dtype=np.int8) for one in self.choices()]
        for first in range(0, self.patterns, CHUNK):
            number = np.arange(first, min(first + CHUNK, self.patterns))
            signs = np.empty((len(number), len(choices)), dtype=np.int8)
            for place in reversed(range(len(choices))):
                signs[:, place] = choices[place][number % len(choices[place])]
                number //= len(choices[place])
            yield signs


def read_rules(text: str, regulators: Iterable[str], targets: Iterable[str]) -> tuple[Rule, ...]:
    """Read rules such as ``g1 -> g2, g2 -| g1, I -? g1``; ``-?`` is a link of either sign.

    Raises `ModelError` naming the one that cannot be read.
    """
    regulators, targets, rules = tuple(regulators), tuple(targets), []
    for part in re.split(r"[,;\n]", text):
        if not part.strip():
            continue
        found = _RULE.fullmatch(part)
        if found is None:
            raise ModelError(
                f"'{part.strip()}' is no link; write 'A -> B', 'A -| B', or 'A -? B' for either."
            )
        source, arrow, target = found.groups()
        if source not in regulators or target not in targets:
            raise ModelError(
                f"The link '{part.strip()}' names no regulator and target of the task; regulators "
                f"are {', '.join(regulators)}, targets are {', '.join(targets)}."
            )
        rules.append((source, target, (1, -1) if arrow == EITHER else (ARROWS[arrow],)))
    return tuple(rules)
