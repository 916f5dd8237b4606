"""Data: from which states, for how long and how often a network is simulated to be learned."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from grnstudio.errors import GRNStudioError
from grnstudio.gui import learner_settings
from grnstudio.gui.config_form import ConfigForm
from grnstudio.gui.document import Document
from grnstudio.gui.emulating import OUTLOOK, EmulatorJobs
from grnstudio.gui.in_sight import watch_when_seen
from grnstudio.gui.pages.column import Column, put_beside
from grnstudio.gui.pages.empty_state import EmptyState
from grnstudio.gui.pages.emulate_parameters import ParameterChoice
from grnstudio.gui.pages.emulate_starts import StartsEditor, starts_of
from grnstudio.gui.pages.findings_strip import FindingsStrip
from grnstudio.gui.pages.learner_forms import scrolled
from grnstudio.gui.pages.problems_dock import problems_of
from grnstudio.gui.pages.step_page import StepPage
from grnstudio.gui.pages.trust_words import duration
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Failed, Finished, Outcome, Update
from grnstudio.learn import LEARNERS
from grnstudio.project import Design, Run

EMULATOR = "emulator"
IN_FORM = (
    "step",
    "steps",
    "settings",
    "runs",
    "early",
    "near_empty",
    "method",
    "lowest",
    "highest",
)
ON_PAGE = ("starts", "vary", *IN_FORM)
EMPTY = "Open a network to abstract it, or start from an example."
LOOK_MS = 500
LOOKING = "Trying a few courses to see how long it takes…"
LATER = "The estimate comes once what is under way has ended."


class DataPage(StepPage):
    """Initial states on the left, courses on the right, and below what they will cost."""

    learners: ClassVar = ()
    verb = "Train"
    tip = "Simulate the network, and teach an emulator by it (F5)"
    on_page = ON_PAGE

    open_wanted = Signal()
    examples_wanted = Signal()

    def __init__(
        self,
        document: Document,
        session: TrainingSession,
        jobs: EmulatorJobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(document, session, parent)
        self._jobs = jobs
        self._looked: tuple[object, object] = (None, None)
        self.start_column, self.course_column = Column("Initial states"), Column("Courses")
        self.starts, self.parameters = StartsEditor(), ParameterChoice()
        config = LEARNERS[EMULATOR].config
        self.form = ConfigForm(config, names=IN_FORM)
        self.outlook, self.remarks = QLabel(), FindingsStrip()
        self._look_soon = QTimer(self, interval=LOOK_MS, singleShot=True)
        self._look_soon.timeout.connect(self.look)
        self._lay_out()
        self.starts.changed.connect(lambda text: self._keep("Change initial states", starts=text))
        self.starts.checked.connect(self.learner_changed)
        self.parameters.changed.connect(lambda names: self._keep("Vary parameters", vary=names))
        self.form.changed.connect(lambda values: self._keep("", **values))
        jobs.ended.connect(self._take_outlook)
        watch_when_seen(document, self, lambda project: project.design, self._show_design)

    @property
    def learner(self) -> str:
        """The learner whose data these are."""
        return EMULATOR

    def closed(self, step: int, design: Design) -> str:
        """Let the page be entered always, for it says how to begin."""
        return ""

    def lacks(self, design: Design) -> str:
        """Return what keeps the network from being learned."""
        return lacking(design) or self.starts.problem.text()

    def look(self) -> None:
        """Have it estimated what the settings at hand will cost."""
        design = self.document.project.design
        about = design.network, design.configs.get(EMULATOR)
        if design.network is None or self.lacks(design):
            self._say("", ())
        elif about != self._looked:
            self._looked = about
            spec = LEARNERS[EMULATOR]
            job = spec.follow_up("outlook:look", design.network, spec.configured(design))
            self._say(LOOKING, ())
            self._jobs.ask(OUTLOOK, job)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_soon.start()

    def begin(self, run: Run) -> None:
        """Leave what a training brings to the next step."""

    def show_update(self, update: Update) -> None:
        """Leave what a training brings to the next step."""

    def show_run(self, run: Run) -> None:
        """Leave what came of a training to the next step."""

    def clear(self) -> None:
        """Forget what was estimated."""
        self._looked = (None, None)
        self._say("", ())

    def pictures(self) -> dict[str, QWidget]:
        """Return no pictures; there are none."""
        return {}

    def _lay_out(self) -> None:
        heading = QLabel("Parameters as inputs")
        heading.setObjectName("section")
        heading.setBuddy(self.parameters.list)
        self.start_column.work.addWidget(self.starts, 3)
        self.start_column.work.addWidget(heading)
        self.start_column.work.addWidget(self.parameters, 2)
        area = scrolled(self.form)
        self.form.setContentsMargins(0, 0, 4, 0)
        self.course_column.work.addWidget(area, 1)
        self.outlook.setWordWrap(True)
        self.outlook.setAccessibleName("What it will cost")
        columns = QWidget()
        put_beside(columns, (self.start_column, self.course_column), (400, 380))
        work = QWidget()
        page = QVBoxLayout(work)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addWidget(columns, 1)
        page.addWidget(self.outlook)
        page.addWidget(self.remarks)
        ways = {"Open a network…": self.open_wanted, "See the examples": self.examples_wanted}
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState(EMPTY, ways))
        self._stack.addWidget(work)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _show_design(self, design: Design) -> None:
        self._stack.setCurrentIndex(0 if design.network is None else 1)
        try:
            values = learner_settings.values_of(design, EMULATOR)
            self.form.set_defaults(learner_settings.suited(design, EMULATOR))
        except GRNStudioError as error:
            self.failed.emit(error)
            return
        if any(values[name] != one for name, one in self.form.values().items()):
            self.form.set_values(values)
        self.starts.show_starts(values["starts"], design.network)
        self.parameters.show_choice(values["vary"], design.network)
        if self.isVisible():
            self._look_soon.start()

    def _keep(self, text: str, **values: Any) -> None:
        learner_settings.keep(self.document, EMULATOR, values, text)

    def _take_outlook(self, kind: str, outcome: Outcome) -> None:
        if kind != OUTLOOK:
            return
        if isinstance(outcome, Finished):
            self._say(told(outcome.result), outcome.result.remarks)
        elif isinstance(outcome, Failed):
            self._say("", (str(outcome.error),))

    def _say(self, text: str, remarks: tuple[str, ...]) -> None:
        self.outlook.setText(text)
        self.outlook.setVisible(bool(text))
        self.remarks.show_findings([("warning", one) for one in remarks])


def lacking(design: Design) -> str:
    """Return what keeps ``design`` from being learned, empty if nothing does.

    It is found out once for a network and its settings, since large ones take a while.
    """
    about = design.network, design.configs.get(EMULATOR)
    if _LAST and all(one is other for one, other in zip(_LAST[0], about, strict=True)):
        return str(_LAST[1])
    problem = next(iter(problems_of(design, EMULATOR)), "")
    if not problem and design.network is not None:
        starts = str(learner_settings.values_of(design, EMULATOR)["starts"])
        found = starts_of(starts, design.network)
        problem = found if isinstance(found, str) else ""
    _LAST[:] = [about, problem]
    return problem


_LAST: list[Any] = []


def told(outlook: Any) -> str:
    """Say in a line what there is to make, and about how long that takes."""
    one = outlook.estimate
    size = f"{one.bytes / 2**20:,.0f} MB" if one.bytes >= 2**20 else f"{one.bytes / 2**10:,.0f} kB"
    wait = f"about {duration(one.seconds)}" if one.seconds >= 1 else "under a second"
    each = float(f"{one.reactions_per_step:.2g}")
    return (
        f"{one.pairs:,} pairs of states, {outlook.step:g} apart · {size} · {wait} to simulate · "
        f"about {each:,.10g} reactions in a step"
    )
