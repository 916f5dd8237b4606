"""A folder with another torch takes the place of the one at hand, or is left alone and told of."""

import json
import subprocess
import sys
from importlib.metadata import version

import pytest

from grnstudio import gpu_pack, paths
from grnstudio.cli import main
from grnstudio.errors import SettingError

TORCH = "2.13.0+cu130"
LIBRARY = "torch/lib/libtorch_cuda.so"
WORKER = """
import sys
from grnstudio.jobs import Step


def told():
    yield Step(1, 1)
    import torch
    return torch.__version__, sys.path[0]
"""
ASK_WORKER = """
import sys
from grnstudio import gpu_pack
gpu_pack.driver = lambda: (13, 0)
gpu_pack.bundled_torch = lambda: "2.13.0"


def ask():
    from grnstudio.gui.worker_process import WorkerProcess
    from grnstudio.jobs import Job
    from grnstudio.worker import Ended, Start

    worker = WorkerProcess()
    worker.pipe.send(Start(Job("asking:told")))
    while not isinstance(message := worker.pipe.recv(), Ended):
        pass
    print(message.outcome.result[0])
    worker.end()


if __name__ == "__main__":
    assert gpu_pack.use() is not None
    import torch
    print(torch.__version__)
    ask()
"""


@pytest.fixture(autouse=True)
def looked_at_anew(monkeypatch):
    """Let each test look for a pack by itself, with a driver that is up to date."""
    gpu_pack.use.cache_clear()
    monkeypatch.setattr(gpu_pack, "FOR_ALL", paths.Path("/nowhere"))
    monkeypatch.setattr(gpu_pack, "driver", lambda: (13, 1))
    monkeypatch.setattr(gpu_pack, "bundled_torch", lambda: "2.13.0+cpu")
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield
    gpu_pack.use.cache_clear()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A pack whose torch can do no more than say its version."""
    made = tmp_path / "pack"
    (made / "torch/lib").mkdir(parents=True)
    (made / "torch/__init__.py").write_text("from torch.version import __version__\n")
    (made / "torch/version.py").write_text(f"__version__ = {TORCH!r}\ncuda = '13.0'\n")
    (made / LIBRARY).write_bytes(b"")
    describe(made)
    monkeypatch.setenv(gpu_pack.VARIABLE, str(made))
    return made


def describe(folder, **changes):
    about = {
        "format": gpu_pack.FORMAT,
        "version": gpu_pack.VERSION,
        "torch": TORCH,
        "cuda": "13.0",
        "python": gpu_pack.python(),
        "platform": gpu_pack.system(),
        "libraries": [LIBRARY],
    }
    (folder / gpu_pack.DESCRIPTION).write_text(json.dumps({**about, **changes}))


def test_a_pack_that_fits_comes_before_all_other_packages(folder):
    pack = gpu_pack.use()
    assert (pack.torch, pack.cuda, pack.problem) == (TORCH, "13.0", "")
    assert sys.path[0] == str(folder)
    assert gpu_pack.report() == (f"GPU pack in {folder}: torch {TORCH}, CUDA 13.0.",)
    assert gpu_pack.problem() == ""


def test_its_torch_is_the_one_that_this_process_and_its_workers_import(folder, tmp_path):
    (tmp_path / "asking.py").write_text(WORKER)
    (tmp_path / "ask.py").write_text(ASK_WORKER)
    ran = subprocess.run(
        [sys.executable, tmp_path / "ask.py"], capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == [TORCH, TORCH]


def test_the_torch_at_hand_is_known_without_importing_it(monkeypatch):
    monkeypatch.undo()
    assert gpu_pack.bundled_torch() == version("torch")


def test_without_a_pack_nothing_is_told_and_nothing_changes():
    before = list(sys.path)
    assert gpu_pack.use() is None
    assert gpu_pack.report() == ()
    assert sys.path == before


def test_the_users_own_pack_comes_before_that_for_all_users(folder, monkeypatch, tmp_path):
    monkeypatch.delenv(gpu_pack.VARIABLE)
    monkeypatch.setenv(paths.HOME, str(tmp_path / "home"))
    monkeypatch.setattr(gpu_pack, "FOR_ALL", folder)
    assert gpu_pack.located() == folder
    own = paths.data_folder() / gpu_pack.FOLDER
    own.mkdir(parents=True)
    assert gpu_pack.located() == own


def test_a_pack_named_from_where_one_stands_holds_when_one_goes_elsewhere(
    folder, monkeypatch, tmp_path
):
    monkeypatch.chdir(folder.parent)
    monkeypatch.setenv(gpu_pack.VARIABLE, folder.name)
    assert gpu_pack.use().folder == folder
    assert sys.path[0] == str(folder)


@pytest.mark.parametrize("word", ["", "off", "None"])
def test_a_pack_can_be_switched_off(folder, monkeypatch, word):
    monkeypatch.setenv(gpu_pack.VARIABLE, word)
    monkeypatch.setattr(gpu_pack, "FOR_ALL", folder)
    assert gpu_pack.use() is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"torch": "2.12.1+cu130"}, "holds torch 2.12.1, and this program needs torch 2.13.0"),
        ({"python": "cpython-399"}, "is for cpython-399"),
        ({"platform": "plan9-vax"}, "plan9-vax"),
        ({"version": 2}, "it is of version 2"),
        ({"format": "other"}, "does not describe a GPU pack"),
        ({"cuda": None}, "does not say 'cuda'"),
        ({"cuda": "thirteen"}, "'thirteen'"),
        ({"libraries": ["nvidia/lost.so"]}, "nvidia/lost.so is missing"),
        ({"libraries": "all"}, "'libraries' in gpu-pack.json is damaged"),
        ({"cuda": "14.0"}, "driver is too old: it runs CUDA 13.1, and the pack needs 14.0"),
    ],
)
def test_a_pack_that_does_not_fit_is_left_alone_with_a_reason(folder, changes, said):
    describe(folder, **changes)
    before = list(sys.path)
    assert said in gpu_pack.use().problem
    assert sys.path == before
    assert gpu_pack.problem().startswith(f"The GPU pack in {folder} is not used: ")


@pytest.mark.parametrize("name", ["torch/__init__.py", "torch/version.py", LIBRARY])
def test_a_pack_that_is_not_complete_is_left_alone(folder, name):
    (folder / name).unlink()
    assert f"{name} is missing" in gpu_pack.use().problem


@pytest.mark.parametrize("text", ["", "{", "[]", "\x00"])
def test_a_broken_description_is_told(folder, text):
    (folder / gpu_pack.DESCRIPTION).write_text(text)
    assert gpu_pack.DESCRIPTION in gpu_pack.use().problem


def test_a_folder_without_a_description_is_no_pack(folder):
    (folder / gpu_pack.DESCRIPTION).unlink()
    assert "no gpu-pack.json" in gpu_pack.use().problem


def test_a_folder_that_is_named_and_not_there_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv(gpu_pack.VARIABLE, str(tmp_path / "gone"))
    assert "there is no such folder" in gpu_pack.use().problem


def test_without_a_driver_the_pack_is_left_alone(folder, monkeypatch):
    monkeypatch.setattr(gpu_pack, "driver", lambda: None)
    assert "there is no NVIDIA driver here" in gpu_pack.use().problem


def test_a_driver_of_the_same_cuda_generation_will_do(folder, monkeypatch):
    describe(folder, cuda="13.4")
    assert gpu_pack.use().problem == ""


def test_the_version_tells_of_the_pack(folder, capsys):
    describe(folder, cuda="14.0")
    assert main(["--version"]) == 0
    assert "driver is too old" in capsys.readouterr().out


def test_asking_for_a_gpu_says_why_the_pack_is_not_used(folder, monkeypatch):
    import torch

    from grnstudio.learn import device

    describe(folder, cuda="14.0")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(SettingError, match=r"set the device to auto or cpu\. The GPU pack in"):
        device.chosen("cuda", 1, 1)
