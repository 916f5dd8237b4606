"""A reaction network in Hill form from a signed graph, or from a circuit with its constants.

Levels are those of the circuit: a fully made gene is at 1, and time is in lifetimes of a gene
product. Activators of a gene add up, each repressor holds all of them down:
``(basal + b_A*A^n/(K^n + A^n) + ...)*K^n/(K^n + R^n)*...``. A graph as read from trained circuits
says who regulates whom and how strongly, not how steeply: its constants are a start, to be fitted
or varied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from grnstudio.core.hill_circuit import HillCircuit
from grnstudio.core.hill_links import HillLink, links_of_circuit, links_of_edges
from grnstudio.core.network import (
    MassAction,
    Network,
    Parameter,
    Participant,
    RateLaw,
    Reaction,
    Species,
)
from grnstudio.core.network_rename import fresh_id
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.core.rules import Event
from grnstudio.core.task import Condition, Task, TimeAxis
from grnstudio.errors import MissingInput

BASAL = 0.05
DECAY = 1.0
MOST_STEPS = 24  # changes of an input that are taken as steps
NOTICED = 1e-6

Course: TypeAlias = tuple[tuple[float, float], ...]  # times and the levels from then on


def hill_network(
    graph: RegulatoryGraph,
    cutoff: float | None = None,
    initial: Mapping[str, float] | None = None,
    title: str = "",
) -> Network:
    """Return a network whose genes regulate each other as the links above ``cutoff`` say.

    The usual cut-off is taken if none is given. Inputs are held from outside, at 0 unless
    ``initial`` says otherwise. Raises `MissingInput` if no link is that strong.
    """
    cutoff = graph.default_cutoff() if cutoff is None else cutoff
    edges = list(graph.edges(cutoff))
    if not edges:
        raise MissingInput(
            f"No link is stronger than the cut-off {cutoff:.3g}, so there is no network to make; "
            "lower the cut-off."
        )
    return _Making(
        graph.targets,
        graph.inputs,
        links_of_edges(edges),
        dict.fromkeys(graph.targets, BASAL),
        initial or {},
        title,
    ).network()


def circuit_network(circuit: HillCircuit, title: str = "", size: float = 1.0) -> Network:
    """Return the network of a circuit with the constants it has; its rate equation is the limit.

    A level of 1 becomes ``size`` molecules: with hundreds and more it can be simulated by chance,
    with 1 the species are levels. Inputs are held at 0.
    """
    topology = circuit.topology
    links = tuple(links_of_circuit(circuit, size))
    basal = {name: size * float(x) for name, x in zip(topology.targets, circuit.basal, strict=True)}
    starts = {
        name: _whole(size * float(level), size)
        for name, level in zip(topology.targets, circuit.initial, strict=True)
    }
    return _Making(topology.targets, topology.inputs, links, basal, starts, title).network()


def with_inputs(network: Network, task: Task, size: float = 1.0) -> Network:
    """Return the network with inputs that change as in a task, by events.

    They follow the first condition in which one steps, else the task's own test of steps, else
    they stay as the first condition has them. What changes too often for steps stays at its mean.
    A level of 1 is ``size`` molecules.
    """
    courses = _courses(task)
    ids = {part.name or part.id: part.id for part in network.species}
    taken = {part.id for part in network.parts()}
    starts: dict[str, float] = {}
    events: list[Event] = []
    for name, course in courses.items():
        if name not in ids:
            continue
        levels = [_whole(size * level, size) for _, level in course]
        starts[ids[name]] = levels[0]
        for (time, _), level in zip(course[1:], levels[1:], strict=True):
            id = fresh_id(f"step_{ids[name]}", taken)
            taken.add(id)
            events.append(Event(id, f"time >= {time:.6g}", {ids[name]: f"{level:.6g}"}))
    species = tuple(
        replace(part, initial=starts.get(part.id, part.initial)) for part in network.species
    )
    return replace(network, species=species, events=(*network.events, *events))


def _courses(task: Task) -> Mapping[str, Course]:
    """Return the times at which inputs change and what they change to, from time 0 on."""
    found = [_of_condition(task, one) for one in task.conditions]
    for courses in found:
        if any(len(course) > 1 for course in courses.values()):
            return courses
    probe = task.probe
    if probe is None:
        return found[0]
    onset = probe.euler_step * probe.onset
    return {
        name: ((0.0, level), *(((onset, max(probe.levels[name])),) if name in probe.levels else ()))
        for name, level in probe.rest.items()
    }


def _of_condition(task: Task, one: Condition) -> Mapping[str, Course]:
    level = (one.level.low + one.level.high) / 2 if one.level else 0.0
    courses: dict[str, Course] = {}
    for name, curve in one.inputs.items():
        if curve.is_empty:
            continue
        values = np.nan_to_num(curve.at_level(level))
        changes = (np.flatnonzero(np.abs(np.diff(values)) > NOTICED) + 1).tolist()
        if not isinstance(task.axis, TimeAxis) or len(changes) > MOST_STEPS:
            courses[name] = ((0.0, float(values.mean())),)
            continue
        steps = ((float(task.axis.values[k - 1]), float(values[k])) for k in changes)
        courses[name] = ((0.0, float(values[0])), *steps)
    return courses


def _whole(level: float, size: float) -> float:
    """Return a whole number of molecules, or a level as it is."""
    return float(f"{level:.6g}") if size == 1.0 else float(round(level))


class _Making:
    def __init__(
        self,
        targets: Sequence[str],
        inputs: Sequence[str],
        links: Sequence[HillLink],
        basal: Mapping[str, float],
        initial: Mapping[str, float],
        title: str,
    ) -> None:
        self._targets, self._links, self._basal = targets, links, basal
        self._initial, self._title = initial, title
        self._taken: set[str] = set()
        self._ids = {name: self._named(name) for name in (*targets, *inputs)}
        self._parameters: list[Parameter] = []

    def network(self) -> Network:
        """Return the network."""
        shared = set(self._basal.values())
        common = self._number("basal", shared.pop()) if shared == {BASAL} else ""
        decay = self._number("delta", DECAY)
        reactions = [
            one
            for name in self._targets
            for one in (self._synthesis(name, common), self._decay(name, decay))
        ]
        return Network(
            id="circuit",
            name=self._title,
            species=tuple(self._species(name, name not in self._targets) for name in self._ids),
            parameters=tuple(self._parameters),
            reactions=tuple(reactions),
        )

    def _species(self, name: str, is_held: bool) -> Species:
        id = self._ids[name]
        start = float(self._initial.get(name, 0.0))
        return Species(id, start, boundary=is_held, name=name if name != id else "")

    def _synthesis(self, name: str, common: str) -> Reaction:
        links = [one for one in self._links if one.target == name]
        holding = [one for one in links if one.sign < 0]
        rate = " + ".join(self._made(name, links, common))
        if holding:
            rate = "*".join([f"({rate})", *(self._fall(one) for one in holding)])
        acting = [self._ids[one.source] for one in links if one.source != name]
        order = [id for id in self._ids.values() if id in acting]
        return Reaction(
            self._fresh(f"make_{self._ids[name]}"),
            products=(Participant(self._ids[name]),),
            kinetics=RateLaw(rate),
            modifiers=tuple(order),
        )

    def _made(self, name: str, links: Sequence[HillLink], common: str) -> list[str]:
        """Return the terms of a gene's synthesis that repressors hold down."""
        id = self._ids[name]
        made = [
            f"{self._number(self._of('beta', one), one.strength)}*{self._rise(one)}"
            for one in links
            if one.sign > 0
        ]
        if common:
            return [common, *(made or [self._number(f"beta_{id}", 1.0)])]
        if self._basal[name] or not made:
            return [self._number(f"basal_{id}", float(f"{self._basal[name]:.6g}")), *made]
        return made

    def _decay(self, name: str, decay: str) -> Reaction:
        id = self._ids[name]
        return Reaction(self._fresh(f"lose_{id}"), (Participant(id),), (), MassAction(decay))

    def _rise(self, link: HillLink) -> str:
        source, threshold, exponent = self._constants(link)
        return f"{source}^{exponent}/({threshold}^{exponent} + {source}^{exponent})"

    def _fall(self, link: HillLink) -> str:
        source, threshold, exponent = self._constants(link)
        return f"{threshold}^{exponent}/({threshold}^{exponent} + {source}^{exponent})"

    def _constants(self, link: HillLink) -> tuple[str, str, str]:
        """Return the names of a link's regulator, threshold and exponent."""
        return (
            self._ids[link.source],
            self._number(self._of("K", link), link.threshold),
            self._number(self._of("n", link), link.exponent),
        )

    def _of(self, letter: str, link: HillLink) -> str:
        return f"{letter}_{self._ids[link.source]}_{self._ids[link.target]}"

    def _number(self, stem: str, value: float) -> str:
        id = self._fresh(stem)
        self._parameters.append(Parameter(id, value))
        return id

    def _named(self, name: str) -> str:
        """Return an id for a name, which may have any characters."""
        plain = re.sub(r"[^A-Za-z0-9_]+", "_", name, flags=re.ASCII).strip("_")
        return self._fresh(plain if plain and not plain[0].isdigit() else f"g_{plain}".rstrip("_"))

    def _fresh(self, stem: str) -> str:
        id = fresh_id(stem, self._taken)
        self._taken.add(id)
        return id


def starts_of(task: Task) -> Mapping[str, float]:
    """Return the levels at which the genes of a task begin, as far as it states them."""
    known: Iterable[tuple[str, float | None]] = ((one.name, one.initial) for one in task.genes)
    return {name: level for name, level in known if level is not None}
