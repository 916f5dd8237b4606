"""Reads reactions: ``J1: 2 A + $B -> n C; k*A^2``."""

from __future__ import annotations

from grnstudio.core.antimony_statements import MASS_ACTION, ReactionLine, Term
from grnstudio.core.antimony_tokens import ARROWS, NOTHING, Cursor, Formula, Id


def is_reaction(cursor: Cursor) -> bool:
    """Say whether an arrow stands in what is left of the statement."""
    return any(token.kind == "sign" and token.text in ARROWS for token in cursor.rest())


def refuse_interactions(cursor: Cursor) -> None:
    """Raise `AntimonySyntaxError` if the next statement is one such as ``A -o B``."""
    words = [token.text for token in cursor.first(7)]
    if words[1:2] == [":"]:
        words = words[2:]
    arrow = words[1:3] in (["-", "o"], ["-", "|"], ["-", "("])
    if arrow and len(words) == 4 and words[0].isidentifier() and words[3].isidentifier():
        cursor.fail(
            f"Interactions ({words[0]} {''.join(words[1:3])} {words[3]}) are not read; write "
            f"the regulator into the rate of the reaction instead."
        )


def reaction(cursor: Cursor, id: Id) -> ReactionLine:
    """Step over a reaction and its rate; raises `AntimonySyntaxError`."""
    reactants = _side(cursor)
    if not cursor.sees(*ARROWS):
        cursor.fail(
            f"In a reaction, {cursor.shown()} is not understood here; write A + 2 B -> C, with => "
            "for one that never goes backwards."
        )
    reversible = cursor.take().text == "->"
    products = _side(cursor)
    if not cursor.is_done:
        cursor.fail(
            f"In a reaction, {cursor.shown()} is not understood here; put + between species and ; "
            "before the rate."
        )
    rate, mass_action = None, False
    if cursor.take().kind == "semicolon" and not cursor.is_done:
        rate, mass_action = _rate(cursor)
        cursor.finish("The rate")
    return ReactionLine(id, reactants, products, reversible, rate, mass_action)


def _rate(cursor: Cursor) -> tuple[Formula, bool]:
    if not (cursor.sees(MASS_ACTION) and cursor.ahead().text == "("):
        return cursor.formula("The rate"), False
    cursor.take()
    start = cursor.take()
    formula = cursor.formula("The constant of mass action", (")",))
    if not cursor.skip(")"):
        cursor.fail("This parenthesis is never closed; write ) after the constant.", start)
    return formula, True


def _side(cursor: Cursor) -> tuple[Term, ...]:
    if cursor.skip(NOTHING) or cursor.sees(*ARROWS) or cursor.is_done:
        return ()
    if cursor.token.text == "0" and (cursor.ahead().text in ARROWS or _is_last(cursor)):
        cursor.take()
        return ()
    terms = [_term(cursor)]
    while cursor.skip("+"):
        terms.append(_term(cursor))
    return tuple(terms)


def _is_last(cursor: Cursor) -> bool:
    return cursor.ahead().kind in ("newline", "semicolon", "end")


def _is_species(cursor: Cursor) -> bool:
    """Say whether a species follows the next token."""
    return cursor.ahead().kind in ("name", "quoted") or cursor.ahead().text == "$"


def _term(cursor: Cursor) -> Term:
    sign = -1.0 if cursor.skip("-") else 1.0
    count, label = sign, None
    if cursor.token.kind == "number":
        count = sign * float(cursor.take().text)
    elif not cursor.sees("$") and _is_species(cursor):
        label = cursor.id("A species")
    boundary = cursor.skip("$")
    return Term(cursor.id("A species"), count, label, boundary)
