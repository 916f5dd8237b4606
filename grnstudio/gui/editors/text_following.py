"""What the text view shows of a design, and what it makes of a text."""

from __future__ import annotations

import time
from dataclasses import dataclass

from grnstudio.core import antimony
from grnstudio.core.antimony_patch import patched, rewritten, says
from grnstudio.core.extras import carried_over
from grnstudio.core.network import Network
from grnstudio.core.network_edits import empty
from grnstudio.errors import GRNStudioError, ModelError, RateSyntaxError
from grnstudio.project import Design

LONG = 60_000  # letters of a text that is not read again when another view changed it
HINT = """Type a network here, for example

  made:  => A;  k_made
  lost: A => ;  k_lost*A

  A = 0; k_made = 10; k_lost = 0.1

or open one with File > Import, or by dropping its file here."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says, or why it cannot be read, and how long it took to find out."""

    network: Network | None = None
    error: GRNStudioError | None = None
    remarks: tuple[str, ...] = ()
    seconds: float = 0.0


def read_text(text: str) -> Reading:
    """Return what ``text`` says; of an empty one there is nothing to say."""
    if not text.strip():
        return Reading()
    start = time.perf_counter()
    try:
        network, remarks = antimony.read(text)
    except (ModelError, RateSyntaxError) as error:
        return Reading(error=error, seconds=time.perf_counter() - start)
    return Reading(network, None, remarks, time.perf_counter() - start)


def text_of(design: Design) -> str | None:
    """Return the text that the editor shows of ``design`` when nothing was typed."""
    if design.network_text:
        return design.network_text
    return None if design.network else ""


def followed(before: Design | None, design: Design, typed: str | None = None) -> str:
    """Return the text of ``design``; raises `ModelError` for what text cannot say.

    What was ``typed`` and not applied yet, or was not told of the change, follows the network.
    """
    kept = design.network_text if typed is None else typed
    is_untold = typed is not None or (before is not None and before.network_text == kept)
    if before is not None and kept and is_untold and design.network:
        return patched(kept, before.network or empty(), design.network)
    return kept or (antimony.write(design.network) if design.network else "")


def fitting(text: str, found: Reading, network: Network | None) -> str:
    """Return ``text`` if it says ``network``, or is unfinished; else the network written afresh."""
    if found.network is None or network is None:
        return text
    if says(carried_over(network, found.network), network):
        return text
    return rewritten(text, network)
