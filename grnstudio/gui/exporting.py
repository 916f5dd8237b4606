"""Exports from the window: pictures, networks of both sorts, tasks and curves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QSpinBox,
    QWidget,
)

from grnstudio.core.network import Network
from grnstudio.core.regulation import RegulatoryGraph
from grnstudio.errors import GRNStudioError, MissingInput
from grnstudio.gui.document import Document
from grnstudio.gui.export import figure_to_csv, save_picture
from grnstudio.gui.pages.design_page import DesignPage
from grnstudio.io import (
    antimony_file,
    csv_curves,
    csv_figures,
    graph_files,
    json_network,
    task_json,
)
from grnstudio.io.network_exports import EXPORTS

Write = Callable[[Path], object]  # what it returns are remarks, if it is a tuple
WriteNetwork = Callable[[Network, Path], object]


def _sbml(level: int, version: int) -> WriteNetwork:
    """Return what writes SBML of that level; libSBML is loaded when it is used."""

    def write(network: Network, path: Path) -> object:
        from grnstudio.io import sbml

        return sbml.write(network, path, level, version)

    return write


PICTURES = "PNG (*.png);;SVG (*.svg);;PDF (*.pdf);;Its numbers (*.csv)"
NETWORKS: dict[str, tuple[str, str, Callable[[RegulatoryGraph, Path, float], None]]] = {
    "json": ("Network (*.json)", "network.json", graph_files.write_json),
    "graphml": ("GraphML (*.graphml)", "network.graphml", graph_files.write_graphml),
    "edges": ("Signed edges (*.csv)", "edges.csv", graph_files.write_edges),
    "adjacency": ("Adjacency, row = target (*.csv)", "adjacency.csv", graph_files.write_adjacency),
    "sif": ("SIF (*.sif)", "network.sif", graph_files.write_sif),
}
REACTIONS: dict[str, tuple[str, str, WriteNetwork]] = {
    "sbml": ("SBML (*.xml *.sbml)", "xml", _sbml(3, 2)),
    "sbml-3-1": ("SBML (*.xml *.sbml)", "xml", _sbml(3, 1)),
    "sbml-2-4": ("SBML (*.xml *.sbml)", "xml", _sbml(2, 4)),
    "antimony": ("Antimony (*.ant *.txt)", "ant", antimony_file.write),
    "network-json": ("JSON (*.json)", "json", json_network.write),
    **{
        f"network-{key}": (one.pattern, one.suffix.removeprefix("."), one.write)
        for key, one in EXPORTS.items()
    },
}
NO_PICTURE = "There is no picture yet: open a network, train, or open a run."
NO_REACTIONS = "There is no reaction network to export yet: open one, or type one."
NO_NETWORK = "There is no network to export yet: train first, or open a run."


class PictureSource(Protocol):
    """A page with pictures."""

    picture_wanted: Any  # a signal with the panel to be exported

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something, by the names of what they show."""
        ...

    def isVisible(self) -> bool:
        """Whether the page is in sight."""
        ...


class Exporter(QObject):
    """Asks where to, writes, and says so."""

    failed = Signal(object)
    said = Signal(str)
    remarked = Signal(object, object)  # Path, and what the format could not say

    def __init__(
        self,
        document: Document,
        page: DesignPage,
        sources: Sequence[PictureSource],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document, self._page, self._window = document, page, window
        self._sources = tuple(sources)
        for source in sources:
            source.picture_wanted.connect(self.picture)

    def picture(
        self, chosen: QWidget | None = None, pictures: dict[str, QWidget] | None = None
    ) -> None:
        """Ask which picture, of those of the window or of others, how large and how fine."""
        pictures = self.pictures() if pictures is None else pictures
        if not pictures:
            self.failed.emit(MissingInput(NO_PICTURE))
            return
        dialog = PictureDialog(pictures, chosen, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(lambda: self._save_picture(dialog))
        dialog.open()

    def pictures(self) -> dict[str, QWidget]:
        """Return all panels that show something, those of the page in sight first."""
        sources = sorted(self._sources, key=lambda one: not one.isVisible())
        return {name: panel for one in sources for name, panel in one.pictures().items()}

    def reactions(self, kind: str) -> None:
        """Ask for a file and write the reaction network, told apart from the inferred one."""
        network = self._document.project.design.network
        if network is None:
            self.failed.emit(MissingInput(NO_REACTIONS))
            return
        filters, suffix, write = REACTIONS[kind]
        self._ask(filters, f"{network.id}.{suffix}", lambda path: write(network, path))

    def network(self, kind: str) -> None:
        """Ask for a file and write the network that is shown, as far as its cut-off lets it."""
        graph = self._page.read_column.shown_graph
        if graph is None:
            self.failed.emit(MissingInput(NO_NETWORK))
            return
        filters, name, write = NETWORKS[kind]
        cutoff = self._page.read_column.cutoff
        self._ask(filters, name, lambda path: write(graph, path, cutoff))

    def table(self, rows: Sequence[Sequence[str]], name: str) -> None:
        """Ask for a file and write rows of text, the header first."""
        self._ask("Table (*.csv)", f"{name}.csv", lambda path: csv_figures.write_rows(rows, path))

    def task(self) -> None:
        """Ask for a file and write the task."""
        task = self._document.project.design.task
        if task is None:
            self.failed.emit(MissingInput("There is no task yet: draw one, or open an example."))
            return
        self._ask("Task (*.json)", "task.json", lambda path: task_json.write(task, path))

    def curves(self) -> None:
        """Ask for a file and write the curves of the condition at hand."""
        active = self._page.editor.active
        self._ask(
            "Curves (*.csv)",
            f"{active.condition.name}.csv",
            lambda path: csv_curves.write(active.task, active.index, path),
        )

    def _save_picture(self, dialog: PictureDialog) -> None:
        panel, dpi, width = dialog.panel, dialog.dpi.value(), dialog.width_mm.value()
        self._ask(
            PICTURES,
            f"{dialog.choice.currentText()}.png",
            lambda path: _write_picture(panel, path, dpi, width),
        )

    def _ask(self, filters: str, name: str, write: Write) -> None:
        folder = self._document.path.parent if self._document.path else Path.home()
        dialog = QFileDialog(self._window, "Export", str(folder), filters)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(name).suffix[1:])
        dialog.filterSelected.connect(lambda text: dialog.setDefaultSuffix(_suffix(text)))
        dialog.selectFile(name)
        dialog.finished.connect(dialog.deleteLater)
        dialog.fileSelected.connect(lambda chosen: self._write(write, Path(chosen)))
        dialog.open()

    def _write(self, write: Write, path: Path) -> None:
        try:
            remarks = write(path)
        except GRNStudioError as error:
            self.failed.emit(error)
        else:
            self.said.emit(f"Exported {path.name}.")
            if isinstance(remarks, tuple) and remarks:
                self.remarked.emit(path, remarks)


def _write_picture(panel: QWidget, path: Path, dpi: float, width: float) -> None:
    """Save a picture, or with the suffix .csv the numbers that it shows."""
    figure = getattr(panel, "figure", None)
    if path.suffix.lower() == ".csv" and figure is not None:
        figure_to_csv(figure, path)
    else:
        save_picture(panel, path, dpi, width)


class PictureDialog(QDialog):
    """Which picture, how wide on paper, and how fine if it is made of dots."""

    def __init__(
        self, pictures: dict[str, QWidget], chosen: QWidget | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export picture")
        self._pictures = pictures
        self.choice = QComboBox()
        self.choice.addItems(list(pictures))
        self.width_mm = QDoubleSpinBox(decimals=0, minimum=20, maximum=1_000, value=120)
        self.width_mm.setSuffix(" mm")
        self.dpi = QSpinBox(minimum=72, maximum=1_200, value=300, singleStep=50)
        self.dpi.setSuffix(" dpi")
        form = QFormLayout(self)
        for text, widget, tip in (
            ("Picture", self.choice, "One of the pictures that are shown on the pages"),
            ("Width", self.width_mm, "Width on paper"),
            ("Resolution", self.dpi, "Dots per inch of a PNG; SVG and PDF are lines"),
        ):
            widget.setAccessibleName(text)
            widget.setToolTip(tip)
            form.addRow(text, widget)
        names = [name for name, panel in pictures.items() if panel is chosen]
        if names:
            self.choice.setCurrentText(names[0])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton("Export…", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    @property
    def panel(self) -> QWidget:
        """The picture that was chosen."""
        return self._pictures[self.choice.currentText()]


def _suffix(text: str) -> str:
    return text.rpartition("*.")[2].rstrip(")")
