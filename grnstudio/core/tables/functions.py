"""The table of the user's functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from grnstudio.core.antimony_statements import MASS_ACTION
from grnstudio.core.expressions import Symbol, operators, substitute
from grnstudio.core.network import Network
from grnstudio.core.network_edits import without
from grnstudio.core.network_formulas import formulas
from grnstudio.core.network_rename import check_id
from grnstudio.core.rate_names import FUNCTIONS
from grnstudio.core.rates import parse, write
from grnstudio.core.rules import Function
from grnstudio.core.tables.cells import name_column, title_column
from grnstudio.core.tables.draft import Draft
from grnstudio.core.tables.table import Column, Row, Table, named
from grnstudio.errors import ModelError

_TYPED = re.compile(r"(?P<name>\w+)\s*\((?P<arguments>[^()]*)\)\s*=\s*(?P<formula>.+)", re.ASCII)


def _rows(network: Network, key: str = "") -> list[Row]:
    return [Row(one.id, one.id, one) for one in named(network.functions, key)]


def _create(draft: Draft, text: str) -> str:
    typed = _TYPED.fullmatch(text.strip())
    name = draft.name(typed["name"] if typed else text, "f")
    _check_name(name)
    draft.put(Function(name, ("x",), "x"))
    if typed:
        _set_arguments(draft, name, typed["arguments"])
        _set_formula(draft, name, typed["formula"])
    return name


def _check_name(name: str) -> None:
    if name in FUNCTIONS or name == MASS_ACTION:
        raise ModelError(f"'{name}' is a function already; choose another name.")


def _remove(network: Network, rows: Sequence[Row]) -> Network:
    return without(network, [row.id for row in rows])


def _rename(draft: Draft, key: str, text: str) -> None:
    _check_name(text.strip())
    draft.rename(key, text)


def _set_arguments(draft: Draft, key: str, text: str) -> None:
    names = [name.strip() for name in text.strip().strip("()").split(",") if name.strip()]
    for place, name in enumerate(names):
        check_id(name, set(names[:place]))
    one = draft.find(Function, key)
    spelled = {
        old: Symbol(new)
        for old, new in zip(one.arguments, names, strict=False)
        if old not in names and new not in one.arguments
    }
    formula = one.formula
    if spelled:
        formula = write(substitute(parse(formula, one.arguments, None), spelled), names)
    parse(formula, names, None)
    after = replace(one, arguments=tuple(names), formula=formula)
    if len(names) != len(one.arguments):
        _check_uses(draft, after)
    draft.put(after)


def _check_uses(draft: Draft, function: Function) -> None:
    """Refuse another number of arguments as long as something gives the old number."""
    network, known = draft.network(), {**draft.functions, function.id: function}
    uses = [one.place for one in formulas(network) if _calls(one.text, function.id)]
    uses += [f"Function '{one.id}'" for one in known.values() if _calls(one.formula, function.id)]
    if uses:
        raise ModelError(
            f"{uses[0]} uses {function.id} with {len(draft.functions[function.id].arguments)} "
            "arguments; change that first."
        )


def _calls(formula: str, function: str) -> bool:
    return function in formula and function in operators(parse(formula, None, None))


def _set_formula(draft: Draft, key: str, text: str) -> None:
    one = draft.find(Function, key)
    formula = " ".join(text.split())
    after = replace(one, formula=formula)
    parse(formula, one.arguments, {**draft.functions, key: after})
    draft.put(after)


FUNCTIONS_TABLE = Table(
    "functions",
    "Functions",
    "function",
    "Formulas with a name, to be used in rates and rules: f(x, y).",
    _rows,
    lambda network: (network.functions,),
    (
        replace(name_column(Function, "function"), write=_rename),
        Column(
            "Arguments",
            "The names that stand for what is given to it: x, y",
            lambda row: ", ".join(row.part.arguments),
            _set_arguments,
            width=128,
            sample="x, y",
        ),
        Column(
            "Formula",
            "What it comes to",
            lambda row: str(row.part.formula),
            _set_formula,
            "formula",
            width=280,
            sample="x/(1 + x)",
        ),
        title_column(Function),
    ),
    _create,
    _remove,
)
