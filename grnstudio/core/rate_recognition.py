"""Which law of the library a rate follows, and what stands in it for what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grnstudio.core.expressions import Apply, Expression, Number, Symbol
from grnstudio.core.network import MassAction, RateLaw, Reaction
from grnstudio.core.rate_forms import MASS_ACTION, RateForm
from grnstudio.core.rates import parse
from grnstudio.errors import RateSyntaxError


@dataclass(frozen=True, slots=True)
class Recognized:
    """A law, and the text of what stands for each of its symbols."""

    form: RateForm
    places: Mapping[str, str]

    @property
    def modifiers(self) -> tuple[str, ...]:
        """The species that regulate, in the law's order."""
        return tuple(self.places[name] for name in self.form.needs("modifier"))


def recognized(reaction: Reaction, forms: Sequence[RateForm]) -> Recognized | None:
    """Return the first of ``forms`` that the rate of ``reaction`` follows, None if none does."""
    law = reaction.kinetics
    if isinstance(law, MassAction):
        found = next((one for one in forms if one.key == MASS_ACTION), None)
        return Recognized(found, {"k": law.constant}) if found else None
    if not isinstance(law, RateLaw):
        return None
    try:
        tree = parse(law.formula, None, None)
    except RateSyntaxError:
        return None
    for one in forms:
        places = None if one.key == MASS_ACTION else _Matching(one, reaction).places(tree)
        if places is not None:
            return Recognized(one, places)
    return None


class _Matching:
    def __init__(self, form: RateForm, reaction: Reaction) -> None:
        self._form = form
        self._there = {
            "substrate": {one.species for one in reaction.reactants},
            "product": {one.species for one in reaction.products},
            "modifier": set(reaction.modifiers),
        }
        self._species = set().union(*self._there.values())
        self._found: dict[str, str] = {}

    def places(self, tree: Expression) -> dict[str, str] | None:
        """Return what stands for the form's symbols if ``tree`` is written as the form is."""
        fits = self._fits(parse(self._form.formula), tree)
        return self._found if fits else None

    def _fits(self, form: Expression, tree: Expression) -> bool:
        if isinstance(form, Symbol):
            return self._stands(form.name, tree)
        if isinstance(form, Number) or not isinstance(tree, Apply):
            return form == tree
        return (
            form.operator == tree.operator
            and len(form.arguments) == len(tree.arguments)
            and all(map(self._fits, form.arguments, tree.arguments))
        )

    def _stands(self, symbol: str, tree: Expression) -> bool:
        """Say whether ``tree`` may stand for a symbol, and for all others of its name."""
        if not isinstance(tree, Symbol | Number):
            return False
        text = tree.name if isinstance(tree, Symbol) else f"{tree.value:g}"
        role = self._form.roles.get(symbol)
        there = self._there[role] if role else set()
        if (role and text not in there) or (not role and text in self._species):
            return False
        return self._found.setdefault(symbol, text) == text
