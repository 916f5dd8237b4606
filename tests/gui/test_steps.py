"""The parts that the steps of the Design page are made of."""

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from grnstudio.core.curves import constant
from grnstudio.core.figures import Curve, CurveFigure, HeatmapFigure
from grnstudio.core.task import Condition, Gene, Task
from grnstudio.gui.document import Document
from grnstudio.gui.flow_layout import FlowLayout
from grnstudio.gui.pages.explorer import Explorer
from grnstudio.gui.pages.figure_tabs import FigureTabs
from grnstudio.gui.pages.run_comparison import RunComparison
from grnstudio.gui.pages.runs_table import best_loss, kind_of
from grnstudio.gui.pages.settings_dock import SettingsPanel
from grnstudio.gui.pages.stepper import Stepper
from grnstudio.gui.pages.topology_editor import TopologyEditor
from grnstudio.project import Design, Project, Run

TASK = Task(
    "Rise",
    genes=(Gene("g1"), Gene("g2", None)),
    inputs=("I",),
    conditions=(Condition("rest", {"I": constant(1, 60)}, {"g1": constant(0.4, 60)}),),
)
LINKS = "I -> g1, g2 -| g1"


@pytest.fixture
def document(qtbot):
    return Document(Project(Design(TASK, {"verify": {"links": LINKS}})))


@pytest.fixture
def editor(qtbot):
    editor = TopologyEditor()
    qtbot.addWidget(editor)
    editor.show_links(LINKS, TASK)
    return editor


def a_run(learner, **more):
    return Run(1, learner, "Rise", Design(TASK), {}, **more)


def test_settings_that_a_page_shows_itself_are_kept_when_others_are_edited(qtbot, document):
    panel = SettingsPanel(document)
    qtbot.addWidget(panel)
    panel.show_learner("verify", "Verify", ("links",))
    assert panel.form.field("links").isHidden()
    assert not panel.form.field("samples").isHidden()
    panel.form.changed.emit({**panel.form.values(), "samples": 99})
    assert document.project.design.configs["verify"] == {"links": LINKS, "samples": 99}


def test_a_learners_own_settings_come_before_those_of_training(qtbot, document):
    panel = SettingsPanel(document)
    qtbot.addWidget(panel)
    panel.show_learner("distil", "Distil")
    names = list(panel.form.values())
    assert names.index("criterion") < names.index("steps")
    assert panel.tabText(0) == "Distil"


def test_typed_links_become_a_graph_once_they_can_be_read(qtbot, editor):
    editor.text.setPlainText("I -> g1, g2 -| g1, g1 ->")
    editor.read()
    assert "'g1 ->' is no link" in editor.problem.text()
    editor.text.setPlainText("I -> g1, g2 -| g1, g1 -> g2")
    with qtbot.waitSignal(editor.changed) as changed:
        editor.read()
    assert changed.args[0].text == "I -> g1, g1 -> g2, g2 -| g1"
    assert editor.graph.figure.graph.weights[1, 1] == 1


def test_text_that_says_the_same_stays_as_it_was_typed(editor):
    typed = "g2 -| g1;\nI -> g1"
    editor.text.setPlainText(typed)
    editor.show_links(LINKS, TASK)
    assert editor.text.toPlainText() == typed
    editor.show_links("", TASK)
    assert editor.text.toPlainText() == ""
    assert editor.graph.is_empty


def test_steps_aside_have_no_number(qtbot):
    stepper = Stepper([("Draw", ""), ("Train", ""), ("Automata", "")], aside=[2])
    qtbot.addWidget(stepper)
    assert [one.text() for one in stepper.findChildren(QPushButton)] == [
        "1  Draw",
        "2  Train",
        "Automata",
    ]


def test_tabs_without_figures_are_hidden(qtbot):
    tabs = FigureTabs(("Overview", "Curves", "Links"), "Start to see more.")
    qtbot.addWidget(tabs)
    curve = Curve("g1", np.arange(3.0), np.arange(3.0))
    heatmap = HeatmapFigure("Links", np.eye(2), ("a", "b"), ("a", "b"))
    tabs.show_figures({"Curves": [CurveFigure("rest", (curve,))], "Links": [heatmap]})
    assert [tabs.isTabVisible(place) for place in range(3)] == [False, True, True]
    assert tabs.tabText(tabs.currentIndex()) == "Curves"
    assert set(tabs.pictures()) == {"rest", "Links"}
    tabs.clear_all("Nothing yet.")
    assert [tabs.isTabVisible(place) for place in range(3)] == [True, False, False]


def test_runs_tell_what_made_them_and_the_best_of_all_their_losses(qtbot, document):
    run = a_run("distil", arrays={"1.losses": np.array([0.5, 0.4]), "2.losses": np.array([0.3])})
    assert kind_of(run) == "Sparse circuits"
    assert best_loss(run) == pytest.approx(0.3)
    explorer = Explorer(document)
    qtbot.addWidget(explorer)
    document.add_run(run)
    texts = [
        explorer.tree.topLevelItem(place).child(0).text(0)
        for place in range(explorer.tree.topLevelItemCount())
        if explorer.tree.topLevelItem(place).text(0).startswith("Runs")
    ]
    assert texts == ["1  Sparse circuits · Rise"]


def test_runs_of_different_kinds_can_be_compared(qtbot):
    comparison = RunComparison()
    qtbot.addWidget(comparison)
    metrics = {"step": np.array([1, 2]), "loss": np.array([1.0, 0.5])}
    comparison.compare(a_run("circuit", metrics=metrics), a_run("verify"))
    assert len(comparison.panels) == 1


def test_a_stepper_without_room_leaves_its_numbers_out(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    stepper = Stepper([("Draw", ""), ("Train", ""), ("Automata", "")], page, aside=[2])
    page.show()
    full = stepper.sizeHint().width()
    for width, texts in ((full, ["1  Draw", "2  Train"]), (full - 30, ["Draw", "Train"])) * 2:
        stepper.resize(width, 30)
        assert [one.text() for one in stepper.findChildren(QPushButton)][:2] == texts


def test_buttons_flow_into_as_many_rows_as_they_need(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    flow = FlowLayout(8, 8)
    page.setLayout(flow)
    buttons = [QPushButton("Retry"), QPushButton("Branch"), QPushButton("Verify")]
    for button in buttons:
        flow.addWidget(button)
    page.resize(flow.sizeHint().width(), 30)
    page.show()
    assert len({button.y() for button in buttons}) == 1
    page.resize(flow.minimumSize().width(), 200)
    assert len({button.y() for button in buttons}) == 3
    assert flow.heightForWidth(10) > flow.heightForWidth(10_000)
