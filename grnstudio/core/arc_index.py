"""Which arcs of a diagram meet at its parts, and the piece of it that some arcs depend on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from grnstudio.core.network_diagram import Diagram


class ArcIndex:
    """Finds arcs by the parts at their ends."""

    def __init__(self, diagram: Diagram) -> None:
        self._diagram = diagram
        self._at: dict[str, list[int]] = defaultdict(list)
        for number, arc in enumerate(diagram.arcs):
            self._at[arc.species].append(number)
            self._at[arc.process].append(number)
        self._processes = {one.name: one for one in diagram.processes}
        self._ranks = {name: rank for rank, name in enumerate(self._names())}

    def of(self, names: Iterable[str]) -> set[int]:
        """Return the arcs that end at parts."""
        return {number for name in names if name in self._at for number in self._at[name]}

    def numbers(self, keys: Iterable[tuple[str, str, str]]) -> set[int]:
        """Return the arcs of these species, processes and roles, as far as there are any."""
        arcs = self._diagram.arcs
        return {
            number
            for species, process, role in keys
            if process in self._at
            for number in self._at[process]
            if arcs[number].species == species and arcs[number].role == role
        }

    def touched(self, names: Iterable[str]) -> set[int]:
        """Return the arcs that run otherwise when parts move: theirs, and those beside these."""
        return self.of(self.ends(self.of(names)))

    def ends(self, arcs: Iterable[int]) -> set[str]:
        """Return the parts at the ends of arcs."""
        found = [self._diagram.arcs[number] for number in arcs]
        return {one.species for one in found} | {one.process for one in found}

    def piece(self, arcs: Collection[int], others: Iterable[str]) -> tuple[Diagram, list[int]]:
        """Return a diagram in which ``arcs`` run as they do in the whole, and numbers of its arcs.

        ``others`` are parts that may stand in their way.
        """
        beside = self.of(self.ends(arcs))
        processes = {self._diagram.arcs[number].process for number in beside}
        numbers = sorted(beside | self.of(processes))
        names = sorted({*self.ends(numbers), *others}, key=self._ranks.__getitem__)
        nothings = set(self._diagram.nothings)
        found = Diagram(
            tuple(name for name in names if name not in self._processes and name not in nothings),
            tuple(self._processes[name] for name in names if name in self._processes),
            tuple(name for name in names if name in nothings),
            tuple(self._diagram.arcs[number] for number in numbers),
        )
        return found, numbers

    def _names(self) -> Iterable[str]:
        yield from self._diagram.species
        yield from self._processes
        yield from self._diagram.nothings
