"""Mends what is wrong with chosen parts of the document's network."""

from __future__ import annotations

from collections.abc import Collection

from grnstudio.core.network import Network
from grnstudio.core.network_problems import problems
from grnstudio.gui.document import Document
from grnstudio.gui.network_editing import edit_network


def fix_of(document: Document, network: Network, ids: Collection[str]) -> str:
    """Apply the first fix of the first problem of ``ids``; return its label, empty if none."""
    for problem in problems(network):
        if problem.fixes and set(problem.ids) & set(ids):
            fix = problem.fixes[0]
            edit_network(document, fix.label, fix.apply(network))
            return fix.label
    return ""
