"""The library of rate laws as the window has it: the program's own, and the user's."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from grnstudio.core.expressions import Symbol, substitute, symbols
from grnstudio.core.network import MassAction, RateLaw, Reaction
from grnstudio.core.rate_forms import FORMS, RateForm, Role
from grnstudio.core.rates import parse, write
from grnstudio.errors import GRNStudioError, ModelError


class RateLaws(QObject):
    """Laws to choose from; the user's are read from their file when first asked for."""

    changed = Signal()
    refused = Signal(object)  # a GRNStudioError

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._own: tuple[RateForm, ...] | None = None

    def forms(self) -> tuple[RateForm, ...]:
        """Return all laws, the user's after the program's."""
        return (*FORMS, *self.own)

    @property
    def own(self) -> tuple[RateForm, ...]:
        """The user's own laws."""
        if self._own is None:
            from grnstudio.io import rate_library

            self._own = ()
            try:
                self._own = rate_library.load()
            except GRNStudioError as error:
                self.refused.emit(error)
        return self._own

    def add(self, form: RateForm) -> None:
        """Keep a law for good; raises `GRNStudioError`."""
        from grnstudio.io import rate_library

        self._own = rate_library.added(form)
        self.changed.emit()

    def remove(self, form: RateForm) -> None:
        """Forget a law of the user's; raises `GRNStudioError`."""
        from grnstudio.io import rate_library

        self._own = rate_library.removed(form.key)
        self.changed.emit()


def law_of(reaction: Reaction, title: str) -> RateForm:
    """Return the rate of a reaction as a law for others; raises `ModelError` without a formula.

    Species become S, P and R with numbers where there are several; all else stays a constant, and
    loses the reaction's name if it ends in it.
    """
    if not isinstance(reaction.kinetics, RateLaw):
        kind = "mass action" if isinstance(reaction.kinetics, MassAction) else "no rate"
        raise ModelError(f"'{reaction.id}' has {kind}; give it a formula to keep as a law.")
    tree = parse(reaction.kinetics.formula, None, None)
    roles: dict[str, Role] = {}
    names: dict[str, str] = {}
    sides: tuple[tuple[Role, str, list[str]], ...] = (
        ("substrate", "S", [one.species for one in reaction.reactants]),
        ("product", "P", [one.species for one in reaction.products]),
        ("modifier", "R", list(reaction.modifiers)),
    )
    used = set(symbols(tree))
    for role, letter, species in sides:
        fresh = [one for one in dict.fromkeys(species) if one in used and one not in names]
        for number, one in enumerate(fresh, 1):
            names[one] = letter if len(fresh) == 1 else f"{letter}{number}"
            roles[names[one]] = role
    for one in sorted(used - names.keys() - {"time", "avogadro"}):
        short = one.removesuffix(f"_{reaction.id}")
        names[one] = one if short in {*names.values(), *used} else short
    tree = substitute(tree, {old: Symbol(new) for old, new in names.items()})
    return RateForm(
        title.casefold(), title, write(tree), roles, {}, "A law of your own.", reaction.reversible
    )
