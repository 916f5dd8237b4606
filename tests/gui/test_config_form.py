from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from grnstudio.core.setting import check, setting
from grnstudio.errors import SettingError
from grnstudio.gui.config_form import ConfigForm
from grnstudio.gui.setting_fields import written
from grnstudio.learn import LEARNERS
from grnstudio.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A config with one field of each kind."""

    steps: int = setting(2000, "Steps", low=1, high=10_000, help="How many.")
    rate: float = setting(0.001, "Learning rate", low=1e-7, high=1.0)
    shared: bool = setting(False, "Shared")
    method: str = setting("adam", "Method", choices=("adam", "rmsprop"))
    title: str = setting("", "Title")
    noise: float = setting(0.0, "Noise", low=0.0, advanced=True)

    def __post_init__(self):
        check(self)


@pytest.fixture
def form(qtbot):
    form = ConfigForm(Config)
    qtbot.addWidget(form)
    form.show()
    return form


@pytest.fixture
def heard(form):
    heard = []
    form.changed.connect(heard.append)
    return heard


def type_into(qtbot, form, name, text):
    editor = form.field(name).editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def reset_button(form, label):
    (button,) = [b for b in form.findChildren(QToolButton) if b.accessibleName() == label]
    return button


def test_it_begins_with_the_configs_defaults(form):
    assert form.values() == {
        "steps": 2000,
        "rate": 0.001,
        "shared": False,
        "method": "adam",
        "title": "",
        "noise": 0.0,
    }
    assert form.differing() == {}


@pytest.mark.parametrize("kind", [spec.config for spec in LEARNERS.values()] + [Settings])
def test_every_config_has_its_form(qtbot, kind):
    form = ConfigForm(kind)
    qtbot.addWidget(form)
    assert kind(**form.values()) == kind()


def test_typed_values_are_told_once_each(qtbot, form, heard):
    type_into(qtbot, form, "steps", "500")
    type_into(qtbot, form, "rate", "2e-3")
    qtbot.keyClick(form.field("shared").editor, Qt.Key.Key_Space)
    form.field("method").editor.setCurrentIndex(1)
    type_into(qtbot, form, "title", "first")
    assert [len(form.differing()), len(heard)] == [5, 5]
    assert heard[-1] == form.values()
    assert form.differing() == {
        "steps": 500,
        "rate": 0.002,
        "shared": True,
        "method": "rmsprop",
        "title": "first",
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [(1e-3, "0.001"), (1e-7, "1e-7"), (0.5, "0.5"), (2.0, "2"), (10, "10"), (1e15, "1e15")],
)
def test_numbers_are_written_as_people_write_them(value, text):
    assert written(value) == text


@pytest.mark.parametrize(("text", "words"), [("fast", "'fast'"), ("7", "at most 1"), ("", "''")])
def test_a_wrong_value_stays_in_its_field_with_the_reason(qtbot, form, heard, text, words):
    editor = form.field("rate").editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == text
    assert words in form.problems()["rate"]
    shown = [label.text() for label in form.findChildren(QLabel) if label.isVisible()]
    assert form.problems()["rate"] in shown
    assert form.values()["rate"] == 0.001
    assert heard == []


def test_a_wrong_value_can_be_mended_or_reset(qtbot, form, heard):
    type_into(qtbot, form, "rate", "fast")
    type_into(qtbot, form, "rate", "0.001")
    assert form.problems() == {}
    type_into(qtbot, form, "rate", "fast")
    reset = reset_button(form, "Reset Learning rate")
    qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert form.problems() == {}
    assert form.field("rate").editor.text() == "0.001"
    assert heard == []


def test_a_wrong_value_outlives_edits_of_other_fields(qtbot, form):
    type_into(qtbot, form, "rate", "fast")
    type_into(qtbot, form, "steps", "7")
    form.set_values(form.values())
    assert form.field("rate").editor.text() == "fast"
    assert "rate" in form.problems()


def test_a_field_is_reset_to_its_default_when_it_differs(qtbot, form, heard):
    reset = reset_button(form, "Reset Steps")
    assert not reset.isVisible()
    form.set_values({"steps": 5})
    assert reset.isVisible()
    assert reset.toolTip() == "Reset to 2000"
    qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert form.values()["steps"] == 2000
    assert heard[-1]["steps"] == 2000
    assert not reset.isVisible()


def test_defaults_may_be_those_of_the_task(form):
    form.set_values({"steps": 300})
    form.set_defaults({"steps": 300, "unheard": 1})
    assert form.differing() == {}
    form.set_values({})
    assert form.values()["steps"] == 300


def test_showing_values_says_nothing(form, heard):
    form.set_values({"steps": 1, "rate": 0.1, "shared": True, "method": "rmsprop", "title": "t"})
    assert heard == []
    with pytest.raises(SettingError):
        form.set_values({"steps": 0})
    assert form.values()["steps"] == 1


def test_advanced_settings_are_folded_away_and_counted(form):
    noise = form.field("noise").editor
    assert not noise.isVisible()
    form.set_values({"noise": 0.5})
    (fold,) = [b for b in form.findChildren(QToolButton) if b.objectName() == "fold"]
    assert fold.text() == "Advanced (1 changed)"
    form.unfold()
    assert noise.isVisible()


def test_the_wheel_passes_over_fields_without_turning_them(qtbot, form):
    for name in ("steps", "method"):
        editor = form.field(name).editor
        editor.clearFocus()
        QApplication.sendEvent(editor, wheel(editor, -120))
    assert form.differing() == {}
    spin = form.field("steps").editor
    spin.setFocus()
    qtbot.waitUntil(spin.hasFocus)
    QApplication.sendEvent(spin, wheel(spin, 120))
    assert form.values()["steps"] > 2000


def wheel(widget, turn):
    place = QPointF(widget.rect().center())
    around = widget.mapToGlobal(place)
    none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    keys = Qt.KeyboardModifier.NoModifier
    return QWheelEvent(place, around, QPoint(), QPoint(0, turn), none, keys, phase, False)


def test_fields_can_be_found_by_those_who_do_not_see_them(form):
    assert form.field("rate").editor.accessibleName() == "Learning rate"
    assert form.field("steps").editor.toolTip() == "How many."


def test_a_form_may_show_some_settings_only(qtbot):
    form = ConfigForm(Config, names=("steps", "rate"))
    qtbot.addWidget(form)
    assert set(form.values()) == {"steps", "rate"}
    form.set_values({"steps": 3, "noise": 0.5})
    assert form.values()["steps"] == 3


@pytest.mark.parametrize(("name", "text", "value"), [("title", "P1", "P1"), ("noise", "25", 25.0)])
def test_what_is_being_typed_survives_a_change_of_other_settings(qtbot, form, name, text, value):
    form.unfold()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    editor = form.field(name).editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text[0])
    form.set_values({"steps": 5})
    qtbot.keyClicks(editor, text[1:])
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert form.values()[name] == value
    form.set_values({})
    assert form.values()[name] == getattr(Config(), name)
    assert editor.text() in ("", "0")


def test_a_setting_that_means_nothing_as_others_stand_is_off_and_says_why(qtbot):
    form = ConfigForm(LEARNERS["emulator"].config)
    qtbot.addWidget(form)
    editor = form.field("compare").editor
    assert not editor.isEnabled()
    assert editor.toolTip().endswith("Means nothing unless Architecture is Search.")
    assert editor.accessibleDescription() == "Means nothing unless Architecture is Search."
    form.set_values({"architecture": "search"})
    assert editor.isEnabled()
    assert "Means nothing" not in editor.toolTip() + editor.accessibleDescription()
    assert not form.field("triangular").editor.isEnabled()
    alone = ConfigForm(LEARNERS["emulator"].config, names=("compare",))
    qtbot.addWidget(alone)
    assert alone.field("compare").editor.isEnabled()


def test_a_text_or_count_that_was_refused_is_read_again_once_it_is_mended(qtbot):
    form = ConfigForm(LEARNERS["emulator"].config)
    qtbot.addWidget(form)
    line, spin = form.field("lags").editor, form.field("components").editor
    for text in ("3 x", "0", "3 5"):
        line.setText(text)
        line.editingFinished.emit()
        assert (f"not '{text}'" in form.problems().get("lags", "")) == (text != "3 5")
    assert form.values()["lags"] == "3 5"
    spin.setValue(0)
    assert "components" in form.problems()
    spin.setValue(5)
    assert not form.problems()
    assert form.values()["components"] == 5
    form.field("lowest").editor.setText("2")
    form.field("lowest").editor.editingFinished.emit()
    assert "2, is above the highest, 1.4" in form.problems()["lowest"]


def test_of_a_long_text_the_beginning_is_seen(form):
    form.set_values({"title": "G1 0..4; G2 4 - G1; P1 80..1199"})
    assert form.field("title").editor.cursorPosition() == 0
