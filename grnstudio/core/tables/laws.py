"""Rate laws by name in the table of reactions: ``Hill repression (cI)``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from grnstudio.core.network import Network, Reaction
from grnstudio.core.rate_forms import RateForm, applied, misfit
from grnstudio.core.rate_recognition import recognized
from grnstudio.core.settling import settled
from grnstudio.core.tables.draft import Draft
from grnstudio.errors import ModelError

Forms = Callable[[], Sequence[RateForm]]
OWN = "own formula"
NONE = "none"
_CALL = re.compile(r"(?P<title>[^()]*?)\s*(\((?P<names>[^()]*)\))?")


def law(reaction: Reaction, forms: Sequence[RateForm]) -> str:
    """Return the name of the law that a rate follows, with the species that regulate."""
    if reaction.kinetics is None:
        return NONE
    found = recognized(reaction, forms)
    if found is None:
        return OWN
    named = ", ".join(found.modifiers)
    return f"{found.form.title} ({named})" if named else found.form.title


def set_law(draft: Draft, key: str, text: str, forms: Sequence[RateForm]) -> None:
    """Give a reaction the law that ``text`` names; raises `ModelError` if it does not suit."""
    one = draft.find(Reaction, key)
    if text.strip().casefold() in (law(one, forms).casefold(), OWN):
        return
    if text.strip().casefold() in ("", NONE):
        draft.put(replace(one, kinetics=None))
        return
    found = _CALL.fullmatch(text.strip())
    title, names = (found["title"], found["names"] or "") if found else (text, "")
    draft.become(
        with_law(
            draft.network(),
            key,
            named(title, forms),
            [name.strip() for name in names.split(",") if name.strip()],
        )
    )
    draft.touch([key])


def with_law(
    network: Network, reaction: str, form: RateForm, modifiers: Sequence[str] = ()
) -> Network:
    """Return the network with a rate given by ``form``, regulated by ``modifiers``.

    Without ``modifiers`` those that the reaction has keep their places. Raises `ModelError`.
    """
    one, known = network.part(reaction), {each.id for each in network.species}
    for name in modifiers:
        if name not in known:
            raise ModelError(f"There is no species '{name}' that could regulate '{reaction}'.")
    if isinstance(one, Reaction) and modifiers:
        needed = form.needs("modifier")
        if len(modifiers) != len(needed):
            raise ModelError(f"{form.title} takes {len(needed)} regulators, not {len(modifiers)}.")
        network = network.with_reaction(replace(one, modifiers=tuple(modifiers)))
    return settled(applied(network, reaction, form), [reaction])


def named(title: str, forms: Sequence[RateForm]) -> RateForm:
    """Return the form of a title, or the only one that begins so; raises `ModelError`."""
    wanted = title.strip().casefold()
    exact = [one for one in forms if wanted in (one.title.casefold(), one.key.casefold())]
    begun = [one for one in forms if one.title.casefold().startswith(wanted)]
    found = exact or begun
    if len(found) > 1 or not found:
        told = ", ".join(one.title for one in found or forms)
        problem = "more than one law" if found else "no law"
        raise ModelError(f"'{title.strip()}' names {problem}; there are: {told}.")
    return found[0]


def fitting(network: Network, reaction: str, forms: Sequence[RateForm]) -> list[RateForm]:
    """Return the laws that suit a reaction once species are chosen to regulate it."""
    one = network.part(reaction)
    if not isinstance(one, Reaction):
        return []
    every = replace(one, modifiers=tuple(each.id for each in network.species))
    return [form for form in forms if not misfit(form, every)]
