"""Tools of the regulation view that are not those of every canvas."""

from __future__ import annotations

from dataclasses import replace

from grnstudio.gui.editors.network_tools import (
    Board,
    LinkTool,
    PlaceTool,
    Pointer,
    Request,
)

HINT = (
    "Drag from a gene to the one it {verb}, or into the void for another gene; click a gene twice "
    "for a loop. Shift {other}; T turns the tool."
)
HINTS = {
    False: HINT.format(verb="activates", other="represses"),
    True: HINT.format(verb="represses", other="activates"),
}


class GeneTool(PlaceTool):
    """Puts a gene where the pointer is."""

    hint = "Click into the void to put a gene there: it is made, and decays."


class RegulationTool(LinkTool):
    """Draws arrows from gene to gene, or bars while it ``represses``; Shift draws the other."""

    def __init__(self, board: Board) -> None:
        super().__init__(board, "regulation", HINTS[False], ("node",))
        self.represses = False

    def turn(self, represses: bool) -> None:
        """Draw bars from here on, or arrows."""
        self.represses = represses
        self.hint = HINTS[represses]

    def move(self, pointer: Pointer) -> None:
        super().move(self._turned(pointer))

    def release(self, pointer: Pointer) -> Request | None:
        return super().release(self._turned(pointer))

    def _turned(self, pointer: Pointer) -> Pointer:
        return replace(pointer, shift=pointer.shift != self.represses)
