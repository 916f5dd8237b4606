"""The gallery of motifs, and the table that tells what comes in apart from what is there."""

import pytest
from PySide6.QtCore import Qt

from grnstudio.core import antimony
from grnstudio.gui.document import Document
from grnstudio.gui.merge_dialog import BECOMES, HAPPENS, MergeDialog
from grnstudio.gui.motif_gallery import MotifGallery
from grnstudio.io.motifs import load_motif, motifs
from grnstudio.project import Design, Project

OTHER, _ = antimony.read(
    "model other()\n make: => A; k\n lose: A => ; mass_action(d)\n k=1; d=2\nend"
)


@pytest.fixture
def document():
    return Document(Project(Design(network=load_motif("toggle"))))


@pytest.fixture
def gallery(qtbot, document):
    gallery = MotifGallery(document)
    qtbot.addWidget(gallery)
    return gallery


def row(dialog, id):
    (found,) = [i for i, one in enumerate(dialog.names.parts) if one.id == id]
    return found


def test_every_motif_is_shown_with_its_picture_and_its_course(gallery):
    for one in motifs():
        gallery.choose(one.key)
        assert gallery.title.text() == one.title
        assert not gallery.pictures.currentWidget().is_empty
        for name in one.shown[:3]:
            assert name in gallery.names.text()


def test_searching_leaves_what_has_all_words(qtbot, gallery):
    qtbot.keyClicks(gallery.search, "gene burst")
    assert gallery.chosen == "two-state-gene"
    gallery.search.clear()
    qtbot.keyClicks(gallery.search, "no such thing")
    assert not gallery.chosen
    assert not gallery.insert.isEnabled()


def test_a_motif_comes_in_under_free_names_as_one_step_of_undo(qtbot, gallery, document):
    before = document.project.design.network
    gallery.choose("toggle")
    gallery.insert.click()
    (dialog,) = gallery.findChildren(MergeDialog)
    with qtbot.waitSignal(gallery.inserted):
        dialog.merge.click()
    after = document.project.design.network
    assert {one.id for one in after.species} == {"A", "B", "A1", "B1"}
    assert document.undo_stack.undoText() == "Insert toggle switch"
    document.undo_stack.undo()
    assert document.project.design.network is before


def test_a_motif_can_begin_a_network(qtbot, gallery):
    gallery.choose("repressilator")
    with qtbot.waitSignal(gallery.new_wanted) as asked:
        gallery.begin.click()
    assert asked.args == ["repressilator"]


def test_a_species_that_comes_in_can_be_wired_to_one_that_is_there(qtbot, document):
    dialog = MergeDialog(document, OTHER, "Bring in")
    qtbot.addWidget(dialog)
    names = dialog.names
    names.setData(names.index(row(dialog, "A"), BECOMES), "B")
    told = names.data(names.index(row(dialog, "A"), HAPPENS))
    assert told == "is the one that is here"
    with qtbot.waitSignal(dialog.joined):
        dialog.merge.click()
    network = document.project.design.network
    assert [one.id for one in network.species] == ["A", "B"]
    assert network.part("make").products[0].species == "B"


def test_names_that_cannot_be_are_told_and_not_taken(qtbot, document):
    dialog = MergeDialog(document, OTHER, "Bring in")
    qtbot.addWidget(dialog)
    dialog.names.setData(dialog.names.index(row(dialog, "A"), BECOMES), "a b")
    assert "a b" in dialog.problem.text()
    assert not dialog.merge.isEnabled()
    dialog.names.setData(dialog.names.index(row(dialog, "A"), BECOMES), "beta")
    assert "parameter" in dialog.problem.text()
    dialog.names.keep_apart()
    assert dialog.merge.isEnabled()


def test_a_network_comes_into_an_empty_project(qtbot):
    document = Document(Project(Design()))
    dialog = MergeDialog(document, OTHER, "Bring in")
    qtbot.addWidget(dialog)
    dialog.merge.click()
    assert [one.id for one in document.project.design.network.species] == ["A"]


def test_ten_thousand_names_are_listed_at_once(qtbot, document):
    many = antimony.read(
        "model many()\nspecies " + ", ".join(f"S{i} = 1" for i in range(10_000)) + "\nend"
    )[0]
    dialog = MergeDialog(document, many, "Bring in")
    qtbot.addWidget(dialog)
    assert dialog.names.rowCount() == 10_000
    assert dialog.table.accessibleName()
    assert dialog.names.headerData(BECOMES, Qt.Orientation.Horizontal) == "Becomes"
