import pytest

from grnstudio.core.arranging import aligned, distributed

PLACES = {"A": (0.0, 0.0), "B": (50.0, 10.0), "C": (300.0, 40.0)}
SIZES = {"A": (20.0, 10.0), "B": (40.0, 20.0), "C": (60.0, 10.0)}


@pytest.mark.parametrize(
    ("edge", "wanted"),
    [
        ("left", {"A": (0, 0), "B": (10, 10), "C": (20, 40)}),
        ("right", {"A": (320, 0), "B": (310, 10), "C": (300, 40)}),
        ("center", {"A": (150, 0), "B": (150, 10), "C": (150, 40)}),
        ("top", {"A": (0, 0), "B": (50, 5), "C": (300, 0)}),
        ("middle", {"A": (0, 20), "B": (50, 20), "C": (300, 20)}),
        ("bottom", {"A": (0, 40), "B": (50, 35), "C": (300, 40)}),
    ],
)
def test_edges_line_up_with_the_outermost_one(edge, wanted):
    assert aligned(PLACES, SIZES, edge) == wanted


def test_gaps_become_equal_and_the_ends_stay():
    found = distributed(PLACES, SIZES, "across")
    assert found["A"] == PLACES["A"]
    assert found["C"] == PLACES["C"]
    gaps = [found["B"][0] - 20 - 10, 270 - (found["B"][0] + 20)]
    assert gaps[0] == pytest.approx(gaps[1])


def test_two_parts_have_no_gaps_to_make_equal():
    two = {name: PLACES[name] for name in "AB"}
    assert distributed(two, SIZES, "down") == two
