from grnstudio.gui.turns import Turns


def test_one_thing_is_done_a_turn_and_the_newest_for_each_place(qtbot):
    turns, done = Turns(), []
    for word in ("old", "new"):
        turns.put("graph", lambda word=word: done.append(f"{word} graph"))
        turns.put("curves", lambda word=word: done.append(f"{word} curves"))
    assert done == []
    qtbot.waitUntil(lambda: len(done) == 1)
    qtbot.waitUntil(lambda: done == ["new graph", "new curves"])


def test_what_is_dropped_is_not_done(qtbot):
    turns, done = Turns(), []
    turns.put("graph", lambda: done.append("graph"))
    turns.drop()
    qtbot.wait(60)
    assert done == []
