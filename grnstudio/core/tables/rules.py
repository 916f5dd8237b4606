"""The table of rules: formulas that set a value at the start, always, or its rate of change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from grnstudio.core.network import Compartment, Network, Parameter, Species
from grnstudio.core.rules import AssignmentRule, InitialAssignment, RateRule
from grnstudio.core.tables.cells import is_number, number
from grnstudio.core.tables.draft import Draft
from grnstudio.core.tables.table import Column, Row, Table
from grnstudio.errors import ModelError

Rule: TypeAlias = AssignmentRule | RateRule | InitialAssignment
ALWAYS, CHANGE, START = "always", "rate of change", "at the start"
_KINDS: dict[type, str] = {AssignmentRule: ALWAYS, RateRule: CHANGE, InitialAssignment: START}
_SIGNS = {":=": ALWAYS, "'=": CHANGE, "' =": CHANGE, "'": CHANGE, "′": CHANGE, "=": START}
_AT_START = " at the start"
_TYPED = re.compile(r"(?P<target>\w+)\s*(?P<sign>:=|'\s*=|=)\s*(?P<formula>.+)", re.ASCII)


def _rows(network: Network, key: str = "") -> list[Row]:
    rows = [Row(one.target, one.target, one) for one in network.rules]
    return rows + [Row(one.target + _AT_START, one.target, one) for one in network.initial]


def _rule(draft: Draft, key: str) -> Rule:
    if key.endswith(_AT_START):
        found: Rule | None = draft.initial.get(key.removesuffix(_AT_START))
    else:
        found = draft.rules.get(key)
    if found is None:
        raise ModelError(f"There is no rule for '{key}' any more.")
    return found


def _create(draft: Draft, text: str) -> str:
    typed = _TYPED.fullmatch(text.strip())
    if typed is None and not re.fullmatch(r"\w+", text.strip(), re.ASCII):
        raise ModelError("Name what the rule sets, such as x, or type the rule: x := 2*y.")
    target = typed["target"] if typed else text.strip()
    kind = _SIGNS[typed["sign"].replace(" ", "")] if typed else ALWAYS
    if kind != START and target in draft.rules:
        raise ModelError(f"'{target}' has a rule already; change that one.")
    if kind == START and target in draft.initial:
        raise ModelError(f"'{target}' has a formula for the start already; change that one.")
    if target not in draft.symbols:
        draft.add_parameter(target, None, constant=False)
    return _put(draft, kind, target, typed["formula"] if typed else "0")


def _put(draft: Draft, kind: str, target: str, text: str) -> str:
    formula = draft.formula(text, adding=True)
    if kind == START:
        if is_number(formula):
            raise ModelError(
                f"A number needs no rule: type {formula} as the value of '{target}' itself."
            )
        draft.set_initial(target, formula)
        return target + _AT_START
    draft.set_rule((AssignmentRule if kind == ALWAYS else RateRule)(target, formula), target)
    return target


def _drop(draft: Draft, one: Rule) -> None:
    if isinstance(one, InitialAssignment):
        draft.set_initial(one.target, "")
    else:
        draft.set_rule(None, one.target)
        _let_rest(draft, one.target)


def _let_rest(draft: Draft, target: str) -> None:
    """Make constant again what no rule sets any more, as its text would say it."""
    kinds: tuple[Any, ...] = (Parameter, Compartment)
    for kind in kinds:
        if one := draft.parts(kind).get(target):
            draft.put(replace(one, constant=True))


def _set_target(draft: Draft, key: str, text: str) -> None:
    one, target = _rule(draft, key), text.strip()
    if target == one.target:
        return
    held: Any = draft.initial if isinstance(one, InitialAssignment) else draft.rules
    if target in held:
        raise ModelError(f"'{target}' has a rule already; change that one.")
    if target not in draft.symbols:
        draft.add_parameter(target, None, constant=False)
    _drop(draft, one)
    _put(draft, _KINDS[type(one)], target, one.formula)


def _set_kind(draft: Draft, key: str, text: str) -> None:
    one, kind = _rule(draft, key), _kind(text)
    if kind == _KINDS[type(one)]:
        return
    other: Any = draft.initial if kind == START else draft.rules
    if one.target in other and (kind == START or isinstance(one, InitialAssignment)):
        raise ModelError(f"'{one.target}' has another rule of that kind already.")
    _drop(draft, one)
    _put(draft, kind, one.target, one.formula)


def _kind(text: str) -> str:
    word = text.strip().casefold()
    found = [one for one in (ALWAYS, CHANGE, START) if word and one.startswith(word)]
    kind = _SIGNS.get(word) or (found[0] if len(found) == 1 else "")
    if not kind:
        raise ModelError(f"'{text.strip()}' is none of: {ALWAYS}, {CHANGE}, {START}.")
    return kind


def _set_formula(draft: Draft, key: str, text: str) -> None:
    one = _rule(draft, key)
    if not text.strip():
        raise ModelError("A rule needs a formula; remove its row (Del) if there is to be none.")
    if isinstance(one, InitialAssignment) and is_number(text):
        _set_number(draft, one.target, number(text))
    else:
        _put(draft, _KINDS[type(one)], one.target, text)


def _set_number(draft: Draft, target: str, value: float) -> None:
    """Let a number begin in the place of a formula."""
    draft.set_initial(target, "")
    if one := draft.parts(Species).get(target):
        draft.put(replace(one, initial=value, is_concentration=not one.only_substance))
    elif size := draft.parts(Compartment).get(target):
        draft.put(replace(size, size=value))
    elif parameter := draft.parts(Parameter).get(target):
        draft.put(replace(parameter, value=value))
    else:
        raise ModelError(f"'{target}' is a stoichiometry; its number stands in the reaction.")


def _remove(network: Network, rows: Sequence[Row]) -> Network:
    draft = Draft(network)
    for row in rows:
        _drop(draft, row.part)
    return draft.network()


def _sign(row: Row) -> str:
    return {ALWAYS: "always  :=", CHANGE: "rate of change  ′ =", START: "at the start  ="}[
        _KINDS[type(row.part)]
    ]


RULES = Table(
    "rules",
    "Rules",
    "rule",
    "Formulas that set something always, its rate of change, or its value at the start.",
    _rows,
    lambda network: (network.rules, network.initial),
    (
        Column(
            "Target",
            "What the rule sets; in the last row you can type a whole rule, such as x := 2*y",
            lambda row: str(row.part.target),
            _set_target,
            width=128,
            choices=lambda network: sorted(network.symbols),
            sample="x := 2*y",
        ),
        Column(
            "Holds",
            "Always (:=), as its rate of change (′ =), or at the start (=)",
            lambda row: _KINDS[type(row.part)],
            _set_kind,
            width=168,
            shown=_sign,
            choices=lambda network: (ALWAYS, CHANGE, START),
        ),
        Column(
            "Formula",
            "What it is set to",
            lambda row: str(row.part.formula),
            _set_formula,
            "formula",
            width=280,
        ),
    ),
    _create,
    _remove,
)
