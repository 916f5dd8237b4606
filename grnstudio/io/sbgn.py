"""Networks as SBGN-ML 0.3: process descriptions of reactions, activity flows of regulations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from grnstudio.core.drawing import Place
from grnstudio.core.network import Network, Species
from grnstudio.core.network_diagram import ACTS, CONSUMES, Arc, Process, diagram
from grnstudio.core.network_layout import NOTHING_SIZE, SQUARE
from grnstudio.core.regulation_view import regulation_view
from grnstudio.io.atomic import write_text
from grnstudio.io.drawn_places import box_around, boxes, reaction_places, regulation_places

SPACE = "http://sbgn.org/libsbgn/0.3"
PROCESSES, ACTIVITIES = "process description", "activity flow"
PORT = 8.0  # points from the side of a process to its ports
ROOM = 20.0  # points around the species of a compartment
UNKINDLY = (
    "The compartments were left out: their species stand among each other, so no frames can be "
    "drawn around them."
)

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
_OF_TERM = {
    "SBO:0000245": "macromolecule",
    "SBO:0000252": "macromolecule",
    "SBO:0000247": "simple chemical",
    "SBO:0000253": "complex",
    "SBO:0000278": "nucleic acid feature",
    "SBO:0000354": "nucleic acid feature",
}
_INFLUENCE = {1: "positive influence", -1: "negative influence", 0: "unknown influence"}

Box = tuple[float, float, float, float]  # left, top, width, height


def write_processes(network: Network, path: Path | str) -> tuple[str, ...]:
    """Save ``network`` as a process description; return sentences on what was left out."""
    text, remarks = process_description(network)
    write_text(text, path)
    return remarks


def write_activities(network: Network, path: Path | str) -> tuple[str, ...]:
    """Save who raises and lowers whom in ``network`` as an activity flow."""
    write_text(activity_flow(network), path)
    return ()


def process_description(network: Network) -> tuple[str, tuple[str, ...]]:
    """Return ``network`` as a process description, and what was left out."""
    drawing = _Processes(network)
    return _map(PROCESSES, network, [*drawing.glyphs(), *drawing.arcs()]), drawing.remarks


def activity_flow(network: Network) -> str:
    """Return the regulations in ``network`` as an activity flow."""
    shown = regulation_view(network)
    places = regulation_places(network, shown)
    titles = {one.id: one.name or one.id for one in network.species}
    ids = _ids(shown.genes)
    sizes = {name: box_around(titles.get(name, name)) for name in shown.genes}
    elements = [
        _glyph(ids[name], "biological activity", _around(places[name], sizes[name]),
               titles.get(name, name))
        for name in shown.genes
    ]  # fmt: skip
    for number, one in enumerate(shown.links, 1):
        ends = [(places[name], sizes[name]) for name in (one.source, one.target)]
        course = _loop(*ends[0]) if one.source == one.target else _line(*ends[0], *ends[1])
        between = (ids[one.source], ids[one.target])
        elements.append(_arc(f"influence_{number}", _INFLUENCE[one.sign], between, course))
    return _map(ACTIVITIES, network, elements)


class _Processes:
    """One process description."""

    def __init__(self, network: Network) -> None:
        self._network, self._diagram = network, diagram(network)
        self._places = reaction_places(network, self._diagram)
        processes = [one.name for one in self._diagram.processes]
        places = [one.id for one in network.compartments]
        self._ids = _ids([*self._diagram.species, *processes, *self._diagram.nothings, *places])
        self._sizes: dict[str, Place] = boxes(network)
        self._sizes |= dict.fromkeys(self._diagram.nothings, (NOTHING_SIZE, NOTHING_SIZE))
        self._ports = {one.name: self._ports_of(one) for one in self._diagram.processes}
        self._frames = self._frames_of()
        lost = network.compartments and not self._frames and network.species
        self.remarks: tuple[str, ...] = (UNKINDLY,) if lost else ()

    def glyphs(self) -> Iterator[str]:
        """Yield compartments, species, sources and sinks, processes."""
        titles = {one.id: one.name or one.id for one in self._network.compartments}
        for name, box in self._frames.items():
            yield _glyph(self._ids[name], "compartment", box, titles[name])
        for one in self._network.species:
            where = self._ids[one.compartment] if one.compartment in self._frames else ""
            box = _around(self._places[one.id], self._sizes[one.id])
            kind = self._kind(one)
            yield _glyph(self._ids[one.id], kind, box, one.name or one.id, within=where)
        for name in self._diagram.nothings:
            box = _around(self._places[name], self._sizes[name])
            yield _glyph(self._ids[name], "source and sink", box)
        for process in self._diagram.processes:
            box = _around(self._places[process.name], (SQUARE, SQUARE))
            id, ports = self._ids[process.name], self._ports[process.name]
            inside = "".join(
                f'<port id="{id}.{number}" x="{_n(x)}" y="{_n(y)}"/>'
                for number, (x, y) in enumerate(ports, 1)
            )
            yield _glyph(id, "process", box, inside=inside)

    def arcs(self) -> Iterator[str]:
        """Yield consumption, production, and what acts on processes."""
        consuming = {one.process for one in self._diagram.arcs if one.role == CONSUMES}
        for number, one in enumerate(self._diagram.arcs, 1):
            yield self._arc(f"arc_{number}", one, one.process in consuming)

    def _arc(self, id: str, one: Arc, consumes: bool) -> str:
        node, process = self._ids[one.species], self._ids[one.process]
        place, size = self._places[one.species], self._sizes[one.species]
        if one.role == ACTS:
            course = _line(place, size, self._places[one.process], (SQUARE, SQUARE))
            return _arc(id, _acting(one, consumes), (node, process), course)
        side = 0 if one.role == CONSUMES else 1
        port = self._ports[one.process][side]
        inwards = [_edge(place, port, size), port]
        count = "" if one.stoichiometry in (None, 1.0) else f"{one.stoichiometry:.6g}"
        if side == 0 and not one.both:
            return _arc(id, "consumption", (node, f"{process}.1"), inwards, count)
        return _arc(id, "production", (f"{process}.{side + 1}", node), inwards[::-1], count)

    def _kind(self, one: Species) -> str:
        about = self._network.extras.get(one.id)
        term = about.get("sbo") if isinstance(about, Mapping) else None
        return _OF_TERM.get(str(term), "unspecified entity")

    def _ports_of(self, process: Process) -> tuple[Place, Place]:
        """Return where what is used arrives and what is made leaves, on opposite sides."""
        ends: dict[str, list[Place]] = {}
        for one in self._diagram.arcs:
            if one.process == process.name and one.role != ACTS:
                ends.setdefault(one.role, []).append(self._places[one.species])
        here = self._places[process.name]
        (x, y), (u, v) = (_mean(ends.get(role, [here])) for role in (CONSUMES, "produces"))
        reach = SQUARE / 2 + PORT
        if abs(u - x) >= abs(v - y):
            step = (reach if u >= x else -reach, 0.0)
        else:
            step = (0.0, reach if v >= y else -reach)
        return (here[0] - step[0], here[1] - step[1]), (here[0] + step[0], here[1] + step[1])

    def _frames_of(self) -> dict[str, Box]:
        """Return a frame for each compartment, none at all if two would overlap."""
        frames: dict[str, Box] = {}
        for compartment in self._network.compartments:
            inside = [
                _around(self._places[one.id], self._sizes[one.id])
                for one in self._network.species
                if one.compartment == compartment.id
            ]
            if inside:
                frames[compartment.id] = _hull(inside)
        found = list(frames.values())
        apart = all(not _touch(a, b) for i, a in enumerate(found) for b in found[:i])
        return frames if apart else {}


def _map(language: str, network: Network, elements: Iterable[str]) -> str:
    body = "\n".join(elements)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sbgn xmlns="{SPACE}">\n<map id="map" language="{language}">\n{body}\n</map>\n</sbgn>\n'
    )


def _glyph(id: str, kind: str, box: Box, text: str = "", within: str = "", inside: str = "") -> str:
    where = f' compartmentRef="{within}"' if within else ""
    label = f'<label text="{escape(_printable(text))}"/>' if text else ""
    left, top, width, height = map(_n, box)
    return (
        f'<glyph id="{id}" class="{kind}"{where}>{label}'
        f'<bbox x="{left}" y="{top}" w="{width}" h="{height}"/>{inside}</glyph>'
    )


def _arc(
    id: str, kind: str, ends: tuple[str, str], course: Sequence[Place], count: str = ""
) -> str:
    (x, y), *between, (u, v) = course
    number = ""
    if count:
        box = _around(((x + u) / 2, (y + v) / 2), (8.0 + 6.0 * len(count), 12.0))
        number = _glyph(f"{id}_count", "stoichiometry", box, count)
    bends = "".join(f'<next x="{_n(a)}" y="{_n(b)}"/>' for a, b in between)
    return (
        f'<arc id="{id}" class="{kind}" source="{ends[0]}" target="{ends[1]}">{number}'
        f'<start x="{_n(x)}" y="{_n(y)}"/>{bends}<end x="{_n(u)}" y="{_n(v)}"/></arc>'
    )


def _acting(one: Arc, consumes: bool) -> str:
    if one.sign < 0:
        return "inhibition"
    if one.sign > 0:
        return "catalysis" if consumes and not one.both else "stimulation"
    return "modulation"


def _ids(names: Iterable[str]) -> dict[str, str]:
    """Return ids for XML by name: the names themselves where they can be."""
    found: dict[str, str] = {}
    taken: set[str] = {"map"}
    for name in names:
        stem = name if _PLAIN.fullmatch(name) else re.sub(r"[^A-Za-z0-9_]+", "_", f"n{name}")
        id, number = stem, 1
        while id in taken:
            number += 1
            id = f"{stem}_{number}"
        taken.add(id)
        found[name] = id
    return found


def _line(place: Place, size: Place, other: Place, other_size: Place) -> list[Place]:
    return [_edge(place, other, size), _edge(other, place, other_size)]


def _loop(place: Place, size: Place) -> list[Place]:
    """Return a course that leaves a box on the right and comes back from above."""
    x, y = place[0] + size[0] / 2, place[1] - size[1] / 2
    return [(x, place[1]), (x + 20, place[1]), (x + 20, y - 20), (place[0], y - 20), (place[0], y)]


def _edge(inside: Place, outside: Place, size: Place) -> Place:
    """Return where the line from the middle of a box to a place leaves the box."""
    x, y = outside[0] - inside[0], outside[1] - inside[1]
    reach = max(2 * abs(x) / size[0], 2 * abs(y) / size[1], 1.0)
    return inside[0] + x / reach, inside[1] + y / reach


def _around(place: Place, size: Place) -> Box:
    return place[0] - size[0] / 2, place[1] - size[1] / 2, *size


def _hull(inside: Sequence[Box]) -> Box:
    left, top = min(one[0] for one in inside) - ROOM, min(one[1] for one in inside) - ROOM
    right = max(one[0] + one[2] for one in inside) + ROOM
    low = max(one[1] + one[3] for one in inside) + ROOM
    return left, top, right - left, low - top


def _touch(a: Box, b: Box) -> bool:
    across = a[0] < b[0] + b[2] and b[0] < a[0] + a[2]
    return across and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def _mean(places: Sequence[Place]) -> Place:
    return sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places)


def _n(value: float) -> str:
    return f"{round(value, 3):.10g}"


def _printable(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(c for c in text if c.isprintable())
