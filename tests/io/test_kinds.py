import pytest

from grnstudio.errors import FileFormatError
from grnstudio.io import json_network, kinds, task_json
from grnstudio.io.examples import load_example
from grnstudio.io.network_examples import examples
from grnstudio.io.network_examples import load_example as load_network

EVENTS = '{"model_name": "M", "state_names": ["A"], "events": []}'


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("study.grnstudio", "", kinds.PROJECT),
        ("model.xml", "<sbml/>", kinds.NETWORK),
        ("model.SBML", "<sbml/>", kinds.NETWORK),
        ("model.ant", "A -> B", kinds.NETWORK),
        ("curves.csv", "time,g1\n0,1\n1,2\n", kinds.TABLE),
        ("curves.txt", "# measured\ntime g1\n0 1\n1 2\n", kinds.TABLE),
        ("curves.txt", "#time\tg1\n0\t1\n", kinds.TABLE),
        ("gdat.txt", '"Time (s)";"g 1"\n0;1\n', kinds.TABLE),
        ("model.txt", "// decay\nA => ; k*A\nA = 10; k = 1\n", kinds.NETWORK),
        ("model.txt", "x = 5\nx' = -x\n", kinds.NETWORK),
        ("model.txt", "t: x => ; 3*x\n", kinds.NETWORK),
        ("dyngpt.json", EVENTS, kinds.NETWORK),
        ("half a task.json", '{"format": "grnstudio-task", "title": "Ha', kinds.TASK),
        ("odd.json", "[]", kinds.TASK),
    ],
)
def test_the_content_tells_what_a_name_leaves_open(tmp_path, name, content, kind):
    path = tmp_path / name
    path.write_text(content)
    assert kinds.kind_of(path) == kind


def test_what_the_program_writes_itself_is_told_apart(tmp_path):
    task_json.write(load_example("pulse"), tmp_path / "a.json")
    json_network.write(load_network("egfr"), tmp_path / "b.json")
    assert kinds.kind_of(tmp_path / "a.json") == kinds.TASK
    assert kinds.kind_of(tmp_path / "b.json") == kinds.NETWORK
    for example in examples():
        (tmp_path / "c.txt").write_text(example.path.read_text())
        assert kinds.kind_of(tmp_path / "c.txt") == kinds.NETWORK


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("picture.png", "", "picture.png is of no kind that can be opened; known: .grnstudio"),
        ("graph.json", '{"format": "grnstudio-network"}', "graph.json is a network, which cannot"),
    ],
)
def test_what_cannot_be_opened_is_refused_by_name(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(FileFormatError, match=words):
        kinds.kind_of(path)
