"""What keeps the network from being simulated and the design from being trained, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from grnstudio.core.network_problems import Fix, Problem
from grnstudio.errors import GRNStudioError
from grnstudio.gui.buttons import push_button
from grnstudio.gui.document import Document
from grnstudio.gui.icons import icon
from grnstudio.learn import LEARNERS
from grnstudio.project import Design

NONE = "No problems."
ERROR, WARNING, NOTE = "error", "warning", "note"
COUNTED = (ERROR, WARNING)
ICONS = {ERROR: ("error", "error"), WARNING: ("warning", "warning"), NOTE: ("info", "accent")}
MOST_LISTED = 200
TAKEN = Qt.ItemDataRole.UserRole + 1  # width at the right that buttons stand in
ROW = 26


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list, and the problem of the network that it tells of, if it does."""

    level: str
    text: str
    problem: Problem | None = None


class ProblemsPanel(QListWidget):
    """The list of problems; ``count_changed`` feeds the counter.

    ``problems`` are those of the design, ``findings`` (level and text) those of the simulation,
    ``of_network`` those of the network itself, and ``remarks`` what a file's reader changed.
    Return or a double click goes to the place of a problem; buttons do so too, and mend it.
    """

    count_changed = Signal(int)  # errors and warnings
    place_wanted = Signal(object)  # ids of parts of the network
    fix_wanted = Signal(object)  # the Fix

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("line-list")
        self.setAccessibleName("Problems")
        self.setToolTip("What keeps the network from being simulated or the design from training")
        self.setWordWrap(True)
        self.setItemDelegate(_BesideButtons(self))
        self.problems: list[str] = []
        self.findings: tuple[tuple[str, str], ...] = ()
        self.of_network: tuple[Problem, ...] = ()
        self.remarks: tuple[str, ...] = ()
        self._lines: list[Line] = []
        self._document = document
        self.itemActivated.connect(lambda item: self._go_to(self.row(item)))
        document.watch(lambda project: project.design, self.show_design)

    def sizeHint(self) -> QSize:
        return QSize(600, 64)

    @property
    def listed(self) -> int:
        """How many errors and warnings there are."""
        return sum(line.level in COUNTED for line in self._lines)

    def show_design(self, design: Design) -> None:
        """Check ``design`` and list what is wrong with it."""
        self.problems = problems_of(design)
        self._list()

    def show_findings(self, findings: Sequence[tuple[str, str]]) -> None:
        """List what was found out about the simulation of the network."""
        self.findings = tuple(findings)
        self._list()

    def show_network_problems(self, problems: Sequence[Problem]) -> None:
        """List what was found out about the network."""
        self.of_network = tuple(problems)
        self._list()

    def show_remarks(self, remarks: Sequence[str]) -> None:
        """List what the reader of a file remarked on."""
        self.remarks = tuple(remarks)
        self._list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mend the chosen problem on Ctrl+. if there is a way to."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        row = self.currentRow()
        if event.key() == Qt.Key.Key_Period and control and row >= 0:
            problem = self._lines[row].problem if row < len(self._lines) else None
            if problem and problem.fixes:
                self.fix_wanted.emit(problem.fixes[0])
            return
        super().keyPressEvent(event)

    def _entries(self) -> list[Line]:
        """Return all there is to list; nothing of what was not begun."""
        design, found = self._document.project.design, []
        if design.network:
            told = {one.text for one in self.of_network}
            found = [Line(_level(one), f"Network: {one.text}", one) for one in self.of_network]
            rest = [(level, text) for level, text in self.findings if text not in told]
            found += [Line(level, f"Network: {text}") for level, text in rest]
        if design.task is not None:
            found += [Line(ERROR, f"Design: {text}") for text in self.problems]
        return [*found, *(Line(NOTE, f"Import: {text}") for text in self.remarks)]

    def _list(self) -> None:
        lines = self._entries()
        if lines == self._lines and self.count():
            return
        self._lines = lines
        self.clear()
        for line in lines[:MOST_LISTED]:
            self._add(line)
        hidden = len(lines) - MOST_LISTED
        last = NONE if not lines else f"{hidden:,} more, once some of these are mended."
        if not lines or hidden > 0:
            item = QListWidgetItem(last, self)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.count_changed.emit(self.listed)

    def _add(self, line: Line) -> None:
        item = QListWidgetItem(icon(*ICONS.get(line.level, ICONS[NOTE])), line.text, self)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{line.level}: {line.text}")
        if line.problem is None:
            return
        buttons = self._buttons(line.problem)
        item.setData(TAKEN, buttons.sizeHint().width())
        self.setItemWidget(item, buttons)

    def _buttons(self, problem: Problem) -> QWidget:
        row = QWidget()
        row.setObjectName("overlay")
        line = QHBoxLayout(row)
        line.setContentsMargins(8, 1, 4, 1)
        line.setSpacing(16)
        line.addStretch(1)
        for fix in problem.fixes:
            button = _link(fix.label, f"Mend it: {fix.label}")
            button.clicked.connect(lambda _=False, fix=fix: self._fix(fix))
            line.addWidget(button)
        if problem.ids:
            button = _link("Go to", f"Show {', '.join(problem.ids[:5])}")
            button.clicked.connect(lambda _=False: self.place_wanted.emit(problem.ids))
            line.addWidget(button)
        return row

    def _fix(self, fix: Fix) -> None:
        self.fix_wanted.emit(fix)

    def _go_to(self, row: int) -> None:
        problem = self._lines[row].problem if row < len(self._lines) else None
        if problem and problem.ids:
            self.place_wanted.emit(problem.ids)


class _BesideButtons(QStyledItemDelegate):
    """Leaves the room at the right that a line's buttons take."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        narrow = QStyleOptionViewItem(option)
        narrow.rect.setRight(option.rect.right() - int(index.data(TAKEN) or 0))
        super().paint(painter, narrow, index)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        narrow = QStyleOptionViewItem(option)
        narrow.rect.setRight(option.rect.right() - int(index.data(TAKEN) or 0))
        return super().sizeHint(narrow, index).expandedTo(QSize(0, ROW))


def problems_of(design: Design, learner: str = "circuit") -> list[str]:
    """Return what keeps ``design`` from being trained by ``learner``, as sentences."""
    found = []
    spec = LEARNERS[learner]
    for check in (spec.configured, spec.inputs):
        try:
            check(design)
        except GRNStudioError as error:
            found.append(str(error))
    return found


def _level(problem: Problem) -> str:
    return problem.severity if problem.severity in COUNTED else NOTE


def _link(text: str, tip: str) -> QPushButton:
    button = push_button(text, tip, tip)
    button.setObjectName("link")
    return button
