"""Draws `AtlasFigure`s: which topologies were found, how often, and which are neighbours."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QMenu, QWidget

from grnstudio.core.figures import AtlasFigure, AtlasNode
from grnstudio.gui.panels.atlas_view import UNMARKED, AtlasView
from grnstudio.gui.panels.legend import Key, Legend
from grnstudio.gui.panels.look import Look
from grnstudio.gui.panels.panel import Panel

OTHERS = "others"


class AtlasPanel(Panel):
    """Layers of circles under a legend of their marks."""

    node_chosen = Signal(int)  # its key, by the user

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        self.view = AtlasView(self.look)
        self.legend = Legend(self.look)
        self._marks: tuple[str, ...] = ()
        self._add(self.legend)
        self._add(self.view, 1)
        self.view.pointed.connect(self._read_out)
        self.view.clicked.connect(self._choose)
        self.legend.toggled.connect(self._hide)
        whole = QAction("Show all", self)
        whole.setShortcut("Ctrl+0")
        whole.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        whole.triggered.connect(self.view.show_all)
        self.addAction(whole)
        self.restyle()

    @property
    def chosen(self) -> int:
        """The key of the node that is chosen, -1 for none."""
        return self.view.chosen

    def show_figure(self, figure: AtlasFigure) -> None:
        """Draw ``figure``."""
        self._accept(figure)
        self._marks = tuple(dict.fromkeys(one.mark for one in figure.nodes if one.mark))
        keys = [Key(mark, index, symbol="o") for index, mark in enumerate(self._marks)]
        if self._marks and any(not one.mark for one in figure.nodes):
            keys.append(Key(OTHERS, UNMARKED, symbol="o"))
        self.legend.show_keys(keys)
        self.view.show_atlas(figure, self._marks)
        self.view.choose(figure.chosen)
        self._hide()

    def choose(self, key: int) -> None:
        """Bring out a node."""
        self.view.choose(key)

    def paper_copy(self, look: Look) -> Panel:
        """Return a copy with the same node brought out."""
        copy = super().paper_copy(look)
        assert isinstance(copy, AtlasPanel)
        copy.choose(self.chosen)
        return copy

    def describe(self, node: AtlasNode) -> str:
        """Say what a node stands for."""
        total = sum(one.count for one in self._figure.nodes)
        share = f" ({100 * node.count / total:.1f} %)" if total else ""
        parts = [
            f"{node.topology.text}",
            f"found {node.count:,} times{share}",
            node.label,
            node.mark,
        ]
        return "\n".join(part for part in parts if part)

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        super().restyle()
        self.view.restyle(self.look)
        self.legend.restyle(self.look)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the whole."""
        menu = QMenu(self)
        menu.addActions(self.actions())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _hide(self) -> None:
        hidden = self.legend.hidden_names()
        for item in self.view.nodes.values():
            item.setVisible((item.node.mark or OTHERS) not in hidden)

    def _choose(self, key: int) -> None:
        self.choose(key)
        self.node_chosen.emit(key)

    def _read_out(self, key: int | None) -> None:
        node = self.view.nodes.get(key) if key is not None else None
        self.say(self.describe(node.node) if node else "")
