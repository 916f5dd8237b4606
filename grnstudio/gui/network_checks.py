"""Looks for what is wrong with the network, a moment after it changed, and mends it on demand."""

from __future__ import annotations

import time
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from grnstudio.core.network import Network
from grnstudio.core.network_edits import empty
from grnstudio.core.network_problems import Fix, Problem, problems
from grnstudio.errors import GRNStudioError
from grnstudio.gui.document import Document
from grnstudio.gui.network_editing import edit_network

PAUSE_MS = 300
PATIENCE = 10  # times as long as looking takes, nothing is looked for while edits go on


class NetworkChecks(QObject):
    """Says what was found in the document's network; typing does not wait for it."""

    found = Signal(object)  # tuple[Problem, ...]
    refused = Signal(object)  # a GRNStudioError

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.problems: tuple[Problem, ...] = ()
        self._pause = PAUSE_MS
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        document.watch(lambda project: project.design.network, self._wait)

    def look(self) -> None:
        """Look now."""
        self._timer.stop()
        network, start = self._document.project.design.network, time.perf_counter()
        self.problems = problems(network) if network is not None else ()
        taken = 1000 * (time.perf_counter() - start)
        self._pause = max(PAUSE_MS, round(PATIENCE * taken))
        self.found.emit(self.problems)

    def mend(self, fix: Fix) -> None:
        """Change the network as ``fix`` says, in one step of undo."""
        network = self._document.project.design.network or empty()
        try:
            edit_network(self._document, fix.label, fix.apply(network))
        except GRNStudioError as error:
            self.refused.emit(error)

    def stop(self) -> None:
        """Look for nothing any more."""
        self._timer.stop()

    def _wait(self, network: Network | None) -> None:
        self._timer.start(0 if network is None else self._pause)


def by_part(problems: tuple[Problem, ...]) -> Mapping[str, tuple[str, str]]:
    """Return by id how bad it is, and all that is said; the worst comes first."""
    found: dict[str, tuple[str, str]] = {}
    for one in problems:
        for id in one.ids:
            severity, text = found.get(id, (one.severity, ""))
            found[id] = severity, f"{text}\n{one.text}".strip()
    return found
