import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from grnstudio.core import antimony
from grnstudio.core.network_problems import Problem
from grnstudio.gui.document import Document
from grnstudio.gui.network_checks import NetworkChecks, by_part
from grnstudio.gui.pages.explorer import Explorer
from grnstudio.gui.pages.network_page import NetworkPage
from grnstudio.gui.pages.problems_dock import MOST_LISTED, ProblemsPanel
from grnstudio.gui.selection import Selection
from grnstudio.project import Design, Project

TEXT = "made: => A; k\n  var k\n  lost: A => ; mass_action(d)\n  d = 1; A = 0; unused = 3"


@pytest.fixture
def document(qtbot):
    return Document(Project(Design(network=antimony.parse(TEXT), network_text=TEXT)))


@pytest.fixture
def panel(qtbot, document):
    panel = ProblemsPanel(document)
    qtbot.addWidget(panel)
    checks = NetworkChecks(document, panel)
    checks.found.connect(panel.show_network_problems)
    panel.fix_wanted.connect(checks.mend)
    with qtbot.waitSignal(checks.found):
        panel.show()
    return panel


def buttons(panel, row):
    return panel.itemWidget(panel.item(row)).findChildren(QPushButton)


def test_a_problem_is_listed_a_moment_after_it_came_up_and_mended_by_its_button(
    qtbot, document, panel
):
    text = panel.item(0).text()
    assert "k" in text
    assert panel.listed >= 1
    fix = next(one for one in buttons(panel, 0) if one.text() != "Go to")
    fix.click()
    assert document.project.design.network.part("k").value is not None
    qtbot.waitUntil(lambda: panel.item(0).text() != text)
    document.undo_stack.undo()
    qtbot.waitUntil(lambda: panel.item(0).text() == text)


def test_a_problem_is_gone_to_by_button_and_by_key(qtbot, panel):
    with qtbot.waitSignal(panel.place_wanted) as asked:
        next(one for one in buttons(panel, 0) if one.text() == "Go to").click()
    assert asked.args[0] == panel.of_network[0].ids
    panel.setCurrentRow(0)
    with qtbot.waitSignal(panel.place_wanted):
        QTest.keyClick(panel, Qt.Key.Key_Return)
    with qtbot.waitSignal(panel.fix_wanted):
        QTest.keyClick(panel, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)


def test_thousands_of_problems_are_counted_but_not_all_listed(panel):
    panel.show_network_problems([Problem("odd", "warning", f"odd {n}") for n in range(5_000)])
    assert panel.listed == 5_000
    assert panel.count() == MOST_LISTED + 1
    assert "4,800 more" in panel.item(MOST_LISTED).text()


def test_the_explorer_marks_what_is_wrong_and_shares_what_is_chosen(qtbot, document):
    selection = Selection()
    explorer = Explorer(document, selection)
    qtbot.addWidget(explorer)
    explorer.show()
    problem = Problem("odd", "warning", "d is odd", ("d",))
    explorer.parts.show_problems(by_part((problem,)))
    group = next(
        explorer.tree.topLevelItem(i)
        for i in range(explorer.tree.topLevelItemCount())
        if explorer.tree.topLevelItem(i).text(0).startswith("Parameters")
    )
    items = {group.child(i).text(0).split()[0]: group.child(i) for i in range(group.childCount())}
    assert "d is odd" in items["d"].toolTip(0)
    assert not items["d"].icon(0).isNull()
    selection.choose(["d", "k"])
    assert {item.text(0).split()[0] for item in explorer.tree.selectedItems()} == {"d", "k"}
    explorer.activateWindow()
    explorer.tree.setFocus()
    qtbot.waitUntil(explorer.tree.hasFocus)
    items["unused"].setSelected(True)
    assert selection.chosen == {"d", "k", "unused"}
    selection.point_at("d")
    assert items["d"].background(0).style() != Qt.BrushStyle.NoBrush
    selection.point_at("")
    assert items["d"].background(0).style() == Qt.BrushStyle.NoBrush


def test_all_views_of_the_page_mark_what_is_wrong(qtbot, document):
    page = NetworkPage(document)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.canvas.set_notation("reactions")
    row = page.tables.table("reactions").model.index(0, 0)
    page.show_problems((Problem("odd", "error", "made is odd", ("made",)),))
    assert set(page.canvas.view.shown.badges) == {"made"}
    assert "made is odd" in str(row.data(Qt.ItemDataRole.ToolTipRole))
    marked = len(page.text.editor.extraSelections())
    page.show_problems(())
    assert not page.canvas.view.shown.badges
    assert len(page.text.editor.extraSelections()) == marked - 1
