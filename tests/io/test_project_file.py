import errno
import io
import json
import os
import pickle
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from grnstudio.errors import FileFormatError, FileSaveError
from grnstudio.io import arrays, project_file, tree
from grnstudio.io.examples import load_example
from grnstudio.io.network_examples import load_example as load_network
from grnstudio.project import Design, Project, Run
from tests.io.sameness import same
from tests.io.strategies import projects

DESIGN = Design(
    load_example("adaptation"), {"circuit": {"steps": 30}}, "first try, γ = 1", load_network("sir")
)
RUN = Run(
    3,
    "circuit",
    "Adaptation",
    DESIGN,
    {"steps": 30, "shared": True, "learning_rate": 0.001},
    "stopped",
    metrics={"step": np.arange(3), "loss": np.array([1, 0.5, np.nan], np.float32)},
    arrays={"link_procedure": np.array("trajectory mutant"), "responses": np.ones((2, 3, 4))},
    weights={"w": np.ones((2, 3), np.float32)},
    checkpoint={"step": 3, "parameters": np.arange(4.0)},
)
PROJECT = Project(DESIGN, (RUN, Run(12, "circuit", "Empty", Design(), {})))


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "study.grnstudio"
    project_file.write(PROJECT, path)
    return path


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path, **changes):
    """Write the archive again with members changed, or left out where the change is None."""
    files = {**members(path), **{name.replace("__", "/"): x for name, x in changes.items()}}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            if content is not None:
                archive.writestr(name, content)


def changed(path, name, **keys):
    data = {**json.loads(members(path)[name]), **keys}
    rewrite(path, **{name: json.dumps(data).encode()})


def refusal(path):
    with pytest.raises(FileFormatError, match=r"study\.grnstudio") as error:
        project_file.read(path)
    return str(error.value)


@given(projects())
def test_every_project_comes_back_as_it_was(tmp_path_factory, project):
    path = tmp_path_factory.mktemp("project") / "a.grnstudio"
    project_file.write(project, path)
    assert same(project_file.read(path), project)


def test_the_same_project_makes_the_same_bytes(saved):
    before = saved.read_bytes()
    project_file.write(project_file.read(saved), saved)
    assert saved.read_bytes() == before


def test_the_archive_has_the_files_that_the_format_names(saved):
    assert sorted(members(saved)) == [
        "network.json",
        "project.json",
        "runs/0003/arrays.npz",
        "runs/0003/checkpoint.safetensors",
        "runs/0003/metrics.npz",
        "runs/0003/network.json",
        "runs/0003/run.json",
        "runs/0003/weights.safetensors",
        "runs/0012/run.json",
    ]


def test_the_same_tree_opens_as_a_folder(saved, tmp_path):
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(saved) as archive:
        archive.extractall(folder)
    (folder / ".git" / "objects").mkdir(parents=True)
    (folder / "README.md").write_text("a study")
    assert same(project_file.read(folder), PROJECT)


def test_the_text_of_a_network_is_kept_as_it_was_typed_even_where_it_cannot_be_read(tmp_path):
    text = "// half done\nA -> ; k*"
    path = tmp_path / "typing.grnstudio"
    project_file.write(Project(Design(network=DESIGN.network, network_text=text)), path)
    assert members(path)["network.ant"].decode() == text
    assert project_file.read(path).design.network_text == text
    assert project_file.read(path).design.network == DESIGN.network


def test_files_of_others_in_the_archive_are_left_alone(saved, tmp_path):
    rewrite(saved, **{"../evil.txt": b"x", "/etc/evil": b"x", "notes.txt": b"x", "runs/": b""})
    assert same(project_file.read(saved), PROJECT)
    assert not (tmp_path.parent / "evil.txt").exists()


def test_a_later_project_is_refused_by_name(saved):
    changed(saved, "project.json", version=3, program="2.1")
    assert "study.grnstudio was written by GRNStudio 2.1 (format 3); this is" in refusal(saved)


def test_a_file_that_is_no_project_is_refused(tmp_path):
    path = tmp_path / "study.grnstudio"
    path.write_bytes(b"time,g1\n")
    assert "is no project of GRNStudio, or was cut off" in refusal(path)
    path.write_bytes(b"")
    assert "is no project" in refusal(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert "lacks project.json" in refusal(path)
    path.unlink()
    assert "There is no file" in refusal(path)


@pytest.mark.parametrize(
    "name", ["project.json", "network.json", "runs/0003/run.json", "runs/0003/arrays.npz"]
)
def test_a_missing_member_is_named(saved, name):
    rewrite(saved, **{name: None})
    assert f"lacks {name}: it is incomplete" in refusal(saved)


def test_a_project_cut_anywhere_is_refused_in_words(saved):
    data = saved.read_bytes()
    for end in range(0, len(data), 97):
        saved.write_bytes(data[:end])
        assert "copy of it" in refusal(saved)


def test_a_flipped_bit_is_noticed_or_does_no_harm(saved):
    data, rng = saved.read_bytes(), np.random.default_rng(0)
    for _ in range(150):
        broken = bytearray(data)
        broken[rng.integers(len(data))] ^= 1 << rng.integers(8)
        saved.write_bytes(broken)
        try:
            project_file.read(saved)
        except FileFormatError as error:
            assert "study.grnstudio" in str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("name", "keys", "words"),
    [
        ("project.json", {"runs": "all"}, "project.json: runs takes a list of the numbers"),
        ("project.json", {"runs": [3, 3]}, "each once"),
        ("project.json", {"design": {"task": None}}, 'design, the key "configs" is missing'),
        ("runs/0003/run.json", {"seconds": "long"}, "run.json: seconds takes a number of seconds"),
        ("runs/0003/run.json", {"files": ["../x"]}, "run.json: files[0] takes the name of a file"),
    ],
)
def test_wrong_values_are_named_with_their_place(saved, name, keys, words):
    changed(saved, name, **keys)
    assert words in refusal(saved)


def test_a_broken_task_in_a_project_is_named_with_its_place(saved):
    data = json.loads(members(saved)["project.json"])
    data["design"]["task"]["genes"] = []
    rewrite(saved, **{"project.json": json.dumps(data).encode()})
    assert "project.json, design.task: genes takes a list of at least one gene" in refusal(saved)


@pytest.mark.parametrize("name", ["network.json", "runs/0003/network.json"])
def test_a_broken_network_in_a_project_is_named_with_its_place(saved, name):
    data = json.loads(members(saved)[name])
    data["species"][0]["initial"] = "many"
    rewrite(saved, **{name: json.dumps(data).encode()})
    assert f"study.grnstudio, {name}: species[0].initial takes" in refusal(saved)


def test_pickles_are_never_read(saved):
    class Bomb:
        def __reduce__(self):
            return os.mkdir, (str(saved.parent / "exploded"),)

    buffer = io.BytesIO()
    np.savez(buffer, a=np.array([Bomb()], dtype=object))
    for content in (buffer.getvalue(), pickle.dumps(Bomb())):
        rewrite(saved, **{"runs/0003/arrays.npz": content})
        assert "runs/0003/arrays.npz is damaged" in refusal(saved)
    assert not (saved.parent / "exploded").exists()


def test_an_array_that_claims_more_than_it_has_is_refused(saved):
    header = io.BytesIO()
    shape = {"descr": "<f8", "fortran_order": False, "shape": (10**15,)}
    np.lib.format.write_array_header_1_0(header, shape)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.npy", header.getvalue() + bytes(8))
    rewrite(saved, **{"runs/0003/arrays.npz": buffer.getvalue()})
    assert "its arrays do not fit their sizes" in refusal(saved)


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(saved, monkeypatch):
    monkeypatch.setattr(tree, "MAX_TOTAL", 2 * 1024**2)
    files = members(saved) | {"runs/0003/metrics.npz": bytes(3 * 1024**2)}
    saved.write_bytes(tree.zipped(files))
    assert "unpacks to 3 MiB; at most 2 MiB are read" in refusal(saved)


def test_arrays_that_unpack_to_too_much_are_refused():
    buffer = io.BytesIO()
    np.savez_compressed(buffer, a=np.zeros(10**6))
    with pytest.raises(FileFormatError, match="a unpacks to more than 1 MiB"):
        arrays.from_npz(buffer.getvalue(), "a", 1024**2)


def test_an_encrypted_or_doubled_member_is_refused(saved):
    data = bytearray(saved.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    saved.write_bytes(data)
    assert "is encrypted" in refusal(saved)
    project_file.write(PROJECT, saved)
    with zipfile.ZipFile(saved, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("project.json", "{}")
    assert "holds a file twice" in refusal(saved)


def test_a_full_disk_leaves_the_saved_project_as_it_was(saved, monkeypatch):
    before = saved.read_bytes()

    def full(self, data):
        with self.open("wb") as file:
            file.write(data[:100])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(
        FileSaveError, match=r"study\.grnstudio was not saved: the disk is full"
    ) as e:
        project_file.write(Project(), saved)
    assert "unharmed" in str(e.value)
    monkeypatch.undo()
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


def test_a_project_is_not_saved_over_a_folder(tmp_path):
    with pytest.raises(FileSaveError, match="there is a folder of that name"):
        project_file.write(PROJECT, tmp_path)


def test_reading_a_project_needs_no_torch(saved):
    import subprocess
    import sys

    script = (
        "import sys; from grnstudio.io import project_file; project_file.read(sys.argv[1]); "
        "assert not {'torch', 'PySide6', 'scipy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script, str(saved)], check=True)


def test_the_task_is_read_without_the_runs_beside_it(saved):
    rewrite(saved, **{"runs__0003__run.json": b"cut off"})
    assert same(project_file.read_task(saved), DESIGN.task)


def test_a_task_that_cannot_be_read_is_refused_in_words(saved, tmp_path):
    cut, empty = tmp_path / "cut.grnstudio", tmp_path / "empty.grnstudio"
    cut.write_bytes(saved.read_bytes()[:200])
    zipfile.ZipFile(empty, "w").close()
    for path in (cut, empty, tmp_path, tmp_path / "missing.grnstudio"):
        with pytest.raises(FileFormatError, match=re.escape(str(path))):
            project_file.read_task(path)
