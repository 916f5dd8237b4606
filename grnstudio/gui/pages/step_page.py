"""What stands below the head of the Design page: a page for each way of working on the task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from grnstudio.core.topology import Topology
from grnstudio.gui.document import Document
from grnstudio.gui.pages.problems_dock import problems_of
from grnstudio.gui.training import TrainingSession
from grnstudio.gui.turns import Turns
from grnstudio.jobs import Update
from grnstudio.project import Design, Run


@dataclass(frozen=True, slots=True)
class Pick:
    """A topology that one step hands to another, and where it was found.

    ``run`` is the key of a run, or 0; ``choice`` says what in it: a network, a point, a node.
    """

    topology: Topology
    run: int = 0
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step and the page that shows it; one that is ``aside`` is not on the way from 1 on."""

    title: str
    tip: str
    page: type[StepPage]
    aside: bool = False


class StepPage(QWidget):
    """The page of one learner or several, for one step or several.

    The head starts what ``learner`` names, under ``verb``, and hands on what comes of it: `begin`
    and `show_update` while it runs, `show_run` when it ends or an earlier run is opened.
    """

    failed = Signal(object)  # an error to be shown
    picture_wanted = Signal(object)  # the panel to be exported
    said = Signal(str)
    picked = Signal(object)  # a Pick that is to be verified
    network_wanted = Signal(object, str)  # a core.network.Network to be opened, and from what
    table_wanted = Signal(object, str)  # rows of text, the header first, to be saved; a name
    learner_changed = Signal()
    mutants_wanted = Signal()  # of the network in sight

    learners: ClassVar[tuple[str, ...]]  # whose runs are opened here
    verb: str = "Train"
    tip: str = ""  # of the button that starts
    on_page: tuple[str, ...] = ()  # settings that the page shows, and so no form

    def __init__(
        self, document: Document, session: TrainingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.document, self.session = document, session
        self.turns = Turns(self)
        self.run: Run | None = None

    @property
    def learner(self) -> str:
        """The learner that is started from here, and whose settings are shown."""
        return self.learners[0]

    @property
    def is_working(self) -> bool:
        """Whether something of this page's own is under way, beside any training."""
        return False

    def halt(self) -> None:
        """End what `is_working`, with what there is so far."""

    @property
    def is_busy(self) -> bool:
        """Whether a training of this page is under way."""
        run = self.session.run
        return self.session.is_training and run is not None and run.learner in self.learners

    def closed(self, step: int, design: Design) -> str:
        """Return why ``step`` cannot be entered, empty if it can be."""
        if self.run is not None or self.is_busy or self.latest() is not None:
            return ""
        return self.lacks(design)

    def lacks(self, design: Design) -> str:
        """Return what keeps the button from being pressed, empty if nothing does."""
        return next(iter(problems_of(design, self.learner)), "")

    def latest(self) -> Run | None:
        """Return the last run that this page can show."""
        runs = self.document.project.runs
        return next((one for one in reversed(runs) if one.learner in self.learners), None)

    def start(self) -> None:
        """Start; raises a `GRNStudioError` saying what is lacking."""
        self.session.start(self.learner)

    def enter(self, step: int) -> None:
        """Be shown for ``step``; a page without a run looks for its last one."""
        latest = self.latest()
        if self.run is None and not self.is_busy and latest is not None:
            self.show_run(latest)

    def step_for(self, run: Run, steps: list[int]) -> int:
        """Return which of this page's ``steps`` shows ``run`` best."""
        return steps[0]

    def begin(self, run: Run) -> None:
        """Make room for what ``run`` brings as it is trained."""
        raise NotImplementedError

    def show_update(self, update: Update) -> None:
        """Show news of the training under way."""
        raise NotImplementedError

    def show_run(self, run: Run) -> None:
        """Show what came of ``run``."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what can be pressed, after a training has begun, ended or been held."""

    def clear(self) -> None:
        """Show no run."""
        raise NotImplementedError

    def pictures(self) -> dict[str, QWidget]:
        """Return the panels that show something, by the names of what they show."""
        raise NotImplementedError
