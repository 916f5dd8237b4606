import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from grnstudio.core.network import MassAction
from grnstudio.core.network_problems import Problem
from grnstudio.core.network_rename import renamed
from grnstudio.gui import theme
from grnstudio.gui.editors.network_scene import ReactionScene
from grnstudio.gui.editors.network_tools import Hit
from grnstudio.io.network_examples import load_example
from tests.gui.canvas_bench import LEFT, Bench


def test_copies_bring_their_constants_and_share_their_species(toy):
    toy.click("J1")
    toy.do("copy")
    toy.do("paste")
    twin = toy.network.reactions[-1]
    assert twin.id not in ("J1", "J2")
    assert [one.species for one in twin.reactants] == ["A"]
    assert twin.kinetics == MassAction("k1")
    assert toy.selection.chosen == {twin.id}


def test_pasting_what_is_no_network_is_refused_in_words(toy):
    QApplication.clipboard().setText("hello, world")
    toy.do("paste")
    assert "clipboard" in str(toy.refused[-1])


def test_double_click_on_a_species_sets_its_amount_by_mouse_alone(toy):
    toy.double_click("A")
    card = toy.view.beside
    QTest.mouseClick(card.initial.more, LEFT)
    assert toy.network.species[0].initial == 4


def test_double_click_on_a_process_sets_its_law_and_values(toy):
    toy.double_click("J1")
    card = toy.view.beside
    QTest.mouseClick(card.steppers["k"].more, LEFT)
    assert {one.id: one.value for one in toy.network.parameters}["k"] == 2
    card.law.setCurrentIndex(card.law.findText("Michaelis-Menten"))
    card.law.activated.emit(card.law.currentIndex())
    assert "Km_J1" in card.steppers
    toy.undo()
    assert list(card.steppers) == ["k"]


def test_double_click_into_the_void_adds_what_is_typed(toy):
    toy.double_click((30, 580))
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "A + 2 C => D")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [one.id for one in toy.network.species] == ["A", "B", "C", "D"]
    made = toy.network.reactions[-1]
    assert [one.stoichiometry for one in made.reactants] == [1, 2]
    assert made.kinetics is not None


def test_tab_walks_over_all_parts_and_then_leaves(toy, qtbot):
    toy.view.setFocus()
    walked = []
    for _ in range(4):
        QTest.keyClick(toy.view, Qt.Key.Key_Tab)
        walked.append(toy.selection.one)
    assert walked == ["A", "B", "J1", "J2"]
    assert "J2" in toy.view.accessibleDescription()


def test_escape_drops_a_drag_that_is_under_way(toy):
    port = toy.view.viewport()
    QTest.mousePress(port, LEFT, pos=toy.spot("A"))
    QTest.mouseMove(port, QPoint(700, 500))
    QTest.keyClick(toy.view, Qt.Key.Key_Escape)
    QTest.mouseRelease(port, LEFT, pos=QPoint(700, 500))
    assert toy.document.undo_stack.count() == 0
    part = toy.view.shown.parts["A"]
    assert (part.x(), part.y()) == toy.view.shown.settled["A"]


@pytest.mark.parametrize("key", ["egfr", "repressilator"])
def test_arcs_after_a_move_run_as_in_a_drawing_made_afresh(qtbot, key):
    network = load_example(key)
    bench = Bench(qtbot, network=network)
    for name, step in (("RP", (40.0, -25.0)), ("M_cI", (-30.0, 60.0))):
        if name in bench.view.shown.parts:
            bench.view.move_parts({name}, step)
    fresh = ReactionScene(bench.view.look)
    fresh.show_network(bench.network)
    for one, arc in bench.view.shown.arcs.items():
        np.testing.assert_allclose(arc.course, fresh.arcs[one].course, atol=1e-6)


def test_aligned_parts_share_an_edge_in_one_step(toy):
    toy.do("select-all")
    toy.do("align-middle")
    assert len({y for _, y in toy.network.drawing.reactions.values()}) <= 2  # but for the source
    assert toy.document.undo_stack.count() == 1


def test_a_layout_places_everything_and_can_be_undone(toy):
    before = toy.document.project.design
    toy.do("layout-circular")
    assert toy.network.drawing.reactions.keys() == toy.view.shown.parts.keys()
    toy.undo()
    assert toy.document.project.design is before


def test_the_grid_takes_what_is_dropped_near_it(toy):
    toy.do("snap")
    toy.drag("A", (617, 431))
    x, y = toy.network.drawing.reactions["A"]
    assert x % 10 == pytest.approx(0)
    assert y % 10 == pytest.approx(0)


def test_the_map_shows_where_one_is_and_goes_where_it_is_pressed(toy):
    toy.do("minimap")
    toy.view.zoom(4.0)
    before = toy.view.mapToScene(400, 300)
    QTest.mouseClick(toy.view.minimap, LEFT, pos=QPoint(20, 20))
    after = toy.view.mapToScene(400, 300)
    assert after.x() < before.x()
    assert toy.canvas.switches()["minimap"]


def test_what_is_chosen_out_of_sight_is_brought_into_it(toy):
    toy.view.zoom(6.0)
    toy.view.look_at(QPointF(2000, 2000))
    toy.selection.choose({"B"})
    assert toy.view.viewport().rect().contains(toy.spot("B"))


def test_middle_drag_and_wheel_move_over_the_canvas(toy):
    port, middle = toy.view.viewport(), Qt.MouseButton.MiddleButton
    before = toy.spot("A")
    QTest.mousePress(port, middle, pos=QPoint(400, 300))
    QTest.mouseMove(port, QPoint(440, 330))
    QTest.mouseRelease(port, middle, pos=QPoint(440, 330))
    assert toy.spot("A") - before == QPoint(40, 30)


def test_commands_say_when_they_would_do_nothing(empty, toy):
    assert not empty.canvas.can("delete")
    assert not empty.canvas.can("fit")
    toy.click("A")
    assert toy.canvas.can("delete")
    assert not toy.canvas.can("align-left")
    assert set(toy.canvas.commands()) >= {"cut", "copy", "paste", "duplicate", "rename", "fit"}


def test_a_theme_changed_while_it_is_shown_recolours_every_part(toy, qapp):
    part = toy.view.shown.parts["A"]
    theme.apply(qapp, "dark")
    assert part.look.tokens.name == "dark"
    theme.apply(qapp, "light")
    assert part.look.tokens.name == "light"


def test_a_large_network_gets_its_places_from_a_worker(qtbot):
    lines = [f"s{k}: X{k} => X{(k * 7 + 1) % 210}; mass_action(1)" for k in range(210)]
    bench = Bench(qtbot, "\n".join(lines))
    view = bench.view
    assert view.shown.waits
    assert view.waiting.isVisible()
    qtbot.waitUntil(lambda: not view.shown.waits, timeout=60_000)
    qtbot.waitUntil(lambda: not view.waiting.isVisible())
    assert bench.document.undo_stack.count() == 0
    assert len(set(view.shown.settled.values())) == 420
    view.waiting.close_session()


def test_what_is_stopped_while_places_are_found_loses_nothing(qtbot):
    lines = [f"s{k}: X{k} => X{(k * 7 + 1) % 210}; mass_action(1)" for k in range(210)]
    bench = Bench(qtbot, "\n".join(lines))
    QTest.mouseClick(bench.view.waiting.stop, LEFT)
    assert not bench.view.waiting.isVisible()
    assert len(bench.view.shown.parts) == 420
    bench.view.waiting.close_session()


def test_what_is_wrong_is_marked_where_it_is_and_told(toy):
    toy.canvas.show_problems([Problem("missing", "error", "J1 has no rate.", ("J1",))])
    assert set(toy.view.shown.badges) == {"J1"}
    assert toy.view.shown.problem_of("J1") == "J1 has no rate."
    toy.view.delete()
    toy.view.edit("Rename", lambda network: renamed(network, "J1", "bind"))
    toy.canvas.show_problems([])
    assert not toy.view.shown.badges


def test_a_typed_name_is_taken_when_the_next_species_is_put_down(empty):
    empty.do("tool-species")
    empty.click((200, 200))
    QTest.keyClicks(QApplication.focusWidget(), "LacI")
    empty.click((500, 300))
    assert [one.id for one in empty.network.species] == ["LacI", "S1"]


def test_tab_leaves_the_field_of_a_name_and_takes_it(toy):
    toy.view.rename("A")
    QTest.keyClicks(QApplication.focusWidget(), "cI")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert [one.id for one in toy.network.species] == ["cI", "B"]
    assert toy.view.beside is None


def test_an_erased_source_takes_its_reaction_along(toy):
    toy.do("tool-erase")
    toy.click("∅ J2 in")
    assert [one.id for one in toy.network.reactions] == ["J1"]
    assert toy.document.undo_stack.undoText() == "Delete J2"


def test_a_menu_offers_what_can_be_done_with_what_is_there(toy):
    view = toy.view
    words = [one.text() for one in view.menu_for(view.shown.hit_of("A"), (0, 0)).actions()]
    assert any("Make" in one for one in words)
    assert any("Rename" in one for one in words)
    void = [one.text() for one in view.menu_for(Hit(), (0, 0)).actions()]
    assert any("Add species" in one for one in void)


def test_a_reaction_from_the_menu_stands_where_nothing_else_does(toy):
    toy.view.react("", "B", None)
    made = toy.network.reactions[-1].id
    places = dict(toy.view.shown.settled)
    x, y = places.pop(made)
    assert min(abs(x - a) + abs(y - b) for a, b in places.values()) > 20


def test_what_a_deleted_part_set_has_a_value_of_its_own_again(qtbot):
    bench = Bench(qtbot, "species A, B; A = 2; B = 3*A; J: B => ; k; k = 1")
    bench.click("A")
    bench.do("delete")
    assert [(one.id, one.initial) for one in bench.network.species] == [("B", 0.0)]


def test_a_canvas_that_goes_while_places_are_found_takes_the_worker_along(qtbot):
    # and what is left running fails every test of this folder
    lines = [f"s{k}: X{k} => X{(k * 7 + 1) % 210}; mass_action(1)" for k in range(210)]
    bench = Bench(qtbot, "\n".join(lines))
    qtbot.waitUntil(lambda: bench.view.waiting.is_running)


def test_where_reactions_are_too_many_for_names_one_can_still_change(qtbot):
    lines = [f"J{i}: S{i} => S{i + 1}; k*S{i}" for i in range(160)]
    large = Bench(qtbot, "\n".join([*lines, "k = 1"]))
    large.view.edit("Rename", lambda network: renamed(network, "J7", "T7"))
    large.view.edit("Rename", lambda network: renamed(network, "S9", "U9"))
    assert {"T7", "U9"} <= large.view.shown.parts.keys()
    assert not {"J7", "S9"} & large.view.shown.parts.keys()
