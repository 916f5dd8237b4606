"""What a network's text says of one id: its value, name, place, unit and words."""

from __future__ import annotations

from collections.abc import Collection

from grnstudio.core.antimony_items import Item
from grnstudio.core.antimony_lines import Line
from grnstudio.core.antimony_phrases import id_text
from grnstudio.core.antimony_sheet import Found, Sheet, declaration, declared
from grnstudio.core.antimony_statements import (
    Declaration,
    Naming,
    Place,
    Property,
    Statement,
    Value,
)
from grnstudio.core.antimony_tokens import Formula, Id, quoted
from grnstudio.core.network import Network


class Sayings:
    """Statements about single ids, written into a sheet where their like stand."""

    def __init__(self, sheet: Sheet, network: Network) -> None:
        self._sheet, self._network = sheet, network

    def local(self, reaction: str, id: str) -> list[Found]:
        """Return where a reaction's own parameter has its value."""
        return self._sheet.where(
            reaction,
            lambda one: (
                isinstance(one, Value)
                and one.owner is not None
                and one.owner.name == reaction
                and one.id.name == id
            ),
        )

    def set_local(self, reaction: str, id: str, text: str) -> None:
        """Say what a reaction's own parameter is."""
        said = f"{id_text(reaction)}.{id_text(id)} = {text}"
        if found := self.local(reaction, id):
            self._sheet.say(*found[0], said)
        else:
            self.add_about(reaction, said)

    def add_about(self, id: str, text: str) -> None:
        """Write a statement after the last one about ``id``, or where the model ends."""
        found = self._sheet.found(id)
        found = [one for one in found if not isinstance(one[1].statement, Declaration)] or found
        if found:
            self._sheet.add_after(found[-1], text)
        elif used := self._sheet.where(id, lambda one: True):
            self._sheet.add_below(used[-1][0], text)
        else:
            self._sheet.add_at_end(text)

    def set_name(self, id: str, name: str, known_as: str = "") -> None:
        """Say what a part is called in plain words, or nothing."""
        self._set(id, f"{known_as or id_text(id)} is {quoted(name)}" if name else "", Naming)

    def set_property(self, id: str, key: str, text: str) -> None:
        """Say a unit, a conversion factor or how many dimensions."""
        word = "" if key == "unit" else f"{key} "
        said = f"{id_text(id) if id else 'model'} has {word}{text}" if text else ""
        found = self._sheet.where(
            id, lambda one: isinstance(one, Property) and (one.id.name, one.key) == (id, key)
        )
        self._write(id, found, said)

    def _set(self, id: str, text: str, kind: type[Statement]) -> None:
        self._write(id, self._sheet.found(id, kind), text)

    def _write(self, id: str, found: list[Found], text: str) -> None:
        if found and text:
            self._sheet.say(*found[-1], text)
        elif found:
            self._sheet.drop(*found[-1])
        elif text:
            self.add_about(id, text)

    def set_place(self, id: str, place: str) -> None:
        """Say in which compartment something is, or in none."""
        said = Id(place, 0) if place else None
        written = False
        for line, item in self._sheet.found(id, Declaration, Place):
            match item.statement:
                case Declaration(place=old) if old:
                    self._sheet.put(
                        line, item.start, item.end, declared(item.statement, place=said)
                    )
                    written = True
                case Place() if place:
                    self._sheet.say(line, item, f"{id_text(id)} in {id_text(place)}")
                    written = True
                case Place():
                    self._sheet.drop(line, item)
        if place and not written:
            self._place_anew(id, Id(place, 0))

    def _place_anew(self, id: str, place: Id) -> None:
        for line, item in self._sheet.found(id, Declaration):
            if isinstance(item.statement, Declaration):
                text = declared(item.statement, place=place)
                self._sheet.put(line, item.start, item.end, text)
                return
        self.add_about(id, f"{id_text(id)} in {id_text(place.name)}")

    def set_word(self, id: str, word: str, is_on: bool) -> None:
        """Declare ``id`` with ``word``, or without it."""
        found = self._sheet.found(id, Declaration)
        if is_on:
            if word not in self._sheet.words_of(id):
                self._add_word(id, word, found)
            return
        for line, item in reversed(found):
            one = item.statement
            if isinstance(one, Declaration) and word in one.words:
                self._redeclare(line, item, one, one.words - {word})

    def _add_word(self, id: str, word: str, found: list[Found]) -> None:
        for line, item in found:
            if isinstance(item.statement, Declaration):
                self._redeclare(line, item, item.statement, item.statement.words | {word})
                return
        self.add_about(id, f"{word} {id_text(id)}")

    def _redeclare(self, line: Line, item: Item, one: Declaration, words: Collection[str]) -> None:
        if not words and (one.place or one.boundary or not one.value):
            self._sheet.drop(line, item)
        else:
            self._sheet.say(line, item, declaration(words, one))

    def set_value(self, id: str, text: str) -> None:
        """Say what ``id`` is at the start, or nothing."""
        for line, item in self._sheet.found(id, Value, Declaration):
            match item.statement:
                case Value(owner=None, formula=old) if text:
                    place = old.position, old.position + len(old.text)
                    self._sheet.put(line, *place, text)
                    return
                case Value(owner=None):
                    self._sheet.drop(line, item)
                    return
                case Declaration(value=old) if old:
                    value = Formula(text, 0) if text else None
                    said = declared(item.statement, value=value)
                    self._sheet.put(line, item.start, item.end, said)
                    return
        if text:
            self.add_value(id, text)

    def add_value(self, id: str, text: str) -> None:
        """Write the value of ``id`` where those of its like stand."""
        said = f"{id_text(id)} = {text}"
        if not self._sheet.found(id, Declaration):
            for one in self._like(id):
                if found := self._sheet.found(one, Value):
                    self._sheet.add_after(found[-1], said)
                    return
        self.add_about(id, said)

    def _like(self, id: str) -> list[str]:
        """Return the ids of the parts before one of its kind, the next first."""
        for parts in (self._network.species, self._network.parameters):
            ids = [one.id for one in parts]
            if id in ids:
                number = ids.index(id)
                return ids[max(0, number - 20) : number][::-1]
        return []
