"""Gestures on the canvas as plain objects, without a window."""

import pytest

from grnstudio.gui.editors.network_tools import (
    VOID,
    Add,
    Choose,
    Connect,
    Erase,
    EraseTool,
    Hit,
    LinkTool,
    Move,
    PlaceTool,
    Pointer,
    SelectTool,
)

A, B, J1 = Hit("node", "A"), Hit("node", "B"), Hit("process", "J1")
HALF_ARC = Hit("arc", "J1", 3)


class Table:
    """A board with some parts chosen, and a grid of 10."""

    def __init__(self, chosen=(), inside=()):
        self.chosen = frozenset(chosen)
        self._inside = frozenset(inside)

    def within(self, box):
        return self._inside

    def snapped(self, at):
        return round(at[0] / 10) * 10, round(at[1] / 10) * 10

    def snapped_step(self, names, step):
        return self.snapped(step)


def at(x, y, hit=VOID, **keys):
    return Pointer((x, y), hit, **keys)


def gesture(tool, *pointers):
    """Press at the first, move over the others, release at the last; return what was asked for."""
    asked = [tool.press(pointers[0])]
    for pointer in pointers[1:]:
        tool.move(pointer)
    asked.append(tool.release(pointers[-1]))
    return [one for one in asked if one is not None]


def test_a_click_chooses_one_part():
    asked = gesture(SelectTool(Table()), at(0, 0, A))
    assert asked[-1] == Choose(frozenset({"A"}))


@pytest.mark.parametrize("key", ["shift", "control"])
def test_a_click_with_shift_or_control_chooses_it_besides(key):
    asked = gesture(SelectTool(Table({"B"})), at(0, 0, A, **{key: True}))
    assert asked == [Choose(frozenset({"A"}), "toggle")]


def test_a_click_into_the_void_chooses_nothing():
    assert gesture(SelectTool(Table({"A"})), at(0, 0)) == [Choose(frozenset())]


def test_a_drag_moves_all_that_is_chosen_onto_the_grid():
    asked = gesture(SelectTool(Table({"A", "B"})), at(0, 0, A), at(33, 18, A))
    assert asked == [Move(frozenset({"A", "B"}), (30, 20))]


def test_a_trembling_hand_moves_nothing():
    asked = gesture(SelectTool(Table({"A"})), at(0, 0, A), at(2, -3, A))
    assert not any(isinstance(one, Move) for one in asked)


def test_a_drag_back_to_where_it_began_moves_nothing():
    asked = gesture(SelectTool(Table({"A"})), at(0, 0, A), at(80, 80), at(0, 0, A))
    assert asked == []


def test_a_rubber_band_chooses_what_is_inside_and_adds_with_shift():
    board = Table({"A"}, inside={"B", "J1"})
    assert gesture(SelectTool(board), at(0, 0), at(90, 90))[-1] == Choose(frozenset({"B", "J1"}))
    asked = gesture(SelectTool(board), at(0, 0, shift=True), at(90, 90, shift=True))
    assert asked[-1] == Choose(frozenset({"B", "J1"}), "add")


def test_a_gesture_that_is_dropped_asks_for_nothing():
    tool = SelectTool(Table({"A"}))
    tool.press(at(0, 0, A))
    tool.move(at(50, 50))
    assert tool.is_busy
    tool.cancel()
    assert not tool.is_busy
    assert tool.release(at(50, 50)) is None


def test_a_node_is_put_on_the_grid_and_not_onto_another():
    assert gesture(PlaceTool(Table()), at(14, 26)) == [Add((10, 30))]
    assert gesture(PlaceTool(Table()), at(14, 26, A)) == [Choose(frozenset({"A"}))]


def link_tool(*kinds):
    return LinkTool(Table(), "reaction", "", kinds or ("node", "process", "void"))


def test_a_drag_connects_where_it_began_with_where_it_ended():
    (asked,) = gesture(link_tool(), at(0, 0, A), at(50, 0), at(90, 0, B))
    assert isinstance(asked, Connect)
    assert (asked.source.hit, asked.target.hit, asked.flipped) == (A, B, False)


def test_two_clicks_connect_as_a_drag_does():
    tool = link_tool()
    assert gesture(tool, at(0, 0, A)) == []
    assert tool.is_busy
    (asked,) = gesture(tool, at(90, 0, B))
    assert (asked.source.hit, asked.target.hit) == (A, B)


@pytest.mark.parametrize("key", ["shift", "alt"])
def test_shift_or_alt_draws_the_other_end(key):
    (asked,) = gesture(link_tool(), at(0, 0, A), at(90, 0, B, **{key: True}))
    assert asked.flipped


def test_a_line_begins_only_where_it_may():
    assert gesture(link_tool("node"), at(0, 0), at(90, 0, B)) == []


def test_the_eraser_takes_all_it_is_dragged_over_once():
    asked = gesture(EraseTool(Table()), at(0, 0), at(5, 0, A), at(9, 0, A), at(20, 0, HALF_ARC))
    assert asked == [Erase((A, HALF_ARC))]


def test_the_eraser_in_the_void_takes_nothing():
    assert gesture(EraseTool(Table()), at(0, 0)) == []
