import pytest
from PySide6.QtWidgets import QStackedWidget, QWidget

from grnstudio.gui.document import Document
from grnstudio.gui.in_sight import watch_in_sight, watch_when_seen
from grnstudio.project import Design


@pytest.fixture
def stack(qtbot):
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    for _ in range(2):
        stack.addWidget(QWidget())
    return stack


def follow(stack, may_wait=lambda _: False):
    document, heard = Document(), []
    page = stack.widget(1)
    watch_in_sight(document, page, lambda project: project.design, heard.append, may_wait)
    return document, heard


def edit(document):
    document.edit("Edit", Design())
    return document.project.design


def test_a_page_that_is_seen_hears_at_once(stack):
    document, heard = follow(stack)
    stack.show()
    stack.setCurrentIndex(1)
    latest = edit(document)
    assert heard[-1] is latest


def test_a_hidden_page_hears_a_moment_after_the_last_of_several_changes(stack, qtbot):
    document, heard = follow(stack)
    stack.show()
    for _ in range(3):
        latest = edit(document)
    assert len(heard) == 1
    qtbot.waitUntil(lambda: heard[-1] is latest)
    assert len(heard) == 2


def test_a_page_has_heard_before_it_is_seen(stack):
    document, heard = follow(stack)
    stack.show()
    latest = edit(document)
    stack.setCurrentIndex(1)
    assert heard[-1] is latest


def test_without_a_window_on_the_screen_nothing_waits(stack):
    document, heard = follow(stack)
    latest = edit(document)
    assert heard[-1] is latest


def test_what_may_wait_waits_even_where_it_is_seen(stack, qtbot):
    document, heard = follow(stack, may_wait=lambda _: True)
    stack.show()
    stack.setCurrentIndex(1)
    latest = edit(document)
    assert heard[-1] is not latest
    qtbot.waitUntil(lambda: heard[-1] is latest)


def test_a_page_that_is_gone_hears_no_more(stack, qtbot):
    document, heard = follow(stack)
    stack.show()
    edit(document)
    page = stack.widget(1)
    stack.removeWidget(page)
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    edit(document)
    qtbot.wait(400)
    assert len(heard) == 1


def test_what_takes_long_is_not_done_for_a_page_that_nobody_sees(stack, qtbot):
    document, heard = Document(), []
    watch_when_seen(document, stack.widget(1), lambda project: project.design, heard.append)
    stack.show()
    edit(document)
    latest = edit(document)
    qtbot.wait(400)
    assert not heard
    stack.setCurrentIndex(1)
    assert heard == [latest]
    assert heard[-1] is latest
    assert edit(document) is heard[-1]
