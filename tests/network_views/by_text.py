"""Edits of a network by its text."""

from __future__ import annotations

import re

from grnstudio.core import antimony
from grnstudio.core.extras import carried_over
from grnstudio.errors import GRNStudioError
from tests.network_views.hands import Hands, same

NUMBER = re.compile(r"(?<==)\s*[0-9.]+(e-?[0-9]+)?", re.IGNORECASE)
UNFINISHED = ("half: S_x +", "A_half =", "((", "made_half: => ; 2 *")


def write(hands: Hands, text: str) -> None:
    """Put ``text`` into the editor as typing does, and apply it."""
    hands.is_half = False
    hands.text.editor.setPlainText(text)
    hands.text.apply()


def is_readable(text: str) -> bool:
    try:
        antimony.parse(text)
    except GRNStudioError:
        return False
    return True


def lines(hands: Hands) -> list[str]:
    return hands.text.text.split("\n")


def insert(hands: Hands, line: str) -> None:
    """Type a line where statements stand: before the end of the model, if it has one."""
    found = lines(hands)
    ends = [index for index, one in enumerate(found) if one.strip() == "end"]
    found.insert(ends[-1] if ends else len(found), line)
    write(hands, "\n".join(found))


def type_species(hands: Hands) -> str:
    name = hands.fresh("S")
    insert(hands, f"  species {name}; {name} = {hands.random.randint(0, 50)}")
    return f"text: species {name}"


def type_reaction(hands: Hands) -> str:
    name, species = hands.fresh("J"), [one.id for one in hands.network.species]
    source = hands.pick([*species, ""])
    target = hands.pick([*species, hands.fresh("P"), ""])
    law = f"k_{name}*{source}" if source else f"k_{name}"
    insert(hands, f"  {name}: {source} => {target}; {law}  // typed")
    insert(hands, f"  k_{name} = {hands.random.randint(1, 9) / 10}")
    return f"text: reaction {name}"


def type_rule(hands: Hands) -> str:
    name, species = hands.fresh("rule"), hands.pick(hands.network.species)
    insert(hands, f"  {name} := {f'2*{species.id} + 1' if species else '3'}")
    return f"text: rule {name}"


def type_event(hands: Hands) -> str:
    name, species = hands.fresh("E"), hands.pick(hands.network.species)
    if species is None:
        return "text: no species for an event"
    insert(hands, f"  {name}: at (time > 5): {species.id} = 1")
    return f"text: event {name}"


def type_comment(hands: Hands) -> str:
    found = lines(hands)
    found.insert(hands.random.randint(0, len(found)), f"// {hands.fresh('note')} = a; b")
    write(hands, "\n".join(found))
    return "text: comment"


def change_number(hands: Hands) -> str:
    places = list(NUMBER.finditer(hands.text.text))
    place = hands.pick(places)
    if place is None:
        return "text: no number"
    text = hands.text.text
    write(hands, f"{text[: place.start()]} {hands.random.randint(1, 99)}{text[place.end() :]}")
    return "text: number"


def remove_line(hands: Hands) -> str:
    found = lines(hands)
    plain = [index for index, one in enumerate(found) if one.strip() not in ("", "end")]
    plain = [index for index in plain if not found[index].startswith("model")]
    if len(plain) < 3:
        return type_species(hands)
    gone = found.pop(hands.pick(plain))
    write(hands, "\n".join(found))
    return f"text: remove '{gone}'"


def rename(hands: Hands) -> str:
    part = hands.pick(hands.network.parts())
    if part is None:
        return "text: nothing to rename"
    new = hands.fresh(part.id.split("_")[0])
    write(hands, re.sub(rf"(?<![\w.]){part.id}(?!\w)", new, hands.text.text))
    return f"text: rename {part.id} to {new}"


def leave_unfinished(hands: Hands) -> str:
    line, was_readable = hands.pick(UNFINISHED), is_readable(hands.text.text)
    insert(hands, line)
    hands.is_half = was_readable and not is_readable(hands.text.text)
    return f"text: leave '{line}'"


def mend(hands: Hands) -> str:
    """Take unfinished lines away; what was edited beside them must be in the text already."""
    text = "\n".join(one for one in lines(hands) if one.strip() not in UNFINISHED)
    if hands.is_half:
        read = carried_over(hands.network, antimony.parse(text))
        same("the text beside an unfinished line", read, hands.network)
    write(hands, text if is_readable(text) else hands.readable)
    return "text: mend"


MOVES = (
    type_species,
    type_reaction,
    type_rule,
    type_event,
    type_comment,
    change_number,
    remove_line,
    rename,
    leave_unfinished,
    mend,
    mend,
)
