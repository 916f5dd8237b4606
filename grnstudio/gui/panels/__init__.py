"""Widgets that draw one kind of figure each."""

from __future__ import annotations

from grnstudio.core.figures import (
    CurveFigure,
    GraphFigure,
    HeatmapFigure,
    HistogramFigure,
    NetworkFigure,
)
from grnstudio.gui.panels.curve_panel import CurvePanel
from grnstudio.gui.panels.graph_panel import GraphPanel
from grnstudio.gui.panels.heatmap_panel import HeatmapPanel
from grnstudio.gui.panels.histogram_panel import HistogramPanel
from grnstudio.gui.panels.network_panel import NetworkPanel
from grnstudio.gui.panels.panel import Panel

PANELS: dict[type, type[Panel]] = {
    CurveFigure: CurvePanel,
    HistogramFigure: HistogramPanel,
    HeatmapFigure: HeatmapPanel,
    GraphFigure: GraphPanel,
    NetworkFigure: NetworkPanel,
}
