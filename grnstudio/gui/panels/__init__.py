"""Widgets that draw one kind of figure each."""

from __future__ import annotations

from grnstudio.core.figures import (
    AtlasFigure,
    CellFigure,
    CurveFigure,
    FrontFigure,
    GraphFigure,
    HeatmapFigure,
    HistogramFigure,
    ImageFigure,
    NetworkFigure,
    VennFigure,
)
from grnstudio.gui.panels.atlas_panel import AtlasPanel
from grnstudio.gui.panels.cell_panel import CellPanel
from grnstudio.gui.panels.curve_panel import CurvePanel
from grnstudio.gui.panels.front_panel import FrontPanel
from grnstudio.gui.panels.graph_panel import GraphPanel
from grnstudio.gui.panels.heatmap_panel import HeatmapPanel
from grnstudio.gui.panels.histogram_panel import HistogramPanel
from grnstudio.gui.panels.image_panel import ImagePanel
from grnstudio.gui.panels.network_panel import NetworkPanel
from grnstudio.gui.panels.panel import Panel
from grnstudio.gui.panels.venn_panel import VennPanel

PANELS: dict[type, type[Panel]] = {
    CurveFigure: CurvePanel,
    HistogramFigure: HistogramPanel,
    HeatmapFigure: HeatmapPanel,
    GraphFigure: GraphPanel,
    NetworkFigure: NetworkPanel,
    FrontFigure: FrontPanel,
    AtlasFigure: AtlasPanel,
    VennFigure: VennPanel,
    ImageFigure: ImagePanel,
    CellFigure: CellPanel,
}
