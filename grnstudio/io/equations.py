"""The equations of a network as LaTeX and as Markdown, for papers and notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grnstudio.core.expressions import Apply, Expression, Number, Symbol, substitute
from grnstudio.core.network import MassAction, Network, Participant, RateLaw, Reaction
from grnstudio.core.rate_latex import latex, latex_name, latex_number
from grnstudio.core.rates import parse
from grnstudio.core.rules import AssignmentRule
from grnstudio.io.atomic import write_bytes


def write_latex(network: Network, path: Path | str) -> None:
    """Save the equations as a LaTeX document of their own."""
    write_bytes(latex_document(network).encode(), path)


def write_markdown(network: Network, path: Path | str) -> None:
    """Save the equations as Markdown with LaTeX formulas."""
    write_bytes(markdown(network).encode(), path)


def latex_document(network: Network) -> str:
    """Return a LaTeX document with reactions, rules and values."""
    lines = [
        r"\documentclass{article}",
        r"\usepackage[T1]{fontenc}",
        r"\usepackage{amsmath}",
        r"\allowdisplaybreaks",
        r"\begin{document}",
        rf"\section*{{{_plain(network.name or network.id)}}}",
    ]
    for title, rows in _sections(network):
        body = " \\\\\n".join(f"  {left} &{middle} {right}" for left, middle, right in rows)
        lines += [rf"\subsection*{{{title}}}", r"\begin{align*}", body, r"\end{align*}"]
    return "\n".join([*lines, r"\end{document}", ""])


def markdown(network: Network) -> str:
    """Return Markdown with a heading and one formula a line."""
    lines = [f"# {network.name or network.id}", ""]
    for title, rows in _sections(network):
        lines += [f"## {title}", ""]
        lines += [f"- ${' '.join(part for part in row if part)}$" for row in rows]
        lines.append("")
    return "\n".join(lines)


Row = tuple[str, str, str]


def _sections(network: Network) -> Iterator[tuple[str, list[Row]]]:
    sections = {
        "Reactions": _reactions(network),
        "Rate equations": _balances(network),
        "Rules": _rules(network),
        "Events": _events(network),
        "Parameters": _parameters(network),
        "Initial values": _initial(network),
    }
    for title, rows in sections.items():
        found = list(rows)
        if found:
            yield title, found


def _reactions(network: Network) -> Iterator[Row]:
    for one in network.reactions:
        arrow = r"\rightleftharpoons" if one.reversible else r"\to"
        sides = f"{_side(one.reactants)} {arrow} {_side(one.products)}"
        rate = _rate(one)
        shown = "" if rate is None else rf",\quad {_speed(one)} = {latex(rate)}"
        yield rf"\text{{{_plain(one.id)}:}}\quad", "", f"{sides}{shown}"


def _balances(network: Network) -> Iterator[Row]:
    ruled = {one.target for one in network.rules}
    for one in network.species:
        if not (one.boundary or one.constant or one.id in ruled):
            terms = [
                term
                for reaction in network.reactions
                if reaction.kinetics is not None
                for term in _terms(one.id, reaction)
            ]
            yield rf"\frac{{d {latex_name(one.id)}}}{{d t}}", "=", _sum(terms)


def _rules(network: Network) -> Iterator[Row]:
    for one in network.rules:
        left = latex_name(one.target)
        if not isinstance(one, AssignmentRule):
            left = rf"\frac{{d {left}}}{{d t}}"
        yield left, "=", _formula(one.formula)


def _events(network: Network) -> Iterator[Row]:
    for one in network.events:
        assigned = r",\; ".join(
            rf"{latex_name(target)} \leftarrow {_formula(formula)}"
            for target, formula in one.assignments.items()
        )
        yield _formula(one.trigger), r"\;\Rightarrow\;", assigned


def _parameters(network: Network) -> Iterator[Row]:
    for one in network.parameters:
        if one.value is not None:
            unit = rf"\;\text{{{_plain(one.unit)}}}" if one.unit else ""
            yield latex_name(one.id), "=", latex_number(one.value) + unit
    for reaction in network.reactions:
        for name, value in reaction.locals.items():
            yield latex_name(f"{name}_{reaction.id}"), "=", latex_number(value)


def _initial(network: Network) -> Iterator[Row]:
    for one in network.species:
        if one.initial is not None:
            name = latex_name(one.id)
            yield (
                (f"[{name}]" if one.is_concentration else name) + "(0)",
                "=",
                latex_number(one.initial),
            )
    for rule in network.initial:
        yield f"{latex_name(rule.target)}(0)", "=", _formula(rule.formula)


def _rate(one: Reaction) -> Expression | None:
    """Return the speed as a formula, mass action written out."""
    match one.kinetics:
        case RateLaw(formula):
            return _with_locals(parse(formula, None, None), one)
        case MassAction(constant):
            factors: list[Expression] = [_with_locals(parse(constant, None, None), one)]
            for each in one.reactants:
                base, count = Symbol(each.species), each.stoichiometry
                factors.append(base if count == 1 else Apply("^", (base, Number(count or 0.0))))
            return Apply("*", tuple(factors)) if len(factors) > 1 else factors[0]
    return None


def _with_locals(formula: Expression, one: Reaction) -> Expression:
    return substitute(formula, {name: Symbol(f"{name}_{one.id}") for name in one.locals})


def _terms(species: str, reaction: Reaction) -> Iterator[tuple[str, str]]:
    """Yield sign and text of what a reaction adds to a species."""
    change = 0.0
    for sign, side in ((-1, reaction.reactants), (1, reaction.products)):
        for one in side:
            if one.species == species and one.stoichiometry is not None:
                change += sign * one.stoichiometry
            elif one.species == species:
                yield ("-" if sign < 0 else "+"), f"{latex_name(one.id)} \\, {_speed(reaction)}"
    if change:
        factor = "" if abs(change) == 1 else rf"{latex_number(abs(change))} \, "
        yield ("-" if change < 0 else "+"), factor + _speed(reaction)


def _sum(terms: list[tuple[str, str]]) -> str:
    if not terms:
        return "0"
    text = " ".join(f"{sign} {term}" for sign, term in terms)
    return text.removeprefix("+ ")


def _speed(one: Reaction) -> str:
    return rf"v_{{\mathrm{{{_plain(one.id)}}}}}"


def _side(side: tuple[Participant, ...]) -> str:
    return " + ".join(map(_participant, side)) or r"\varnothing"


def _participant(one: Participant) -> str:
    name = latex_name(one.species)
    if one.stoichiometry is None:
        return f"{latex_name(one.id)} \\, {name}"
    return name if one.stoichiometry == 1 else f"{latex_number(one.stoichiometry)} \\, {name}"


def _formula(text: str) -> str:
    return latex(parse(text, None, None))


def _plain(text: str) -> str:
    """Return text for LaTeX's text mode."""
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return "".join(special.get(c, rf"\{c}" if c in "_&%$#{}" else c) for c in text)
