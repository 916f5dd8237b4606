"""The tree on the left: what the network and the design are made of, and the runs made."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from grnstudio.core.network import Network
from grnstudio.core.task import Gene, Task
from grnstudio.gui.document import Document
from grnstudio.gui.in_sight import watch_in_sight
from grnstudio.gui.pages.explorer_parts import KEY, PART, ExplorerParts
from grnstudio.gui.pages.network_items import Entry, groups
from grnstudio.gui.pages.runs_table import kind_of
from grnstudio.gui.selection import Selection
from grnstudio.gui.theme import series_color
from grnstudio.project import Run

OF_NETWORK = (
    "Species", "Parameters", "Reactions", "Compartments", "Rules", "Events", "Functions",
)  # fmt: skip
OF_DESIGN = ("Targets", "Conditions")
LARGE = 300
SOME = 300  # items of a group that come and go one by one
FOLDED_FROM = 40  # entries of a group that is folded when it comes


class Explorer(QWidget):
    """Parts of the network, genes, inputs, conditions and runs, with a filter."""

    run_wanted = Signal(int)  # its key
    curve_wanted = Signal(str)  # name of a gene or an input
    condition_wanted = Signal(int)  # its index
    part_wanted = Signal(str)  # id of a part of the network

    def __init__(
        self,
        document: Document,
        selection: Selection | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._groups: dict[str, QTreeWidgetItem] = {}
        self._listed: dict[str, list[Entry]] = {}
        self.filter = QLineEdit(placeholderText="Filter", clearButtonEnabled=True)
        self.filter.setAccessibleName("Filter the explorer")
        self.filter.setToolTip("Show only what contains these letters")
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(14)
        self.tree.setAccessibleName("Explorer")
        self.tree.setToolTip("Double-click, or press Return, to go to what is chosen")
        self.setMinimumWidth(150)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self.tree, 1)
        names = (*OF_NETWORK, *OF_DESIGN, "Runs")
        self._groups = {name: self._group(name) for name in names}
        self.parts = ExplorerParts(self.tree, selection or Selection(self))
        self.filter.textChanged.connect(self._apply_filter)
        self.tree.itemActivated.connect(self._activate)
        watch_in_sight(
            document, self, lambda project: project.design.network, self.show_network, _is_large
        )
        document.watch(lambda project: project.design.task, self.show_task)
        document.watch(lambda project: project.runs, self.show_runs)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._groups:
            self.show_task(self._document.project.design.task)  # genes take the theme's colours

    def show_network(self, network: Network | None) -> None:
        """List the parts of ``network``; groups in which nothing changed stay as they are."""
        found, is_other = groups(network) if network else {}, False
        for name in OF_NETWORK:
            entries = found.get(name, [])
            if entries != self._listed.get(name):
                before, self._listed[name] = self._listed.get(name, []), entries
                with QSignalBlocker(self.tree):
                    self._change(name, before, entries)
                is_other = True
        if is_other:
            self.parts.follow([self._groups[name] for name in OF_NETWORK])

    def favour(self, network: bool) -> None:
        """Unfold the groups of the network and fold those of the design, or the reverse."""
        for name, group in self._groups.items():
            few = group.childCount() < FOLDED_FROM
            group.setExpanded(name == "Runs" or (few and (name in OF_NETWORK) == network))

    def show_task(self, task: Task | None) -> None:
        """List the genes, inputs and conditions of ``task``."""
        if task is None:
            for name in OF_DESIGN:
                self._fill(name, [])
            return
        genes = [self._gene(task, index, gene) for index, gene in enumerate(task.genes)]
        inputs = [_item(name, "input", ("curve", name)) for name in task.inputs]
        self._fill("Targets", [*inputs, *genes])
        conditions = [
            _item(one.name, "steady" if one.steady else "", ("condition", index))
            for index, one in enumerate(task.conditions)
        ]
        self._fill("Conditions", conditions)

    def show_runs(self, runs: tuple[Run, ...]) -> None:
        """List the runs, newest first."""
        self._fill("Runs", [_run_item(run) for run in reversed(runs)])

    def _gene(self, task: Task, index: int, gene: Gene) -> QTreeWidgetItem:
        role = "drawn" if gene.name in task.outputs else "free"
        item = _item(gene.name, role, ("curve", gene.name))
        item.setForeground(0, series_color(index))
        return item

    def _group(self, name: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self.tree, [name])
        item.setExpanded(True)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        return item

    def _change(self, name: str, before: list[Entry], entries: list[Entry]) -> None:
        """List other parts in a group; the items of those that stay are kept."""
        left, known = set(entries), set(before)
        gone = [place for place, one in enumerate(before) if one not in left]
        fresh = [place for place, one in enumerate(entries) if one not in known]
        stay, wanted = (
            [one for one in before if one in left],
            [one for one in entries if one in known],
        )
        group = self._groups[name]
        if stay != wanted or len(gone) + len(fresh) > SOME or group.childCount() != len(before):
            self._fill(name, [_part_item(one) for one in entries])
            return
        for place in reversed(gone):
            group.takeChild(place)
        for place in fresh:
            group.insertChild(place, _part_item(entries[place]))
        self._tell(name)

    def _fill(self, name: str, items: list[QTreeWidgetItem]) -> None:
        group = self._groups[name]
        group.takeChildren()
        group.addChildren(items)
        self._tell(name)

    def _tell(self, name: str) -> None:
        """Say how many there are in a group, and show of them what is looked for."""
        group = self._groups[name]
        group.setText(0, f"{name} · {group.childCount():,}")
        group.setHidden(not group.childCount() and name != "Runs")
        if self.filter.text():
            _filter(group, self.filter.text())

    def _apply_filter(self, text: str) -> None:
        for group in self._groups.values():
            _filter(group, text)

    def _activate(self, item: QTreeWidgetItem) -> None:
        kind, what = item.data(0, KEY) or ("", None)
        signals = {
            "curve": self.curve_wanted,
            "condition": self.condition_wanted,
            "run": self.run_wanted,
            PART: self.part_wanted,
        }
        if kind in signals:
            signals[kind].emit(what)


def _is_large(network: Network | None) -> bool:
    """Return whether listing the parts takes so long that the views of the network come first."""
    return network is not None and len(network.species) + len(network.reactions) > LARGE


def _filter(group: QTreeWidgetItem, text: str) -> None:
    """Show only the items of a group that have ``text`` in them."""
    for index in range(group.childCount()):
        item = group.child(index)
        item.setHidden(text.lower() not in item.text(0).lower())


def _item(text: str, note: str, about: tuple[str, object]) -> QTreeWidgetItem:
    item = QTreeWidgetItem([f"{text}  ·  {note}" if note else text])
    item.setData(0, KEY, about)
    item.setToolTip(0, f"{text}: {note}" if note else text)
    return item


def _part_item(one: Entry) -> QTreeWidgetItem:
    return _item(one.id, one.note, (PART, one.id))


def _run_item(run: Run) -> QTreeWidgetItem:
    kind = "" if run.learner == "circuit" else kind_of(run)
    note = "" if run.outcome == "finished" else run.outcome
    title = f"{kind} · {run.title}" if kind else run.title
    item = _item(f"{run.key}  {title}", note, ("run", run.key))
    item.setToolTip(0, f"Run {run.key}, {run.title}: {kind_of(run)}, {run.outcome} {run.message}")
    return item
