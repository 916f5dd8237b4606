"""Config fields check themselves, and say which one is wrong."""

from dataclasses import dataclass

import pytest

from grnstudio.core.setting import check, configured, from_text, setting
from grnstudio.errors import SettingError


@dataclass(frozen=True, kw_only=True)
class Oven:
    heat: float = setting(180.0, "Heat", low=0.0, high=300.0)
    trays: int = setting(1, "Trays", low=1)
    fan: bool = setting(False, "Fan")
    mode: str = setting("bake", "Mode", choices=("bake", "grill"))

    def __post_init__(self):
        check(self)


def test_whole_numbers_may_stand_for_others_and_the_other_way_round():
    assert Oven(heat=200).heat == 200.0
    assert isinstance(Oven(heat=200).heat, float)
    assert isinstance(Oven(trays=2.0).trays, int)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"heat": 301}, "Heat .*at most 300, not 301"),
        ({"heat": float("nan")}, "not nan"),
        ({"trays": 0}, "Trays .*at least 1, not 0"),
        ({"trays": 1.5}, "a whole number, not 1.5"),
        ({"trays": "two"}, "a whole number, not 'two'"),
        ({"fan": 1}, "does not take 1"),
        ({"mode": "boil"}, "one of bake, grill, not 'boil'"),
        ({"mode": 3}, "takes a word"),
        ({"hat": 3}, "no setting 'hat'; did you mean 'heat'"),
        ({"zzz": 3}, "known: heat, trays, fan, mode"),
    ],
)
def test_a_wrong_value_is_refused_by_name(values, message):
    with pytest.raises(SettingError, match=message):
        configured(Oven, values)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [("heat", "1e2", 100.0), ("trays", "3", 3), ("fan", "yes", True), ("mode", "grill", "grill")],
)
def test_text_is_read_as_the_fields_kind(name, text, value):
    assert from_text(Oven, name, text) == value


@pytest.mark.parametrize(("name", "text"), [("heat", "hot"), ("fan", "maybe")])
def test_text_of_another_kind_is_refused(name, text):
    with pytest.raises(SettingError, match=name):
        from_text(Oven, name, text)
