"""The one way in which every view but the text changes the network of a document."""

from __future__ import annotations

from dataclasses import replace

from grnstudio.core.network import Network
from grnstudio.gui.document import Document


def edit_network(document: Document, text: str, network: Network, merge: str = "") -> None:
    """Make ``network`` that of the document in one step of undo, which ``text`` names.

    Edits in a row with the same ``merge`` are undone as one.
    """
    design = document.project.design
    before = design.network
    if before is not None and network == before and network.drawing == before.drawing:
        return
    document.edit(text, replace(design, network=network, network_text=""), merge=merge)
