"""Adding to the network: parts, motifs, and other networks from files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from grnstudio.core.hill_network import hill_network, starts_of, with_inputs
from grnstudio.core.network import Network, Species
from grnstudio.core.network_edits import empty
from grnstudio.core.network_merge import Merged
from grnstudio.core.tables import Table, added, tables
from grnstudio.errors import MissingInput
from grnstudio.gui.network_editing import edit_network
from grnstudio.io import networks

if TYPE_CHECKING:
    from grnstudio.gui.workbench import Workbench

NO_GRAPH = "There is no inferred graph to make a network of: train first, or open a run."
NETWORKS = "Networks (*.xml *.sbml *.ant *.txt *.json);;All files (*)"


class NetworkBuilder(QObject):
    """Does what Model > Add and its neighbours say; what is added is chosen."""

    def __init__(self, work: Workbench) -> None:
        super().__init__(work)
        self._work = work
        self._tables = {one.one: one for one in tables()}

    def add(self, kind: str) -> None:
        """Add a part of ``kind`` and let its first field be filled in beside the network."""
        self._work.attempt(lambda: self._add(self._tables[kind]))

    def show_motifs(self) -> None:
        """Show the gallery of motifs."""
        from grnstudio.gui.motif_gallery import MotifGallery

        self._work.network.text.apply()
        gallery = MotifGallery(self._work.document, self._work.window)
        gallery.finished.connect(gallery.deleteLater)
        gallery.new_wanted.connect(self._work.files.open_motif)
        gallery.inserted.connect(self._take)
        gallery.open()

    def merge_asking(self) -> None:
        """Ask for a file, and bring the network in it into the open one."""
        self._ask("Merge a network", self.merge)

    def compare_asking(self) -> None:
        """Ask for a file, and show how the network in it differs from the open one."""
        self._ask("Compare with a network", self.compare)

    def from_graph(self) -> None:
        """Put a network in Hill form, made of the inferred graph that is shown, into the design."""
        self._work.attempt(self._from_graph)

    def merge(self, path: Path) -> None:
        """Ask what the parts of the network in ``path`` become in the open one."""
        from grnstudio.gui.merge_dialog import MergeDialog

        other, _ = networks.read(path)
        dialog = MergeDialog(self._work.document, other, f"Merge {path.name}", self._work.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.joined.connect(self._take)
        dialog.open()

    def compare(self, path: Path) -> None:
        """Show how the network in ``path`` differs from the open one, also while it changes."""
        from grnstudio.gui.pages.network_compare import CompareDialog

        other, _ = networks.read(path)
        CompareDialog(self._work.document, other, path.name, self._work.window).show()

    def _from_graph(self) -> None:
        """Take the links above the cut-off, and the starts and inputs of the task they were for."""
        work, reading = self._work, self._work.design.read_column
        graph, run = reading.shown_graph, reading.run
        if graph is None:
            raise MissingInput(NO_GRAPH)
        task = run.design.task if run is not None else work.document.project.design.task
        starts = starts_of(task) if task is not None else {}
        title = f"From {run.title}" if run is not None else "From training"
        network = hill_network(graph, reading.cutoff, starts, title)
        if task is not None:
            network = with_inputs(network, task)
        work.network.text.apply()
        edit_network(work.document, "Network from inferred graph", network)
        work.go.to_network()
        work.say(f"Made a network of {len(network.species)} species of the inferred graph.")

    def _ask(self, title: str, use: Callable[[Path], None]) -> None:
        document, work = self._work.document, self._work
        work.network.text.apply()
        folder = document.path.parent if document.path else Path.home()
        dialog = QFileDialog(work.window, title, str(folder), NETWORKS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.finished.connect(dialog.deleteLater)
        dialog.fileSelected.connect(lambda name: work.attempt(lambda: use(Path(name))))
        dialog.open()

    def _add(self, table: Table) -> None:
        work = self._work
        work.network.text.apply()
        network = work.document.project.design.network or empty()
        made = added(network, table, self._begun(table, network))
        edit_network(work.document, f"Add {table.one}", made.network)
        work.network.selection.choose(made.keys)
        work.window.docks["settings"].show()
        work.properties.edit(table.columns[table.starting].title)

    def _begun(self, table: Table, network: Network) -> Mapping[str, str]:
        """Return what a row begins with: a reaction goes from one chosen species to the next."""
        chosen = self._work.network.selection.chosen
        species = [one.id for one in network.species if one.id in chosen]
        if table.one != "reaction" or not 0 < len(species) <= 2:
            return {}
        return {"Equation": f"{species[0]} => {''.join(species[1:])}", "Law": "Mass action"}

    def _take(self, merged: Merged) -> None:
        """Choose the species that came in, and say what was left out."""
        work = self._work
        came = set(merged.names.values())
        work.go.to_network()
        work.network.selection.choose(
            one.id for one in merged.network.parts() if isinstance(one, Species) and one.id in came
        )
        for remark in merged.remarks:
            work.say(remark)
