"""Keeps the order of a network's parts where statements of its text came and went."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import lt

from grnstudio.core.antimony_items import subject
from grnstudio.core.antimony_lines import Line
from grnstudio.core.antimony_numbers import PLAIN
from grnstudio.core.antimony_phrases import Phrases, id_text
from grnstudio.core.antimony_sheet import Found, Sheet, declared
from grnstudio.core.antimony_statements import (
    Declaration,
    EventLine,
    FunctionText,
    ReactionLine,
    Rule,
    Statement,
    Value,
)
from grnstudio.core.network import Compartment, Network, Parameter, Species

IdOf = Callable[[Statement], str]
Value_ = Compartment | Species | Parameter


def keep_order(sheet: Sheet, before: Network, network: Network, phrases: Phrases) -> None:
    """Move and add statements until the parts come up in the order of ``network``.

    They come up in the order of ``before`` but for what came since.
    """
    old = dict(_orders(before))
    for kind, ids in _orders(network):
        if ids != old[kind] and not (kind is ReactionLine and _is_shorter(ids, old[kind])):
            _keep_statements(sheet, ids, _initial if kind is Value else _of_kind(kind))
    if not sheet.is_shaken:
        return
    kinds: tuple[Sequence[Value_], ...]
    kinds = (network.compartments, network.species, network.parameters)
    firsts = _firsts(sheet)
    for parts in kinds:
        if not _is_kept(parts, firsts):
            _keep_values(sheet, parts, phrases)
            firsts = _firsts(sheet)


def _is_shorter(ids: Sequence[str], old: Sequence[str]) -> bool:
    """Say whether ``ids`` are those of ``old`` in their order, but for some that are gone."""
    left = set(ids)
    return len(ids) < len(old) and [one for one in old if one in left] == list(ids)


def _firsts(sheet: Sheet) -> dict[str, tuple[int, int, Line]]:
    """Return where each id comes up first: the number of its line, its place there, the line."""
    found: dict[str, tuple[int, int, Line]] = {}
    for number, line in enumerate(sheet.lines()):
        for place, id in enumerate(line.seen):
            if id not in found:
                found[id] = number, place, line
    return found


def _is_kept(parts: Sequence[Value_], firsts: Mapping[str, tuple[int, int, Line]]) -> bool:
    """Say whether parts come up in their order."""
    places = [firsts[one.id][:2] for one in parts if one.id in firsts]
    return all(map(lt, places, places[1:]))


def _orders(network: Network) -> Iterator[tuple[type[Statement], list[str]]]:
    yield ReactionLine, [one.id for one in network.reactions]
    yield Rule, [one.target for one in network.rules]
    yield EventLine, [one.id for one in network.events]
    yield FunctionText, [one.id for one in network.functions]
    yield Value, [one.target for one in network.initial]


def _of_kind(kind: type[Statement]) -> Callable[[Statement], str]:
    def id_of(one: Statement) -> str:
        return one.id.name if isinstance(one, kind) else ""  # type: ignore[union-attr]

    return id_of


def _initial(one: Statement) -> str:
    """Return the id that a statement gives a formula at the start."""
    match one:
        case Value(owner=None) if not PLAIN.fullmatch(one.formula.text):
            return one.id.name
        case Declaration(value=value) if value and not PLAIN.fullmatch(value.text):
            return one.id.name
    return ""


def _keep_statements(sheet: Sheet, ids: Sequence[str], id_of: Callable[[Statement], str]) -> None:
    wanted = {id: number for number, id in enumerate(ids)}
    places: dict[str, Found] = {}
    for line in sheet.lines():
        for item in line.items:
            id = id_of(item.statement) if item.statement else ""
            if id in wanted:
                places[id] = line, item
    order = [wanted[id] for id in places]
    staying = {ids[number] for number in _rising(order)}
    if len(staying) == len(order):
        return
    for number, id in enumerate(ids):
        if id not in places or id in staying or number == 0:
            continue
        before = next((one for one in reversed(ids[:number]) if one in places), "")
        _move(sheet, _at(sheet, id, id_of), (before, id_of) if before else None)


def _at(sheet: Sheet, id: str, id_of: Callable[[Statement], str]) -> Found:
    return sheet.where(id, lambda one: id_of(one) == id)[0]


def _move(sheet: Sheet, place: Found, before: tuple[str, IdOf] | None) -> None:
    line, item = place
    if item.statement is None or before is None:
        return
    if isinstance(item.statement, Declaration):
        value = item.statement.value
        sheet.put(line, item.start, item.end, declared(item.statement, value=None))
        text = f"{id_text(item.statement.id.name)} = {value.text if value else 0}"
        sheet.add_after(_at(sheet, *before), text)
        return
    text = line.plain[item.start : item.end].strip()
    if item.is_unnamed and isinstance(item.statement, ReactionLine | EventLine):
        text = f"{id_text(item.statement.id.name)}: {text}"
    sheet.add_after(_at(sheet, *before), text.removesuffix(";"))
    kind = type(item.statement)
    sheet.drop(*next(one for one in sheet.found(subject(item.statement), kind) if one[0] is line))


def _rising(numbers: Sequence[int]) -> set[int]:
    """Return the members of a longest rising run, not necessarily of neighbours."""
    ends: list[int] = []
    back: dict[int, int] = {}
    for number in numbers:
        place = bisect_left(ends, number)
        if place == len(ends):
            ends.append(number)
        ends[place] = number
        if place:
            back[number] = ends[place - 1]
    found, number = set(), ends[-1] if ends else -1
    while number >= 0:
        found.add(number)
        number = back.get(number, -1)
    return found


def _keep_values(sheet: Sheet, parts: Sequence[Value_], phrases: Phrases) -> None:
    """Declare what comes up too late before that which should follow it."""
    firsts = _firsts(sheet)
    bound: tuple[int, int] | None = None
    where: Line | None = None
    waiting: list[Value_] = []
    for one in reversed(parts):
        if one.id not in firsts:
            continue
        number, place, line = firsts[one.id]
        if bound is None or (number, place) < bound:
            if where and waiting:
                sheet.add_before(where, _declared(waiting, phrases))
            bound, where, waiting = (number, place), line, []
        else:
            waiting.insert(0, one)
            bound = (bound[0], 0)
    if where and waiting:
        sheet.add_before(where, _declared(waiting, phrases))


def _declared(parts: Sequence[Value_], phrases: Phrases) -> str:
    return "; ".join(_words(parts, phrases))


def _words(parts: Sequence[Value_], phrases: Phrases) -> Iterator[str]:
    if isinstance(parts[0], Species):
        yield "species " + ", ".join(id_text(one.id) for one in parts)
        return
    for one in parts:
        word = phrases.constancy(one.id, one.constant).strip()
        if isinstance(one, Compartment):
            yield f"compartment {id_text(one.id)}"
        else:
            yield f"{word or ('const' if one.constant else 'var')} {id_text(one.id)}"
