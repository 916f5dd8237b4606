"""Networks as text, in a subset of Antimony: ``J1: A + B -> C; k*A*B``.

``->`` is reversible and ``=>`` is not, ``$A`` is a boundary species, ``k = 0.1`` a value at the
start, ``y := x/2`` a rule that always holds, ``x' = 1`` a rate, and ``E1: at (time > 5): A = 0`` an
event. A species in a compartment starts with a concentration; without one, or declared
``substanceOnly``, with an amount.

Beyond Antimony there are ``mass_action(k)`` for a rate, ``J1.k = 2`` for a parameter of one
reaction, ``A has conversion f`` and ``c has dimensions 2``. The modifiers of a reaction are the
species that its rate names besides those it makes and uses.
"""

from __future__ import annotations

from grnstudio.core.antimony_build import build
from grnstudio.core.antimony_draft import Draft
from grnstudio.core.antimony_grammar import Grammar
from grnstudio.core.antimony_text import write
from grnstudio.core.antimony_tokens import AntimonySyntaxError
from grnstudio.core.network import Network

__all__ = ["MAX_LENGTH", "AntimonySyntaxError", "parse", "read", "write"]

MAX_LENGTH = 10_000_000


def parse(text: str) -> Network:
    """Return the network that ``text`` describes; raises `AntimonySyntaxError`."""
    return read(text)[0]


def read(text: str) -> tuple[Network, tuple[str, ...]]:
    """Return the network, and remarks on what was left out; raises `AntimonySyntaxError`."""
    if len(text) > MAX_LENGTH:
        problem = f"The text has {len(text):,} characters; at most {MAX_LENGTH:,} are read."
        raise AntimonySyntaxError(problem, "", 0)
    draft = Draft(text)
    for statement in Grammar(text).statements():
        draft.add(statement)
    network = build(draft)
    return network, tuple(draft.remarks)
