"""Hill factors in formulas: how one is written, found in a rate, exchanged and taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from grnstudio.core.expressions import Apply, Expression, Number, Symbol, substitute, symbols
from grnstudio.core.rate_forms import HILL
from grnstudio.core.rates import parse
from grnstudio.errors import ModelError

ONE = Number(1.0)


@dataclass(frozen=True, slots=True)
class Hill:
    """A factor between 0 and 1 that rises (``sign`` 1) or falls (-1) with ``regulator``.

    It is a half where the regulator is at ``threshold``; ``exponent`` says how steep it is.
    """

    regulator: str
    sign: int
    threshold: Expression
    exponent: Expression

    def tree(self) -> Expression:
        """Return the factor as a formula."""
        symbol = "A" if self.sign > 0 else "R"
        places = {symbol: Symbol(self.regulator), "K": self.threshold, "n": self.exponent}
        return substitute(parse(HILL[self.sign]), places)

    def onto(self, rate: Expression | None) -> Expression:
        """Return ``rate`` multiplied by the factor."""
        tree = self.tree()
        if rate is None or not isinstance(tree, Apply):
            return tree
        above, below = tree.arguments
        return Apply("/", (times(rate, above), below))


@dataclass(frozen=True, slots=True)
class Term:
    """A Hill factor in its product: ``above`` and ``below`` are the other factors.

    ``is_addend`` says whether the product is added to something else.
    """

    hill: Hill
    above: tuple[Expression, ...]
    below: tuple[Expression, ...]
    is_addend: bool

    def rest(self) -> Expression | None:
        """Return the product without its Hill factor, None if nothing else is in it."""
        return product(self.above, self.below) if self.above or self.below else None

    def with_hill(self, hill: Hill) -> Expression:
        """Return the product with another Hill factor."""
        return hill.onto(self.rest())

    @property
    def coefficient(self) -> str:
        """The first symbol the factor is multiplied by, which is its maximal rate; or nothing."""
        above, _ = factors(product(self.above, ()))
        return next((one.name for one in above if isinstance(one, Symbol)), "")


Change: TypeAlias = Callable[[Term], Expression | None]


def times(first: Expression, factor: Expression) -> Expression:
    """Return a product with one more factor."""
    if isinstance(first, Apply) and first.operator == "*" and len(first.arguments) > 1:
        return Apply("*", (*first.arguments, factor))
    return Apply("*", (first, factor))


def plus(first: Expression, addend: Expression) -> Expression:
    """Return a sum with one more addend."""
    if isinstance(first, Apply) and first.operator == "+" and len(first.arguments) > 1:
        return Apply("+", (*first.arguments, addend))
    return Apply("+", (first, addend))


def product(above: tuple[Expression, ...], below: tuple[Expression, ...]) -> Expression:
    """Return what is ``above`` multiplied, over what is ``below``."""
    top, bottom = (
        one[0] if len(one) == 1 else Apply("*", one) if one else ONE for one in (above, below)
    )
    return Apply("/", (top, bottom)) if below else top


def term_of(tree: Expression, regulator: str) -> Term | None:
    """Return the first product with a Hill factor of ``regulator``, None if there is none."""
    found: list[Term] = []

    def keep(term: Term) -> Expression:
        found.append(term)
        return ONE

    _Rewriting(regulator, keep).of(tree, False)
    return found[0] if found else None


def rewritten(tree: Expression, regulator: str, change: Change) -> Expression | None:
    """Return a formula whose products with a Hill factor of ``regulator`` are changed.

    None if ``change`` leaves nothing. Raises `ModelError` if there is no such product.
    """
    rewriting = _Rewriting(regulator, change)
    changed = rewriting.of(tree, False)
    if not rewriting.found:
        raise ModelError(f"The formula has no Hill factor of {regulator}.")
    return changed


class _Rewriting:
    def __init__(self, regulator: str, change: Change) -> None:
        self._regulator, self._change = regulator, change
        self.found = 0

    def of(self, tree: Expression, is_addend: bool) -> Expression | None:
        """Return ``tree`` changed; what has no Hill factor of the regulator is as it was."""
        if self._regulator not in symbols(tree):
            return tree
        if isinstance(tree, Apply) and len(tree.arguments) > 1 and tree.operator in ("+", "-"):
            return self._sum(tree)
        term = _alone(tree, self._regulator, is_addend)
        term = term or _matched(*factors(tree), self._regulator, is_addend)
        if term is not None:
            self.found += 1
            return self._change(term)
        return self._inside(tree)

    def _sum(self, tree: Apply) -> Expression | None:
        parts = [self.of(one, True) for one in tree.arguments]
        if tree.operator == "-":
            first, second = parts
            if second is None:
                return first
            return Apply("neg", (second,)) if first is None else Apply("-", (first, second))
        left = tuple(one for one in parts if one is not None)
        return Apply("+", left) if len(left) > 1 else left[0] if left else None

    def _inside(self, tree: Expression) -> Expression | None:
        """Look into the sums that a product has as factors."""
        match tree:
            case Apply("*" | "neg" as operator, arguments):
                changed = [self.of(one, False) for one in arguments]
                inside = tuple(one for one in changed if one is not None)
                return Apply(operator, inside) if len(inside) == len(arguments) else None
            case Apply("/", (first, second)):
                over = self.of(first, False)
                return Apply("/", (over, second)) if over is not None else None
        return tree


def _alone(tree: Expression, regulator: str, is_addend: bool) -> Term | None:
    """Read a product whose last factor is a Hill factor, and leave the others as they are."""
    match tree:
        case Apply("/", (Apply("*", (*others, last)), below)):
            term = _matched((last,), (below,), regulator, is_addend)
            if term is not None and term.rest() is None:
                return replace(term, above=tuple(others))
    return None


def factors(tree: Expression) -> tuple[tuple[Expression, ...], tuple[Expression, ...]]:
    """Return what a product multiplies, and what it divides by."""
    match tree:
        case Apply("*", arguments) if len(arguments) > 1:
            sides = [factors(one) for one in arguments]
            return (
                tuple(one for above, _ in sides for one in above),
                tuple(one for _, below in sides for one in below),
            )
        case Apply("/", (first, second)):
            (above, below), (under, over) = factors(first), factors(second)
            return tuple(one for one in (*above, *over) if one != ONE), (*below, *under)
        case Apply("neg", (inside,)):
            above, below = factors(inside)
            return (Number(-1.0), *above), below
    return (tree,), ()


def _matched(
    above: tuple[Expression, ...], below: tuple[Expression, ...], regulator: str, is_addend: bool
) -> Term | None:
    for place, denominator in enumerate(below):
        found = _denominator(denominator, regulator)
        if found is None:
            continue
        threshold, exponent, own, other = found
        under = (*below[:place], *below[place + 1 :])
        sign, over = -1, above
        if own in above:
            sign, over = 1, _without(above, own)
        elif other in above:
            over = _without(above, other)
        elif other != ONE:
            under = (*under, other)
        return Term(Hill(regulator, sign, threshold, exponent), over, under, is_addend)
    return None


def _denominator(
    tree: Expression, regulator: str
) -> tuple[Expression, Expression, Expression, Expression] | None:
    """Read ``K^n + A^n`` or ``1 + (A/K)^n``: return K, n, the regulator's addend, the other."""
    if not isinstance(tree, Apply) or tree.operator != "+" or len(tree.arguments) != 2:
        return None
    own, other = tree.arguments
    if regulator not in symbols(own):
        own, other = other, own
    base, exponent = _power(own)
    if regulator in symbols(other) | symbols(exponent):
        return None
    match base:
        case Symbol(name) if name == regulator:
            threshold = _root(other, exponent)
            return (threshold, exponent, own, other) if threshold else None
        case Apply("/", (Symbol(name), threshold)) if name == regulator and other == ONE:
            return threshold, exponent, own, other
    return None


def _root(tree: Expression, exponent: Expression) -> Expression | None:
    """Return the K of which ``tree`` is ``K^exponent``."""
    if exponent == ONE or tree == ONE:
        return tree
    base, power = _power(tree)
    return base if power == exponent else None


def _power(tree: Expression) -> tuple[Expression, Expression]:
    match tree:
        case Apply("^", (base, exponent)):
            return base, exponent
    return tree, ONE


def _without(some: tuple[Expression, ...], one: Expression) -> tuple[Expression, ...]:
    place = some.index(one)
    return (*some[:place], *some[place + 1 :])
