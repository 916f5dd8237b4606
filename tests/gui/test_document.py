from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from grnstudio.errors import FileFormatError
from grnstudio.gui.document import UNDO_LIMIT, Document
from grnstudio.project import Design, Project, Run


def noted(document, text, merge=""):
    document.edit("Note", replace(document.project.design, notes=text), merge)


def run(key, title="run"):
    return Run(key, "circuit", title, Design(), {})


def test_undo_restores_the_very_design_and_keeps_the_runs(qtbot):
    document = Document()
    first = document.project.design
    noted(document, "a")
    document.add_run(run(1))
    document.undo_stack.undo()
    assert document.project.design is first
    assert len(document.project.runs) == 1


def test_the_same_design_is_no_edit(qtbot):
    document = Document()
    document.edit("Nothing", document.project.design)
    assert document.undo_stack.count() == 0


def test_a_watcher_hears_of_its_own_part_only(qtbot):
    document = Document()
    seen = []
    document.watch(lambda project: project.design.notes, seen.append)
    document.add_run(run(1))
    noted(document, "a")
    assert seen == ["", "a"]


def test_a_deleted_watcher_is_left_in_peace(qtbot):
    class Watcher(QObject):
        def show(self, runs):
            self.setObjectName(str(len(runs)))

    document, watcher = Document(), Watcher()
    document.watch(lambda project: project.runs, watcher.show)
    delete(watcher)
    document.add_run(run(1))
    document.add_run(run(2))


def test_typing_into_a_field_is_undone_as_one_edit(qtbot):
    document = Document()
    for text in ("a", "ab", "abc"):
        noted(document, text, merge="notes")
    noted(document, "other")
    document.undo_stack.undo()
    assert document.project.design.notes == "abc"
    document.undo_stack.undo()
    assert document.project.design.notes == ""


def test_two_fields_are_undone_apart(qtbot):
    document = Document()
    noted(document, "a", merge="one")
    noted(document, "b", merge="two")
    document.undo_stack.undo()
    assert document.project.design.notes == "a"


def test_old_edits_are_forgotten_one_by_one(qtbot):
    document = Document()
    for index in range(UNDO_LIMIT + 5):
        noted(document, str(index))
    assert document.undo_stack.count() == UNDO_LIMIT
    assert document.is_modified


def test_a_run_is_replaced_in_its_place_and_removed_for_good(qtbot):
    document = Document()
    for key in (1, 2, 3):
        document.add_run(run(key))
    document.replace_run(run(2, "better"))
    document.remove_run(1)
    assert [(one.key, one.title) for one in document.project.runs] == [(2, "better"), (3, "run")]
    with pytest.raises(KeyError):
        document.remove_run(1)


def test_edits_and_runs_make_the_document_modified(qtbot):
    document = Document()
    assert not document.is_modified
    noted(document, "a")
    assert document.is_modified
    document.undo_stack.undo()
    assert not document.is_modified
    with qtbot.waitSignal(document.status_changed):
        document.add_run(run(1))
    assert document.is_modified


def test_a_saved_project_opens_again_and_has_nothing_to_save(qtbot, tmp_path):
    path = tmp_path / "study.grnstudio"
    document = Document()
    noted(document, "kept")
    document.add_run(run(1))
    document.save(path)
    assert not document.is_modified
    other = Document()
    other.open(path)
    assert other.project.design.notes == "kept"
    assert [one.key for one in other.project.runs] == [1]
    assert other.path == path
    assert not other.is_modified
    assert not other.undo_stack.canUndo()


def test_a_file_that_cannot_be_read_leaves_the_project_unharmed(qtbot, tmp_path):
    path = tmp_path / "broken.grnstudio"
    path.write_bytes(b"no project")
    document = Document()
    noted(document, "mine")
    before = document.project
    with pytest.raises(FileFormatError):
        document.open(path)
    assert document.project is before
    assert document.path is None
    assert document.is_modified
    assert document.undo_stack.canUndo()


def test_another_project_begins_without_a_history(qtbot):
    document = Document()
    noted(document, "a")
    document.new(Project(Design(notes="example")))
    assert document.project.design.notes == "example"
    assert not document.undo_stack.canUndo()
    assert not document.is_modified
