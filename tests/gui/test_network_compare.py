"""Two networks side by side: what differs is brought out by shape and words, in the same places."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QImage

from grnstudio.core import antimony
from grnstudio.core.drawing import Drawing
from grnstudio.core.figures import NetworkFigure
from grnstudio.core.network import Species
from grnstudio.core.network_difference import ADDED, CHANGED, REMOVED, link_marks
from grnstudio.core.network_edits import put, without
from grnstudio.gui.document import Document
from grnstudio.gui.editors.difference_frames import STYLES
from grnstudio.gui.editors.drawing_panel import DrawingPanel
from grnstudio.gui.export import save_picture
from grnstudio.gui.network_editing import edit_network
from grnstudio.gui.pages.network_compare import CompareDialog, NetworkCompare
from grnstudio.io.motifs import load_motif
from grnstudio.project import Design, Project

COHERENT, INCOHERENT = (load_motif(f"{kind}coherent-feed-forward") for kind in ("", "in"))
CASCADE = load_motif("enzymatic-cascade")


@pytest.fixture
def compare(qtbot):
    compare = NetworkCompare()
    qtbot.addWidget(compare)
    compare.resize(900, 600)
    return compare


def edited():
    network = without(CASCADE, ["A3p"])
    return put(put(network, Species("Drug", 5.0)), replace(network.part("A1"), initial=1.0))


def rows(compare):
    root = compare.list.invisibleRootItem()
    return {
        (root.child(i).text(0).split()[-1], root.child(i).text(2)) for i in range(root.childCount())
    }


def test_what_differs_is_listed_and_framed_with_a_shape_of_its_own(compare):
    compare.show_networks(CASCADE, edited(), ("before", "after"))
    assert {(ADDED, "Drug"), (REMOVED, "A3p"), (CHANGED, "A1")} <= rows(compare)
    left, right = compare.panels
    assert "A3p removed" in left.view.accessibleDescription()
    assert "A1 changed" in left.view.accessibleDescription()
    assert "Drug" not in left.view.accessibleDescription()
    assert "Drug added" in right.view.accessibleDescription()
    assert len(set(STYLES.values())) == 3


def test_what_both_have_stands_in_the_same_places(compare):
    compare.show_networks(CASCADE, edited(), ("before", "after"))
    left, right = (panel.scene.parts for panel in compare.panels)
    for name in left.keys() & right.keys():
        assert left[name].pos() == right[name].pos()
    first, second = (panel.view for panel in compare.panels)
    assert first.sceneRect() == second.sceneRect()


def test_zooming_one_zooms_the_other(qtbot, compare):
    compare.show_networks(CASCADE, edited(), ("before", "after"))
    compare.show()
    qtbot.waitExposed(compare)
    first, second = (panel.view for panel in compare.panels)
    first.zoom(2.0)
    assert second.transform() == first.transform()
    second.zoom(0.8)
    assert second.transform() == first.transform()


def test_a_regulation_that_turned_is_marked(compare):
    compare.show_networks(COHERENT, INCOHERENT, ("before", "after"))
    compare.notations.button(1).click()
    assert compare.notation == "regulation"
    for panel in compare.panels:
        assert "Y on Z changed" in panel.view.accessibleDescription()
    assert link_marks(COHERENT, INCOHERENT)[1] == {("Y", "Z"): CHANGED}


def test_choosing_a_line_brings_its_part_out_in_both(compare):
    compare.show_networks(CASCADE, edited(), ("before", "after"))
    compare.choose("A1")
    assert compare.list.currentItem().text(2) == "A1"
    for panel in compare.panels:
        assert panel.scene.chosen == {"A1"}


def test_networks_that_say_the_same_are_said_to(compare):
    compare.show_networks(CASCADE, CASCADE, ("before", "after"))
    assert compare.summary.text() == "No difference"
    assert "say the same" in compare.list.topLevelItem(0).text(3)


def test_the_dialog_follows_the_document(qtbot):
    document = Document(Project(Design(network=CASCADE)))
    dialog = CompareDialog(document, CASCADE, "cascade.ant")
    qtbot.addWidget(dialog)
    assert dialog.compare.summary.text() == "No difference"
    edit_network(document, "Edit", edited())
    assert (REMOVED, "A3p") in rows(dialog.compare)
    document.undo_stack.undo()
    assert dialog.compare.summary.text() == "No difference"


def test_networks_too_large_to_be_drawn_are_listed_alone(compare):
    text = "\n".join(f"J{i}: S{i} => S{i + 1}; mass_action(k)" for i in range(400))
    large = antimony.read(f"model large()\n{text}\nk = 1\nend")[0]
    compare.show_networks(large, without(large, ["S5"]), ("before", "after"))
    assert (REMOVED, "S5") in rows(compare)
    assert all(panel.is_empty for panel in compare.panels)


def test_a_document_without_a_network_can_be_compared(qtbot):
    dialog = CompareDialog(Document(Project(Design())), COHERENT, "motif")
    qtbot.addWidget(dialog)
    assert "removed" in dialog.compare.summary.text()


def test_a_drawing_panel_draws_parts_where_they_were_put(qtbot):
    places = {"X": (0.0, 0.0), "Y": (300.0, 0.0), "Z": (0.0, 500.0)}
    panel = DrawingPanel(notation="regulation")
    qtbot.addWidget(panel)
    panel.show_figure(NetworkFigure("", replace(COHERENT, drawing=Drawing({}, places))))
    assert {name: (p.x(), p.y()) for name, p in panel.scene.parts.items()} == places
    assert panel.aspect > 1  # higher than wide, as what is drawn is


def test_a_picture_of_a_drawing_has_no_empty_room(qtbot, tmp_path):
    for notation in ("reactions", "regulation"):
        panel = DrawingPanel(notation=notation)
        qtbot.addWidget(panel)
        panel.show_figure(NetworkFigure("Loop", COHERENT))
        save_picture(panel, tmp_path / "loop.png", dpi=100, width_mm=120)
        image = QImage(str(tmp_path / "loop.png"))
        assert image.width() == pytest.approx(120 / 25.4 * 100, abs=2)
        white = image.pixel(0, image.height() - 1)
        rows = [
            any(image.pixel(x, y) != white for x in range(image.width()))
            for y in range(image.height())
        ]
        empty = max(len(run) for run in "".join(" x"[one] for one in rows).split("x"))
        assert empty < 40  # between title, drawing and key
