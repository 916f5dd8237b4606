"""What menus and keys may ask of the canvas, by key, and when it can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from grnstudio.core.arranging import EDGES, WAYS
from grnstudio.core.layout_styles import STYLES
from grnstudio.gui.editors.network_view import CanvasView
from grnstudio.gui.panels.zoom_view import ZOOM_STEP

if TYPE_CHECKING:
    from grnstudio.gui.editors.network_canvas import NetworkCanvas

TOOLS = ("select", "species", "reaction", "modifier", "regulation", "erase")
ON_CHOSEN = ("delete", "cut", "copy", "duplicate")


class CanvasCommands:
    """The commands of a canvas; they go to the notation that is shown."""

    def __init__(self, canvas: NetworkCanvas) -> None:
        self._canvas = canvas
        self.table: Mapping[str, Callable[[], None]] = {
            "delete": lambda: self._view.delete(),
            "rename": self._rename,
            "cut": lambda: self._view.cut(),
            "copy": lambda: self._view.copy(),
            "paste": lambda: self._view.paste(),
            "duplicate": lambda: self._view.duplicate(),
            "select-all": lambda: self._view.choose_all(),
            "zoom-in": lambda: self._view.zoom(ZOOM_STEP),
            "zoom-out": lambda: self._view.zoom(1 / ZOOM_STEP),
            "fit": lambda: self._view.show_all(),
            "snap": lambda: self._switch("snaps"),
            "grid": lambda: self._switch("has_grid"),
            "minimap": self._switch_map,
            **{f"align-{edge}": partial(self._align, edge) for edge in EDGES},
            **{f"distribute-{way}": partial(self._distribute, way) for way in WAYS},
            **{f"layout-{style}": partial(self._lay_out, style) for style in STYLES},
            **{f"tool-{key}": partial(self._use, key) for key in TOOLS},
        }

    def can(self, key: str) -> bool:
        """Whether ``key`` would do something as things are."""
        view = self._view
        if key.startswith("tool-"):
            return key.removeprefix("tool-") in view.tools
        if key.startswith("align-"):
            return len(view.chosen) > 1
        if key.startswith("distribute-"):
            return len(view.chosen) > 2
        if key == "rename":
            return len(view.chosen) == 1
        if key == "paste":
            return view.can_paste()
        if key in ("fit", "select-all") or key.startswith("layout-"):
            return bool(view.shown.parts)
        if key in ON_CHOSEN:
            return bool(view.chosen)
        return key in self.table

    def switches(self) -> dict[str, bool]:
        """Return which commands that are switches are on."""
        view = self._view
        tools = {f"tool-{key}": view.tool.key == key for key in TOOLS}
        notation = self._canvas.notation
        return tools | {
            "snap": view.snaps,
            "grid": view.has_grid,
            "minimap": not view.minimap.isHidden(),
            "notation-reactions": notation == "reactions",
            "notation-regulation": notation == "regulation",
        }

    @property
    def _view(self) -> CanvasView:
        return self._canvas.view

    def _use(self, key: str) -> None:
        self._view.use(key)
        self._view.setFocus()

    def _align(self, edge: str) -> None:
        self._view.align(edge)

    def _distribute(self, way: str) -> None:
        self._view.distribute(way)

    def _lay_out(self, style: str) -> None:
        self._view.lay_out(style)

    def _switch_map(self) -> None:
        view = self._view
        view.minimap.setVisible(view.minimap.isHidden())
        view.commands_changed.emit()

    def _rename(self) -> None:
        view = self._view
        if len(view.chosen) == 1:
            view.rename(next(iter(view.chosen)))

    def _switch(self, name: str) -> None:
        view = self._view
        setattr(view, name, not getattr(view, name))
        view.viewport().update()
        view.commands_changed.emit()
