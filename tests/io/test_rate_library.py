"""The user's own rate laws stay from one start to the next."""

import pytest

from grnstudio.core.rate_forms import RateForm
from grnstudio.errors import FileFormatError, ModelError
from grnstudio.io import rate_library

LAW = RateForm(
    "gated synthesis",
    "Gated synthesis",
    "v * A / (A + K) * B",
    {"A": "modifier", "B": "modifier"},
    {"K": 5.0},
    "Needs both.",
)


def test_a_law_that_was_kept_is_there_the_next_time():
    rate_library.added(LAW)
    assert rate_library.load() == (LAW,)


def test_a_law_takes_the_place_of_its_namesake_and_can_be_forgotten():
    rate_library.added(LAW)
    rate_library.added(RateForm("gated synthesis", "Gated synthesis", "v"))
    assert [one.formula for one in rate_library.load()] == ["v"]
    assert rate_library.removed("gated synthesis") == ()


def test_without_a_file_there_are_none():
    assert rate_library.load() == ()


@pytest.mark.parametrize("title", ["", "Mass action", "Hill (mine)", "x" * 81])
def test_a_law_needs_a_name_of_its_own(title):
    with pytest.raises(ModelError):
        rate_library.added(RateForm("x", title, "k"))


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '{"format": "grnstudio-rate-laws", "version": 2, "laws": []}',
        '{"format": "grnstudio-rate-laws", "version": 1, "laws": 3}',
        '{"format": "grnstudio-rate-laws", "version": 1, "laws": [3]}',
        '{"format": "grnstudio-rate-laws", "version": 1, "laws": [{"title": "a", "formula": "("}]}',
        '{"format": "grnstudio-rate-laws", "version": 1, "laws": [{"title": 1, "formula": "k"}]}',
        '{"format": "grnstudio-rate-laws", "version": 1, "laws": '
        '[{"title": "a", "formula": "k", "roles": [["k", "spy"]]}]}',
    ],
)
def test_a_damaged_file_is_refused_by_name(text):
    path = rate_library.library_path()
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(FileFormatError, match=r"rate-laws\.json"):
        rate_library.load()
