"""Mends what is wrong with chosen parts of the document's network."""

from __future__ import annotations

from collections.abc import Collection

from grnstudio.core.network_problems import problems
from grnstudio.gui.document import Document
from grnstudio.gui.network_editing import edit_network


def fix_of(document: Document, ids: Collection[str]) -> str:
    """Apply the first fix of the first problem of ``ids``; return its label, empty if none."""
    network = document.project.design.network
    for problem in problems(network) if network else ():
        if network and problem.fixes and set(problem.ids) & set(ids):
            fix = problem.fixes[0]
            edit_network(document, fix.label, fix.apply(network))
            return fix.label
    return ""
