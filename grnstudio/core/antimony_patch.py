"""Carries a change of a network into its text, where all that did not change stays as typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from grnstudio.core import antimony
from grnstudio.core.antimony_additions import Additions
from grnstudio.core.antimony_changes import Changes
from grnstudio.core.antimony_lines import lines_of
from grnstudio.core.antimony_order import keep_order
from grnstudio.core.antimony_phrases import Phrases
from grnstudio.core.antimony_rename import rename
from grnstudio.core.antimony_sheet import Sheet
from grnstudio.core.antimony_statements import Naming
from grnstudio.core.antimony_text import write
from grnstudio.core.antimony_tokens import comments, quoted
from grnstudio.core.extras import carried_over
from grnstudio.core.network import Network, Part
from grnstudio.core.network_rename import renamed
from grnstudio.errors import ModelError, RateSyntaxError

VERIFIED = 6_000
"""Letters of a text that is read again after a change, to see that it says what it should."""

_FEW = 8  # renamed parts; more are another network rather than other names

P = TypeVar("P", bound=Part)


def patched(text: str, before: Network, after: Network, is_verified: bool = True) -> str:
    """Return ``text``, which says ``before``, so changed that it says ``after``.

    Only statements about what changed are rewritten; comments, empty lines, order and statements
    that cannot be read stay. An empty text stays empty. A short text ``is_verified``: written
    afresh, under its comments, if it does not say what it should. Raises `ModelError` for what text
    cannot say.
    """
    if not text.strip():
        return ""
    sheet = Sheet(text)
    _keep_model_name(sheet, before, after)
    for old, new, then in renamings(before, after):
        rename(sheet, old, new, before)
        before = then
    phrases = Phrases(after)
    changes = Changes(sheet, before, after, phrases)
    additions = Additions(changes)
    changes.remove()
    changes.change()
    additions.add()
    changes.change_rules()
    additions.settle()
    keep_order(sheet, before, after, phrases)
    sheet.unnumbered()
    return _verified(sheet.text, text, after) if is_verified else sheet.text


def _keep_model_name(sheet: Sheet, before: Network, after: Network) -> None:
    """Name the model as such where a part comes that is called as the model is."""
    if before.id not in {one.id for one in after.parts()}:
        return
    if before.id not in before.symbols | {one.id for one in before.parts()}:
        for place in sheet.found(before.id, Naming):
            sheet.say(*place, f"model is {quoted(before.name)}")


def renamings(before: Network, after: Network) -> tuple[tuple[str, str, Network], ...]:
    """Return the ids that were replaced by others at the same place, if they are few.

    With each pair comes the network ``before`` with all names up to that one replaced.
    """
    pairs = [
        pair
        for field in ("compartments", "species", "parameters", "functions", "reactions", "events")
        for pair in _replaced(getattr(before, field), getattr(after, field))
    ]
    found = []
    for old, new in pairs if len(pairs) <= _FEW else ():
        try:
            before = renamed(before, old, new)
        except ModelError:
            continue
        found.append((old, new, before))
    return tuple(found)


def _replaced(before: tuple[P, ...], after: tuple[P, ...]) -> Iterator[tuple[str, str]]:
    if before is after or len(before) != len(after):
        return
    old, new = {one.id for one in before}, {one.id for one in after}
    for one, other in zip(before, after, strict=True):
        if one.id != other.id and one.id not in new and other.id not in old:
            yield one.id, other.id


def _verified(text: str, before: str, after: Network) -> str:
    """Return ``text`` if it says ``after``, or is too long or unfinished to tell; else another."""
    if len(text) > VERIFIED:
        return text
    try:
        said = antimony.parse(text)
    except (ModelError, RateSyntaxError):
        return text if _is_unread(before) else rewritten(before, after)
    if says(said, after):
        return text
    return text if _is_unread(before) else rewritten(before, after)


def meant(text: str, before: str, after: Network) -> Network:
    """Return what ``text`` says where a change made it readable that ``before`` was not.

    What had been typed meanwhile then counts: it is more than ``after``, which was changed without
    it. In all other cases, and for long texts, this is ``after``.
    """
    if not 0 < len(text) <= VERIFIED or not _is_unread(before):
        return after
    try:
        said = antimony.parse(text)
    except (ModelError, RateSyntaxError):
        return after
    return after if says(said, after) else carried_over(after, said)


def says(read: Network, network: Network) -> bool:
    """Return whether what was read is ``network``, but for its name and what text cannot say."""
    read = replace(read, name=network.name)
    return read == network or read == antimony.parse(write(network))


def _is_unread(text: str) -> bool:
    try:
        antimony.parse(text)
    except (ModelError, RateSyntaxError):
        return True
    return False


def rewritten(text: str, network: Network) -> str:
    """Return ``network`` written afresh, with comments and unfinished statements of ``text``."""
    kept = [f"// {line}".rstrip() for a, b in comments(text) for line in _words(text[a:b])]
    unfinished = [
        line.raw[item.start : item.end]
        for line in lines_of(text)
        for item in line.items
        if item.is_unfinished
    ]
    fresh = write(network)
    if unfinished:
        body = fresh.removesuffix("end\n")
        fresh = "\n".join([body, *(f"  {one}" for one in unfinished), "end", ""])
    return "\n".join([*kept, fresh]) if kept else fresh


def _words(comment: str) -> list[str]:
    """Return the lines of a comment without its signs."""
    inside = comment.removeprefix("//").removeprefix("#")
    if comment.startswith("/*"):
        inside = comment[2:-2]
    return [line.strip() for line in inside.split("\n")]
