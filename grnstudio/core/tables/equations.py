"""Reactions as chemists type them: ``A + 2 B -> C``, perhaps with ``; rate`` after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from grnstudio.core.antimony_reactions import reaction
from grnstudio.core.antimony_statements import MASS_ACTION, ReactionLine, Term
from grnstudio.core.antimony_tokens import Cursor, Formula, Id
from grnstudio.core.network import MassAction, Participant, RateLaw, Reaction, Species
from grnstudio.core.tables.cells import shown_number
from grnstudio.core.tables.draft import Draft
from grnstudio.errors import ModelError

ONE_WAY, BOTH_WAYS = "=>", "->"
_SHOWN = {ONE_WAY: "→", BOTH_WAYS: "⇌"}
_OTHERS = {"<->": BOTH_WAYS, "<=>": BOTH_WAYS, "⇌": BOTH_WAYS, "↔": BOTH_WAYS, "→": ONE_WAY}
NOTHING = "∅"


def equation(one: Reaction) -> str:
    """Return a reaction as it is typed."""
    arrow = BOTH_WAYS if one.reversible else ONE_WAY
    return " ".join(filter(None, (_side(one.reactants), arrow, _side(one.products))))


def shown_equation(one: Reaction) -> str:
    """Return a reaction as it is read."""
    arrow = _SHOWN[BOTH_WAYS if one.reversible else ONE_WAY]
    return f"{_side(one.reactants) or NOTHING} {arrow} {_side(one.products) or NOTHING}"


def rate(one: Reaction) -> str:
    """Return the rate of a reaction as it is typed, empty if it has none."""
    if one.kinetics is None:
        return ""
    if isinstance(one.kinetics, MassAction):
        return f"{MASS_ACTION}({one.kinetics.constant})"
    return one.kinetics.formula


def set_equation(draft: Draft, key: str, text: str) -> None:
    """Put what ``text`` says in the place of a reaction's equation, and of its rate if it has one.

    Species that are not there are added. Raises `ModelError`.
    """
    line = _line(key, text)
    before = draft.find(Reaction, key)
    like = _known(draft, (*line.reactants, *line.products))
    after = replace(
        before,
        reactants=tuple([_participant(draft, before, term, like) for term in line.reactants]),
        products=tuple([_participant(draft, before, term, like) for term in line.products]),
        reversible=line.reversible,
    )
    draft.put(after)
    if line.rate:
        _put_rate(draft, after, line)


def set_rate(draft: Draft, key: str, text: str) -> None:
    """Give a reaction the rate that ``text`` says, or none. Names of nothing become parameters."""
    one = draft.find(Reaction, key)
    if not text.strip():
        draft.put(replace(one, kinetics=None))
        return
    line = _line(key, f"=> ; {text}")
    if line.rate is None:
        raise ModelError(f"'{text.strip()}' is no rate; type a formula such as k*A.")
    _put_rate(draft, one, line)


def _put_rate(draft: Draft, one: Reaction, line: ReactionLine) -> None:
    text = line.rate.text if isinstance(line.rate, Formula) else ""
    formula = draft.formula(text, one.locals, adding=True)
    draft.put(replace(one, kinetics=(MassAction if line.mass_action else RateLaw)(formula)))


def _line(key: str, text: str) -> ReactionLine:
    text = " ".join(text.split())
    for other, arrow in _OTHERS.items():
        text = text.replace(other, arrow)
    if not any(arrow in text for arrow in (ONE_WAY, BOTH_WAYS)):
        raise ModelError(
            "A reaction needs an arrow: type A + 2 B => C, or A -> B for one that may go back."
        )
    cursor = Cursor(text)
    line = reaction(cursor, Id(key, 0))
    if not cursor.is_over:
        raise ModelError(
            "A reaction is one equation and one rate; put others in rows of their own."
        )
    return line


def _known(draft: Draft, terms: Iterable[Term]) -> Species | None:
    """Return the first species of a reaction that is there already."""
    known = draft.parts(Species)
    return next((known[one.species.name] for one in terms if one.species.name in known), None)


def _participant(draft: Draft, before: Reaction, term: Term, like: Species | None) -> Participant:
    name = term.species.name
    if name not in draft.parts(Species):
        draft.add_species(name, like)
        draft.added.append(f"species {name}")
    if term.boundary:
        draft.put(replace(draft.find(Species, name), boundary=True))
    draft.touch([name])
    if term.label is None:
        return Participant(name, term.stoichiometry)
    label = term.label.name
    for one in (*before.reactants, *before.products):
        if one.id == label:
            return replace(one, species=name)
    raise ModelError(
        f"'{label}' before '{name}' is no number; type 2 {name}, or {label} + {name} for two."
    )


def _side(side: Iterable[Participant]) -> str:
    return " + ".join(map(_term, side))


def _term(one: Participant) -> str:
    if one.id:
        return f"{one.id} {one.species}"
    return one.species if one.stoichiometry == 1.0 else _counted(one)


def _counted(one: Participant) -> str:
    return f"{shown_number(one.stoichiometry)} {one.species}"
