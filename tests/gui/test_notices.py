import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

from grnstudio.gui.notices import NoticeStrip


@pytest.fixture
def strip(qtbot):
    strip = NoticeStrip()
    qtbot.addWidget(strip)
    return strip


def press(qtbot, notice, name):
    (button,) = [
        one
        for one in notice.findChildren(QAbstractButton)
        if name in (one.text(), one.accessibleName())
    ]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def texts(strip):
    return [notice.text for notice in strip.notices()]


def test_without_news_there_is_no_strip(strip):
    assert not strip.isVisible()


def test_a_notice_stays_until_dismissed(qtbot, strip):
    strip.show_notice("The file is broken.")
    assert strip.isVisible()
    press(qtbot, strip.notices()[0], "Dismiss")
    assert texts(strip) == []
    assert not strip.isVisible()


def test_the_latest_three_are_shown_the_newest_on_top(strip):
    for text in "abcde":
        strip.show_notice(text)
    assert texts(strip) == ["e", "d", "c"]


def test_the_same_notice_is_shown_once(strip):
    for text in ("a", "b", "a"):
        strip.show_notice(text)
    assert texts(strip) == ["a", "b"]
    strip.show_notice("a", "good")
    assert texts(strip) == ["a", "a", "b"]


def test_a_notice_offers_what_can_be_done(qtbot, strip):
    done = []
    action = ("Resume", lambda: done.append(texts(strip)))
    strip.show_notice("The worker died.", "error", "", action)
    press(qtbot, strip.notices()[0], "Resume")
    assert done == [[]]


def test_details_are_shown_and_copied_on_demand(qtbot, strip):
    strip.show_notice("It failed.", "error", "Traceback: deep down")
    notice = strip.notices()[0]
    (view,) = notice.findChildren(QPlainTextEdit)
    assert not view.isVisible()
    press(qtbot, notice, "Details…")
    assert view.isVisible()
    assert view.toPlainText() == "Traceback: deep down"
    press(qtbot, notice, "Copy details")
    assert QGuiApplication.clipboard().text() == "Traceback: deep down"


def test_without_details_there_is_no_button_for_them(strip):
    strip.show_notice("Saved.", "good")
    names = [one.text() for one in strip.notices()[0].findChildren(QAbstractButton)]
    assert "Details…" not in names


def test_words_from_files_are_shown_as_they_are(strip):
    strip.show_notice("<b>bold</b> & <img src=x>")
    assert strip.notices()[0].accessibleName() == "Error: <b>bold</b> & <img src=x>"


@pytest.mark.parametrize("kind", ["error", "warning", "info", "good"])
def test_each_kind_is_told_to_those_who_do_not_see_it(strip, kind):
    strip.show_notice("News.", kind)
    assert strip.notices()[0].accessibleName().lower().startswith(kind)


def test_escape_dismisses_the_notice_that_has_the_focus(qtbot, strip):
    strip.show_notice("a")
    strip.show_notice("b")
    qtbot.keyClick(strip.notices()[1], Qt.Key.Key_Escape)
    assert texts(strip) == ["b"]


def test_all_can_be_cleared(strip):
    strip.show_notice("a")
    strip.show_notice("b")
    strip.clear()
    assert not strip.isVisible()
