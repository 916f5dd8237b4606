import pytest

from grnstudio.core.antimony import parse
from grnstudio.core.network_diagram import diagram
from grnstudio.gui.document import Document
from grnstudio.gui.job_runner import JobRunner
from grnstudio.gui.laying_out import LayoutRequest, LayoutSession
from grnstudio.gui.pages.network_page import NetworkPage
from grnstudio.io.network_examples import load_example
from grnstudio.project import Design, Project

SIZE = (60.0, 26.0)


def drawn(network):
    found = diagram(network)
    return found, dict.fromkeys(found.species, SIZE)


def large(count=600):
    lines = [f"  s{k}: X{k} => X{(k * 7 + 1) % count}; mass_action(1)" for k in range(count)]
    return drawn(parse("model large()\n" + "\n".join(lines) + "\nend\n"))


@pytest.fixture
def session(qtbot):
    session = LayoutSession(lambda: JobRunner(in_thread=True))
    yield session
    session.close()


def test_who_asked_is_told_the_places_and_how_arcs_run(qtbot, session):
    told = []
    found, sizes = drawn(load_example("x16"))
    with qtbot.waitSignal(session.ended, timeout=60_000):
        session.ask(LayoutRequest(found, sizes, told.append))
    assert set(told[0].places) >= set(found.species)
    assert set(told[0].courses) == set(range(len(found.arcs)))
    assert not session.is_running


def test_a_large_drawing_tells_how_far_it_is(qtbot, session):
    shares = []
    session.progress.connect(shares.append)
    with qtbot.waitSignal(session.ended, timeout=60_000):
        session.ask(LayoutRequest(*large(), lambda done: None, style="force"))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_newer_drawing_takes_the_place_of_the_one_under_way(qtbot, session):
    told = []
    found, sizes = drawn(load_example("x16"))
    session.ask(LayoutRequest(*large(), lambda done: told.append("large"), style="force"))
    session.ask(LayoutRequest(found, sizes, lambda done: told.append("small")))
    qtbot.waitUntil(lambda: bool(told), timeout=60_000)
    assert told == ["small"]


def test_what_is_cancelled_is_not_told(qtbot, session):
    told = []
    with qtbot.waitSignal(session.ended, timeout=60_000) as ended:
        session.ask(LayoutRequest(*large(), told.append, style="force"))
        session.cancel()
        assert not session.is_running
    assert ended.args == [None]
    assert told == []


def test_a_layout_that_does_not_exist_is_refused_in_words(qtbot, session):
    found, sizes = drawn(load_example("x16"))
    with qtbot.waitSignal(session.failed, timeout=60_000) as failed:
        session.ask(LayoutRequest(found, sizes, lambda done: None, style="spiral"))
    assert "spiral" in str(failed.args[0])


def test_a_page_that_closes_while_a_layout_runs_ends_it(qtbot):
    lines = [f"  s{k}: X{k} => X{(k * 7 + 1) % 600}; mass_action(1)" for k in range(600)]
    network = parse("model large()\n" + "\n".join(lines) + "\nend\n")
    page = NetworkPage(Document(Project(Design(network=network))))
    waiting = page.canvas.view.waiting
    assert waiting.is_running
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    assert not waiting.is_running


def test_the_worker_ends_in_the_middle_of_a_layout(qtbot):
    told = []
    session = LayoutSession(parent=None)
    session.ask(LayoutRequest(*large(), told.append, style="force"))
    session.close()
    session.ask(LayoutRequest(*large(), told.append))
    qtbot.wait(50)
    assert not session.is_running
    assert told == []
