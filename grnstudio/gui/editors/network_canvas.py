"""The network as a drawing that can be edited, in either of two notations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from grnstudio.core.network_problems import Problem
from grnstudio.gui.document import Document
from grnstudio.gui.editors.canvas_commands import CanvasCommands
from grnstudio.gui.editors.canvas_scene import Waiting
from grnstudio.gui.editors.network_view import CanvasView
from grnstudio.gui.editors.reaction_view import ReactionView
from grnstudio.gui.selection import Selection

NOTATIONS = ("reactions", "regulation")


class NetworkCanvas(QWidget):
    """Shows the document's network as reactions or as regulation; the other is made on use.

    ``wait_with`` makes what finds places for large drawings; without it they stand in rows until
    they are laid out.
    """

    said = Signal(str)  # a hint for the status line
    refused = Signal(object)  # a GRNStudioError
    commands_changed = Signal()
    notation_changed = Signal(str)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        parent: QWidget | None = None,
        wait_with: Callable[[QWidget], Waiting] | None = None,
    ) -> None:
        super().__init__(parent)
        self._wait_with = wait_with
        self._document, self._selection = document, selection
        self._problems: tuple[Problem, ...] = ()
        self._views: dict[str, CanvasView] = {}
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setAccessibleName("Canvas")
        self.set_notation("reactions")
        self._commands = CanvasCommands(self)

    @property
    def view(self) -> CanvasView:
        """The view of the notation that is shown."""
        return self._views[self.notation]

    @property
    def notation(self) -> str:
        """Which notation is shown: "reactions" or "regulation"."""
        return self._notation

    def set_notation(self, notation: str) -> None:
        """Show the network in another notation."""
        self._notation = notation
        if notation not in self._views:
            self._views[notation] = self._made(notation)
            self._stack.addWidget(self._views[notation])
        self._stack.setCurrentWidget(self.view)
        self.setFocusProxy(self.view)
        self.notation_changed.emit(notation)
        self.commands_changed.emit()

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Return what the canvas can be asked to do; the same keys for its life."""
        return self._commands.table

    def can(self, key: str) -> bool:
        """Whether ``key`` would do something as things are."""
        return self._commands.can(key)

    def switches(self) -> dict[str, bool]:
        """Return which commands that are switches are on."""
        return self._commands.switches()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark the parts that something is wrong with, in both notations."""
        self._problems = tuple(problems)
        for view in self._views.values():
            view.shown.show_problems(self._problems)

    def _made(self, notation: str) -> CanvasView:
        view: CanvasView
        if notation == "reactions":
            view = ReactionView(self._document, self._selection)
        else:
            from grnstudio.gui.editors.regulation_view import RegulationView

            view = RegulationView(self._document, self._selection)
        if self._wait_with is not None:
            view.wait_with(self._wait_with(view))
        view.shown.show_problems(self._problems)
        view.said.connect(self.said)
        view.refused.connect(self.refused)
        view.commands_changed.connect(self.commands_changed)
        view.tool_changed.connect(self.commands_changed)
        return view
