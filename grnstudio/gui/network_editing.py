"""The one way in which every view but the text changes the network of a document."""

from __future__ import annotations

from dataclasses import replace

from grnstudio.core.antimony_patch import meant, patched
from grnstudio.core.network import Network
from grnstudio.core.network_edits import empty
from grnstudio.gui.document import Document


def edit_network(document: Document, text: str, network: Network, merge: str = "") -> None:
    """Make ``network`` that of the document in one step of undo, which ``text`` names.

    What was typed follows: statements about what changed are rewritten, all else stays as it is.
    If that makes readable what was not, what else it says becomes part of the network too.
    Edits in a row with the same ``merge`` are undone as one. Raises `ModelError` for what a text
    cannot say.
    """
    design = document.project.design
    before = design.network
    if before is not None and network == before:
        if network.drawing == before.drawing and network.extras == before.extras:
            return
        typed = design.network_text
    else:
        typed = patched(design.network_text, before or empty(), network)
        network = meant(typed, design.network_text, network)
    document.edit(text, replace(design, network=network, network_text=typed), merge=merge)
