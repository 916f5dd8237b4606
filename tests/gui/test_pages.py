from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton

from grnstudio.core.curves import constant
from grnstudio.core.task import Condition, Gene, Task
from grnstudio.gui.document import Document
from grnstudio.gui.pace import Pace, clock
from grnstudio.gui.pages.card import SMALL_PICTURE
from grnstudio.gui.pages.circuit_columns import room_for
from grnstudio.gui.pages.explorer import Explorer
from grnstudio.gui.pages.inline_question import InlineQuestion
from grnstudio.gui.pages.problems_dock import ProblemsPanel
from grnstudio.gui.pages.runs_page import RunsPage
from grnstudio.gui.pages.runs_table import COLUMNS, RunsModel
from grnstudio.gui.pages.settings_dock import SettingsPanel
from grnstudio.gui.pages.start_page import StartPage
from grnstudio.gui.pages.stepper import Stepper
from grnstudio.gui.pages.thumbnail import TaskPicture
from grnstudio.gui.pages.train_column import TrainColumn
from grnstudio.gui.recovery import Recovery, left_behind
from grnstudio.gui.run_recipe import as_command, as_python, example_of
from grnstudio.gui.turns import Turns
from grnstudio.io.examples import load_example
from grnstudio.io.project_file import write
from grnstudio.jobs import Update
from grnstudio.learn import LEARNERS
from grnstudio.project import Design, Project, Run

TASK = Task(
    "Rise",
    genes=(Gene("g1"), Gene("g2", None)),
    inputs=("I",),
    conditions=(Condition("rest", {"I": constant(1, 60)}, {"g1": constant(0.4, 60)}),),
)


def a_run(key=1, **more):
    return Run(key, "circuit", f"run {key}", Design(TASK), {"networks": 2, "seed": 7}, **more)


@pytest.fixture
def document(qtbot):
    return Document(Project(Design(TASK)))


def children(tree, group):
    item = next(
        tree.topLevelItem(i)
        for i in range(tree.topLevelItemCount())
        if tree.topLevelItem(i).text(0).startswith(group)
    )
    return [item.child(i) for i in range(item.childCount())]


def test_the_explorer_lists_the_design_and_its_runs_and_filters_them(qtbot, document):
    explorer = Explorer(document)
    qtbot.addWidget(explorer)
    document.add_run(a_run(outcome="failed"))
    names = [item.text(0) for item in children(explorer.tree, "Targets")]
    assert [name.split()[0] for name in names] == ["I", "g1", "g2"]
    assert "failed" in children(explorer.tree, "Runs")[0].text(0)
    explorer.filter.setText("g2")
    shown = [item for item in children(explorer.tree, "Targets") if not item.isHidden()]
    assert len(shown) == 1


def test_activating_a_run_asks_for_it(qtbot, document):
    explorer = Explorer(document)
    qtbot.addWidget(explorer)
    document.add_run(a_run(3))
    with qtbot.waitSignal(explorer.run_wanted) as asked:
        explorer.tree.itemActivated.emit(children(explorer.tree, "Runs")[0], 0)
    assert asked.args == [3]


def test_problems_follow_the_design(qtbot, document):
    panel = ProblemsPanel(document)
    qtbot.addWidget(panel)
    assert panel.problems == []
    document.edit("Clear", Design(Task()))
    assert len(panel.problems) == 1
    assert "no target" in panel.problems[0]
    document.edit(
        "Bad setting", replace(document.project.design, configs={"circuit": {"steps": 0}})
    )
    assert len(panel.problems) == 2


def test_the_form_keeps_only_what_differs_from_what_suits_the_task(qtbot, document):
    panel = SettingsPanel(document)
    qtbot.addWidget(panel)
    suited = LEARNERS["circuit"].configured(document.project.design).steps
    panel.form.changed.emit({**panel.form.values(), "steps": suited + 1})
    assert document.project.design.configs["circuit"] == {"steps": suited + 1}
    assert document.undo_stack.undoText() == "Change steps"
    document.undo_stack.undo()
    assert panel.form.values()["steps"] == suited


def test_a_greyed_step_says_why(qtbot):
    stepper = Stepper((("Draw", "draw"), ("Train", "train")))
    qtbot.addWidget(stepper)
    stepper.allow(1, "Draw something first.")
    assert stepper.reason(1) == "Draw something first."
    stepper.allow(1, "")
    assert stepper.reason(1) == ""


def test_an_inline_question_does_nothing_when_it_is_called_off(qtbot):
    question, done = InlineQuestion(), []
    qtbot.addWidget(question)
    question.ask("Delete?", "Delete", lambda: done.append(1))
    question.no.click()
    assert not done
    question.ask("Delete?", "Delete", lambda: done.append(1))
    question.yes.click()
    assert done == [1]


def test_runs_can_be_sorted_by_numbers(qtbot, document):
    page = RunsPage(document)
    qtbot.addWidget(page)
    for key in (1, 2, 10):
        document.add_run(a_run(key, arrays={"losses": np.array([1.0 / key])}))
    column = [name for name, *_ in COLUMNS].index("Best loss")
    page.table.sortByColumn(
        column, page.table.horizontalHeader().sortIndicatorOrder().AscendingOrder
    )
    first = page.table.model().index(0, 0).data()
    assert first == "10"


def test_the_table_of_runs_shows_a_number_where_there_is_one():
    model = RunsModel()
    model.show_runs((a_run(arrays={"losses": np.array([np.nan, 0.25])}), a_run(2)))
    column = [name for name, *_ in COLUMNS].index("Best loss")
    assert [model.index(row, column).data() for row in (0, 1)] == ["0.25", "–"]


def test_a_run_of_an_example_is_copied_as_a_short_command():
    task = load_example("adaptation")
    config = {"networks": 3, "seed": 1}
    run = Run(1, "circuit", task.title, Design(task), config)
    assert example_of(task) == "adaptation"
    assert as_command(run).startswith("grnstudio train circuit adaptation --set networks=3")
    compile(as_python(run), "run.py", "exec")


def test_a_run_of_a_drawn_task_brings_its_task_along():
    run = a_run()
    assert example_of(TASK) == ""
    assert "cat > rise.json" in as_command(run)
    scope = {}
    exec("\n".join(as_python(run).split("spec =")[0].splitlines()), scope)
    assert scope["task"].targets == ("g1", "g2")


def test_every_control_of_the_pages_has_a_name_and_a_tip(qtbot, document):
    for page in (RunsPage(document), StartPage(), Explorer(document)):
        qtbot.addWidget(page)
        for button in page.findChildren(QPushButton):
            if button.text() or button.isVisible():
                assert button.toolTip(), button.text()


def test_the_pace_leaves_pauses_out():
    pace = Pace()
    pace.go(0.0)
    pace.add(0, 0.0)
    pace.add(10, 1.0)
    pace.rest(1.0)
    pace.go(100.0)
    pace.add(20, 101.0)
    assert pace.elapsed(101.0) == pytest.approx(2.0)
    assert pace.remaining(40) == pytest.approx(2.0)


def test_the_first_steps_which_wait_for_what_is_made_ready_do_not_count_for_the_time_left():
    pace = Pace()
    pace.go(0.0)
    pace.add(0, 0.0)
    pace.add(1, 5.0)
    assert pace.left(100) == ""
    pace.add(2, 5.5)
    assert pace.left(100) == "0:49 left"


def test_time_left_is_not_told_from_steps_of_another_pace():
    pace = Pace()
    pace.go(0.0)
    for second in range(4):
        pace.add(1000 * second, float(second), part=5000)
    assert pace.left(6000) == "0:02 left of this part"
    pace.add(5000, 5.0)
    pace.add(5001, 6.0)
    assert pace.left(6000) == ""
    pace.add(5002, 7.0)
    assert pace.left(5012) == "0:10 left"


def test_steps_that_take_longer_than_the_pace_is_measured_over_are_measured_all_the_same():
    pace = Pace()
    pace.go(0.0)
    for second in range(100):
        pace.add(second // 30, float(second))
    assert pace.remaining(5) == pytest.approx(60.0)


@pytest.mark.parametrize(("seconds", "text"), [(12, "0:12"), (245, "4:05"), (3600, "1:00:00")])
def test_durations_read_as_a_clock_does(seconds, text):
    assert clock(seconds) == text


def test_only_what_nobody_holds_any_more_is_offered_for_recovery(tmp_path):
    living = Recovery(tmp_path)
    living.keep(Project(Design(TASK)), a_run(outcome="running"))
    living._writing.join()
    assert left_behind(tmp_path) == []
    living._lock.unlock()
    (found,) = left_behind(tmp_path)
    project = found.read()
    assert project.runs[0].outcome == "failed"
    assert project.design.task.title == "Rise"
    found.discard()
    assert left_behind(tmp_path) == []


def test_recent_projects_show_what_was_drawn_and_broken_ones_no_picture(qtbot, tmp_path):
    drawn, broken = tmp_path / "drawn.grnstudio", tmp_path / "broken.grnstudio"
    write(Project(Design(TASK)), drawn)
    broken.write_bytes(drawn.read_bytes()[:100])
    page = StartPage()
    qtbot.addWidget(page)
    page.show()
    page.show_recent([broken, drawn, tmp_path / "gone.grnstudio"])
    assert list(page.files) == [broken, drawn]
    page.grab()
    assert all(one.height() > SMALL_PICTURE.height() for one in page.files.values())
    qtbot.waitUntil(lambda: bool(page.files[drawn].findChildren(TaskPicture)))
    assert not page.files[broken].findChildren(TaskPicture)
    with qtbot.waitSignal(page.path_wanted) as heard:
        page.files[drawn].click()
    assert heard.args == [drawn]


def test_a_training_that_goes_on_from_an_earlier_step_draws_its_loss_once(qtbot):
    column = TrainColumn()
    qtbot.addWidget(column)
    column.begin(a_run(metrics={"step": np.arange(700), "loss": np.ones(700, np.float32)}))
    column.show_update(Update(400, 1000, ((400, {"loss": 0.5}),), ()), Turns(column))
    column.show_update(Update(401, 1000, ((401, {"loss": 0.5}),), ()), Turns(column))
    assert column.metrics.series.count == 402
    assert column.metrics.series.last_step == 401


@pytest.mark.parametrize("width", [560, 800, 1100, 1600])
def test_the_buttons_of_the_runs_are_never_cut(qtbot, document, width):
    page = RunsPage(document)
    qtbot.addWidget(page)
    document.add_run(a_run(outcome="stopped", checkpoint={"step": 3}))
    page.choose([1])
    page.resize(width, 500)
    page.show()
    page.grab()
    for button in page.buttons.values():
        assert button.isVisible(), button.text()
        assert button.width() >= button.sizeHint().width(), button.text()


@pytest.mark.parametrize(("width", "columns"), [(500, 1), (616, 2), (1215, 2), (1216, 3)])
def test_the_design_page_shows_as_many_columns_as_can_be_read(width, columns):
    assert room_for(width) == columns
