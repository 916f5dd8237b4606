"""Joining two networks by a table of names: what is the same in both, and what is called otherwise.

Stands on `network_merge`, which can only tell parts of one id apart or take them as one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from grnstudio.core.drawing import Drawing, Place
from grnstudio.core.network import Compartment, Network, Parameter, Part, Species
from grnstudio.core.network_edits import mentions
from grnstudio.core.network_merge import Merged, merged
from grnstudio.core.network_rename import all_renamed, check_id, fresh_id
from grnstudio.errors import ModelError

BESIDE = 60.0  # points between a drawing and the one that is put beside it


@dataclass(frozen=True, slots=True)
class Clash:
    """An id that two networks both have; ``fresh`` is free in both.

    ``can_be_same`` says whether it can be one part in both, ``is_equal`` that it is said alike.
    """

    id: str
    here: str
    there: str
    fresh: str
    can_be_same: bool
    is_equal: bool

    @property
    def proposal(self) -> str:
        """What the part that comes in is best called."""
        return self.id if self.can_be_same and self.is_equal else self.fresh


def kind_of(part: Part) -> str:
    """Return the word for a kind of part."""
    return type(part).__name__.lower()


def clashes(network: Network, other: Network) -> tuple[Clash, ...]:
    """Return the ids that both networks have, in the order of the one that comes in."""
    here = {one.id: one for one in network.parts()}
    alike = _alike(here, other)
    labels = network.symbols - here.keys()
    taken = set(here) | set(labels) | {one.id for one in other.parts()} | set(other.symbols)
    found = []
    for one in other.parts():
        if one.id in here or one.id in labels:
            same = here.get(one.id)
            fresh = fresh_id(one.id, taken)
            taken.add(fresh)
            found.append(
                Clash(
                    one.id,
                    kind_of(same) if same else "stoichiometry",
                    kind_of(one),
                    fresh,
                    type(same) is type(one),
                    one.id in alike,
                )
            )
    return tuple(found)


def joined(network: Network, other: Network, names: Mapping[str, str]) -> Merged:
    """Return ``network`` with ``other`` in it, whose parts are called as ``names`` says.

    A part that is given the id of one of ``network`` is that one, and stays as ``network`` has it.
    Others keep their id, or get a free one. Raises `ModelError` for names that cannot be.
    """
    own = {one.id for one in other.parts()}
    _check(network, other, names, own)
    targets = {id: names.get(id, id) for id in own if names.get(id, id)}
    here = {one.id for one in network.parts()}
    same = {names[id] for id in own if names.get(id) in here}
    incoming = _all_renamed(other, targets)
    incoming = replace(incoming, drawing=_beside(network.drawing, incoming.drawing, same))
    incoming, labels = _without_labels(network, incoming, same)
    found = merged(network, incoming, same | labels)
    called = {id: found.names.get(targets[id], targets[id]) for id in own}
    return replace(found, names=called)


def _check(
    network: Network, other: Network, names: Mapping[str, str], own: Collection[str]
) -> None:
    kinds = {one.id: type(one) for one in network.parts()}
    given: dict[str, str] = {}
    for one in other.parts():
        name = names.get(one.id, one.id)
        if one.id in names and name in given:
            raise ModelError(
                f"'{given[name]}' and '{one.id}' cannot both be called '{name}'; give one of them "
                "another name."
            )
        given[name] = one.id
        if one.id not in names:
            continue
        if name in kinds and kinds[name] is not type(one):
            raise ModelError(
                f"'{one.id}' is a {kind_of(one)} and '{name}' a {kinds[name].__name__.lower()}, so "
                "they cannot be the same. Give it another name."
            )
        if name not in kinds and name != one.id:
            check_id(name, network.symbols)


def _all_renamed(other: Network, targets: Mapping[str, str]) -> Network:
    """Rename, and get what is in the way of a name out of it."""
    in_the_way = (other.symbols - targets.keys()) & set(targets.values())
    everywhere = {*other.symbols, *targets, *targets.values()}
    moved = {}
    for id in sorted(in_the_way):
        moved[id] = fresh_id(id, everywhere)
        everywhere.add(moved[id])
    return all_renamed(other, {**targets, **moved})


def _without_labels(
    network: Network, incoming: Network, same: Collection[str]
) -> tuple[Network, set[str]]:
    """Drop rules of stoichiometries in reactions that stay out, and return those that are here."""
    labels = {
        each.id
        for one in incoming.reactions
        if one.id in same
        for each in (*one.reactants, *one.products)
        if each.id
    }
    lost = labels - network.symbols
    rules = tuple(one for one in incoming.rules if one.target not in lost)
    initial = tuple(one for one in incoming.initial if one.target not in lost)
    return replace(incoming, rules=rules, initial=initial), labels & network.symbols


def _beside(here: Drawing, there: Drawing, same: Collection[str]) -> Drawing:
    """Put a drawing to the right of another, unless they share parts whose places say where."""
    views = ((here.reactions, there.reactions), (here.regulation, there.regulation))
    return Drawing(*(_moved(one, other, same) for one, other in views))


def _moved(
    here: Mapping[str, Place], there: Mapping[str, Place], same: Collection[str]
) -> dict[str, Place]:
    left = {name: place for name, place in there.items() if name not in same}
    if not here or not left:
        return left
    x = max(x for x, _ in here.values()) + BESIDE - min(x for x, _ in left.values()) + BESIDE
    y = min(y for _, y in here.values()) - min(y for _, y in left.values())
    return {name: (place[0] + x, place[1] + y) for name, place in left.items()}


def _alike(here: Mapping[str, Part], other: Network) -> set[str]:
    """Return the ids of what both say alike, down to what it speaks of."""
    there = {one.id: one for one in other.parts()}
    found = {id for id, one in there.items() if id in here and _is_alike(here[id], one)}
    while True:
        loose = {
            id
            for id in found
            if any(name in there and name not in found for name in mentions(there[id]))
        }
        if not loose:
            return found
        found -= loose


def _is_alike(one: Part, other: Part) -> bool:
    """Return whether two parts say the same, or are of a kind of which there is usually one."""
    if isinstance(one, Species | Compartment) and type(one) is type(other):
        return True
    if isinstance(one, Parameter) and isinstance(other, Parameter):
        return one.value == other.value
    return one == other
