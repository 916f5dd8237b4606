"""Reactions as SBML has them, and mass action as the rate law that it stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from grnstudio.core.network import Participant, RateLaw, Reaction
from grnstudio.io.sbml.extras import Kept, kept, number
from grnstudio.io.sbml.names import WORDS, Names, free


class ReactionReader:
    """Reads reactions; ``formula`` gives text for libSBML's trees, ``keep`` fills the extras."""

    def __init__(
        self,
        names: Names,
        formula: Callable[..., str],
        keep: Callable[[str, Kept], None],
        notes: list[str],
    ) -> None:
        self._names, self._formula, self._keep, self._notes = names, formula, keep, notes

    def read(self, one: Any) -> Reaction:
        """Return one reaction."""
        id = self._names[one.getId()]
        self._keep(id, kept(one))
        rename = _local_names(one)
        return Reaction(
            id,
            self._participants(one.getListOfReactants(), f"{id}:reactant"),
            self._participants(one.getListOfProducts(), f"{id}:product"),
            self._kinetics(one.getKineticLaw(), id, rename),
            self._modifiers(one, id),
            self._locals(one.getKineticLaw(), id, rename),
            one.getReversible(),
            self._names[one.getCompartment()],
            one.getName(),
        )

    def _participants(self, side: Any, key: str) -> tuple[Participant, ...]:
        found = []
        for index, one in enumerate(side):
            self._keep(f"{key}:{index}", kept(one, name=True))
            stoichiometry = number(one.isSetStoichiometry(), one.getStoichiometry())
            species, id = self._names[one.getSpecies()], self._names[one.getIdAttribute()]
            found.append(Participant(species, stoichiometry, id, one.getConstant()))
        return tuple(found)

    def _modifiers(self, one: Any, id: str) -> tuple[str, ...]:
        found = []
        for index, part in enumerate(one.getListOfModifiers()):
            self._keep(f"{id}:modifier:{index}", kept(part, "IdAttribute", name=True))
            found.append(self._names[part.getSpecies()])
        return tuple(found)

    def _locals(self, law: Any, id: str, rename: Mapping[str, str]) -> dict[str, float]:
        found = {}
        for one in law.getListOfLocalParameters() if law is not None else ():
            name = rename[one.getId()]
            self._keep(f"{id}:local:{name}", kept(one, "Units", name=True))
            found[name] = number(True, one.getValue()) or 0.0
        return found

    def _kinetics(self, law: Any, id: str, rename: Mapping[str, str]) -> RateLaw | None:
        if law is None:
            return None
        if not law.isSetMath():
            self._notes.append(
                f"Reaction '{id}' has a rate law without a formula; it never happens."
            )
            return None
        about = kept(law, "IdAttribute", name=True)
        text = self._formula(
            law.getMath(),
            f"The rate of reaction '{id}'",
            lambda name: rename.get(name) or self._names[name],
            tuple(rename),
        )
        self._keep(f"{id}:law:", about)
        return RateLaw(text)


def _local_names(one: Any) -> dict[str, str]:
    """Return what local parameters are called: not as a species that takes part, nor a word."""
    law = one.getKineticLaw()
    ids = [part.getId() for part in law.getListOfLocalParameters()] if law is not None else []
    sides = (one.getListOfReactants(), one.getListOfProducts(), one.getListOfModifiers())
    barred = WORDS | {part.getSpecies() for side in sides for part in side}
    found: dict[str, str] = {}
    for id in ids:
        found[id] = free(id, {*barred, *found.values(), *(set(ids) - {id})})
    return found
