"""Where the parts of a network stand in its two drawings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Middles of what is drawn, by name; x to the right, y downwards, in points.

    ``reactions`` places species and processes of the reaction view (sources and sinks too, by the
    names of `network_diagram`), ``regulation`` the species of the regulation view. What has no
    place is laid out when it is shown.
    """

    reactions: Mapping[str, Place] = field(default_factory=dict)
    regulation: Mapping[str, Place] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.reactions or self.regulation)

    def renamed(self, old: str, new: str) -> Drawing:
        """Return the drawing with what was called ``old`` in the same place under ``new``."""
        return self.all_renamed({old: new})

    def all_renamed(self, names: Mapping[str, str]) -> Drawing:
        """Return the drawing with all in the same places under other ``names``."""
        return Drawing(_renamed(self.reactions, names), _renamed(self.regulation, names))

    def placed(self, notation: str, places: Mapping[str, Place]) -> Drawing:
        """Return the drawing with other places in one of its two views, named as its field is."""
        if notation == "reactions":
            return Drawing({**self.reactions, **places}, self.regulation)
        return Drawing(self.reactions, {**self.regulation, **places})

    def only(self, names: Collection[str]) -> Drawing:
        """Return the drawing of ``names`` alone, with their sources and sinks."""
        return Drawing(
            {name: place for name, place in self.reactions.items() if _owner(name) in names},
            {name: place for name, place in self.regulation.items() if name in names},
        )

    def joined(self, other: Drawing) -> Drawing:
        """Return both drawings as one; where both place a name, ``other`` holds."""
        return Drawing(
            {**self.reactions, **other.reactions}, {**self.regulation, **other.regulation}
        )


def _renamed(places: Mapping[str, Place], names: Mapping[str, str]) -> dict[str, Place]:
    named = {
        name: names.get(name) or _spelled(name, names)
        for name in places
        if name in names or (" " in name and not names.keys().isdisjoint(name.split(" ")))
    }
    if not named:
        return dict(places)
    return {named.get(name, name): place for name, place in places.items()}


def _spelled(name: str, names: Mapping[str, str]) -> str:
    """Rename in the names of sources and sinks too, ``∅ J1 in``."""
    return " ".join(names.get(word, word) for word in name.split(" "))


def _owner(name: str) -> str:
    """Return the process that a source or sink belongs to, else the name itself."""
    words = name.split(" ")
    return words[1] if len(words) > 1 else name
