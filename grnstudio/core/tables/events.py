"""The table of events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from grnstudio.core.antimony_tokens import Formula
from grnstudio.core.network import Compartment, Network, Parameter
from grnstudio.core.network_edits import without
from grnstudio.core.rules import Event
from grnstudio.core.tables.cells import flag_column, name_column, title_column
from grnstudio.core.tables.draft import Draft
from grnstudio.core.tables.table import Column, Row, Table, named
from grnstudio.errors import ModelError


def _rows(network: Network, key: str = "") -> list[Row]:
    return [Row(one.id, one.id, one) for one in named(network.events, key)]


def _create(draft: Draft, text: str) -> str:
    one = Event(draft.name(text, "E"), "time > 10")
    draft.put(one)
    return one.id


def _remove(network: Network, rows: Sequence[Row]) -> Network:
    return without(network, [row.id for row in rows])


def _set_trigger(draft: Draft, key: str, text: str) -> None:
    if not text.strip():
        raise ModelError("An event needs to know when; type a condition such as time > 10.")
    formula = draft.formula(_bare(text), adding=True)
    draft.put(replace(draft.find(Event, key), trigger=formula))


def _set_option(name: str) -> Any:
    def write(draft: Draft, key: str, text: str) -> None:
        formula = draft.formula(_bare(text), adding=True) if text.strip() else ""
        edit: dict[str, Any] = {name: formula}
        draft.put(replace(draft.find(Event, key), **edit))

    return write


def _bare(text: str) -> str:
    """Return a formula without parentheses around the whole of it, as it is read from text."""
    return Formula(" ".join(text.split()), 0).bare().text


def _set_assignments(draft: Draft, key: str, text: str) -> None:
    one, found = draft.find(Event, key), {}
    for part in _parts(text):
        target, equals, formula = (word.strip() for word in part.partition("="))
        target = target.removesuffix(":").strip()
        if not equals or not formula:
            raise ModelError(f"'{part.strip()}' sets nothing; type A = 0; B = 2*B.")
        if target in found:
            raise ModelError(f"'{target}' is set twice; keep one.")
        if target not in draft.symbols:
            draft.add_parameter(target, None, constant=False)
        found[target] = draft.formula(formula, adding=True)
    draft.put(replace(one, assignments=found))
    draft.touch({*found, *one.assignments})
    _let_rest(draft, one.assignments.keys() - found.keys())


def _parts(text: str) -> Iterator[str]:
    """Yield what stands between semicolons and commas outside parentheses."""
    depth, start = 0, 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if (sign in ",;" and depth == 0) or sign == "\n":
            yield text[start:place]
            start = place + 1
    if text[start:].strip():
        yield text[start:]


def _let_rest(draft: Draft, targets: set[str]) -> None:
    """Make constant again what nothing sets any more, as its text would say it."""
    set_still = {target for one in draft.parts(Event).values() for target in one.assignments}
    kinds: tuple[Any, ...] = (Parameter, Compartment)
    for target in targets - set_still - draft.rules.keys():
        for kind in kinds:
            if one := draft.parts(kind).get(target):
                draft.put(replace(one, constant=True))


def _assignments(row: Row) -> str:
    return "; ".join(f"{target} = {formula}" for target, formula in row.part.assignments.items())


EVENTS = Table(
    "events",
    "Events",
    "event",
    "What is set to something else once a condition comes true.",
    _rows,
    lambda network: (network.events,),
    (
        name_column(Event, "event"),
        Column(
            "When",
            "It happens when this turns from false to true, such as time > 10",
            lambda row: str(row.part.trigger),
            _set_trigger,
            "formula",
            width=152,
            sample="time > 10",
        ),
        Column(
            "Then",
            "What is set: A = 0; B = 2*B",
            _assignments,
            _set_assignments,
            "formula",
            width=184,
            sample="A = 0",
        ),
        Column(
            "Delay",
            "How long after the condition came true; nothing for at once",
            lambda row: str(row.part.delay),
            _set_option("delay"),
            "formula",
            width=72,
        ),
        Column(
            "Priority",
            "Of events at one time the one with the highest priority happens first",
            lambda row: str(row.part.priority),
            _set_option("priority"),
            "formula",
            width=72,
        ),
        flag_column(
            Event,
            "Persistent",
            "persistent",
            "It happens even if the condition turns false during the delay",
            80,
        ),
        flag_column(
            Event,
            "True before",
            "initially",
            "The condition counts as true before the start, so it has to turn false first",
            88,
        ),
        flag_column(
            Event,
            "Early values",
            "at_trigger",
            "The values set are worked out when the condition comes true, not after the delay",
            88,
        ),
        title_column(Event),
    ),
    _create,
    _remove,
    starting=1,
)
