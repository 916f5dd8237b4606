"""Draws `GraphFigure`s: who activates and who represses whom."""

from __future__ import annotations

from itertools import islice

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QMenu, QSlider, QWidget

from grnstudio.core.figures import GraphFigure
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.gui.panels.graph_key import GraphKey
from grnstudio.gui.panels.graph_view import SURE, GraphView
from grnstudio.gui.panels.heatmap_layout import color_limit, decimals_for, signed
from grnstudio.gui.panels.look import CAPTION_PX, Look
from grnstudio.gui.panels.panel import NOTHING_YET, Panel

STEPS = 200
LISTED = 40
TELL_MS = 500


class GraphPanel(Panel):
    """A signed graph, and a slider that decides from which strength on a link counts."""

    cutoff_changed = Signal(float)  # by the user

    def __init__(self, parent: QWidget | None = None, look: Look | None = None) -> None:
        super().__init__(parent, look)
        self.view = GraphView(self.look)
        self.key = GraphKey(self.look)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.show_weak = QCheckBox("Weak links")
        self._value = QLabel()
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(TELL_MS)
        self._telling.timeout.connect(self._tell)
        self._own_cutoff: float | None = None
        self._names: tuple[str, ...] = ()
        self._add(self.view, 1)
        self._add(self.key)
        self._add(self._make_controls())
        self._make_actions()
        self.view.pointed.connect(self._read_out)
        self.restyle()

    @property
    def cutoff(self) -> float:
        """The strength above which a link counts: the user's own, else the figure's."""
        if self._own_cutoff is not None:
            return self._own_cutoff
        return float(self._figure.cutoff) if self._figure is not None else 0.0

    def set_cutoff(self, cutoff: float) -> None:
        """Let links count from ``cutoff`` on, whatever the figures say."""
        self._own_cutoff = max(float(cutoff), 0.0)
        self._redraw()

    def clear(self, text: str = NOTHING_YET) -> None:
        """Take the graph away, and the user's cut-off with it."""
        super().clear(text)
        self._own_cutoff = None

    def show_figure(self, figure: GraphFigure) -> None:
        """Draw ``figure``; nodes that are already there stay where they are."""
        self._accept(figure)
        names = (*figure.graph.targets, *figure.graph.inputs)
        if names != self._names:
            self._names, self._own_cutoff = names, None
        self._redraw()

    @property
    def aspect(self) -> float:
        """Height over width of the graph."""
        rect = self.view.sceneRect()
        if self._figure is None or not rect.width():
            return super().aspect
        return float(np.clip((rect.height() + 40) / rect.width(), 0.45, 1.2))

    def paper_copy(self, look: Look) -> Panel:
        """Return a copy with the same cut-off and the nodes at the same places."""
        copy = super().paper_copy(look)
        assert isinstance(copy, GraphPanel)
        copy._controls.hide()
        copy.show_weak.setChecked(self.show_weak.isChecked())
        if self._figure is not None:
            copy.set_cutoff(self.cutoff)
            copy.view.move_nodes(self.view.places)
            copy.view.finish()
        return copy

    def restyle(self) -> None:
        """Take over the colours of ``self.look``."""
        super().restyle()
        self.view.restyle(self.look)
        self.key.look = self.look
        self.key.update()
        self._value.setStyleSheet(
            f"color: {self.look.tokens.secondary}; font-size: {CAPTION_PX}px; border: none;"
        )

    def describe(self, target: object) -> str:
        """Say in words what a node or a link is."""
        if target is None or self._figure is None:
            return ""
        if isinstance(target, str):
            return self.view.nodes[target].accessible_name
        return describe_link(self._figure.graph, *target)  # type: ignore[misc]

    def showEvent(self, event: QShowEvent) -> None:
        """Tell what is drawn."""
        super().showEvent(event)
        self._telling.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Fall silent."""
        super().hideEvent(event)
        self._telling.stop()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the zoom and the layout."""
        menu = QMenu(self)
        menu.addActions(self.actions())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _redraw(self) -> None:
        if self._figure is None:
            return
        graph = self._figure.graph
        self.view.show_graph(graph, self.cutoff, self.show_weak.isChecked())
        self._show_cutoff(graph)
        styles = self.view.styles.values()
        meanings = {
            "below cut-off": any(style.weak for style in styles),
            f"under {100 * SURE:.0f} % agree": any(s.dashed and not s.weak for s in styles),
        }
        self.key.show_dashes(" or ".join(text for text, holds in meanings.items() if holds))
        if self.isVisible() and not self._telling.isActive():
            self._telling.start()

    def _tell(self) -> None:
        """Keep what a screen reader says up to date, at a pace at which one can listen."""
        if self._figure is None:
            return
        graph = self._figure.graph
        edges = islice(graph.edges(self.cutoff), LISTED)
        told = [describe_link(graph, edge.source, edge.target) for edge in edges]
        self.view.setAccessibleDescription("; ".join(told) or "no links above the cut-off")

    def _show_cutoff(self, graph: RegulatoryGraph) -> None:
        strongest = graph.strongest
        with QSignalBlocker(self.slider):
            share = self.cutoff / strongest if strongest > 0 else 0.0
            self.slider.setValue(round(STEPS * min(share, 1.0)))
        decimals = decimals_for(color_limit(graph.weights)) + 1
        self._value.setText(f"{self.cutoff:.{decimals}f}")
        self._usual.setEnabled(self._own_cutoff is not None)

    def _slide(self, step: int) -> None:
        if self._figure is not None:
            self.set_cutoff(self._figure.graph.strongest * step / STEPS)
            self.cutoff_changed.emit(self.cutoff)

    def _use_figures_cutoff(self) -> None:
        self._own_cutoff = None
        self._redraw()
        self.cutoff_changed.emit(self.cutoff)

    def _read_out(self, target: object) -> None:
        self.say(self.describe(target))

    def show_controls(self, shown: bool) -> None:
        """Show the slider of the cut-off, or do without where all links weigh the same."""
        self._controls.setVisible(shown)

    def _make_controls(self) -> QWidget:
        self._controls = QWidget()
        row = QHBoxLayout(self._controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name = QLabel("Cut-off")
        name.setBuddy(self.slider)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 20)
        self.slider.setMinimumWidth(60)
        self.slider.setAccessibleName("Cut-off: links at or below it do not count")
        self.slider.setToolTip("Links whose strength is at or below this do not count")
        self.slider.valueChanged.connect(self._slide)
        for part, stretch in ((name, 0), (self.slider, 1), (self._value, 0)):
            row.addWidget(part, stretch)
        row.addWidget(self.show_weak)
        self.show_weak.setToolTip("Show links at or below the cut-off, thin and dashed")
        self.show_weak.toggled.connect(self._redraw)
        return self._controls

    def _make_actions(self) -> None:
        whole = QAction("Show all", self)
        whole.setShortcut("Ctrl+0")
        whole.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        whole.triggered.connect(self.view.show_all)
        arrange = QAction("Arrange nodes", self)
        arrange.triggered.connect(self._arrange_nodes)
        self._usual = QAction("Usual cut-off", self)
        self._usual.setToolTip("Go back to the cut-off that the figure came with")
        self._usual.triggered.connect(self._use_figures_cutoff)
        self.addActions([whole, arrange, self._usual])

    def _arrange_nodes(self) -> None:
        if self._figure is not None:
            self.view.arrange(self._figure.graph, self.cutoff)


def describe_link(graph: RegulatoryGraph, source: str, target: str) -> str:
    """Say what a link does: "I → g1 activates, +0.20 ± 0.03, 10 of 10 networks"."""
    i, j = graph.regulators.index(source), graph.targets.index(target)
    weight = float(graph.weights[i, j])
    if not np.isfinite(weight):
        return f"{source} → {target} is not allowed"
    decimals = decimals_for(color_limit(graph.weights))
    verb = {1: "→ {} activates", -1: "⊣ {} represses", 0: "→ {} has no effect"}[
        int(np.sign(weight))
    ]
    text = f"{source} {verb.format(target)}, {signed(weight, decimals)}"
    if graph.spread is not None and graph.networks > 1:
        text += f" ± {graph.spread[i, j]:.{decimals}f}"
    if graph.agreement is not None and graph.networks > 1:
        text += f", {round(graph.agreement[i, j] * graph.networks)} of {graph.networks} networks"
    return text
