"""Ways of drawing initial amounts, to teach and to test with many starts.

As text: ``G1 0..4; G2 4 - G1; P 80..1199`` or ``G1 G2 G3 2 tokens``, parts apart by semicolons.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from grnstudio.core.conservation import conservation_laws
from grnstudio.core.initial_amounts import initial_amounts
from grnstudio.core.network import Network
from grnstudio.errors import ModelError, SettingError

MOST_TOKENS = 4  # of a sum that stays: so few, such as copies of a gene, are thrown as tokens
FEW = 5  # molecules that are left of a species that is nearly gone
SHARE_OF_USUAL = 0.05  # of what others start with: so many at most, of which there are none
_BETWEEN = re.compile(r"(\w+)\s+(\d+)(?:\s*\.\.\s*(\d+))?")
_REST = re.compile(r"(\w+)\s+(\d+)\s*-\s*(\w+)")
_TOKENS = re.compile(r"(\w+(?:\s+\w+)*)\s+(\d+)\s+tokens?")
_WAYS = "Write P 80..1199 for a range, G2 4 - G1 for a rest, G1 G2 G3 2 tokens for tokens."


@dataclass(frozen=True, slots=True)
class Between:
    """A whole number from ``low`` to ``high``, both among them."""

    species: str
    low: int
    high: int

    @property
    def names(self) -> tuple[str, ...]:
        """The species that get an amount."""
        return (self.species,)

    @property
    def text(self) -> str:
        """As it is written."""
        return f"{self.species} {self.low}" + (f"..{self.high}" if self.high != self.low else "")

    def draw(self, rng: np.random.Generator, start: dict[str, int]) -> None:
        """Add to ``start`` what is drawn."""
        start[self.species] = int(rng.integers(self.low, self.high, endpoint=True))


@dataclass(frozen=True, slots=True)
class Rest:
    """What ``other`` leaves of ``total``."""

    species: str
    total: int
    other: str

    @property
    def names(self) -> tuple[str, ...]:
        """The species that get an amount."""
        return (self.species,)

    @property
    def text(self) -> str:
        """As it is written."""
        return f"{self.species} {self.total} - {self.other}"

    def draw(self, rng: np.random.Generator, start: dict[str, int]) -> None:
        """Add to ``start`` what is left."""
        start[self.species] = self.total - start[self.other]


@dataclass(frozen=True, slots=True)
class Thrown:
    """Tokens thrown among ``species``, each independently and uniformly."""

    species: tuple[str, ...]
    tokens: int

    @property
    def names(self) -> tuple[str, ...]:
        """The species that get an amount."""
        return self.species

    @property
    def text(self) -> str:
        """As it is written."""
        return f"{' '.join(self.species)} {self.tokens} tokens"

    def draw(self, rng: np.random.Generator, start: dict[str, int]) -> None:
        """Add to ``start`` where they fell."""
        counts = np.bincount(
            rng.integers(len(self.species), size=self.tokens), minlength=len(self.species)
        )
        start.update(zip(self.species, counts.tolist(), strict=True))


Part: TypeAlias = Between | Rest | Thrown


@dataclass(frozen=True, slots=True)
class Starts:
    """Initial amounts by species, drawn part after part.

    In a share ``near_empty`` of the starts species that are no tokens are taken away or left with
    a few molecules, some or all of them.
    """

    parts: tuple[Part, ...] = ()
    near_empty: float = 0.0

    @property
    def text(self) -> str:
        """The parts as they are written."""
        return "; ".join(one.text for one in self.parts)

    @property
    def species(self) -> tuple[str, ...]:
        """The species that get an amount."""
        return tuple(name for one in self.parts for name in one.names)

    @property
    def bound(self) -> frozenset[str]:
        """The species whose sums are given: tokens, and those that share a total."""
        thrown = {name for one in self.parts if isinstance(one, Thrown) for name in one.species}
        shared = {
            name for one in self.parts if isinstance(one, Rest) for name in (one.species, one.other)
        }
        return frozenset(thrown | shared)

    def with_near_empty(self, share: float) -> Starts:
        """Return starts of which a ``share`` is empty or nearly so; raises `SettingError`."""
        if not 0 <= share <= 1:
            raise SettingError(f"The share of near-empty starts lies from 0 to 1, not {share:g}.")
        return replace(self, near_empty=share)

    def draw(self, rng: np.random.Generator) -> dict[str, int]:
        """Return initial amounts by species."""
        start: dict[str, int] = {}
        for one in self.parts:
            one.draw(rng, start)
        if self.near_empty and rng.random() < self.near_empty:
            bound = self.bound
            ranges = [one for one in self.parts if isinstance(one, Between)]
            start.update(_emptied([one for one in ranges if one.species not in bound], rng))
        return start


def _emptied(loose: list[Between], rng: np.random.Generator) -> dict[str, int]:
    """Return what is left of some or all of the ``loose`` species: nothing, or very little."""
    if not loose:
        return {}
    picked = rng.random(len(loose)) < (1.0 if rng.random() < 0.5 else 0.5)
    picked[rng.integers(len(loose))] = True
    nothing = rng.random() < 0.5
    most = [0 if nothing else min(one.high or FEW, FEW) for one in loose]
    left = rng.integers(0, most, endpoint=True)
    return {
        one.species: int(count)
        for one, count, gone in zip(loose, left, picked, strict=True)
        if gone
    }


def of_network(network: Network) -> Starts:
    """Return starts around the amounts of ``network``, for all species that reactions change.

    Few molecules whose sum stays are thrown as tokens; others start at half to one and a half of
    their amount, and those of which there are none with a few.
    """
    amounts = _amounts(network)
    groups = list(_token_groups(network, amounts))
    thrown = {name: one for one in groups for name in one.species}
    filled = sorted(amount for name, amount in amounts.items() if amount and name not in thrown)
    usual = filled[len(filled) // 2] if filled else 0
    parts: dict[Part, None] = {}
    for name, amount in amounts.items():
        few = max(FEW, round(SHARE_OF_USUAL * usual))
        low, high = (amount // 2, math.ceil(1.5 * amount)) if amount else (0, few)
        high = 1 if amount == 1 else high  # which may be a gene, whose other state is not named
        parts[thrown.get(name) or Between(name, low, high)] = None
    return Starts(tuple(parts))


def read(text: str, network: Network) -> Starts:
    """Read ``text``, which may be empty for `of_network`; raises `ModelError` saying where.

    Species it does not name start as in the network.
    """
    if not text.strip(" ;\n\t"):
        return of_network(network)
    free = set(moving(network))
    parts: list[Part] = []
    for place, piece in _pieces(text):
        where = f"Initial states, at character {place}, '{piece}': "
        part = _part(piece, where)
        _check(part, parts, free, network, where)
        parts.append(part)
    named = {name for one in parts for name in one.names}
    others = {name: one for name, one in _amounts(network).items() if name not in named}
    return Starts((*parts, *(Between(name, count, count) for name, count in others.items())))


def part_of(text: str) -> Part:
    """Read one part; raises `ModelError` if it is none."""
    return _part(text.strip(), "")


def moving(network: Network) -> tuple[str, ...]:
    """Return the species that reactions may change."""
    moved = {
        one.species
        for reaction in network.reactions
        for one in (*reaction.reactants, *reaction.products)
        if reaction.kinetics is not None
    }
    ruled = {one.target for one in network.rules}
    return tuple(
        one.id
        for one in network.species
        if one.id in moved and not (one.boundary or one.constant or one.id in ruled)
    )


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield what stands between semicolons or ends of lines, and at which character it begins."""
    for match in re.finditer(r"[^;\n]+", text):
        if piece := match[0].strip():
            yield match.start() + len(match[0]) - len(match[0].lstrip()) + 1, piece


def _part(text: str, where: str) -> Part:
    if found := _BETWEEN.fullmatch(text):
        low, high = int(found[2]), int(found[3] or found[2])
        if low > high:
            raise ModelError(f"{where}{low} is more than {high}; write the lower number first.")
        return Between(found[1], low, high)
    if found := _REST.fullmatch(text):
        return Rest(found[1], int(found[2]), found[3])
    if found := _TOKENS.fullmatch(text):
        return Thrown(tuple(found[1].split()), int(found[2]))
    raise ModelError(f"{where or repr(text) + ' '}is no way to draw a start. {_WAYS}")


def _check(part: Part, before: list[Part], free: set[str], network: Network, where: str) -> None:
    """Raise `ModelError` if ``part`` cannot be, after those ``before``."""
    names = part.names
    given = [name for one in before for name in one.names]
    for index, name in enumerate(names):
        if name not in {one.id for one in network.species}:
            there = ", ".join(one.id for one in network.species)
            raise ModelError(f"{where}there is no species '{name}'; there are {there}.")
        if name not in free:
            raise ModelError(
                f"{where}no reaction changes {name}, so it is no state. Leave it out here; name it "
                "among the parameters if it is to be varied."
            )
        if name in given or name in names[:index]:
            raise ModelError(f"{where}{name} has been given an amount before; leave one out.")
    if isinstance(part, Rest):
        _check_rest(part, before, where)


def _check_rest(part: Rest, before: list[Part], where: str) -> None:
    source = next((one for one in before if part.other in one.names), None)
    if source is None:
        raise ModelError(f"{where}say before this what {part.other} starts with.")
    most = source.tokens if isinstance(source, Thrown) else 0
    most = source.high if isinstance(source, Between) else most
    most = source.total if isinstance(source, Rest) else most
    if most > part.total:
        raise ModelError(
            f"{where}{part.other} can be {most}, which leaves fewer than none of {part.total}. "
            f"Let it be {part.total} at most."
        )


def _amounts(network: Network) -> dict[str, int]:
    """Return with how many molecules those species begin that reactions may change."""
    known = initial_amounts(network)
    moved = [name for name in moving(network) if name in known]
    return {name: max(0, math.floor(known[name] + 0.5)) for name in moved}


def _token_groups(network: Network, amounts: dict[str, int]) -> Iterator[Thrown]:
    """Yield the groups of species whose few molecules only change places."""
    taken: set[str] = set()
    for law in conservation_laws(network):
        names = tuple(law.coefficients)
        alike = set(law.coefficients.values()) == {1} and len(names) > 1
        if not alike or taken & set(names) or not set(names) <= amounts.keys():
            continue
        total = sum(amounts[name] for name in names)
        if 1 <= total <= MOST_TOKENS:
            taken |= set(names)
            yield Thrown(names, total)
