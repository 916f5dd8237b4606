"""The Atlas page on a small ensemble whose networks and links are known."""

from dataclasses import asdict, replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from grnstudio.core.curves import constant
from grnstudio.core.task import Condition, Gene, Task
from grnstudio.gui.document import Document
from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.pages.atlas_page import AtlasPage
from grnstudio.gui.recovery import Recovery
from grnstudio.gui.training import TrainingSession
from grnstudio.jobs import Finished, run
from grnstudio.learn import LEARNERS
from grnstudio.learn.record import MetricLog, concluded
from grnstudio.project import Design, Project, Run

TASK = Task(
    "Rise",
    genes=(Gene("g1"), Gene("g2", None)),
    inputs=("I",),
    conditions=(Condition("rest", {"I": constant(1, 60)}, {"g1": constant(0.4, 60)}),),
)
SMALL = {
    "circuit": {"networks": 3, "steps": 2},
    "atlas": {"networks": 6, "steps": 2, "tolerance": 1e6, "joined": "in any way", "workers": 1},
    "enumerate": {"samples": 200, "most_links": 3, "needed": 1, "workers": 1},
}


def a_run(key, learner):
    spec, design = LEARNERS[learner], Design(TASK, configs={learner: SMALL[learner]})
    config = spec.configured(design)
    result = run(spec.job(config, spec.inputs(design)).begin())
    begun = Run(key, learner, TASK.title, design, asdict(config))
    return concluded(begun, spec, Finished(result), MetricLog([]))


@pytest.fixture(scope="module")
def runs():
    """Return a run of networks, an atlas, and a search, made once."""
    return tuple(a_run(key, learner) for key, learner in enumerate(SMALL, start=1))


@pytest.fixture
def page(qtbot, runs, tmp_path):
    design = Design(TASK, configs={"atlas": SMALL["atlas"], "enumerate": SMALL["enumerate"]})
    document, runner = Document(Project(design, runs)), JobRunner()
    session = TrainingSession(document, runner, Recovery(tmp_path), document)
    made = AtlasPage(document, session)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    yield made
    session._keeper.stop()
    runner.shut_down(0)


def entries(page):
    return page.found.atlas.entries


def test_an_atlas_is_a_map_and_a_table_and_a_choice_in_one_is_a_choice_in_the_other(page, runs):
    page.show_run(runs[1])
    assert len(page.views.map.figure.nodes) == len(entries(page)) > 1
    page.views.map.node_chosen.emit(1)
    assert page.chosen == page.views.map.chosen == 1
    assert page.views.table.currentIndex().row() == 1
    assert page.details.links.text() == entries(page)[1].topology.text
    page.views.table.setFocus()
    QTest.keyClick(page.views.table, Qt.Key.Key_Up)
    assert page.chosen == page.views.map.chosen == 0
    assert {"Topologies", "Cut-off", "Degeneracy", "Topology 1", "rest"} <= set(page.pictures())


def test_a_network_of_a_topology_is_drawn_and_handed_on_with_its_links(qtbot, page, runs):
    page.show_run(runs[1])
    members = page.found.members(0)
    page.details.members.setCurrentIndex(1)
    page.details.members.activated.emit(1)
    assert page.details.network == members[0][0]
    with qtbot.waitSignal(page.picked) as picked:
        page.details.verify.click()
    assert picked.args[0].topology == entries(page)[0].topology
    assert (picked.args[0].run, picked.args[0].choice) == (2, str(members[0][0] + 1))


def test_a_cut_off_is_kept_in_the_design_sorts_at_once_and_is_undone(qtbot, page, runs):
    page.show_run(runs[1])
    by_rule = page.found.result.cutoff
    assert page.views.curve.cutoff == by_rule
    assert page.head.sorting.cutoff.text() == "by the rule"
    page.views.curve.setFocus()
    QTest.keyClick(page.views.curve, Qt.Key.Key_Right)
    chosen = page.document.project.design.configs["atlas"]["cutoff"]
    assert chosen > by_rule
    qtbot.waitUntil(lambda: page.found.result.cutoff == chosen)
    assert page.views.curve.cutoff == page.head.sorting.cutoff.value() == chosen
    page.document.undo_stack.undo()
    qtbot.waitUntil(lambda: page.found.result.cutoff == by_rule)
    assert page.head.sorting.cutoff.text() == "by the rule"


def test_topologies_up_to_the_sign_of_free_genes_are_fewer(qtbot, page, runs):
    page.show_run(runs[1])
    before = len(entries(page))
    page.head.sorting.gauge.click()
    qtbot.waitUntil(lambda: page.found.result.settings.gauge)
    assert len(entries(page)) <= before
    signs = {one.topology.gauged(("g2",)) for one in entries(page)}
    assert len(signs) == len(entries(page))


def test_networks_of_any_circuit_run_make_an_atlas(page, runs):
    page.show_run(runs[1])
    shown = page.head.shown
    assert {shown.itemData(place) for place in range(shown.count())} == {0, 1, 2}
    shown.setCurrentIndex(shown.findData(1))
    shown.activated.emit(shown.currentIndex())
    assert page.run.key == 1
    assert page.found.atlas.total == 3


def test_all_topologies_show_their_successes_sets_and_network(qtbot, page, runs):
    page.head.way.searched.click()
    assert page.learner == "enumerate"
    assert page.run.key == 3
    assert "topologies × 200 parameter sets" in page.head.forecast.text()
    assert not page.views.isTabVisible(page.views.indexOf(page.views.curve))
    assert page.details.sets.rowCount() >= 1
    with qtbot.waitSignal(page.network_wanted) as asked:
        page.details.open.click()
    assert {one.name or one.id for one in asked.args[0].species} >= {"g1", "g2"}
    with qtbot.waitSignal(page.table_wanted) as asked:
        page.views.export.click()
    header, *rows = asked.args[0]
    assert header[:4] == ["No.", "Successes", "Probability", "Topology"]
    assert len(rows) == len(entries(page))


def test_what_another_run_found_too_is_marked_in_the_map_and_the_table(page, runs):
    page.show_run(runs[1])
    page.compare_with(3)
    marks = {one.key: one.mark for one in page.views.map.figure.nodes}
    words = {"direct": "in run 3", "near": "one link away", "": ""}
    assert marks == {key: words[page.comparison.mark(key)] for key in range(len(entries(page)))}
    assert page.views.table.topologies.columns[-1] == "In run 3"
    assert page.views.venn.figure.both == len(page.comparison.direct)
    assert "run 3" in page.views.told.text()
    page.compare_with(0)
    assert page.views.venn.is_empty
    assert not any(one.mark for one in page.views.map.figure.nodes)


def test_an_empty_page_says_what_to_do_and_a_rule_that_is_amiss_is_told(page):
    page.clear()
    assert "Press Build atlas" in page.views.map.advice
    assert not page.details.verify.isEnabled()
    assert "Choose a topology" in page.details.verify.toolTip()
    design = page.document.project.design
    configs = {**design.configs, "enumerate": {"required": "g9 -> g1"}}
    page.document.edit("Require a link", replace(design, configs=configs))
    page.head.way.searched.click()
    assert "g9 -> g1" in page.head.forecast.text()


def test_what_a_table_sorts_by_is_the_number_not_the_text(page, runs):
    page.show_run(runs[1])
    table = page.views.table
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    counts = [int(table.model().index(row, 1).data()) for row in range(table.model().rowCount())]
    assert counts == sorted(counts, reverse=True)
    assert np.sum(counts) == page.found.atlas.total
