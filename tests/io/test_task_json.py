import json

import numpy as np
import pytest
from hypothesis import given

from grnstudio.errors import FileFormatError, GRNStudioError
from grnstudio.io import json_text, task_json
from grnstudio.io.examples import load_example
from tests.io.sameness import same
from tests.io.strategies import tasks


def example(**changes):
    return {**task_json.encode(load_example("adaptation")), **changes}


def refusal(data):
    with pytest.raises(FileFormatError) as error:
        task_json.decode(data, "my.json")
    return str(error.value)


def broken(change):
    data = json.loads(json.dumps(example()))
    change(data)
    return refusal(data)


@given(tasks())
def test_every_task_comes_back_as_it_was(task):
    text = json_text.render(task_json.encode(task))
    again = task_json.decode(json_text.parse(text, "a"), "a")
    assert same(task, again)
    assert json_text.render(task_json.encode(again)) == text


def test_a_task_is_kept_in_a_file(tmp_path):
    task = load_example("oscillation-3")
    task_json.write(task, tmp_path / "a.json")
    assert same(task_json.read(tmp_path / "a.json"), task)


def test_a_list_of_numbers_takes_one_line(tmp_path):
    task_json.write(load_example("adaptation"), tmp_path / "a.json")
    assert max((tmp_path / "a.json").read_text().splitlines(), key=len).count(",") > 38


def test_an_unknown_key_is_named_with_the_one_that_was_meant():
    said = broken(lambda data: data["conditions"][1].update(tragets={}))
    assert said.startswith("my.json: at conditions[1]")
    assert '"tragets"; did you mean "targets"?' in said


def test_a_missing_key_is_named():
    said = broken(lambda data: data["axis"].pop("count"))
    assert 'my.json: at axis, the key "count" is missing' in said


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d["conditions"][1]["targets"].update(g1=[0.1, "high"]), "targets.g1[1] takes"),
        (lambda d: d["conditions"][1]["targets"].update(g1="high"), "conditions[1].targets.g1"),
        (
            lambda d: d["conditions"][0]["targets"].update(g1={"values": 1, "knots": [[1]]}),
            "targets.g1.knots[0] takes two numbers",
        ),
        (lambda d: d["genes"][0].update(initial="train"), "genes[0].initial takes a number, or"),
        (lambda d: d["axis"].update(kind="tme"), 'axis.kind takes "time" or "position"'),
        (lambda d: d["axis"].update(step=-0.2), "axis.step takes a number above 0, not -0.2"),
        (lambda d: d.update(forbidden_links=[["I"]]), "forbidden_links[0] takes a regulator and"),
        (lambda d: d.update(genes=[]), "genes takes a list of at least one gene"),
        (lambda d: d.update(training={"steps": None}), "training.steps takes"),
    ],
)
def test_a_wrong_value_is_named_with_its_place_and_what_belongs_there(change, place):
    said = broken(change)
    assert said.startswith("my.json: ")
    assert place in said


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda d: d["conditions"][1]["targets"].update(g1=[1, 2]),
            "has 2 values; the grid has 40",
        ),
        (lambda d: d["conditions"][1]["targets"].update(g7=1), "'g7' in condition 'I = 1', but no"),
        (lambda d: d["genes"].append({"name": "g1"}), "Two inputs and genes are called 'g1'"),
        (lambda d: d.update(forbidden_links=[["x", "g1"]]), "regulators are I, g1, g2"),
        (lambda d: d["probe"]["levels"].update(J=[1]), "'J', which is no input"),
        (lambda d: d["conditions"][2]["inputs"]["I"].update(per_level=[1, 2]), "takes 40 numbers"),
    ],
)
def test_what_contradicts_itself_is_said_with_the_file_name(change, words):
    said = broken(change)
    assert said.startswith("my.json: ")
    assert words in said


def test_a_file_cut_in_half_says_where_it_ends(tmp_path):
    text = json_text.render(example())
    (tmp_path / "a.json").write_text(text[: len(text) // 2])
    with pytest.raises(FileFormatError, match=r"a\.json.* line \d+, column \d+.*cut off"):
        task_json.read(tmp_path / "a.json")


def test_a_file_cut_anywhere_is_refused_in_words():
    text = json_text.render(example()).rstrip()
    for end in range(0, len(text), 17):
        with pytest.raises(FileFormatError, match="line"):
            json_text.parse(text[:end], "a.json")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ('{"a": NaN}', "write null where nothing is asked"),
        ('{"a": -Infinity}', "write null"),
        ('{"a": 1e999}', "too large"),
        ("1" * 9_000, "too long"),
        ('{"a": 1, "a": 2}', '"a" stands twice'),
        ("[" * 100_000, "nested too deeply"),
        ("{'a': 1}", "line 1, column 2"),
    ],
)
def test_text_that_is_no_good_json_is_refused_in_words(text, words):
    with pytest.raises(FileFormatError, match=words):
        json_text.parse(text, "a.json")


def test_files_that_are_no_text_or_not_there_are_refused_in_words(tmp_path):
    path = tmp_path / "a.json"
    with pytest.raises(FileFormatError, match="no file"):
        task_json.read(path)
    with pytest.raises(FileFormatError, match="is a folder"):
        task_json.read(tmp_path)
    path.write_bytes(b"\xff\xfe{\0}\0")
    with pytest.raises(FileFormatError, match="UTF-8"):
        task_json.read(path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "a.json").open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(FileFormatError, match="1,024 MiB large; at most 64 MiB"):
        task_json.read(tmp_path / "a.json")


def test_a_later_version_is_refused_by_name():
    assert "my.json was written by GRNStudio 2.1 (format 3); this is" in refusal(
        example(version=3, program="2.1")
    )


def test_other_json_is_refused_by_what_it_is():
    assert "it is a project" in refusal(example(format="grnstudio-project"))
    assert 'has no "format": "grnstudio-task"' in refusal([1, 2])


def test_a_byte_order_mark_does_no_harm(tmp_path):
    text = json_text.render(example())
    (tmp_path / "a.json").write_text(text, encoding="utf-8-sig")
    assert task_json.read(tmp_path / "a.json").title == "Adaptation"


def test_any_value_in_any_place_gives_a_task_or_words():
    rng, strange = np.random.default_rng(0), [None, True, -1, 1e9, "x", [], {}, [1], {"a": 1}]
    for _ in range(400):
        data = json.loads(json.dumps(example()))
        place = data
        while isinstance(place, dict | list) and place:
            holder, keys = place, list(place) if isinstance(place, dict) else range(len(place))
            key = keys[rng.integers(len(keys))]
            place = holder[key]
            if rng.random() < 0.3:
                break
        holder[key] = strange[rng.integers(len(strange))]
        try:
            task_json.decode(data, "a.json")
        except GRNStudioError as error:
            assert "a.json" in str(error)  # noqa: PT017
