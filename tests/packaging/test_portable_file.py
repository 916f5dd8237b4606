"""The file that unpacks itself, with a small program in it: what it installs and removes."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

LINUX = Path(__file__).parents[2] / "packaging/linux"
ID = "io.github.grnstudio.GRNStudio"
DESKTOP = f"share/applications/{ID}.desktop"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a file for Linux")


@pytest.fixture
def home(tmp_path):
    home = tmp_path / "home of a user"
    home.mkdir()
    return home


@pytest.fixture
def portable(tmp_path):
    files = {
        "program/grnstudio": (b"#!/bin/sh\necho runs with $1\n", 0o755),
        "uninstall.sh": ((LINUX / "uninstall.sh").read_bytes(), 0o644),
        DESKTOP: (
            (LINUX / f"{ID}.desktop").read_bytes().replace(b"@COMMAND@", b"grnstudio"),
            0o644,
        ),
    }
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, (data, mode) in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), mode
            archive.addfile(entry, io.BytesIO(data))
    stub = (LINUX / "stub.sh").read_text()
    told = {
        "VERSION": "1.2.3",
        "ID": ID,
        "LINES": str(stub.count("\n")),
        "SUM": hashlib.sha256(packed.getvalue()).hexdigest(),
        "MEGABYTES": "1",
    }
    for name, text in told.items():
        stub = stub.replace(f"@{name}@", text)
    path = tmp_path / "GRNStudio.run"
    path.write_bytes(stub.encode() + packed.getvalue())
    return path


def run(home, *words):
    names = {name: text for name, text in os.environ.items() if not name.startswith("XDG_")}
    return subprocess.run(
        ["sh", *map(str, words)],
        env={**names, "HOME": str(home)},
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )


def test_installs_the_command_and_the_menu_entry_for_the_user(home, portable):
    done = run(home, portable)
    assert done.returncode == 0, done.stderr
    command = home / ".local/bin/grnstudio"
    assert "runs with x" in subprocess.check_output([command, "x"], text=True)
    entry = (home / ".local" / DESKTOP).read_text()
    assert f'Exec="{home}/.local/opt/grnstudio/grnstudio" %F' in entry


def test_installs_over_what_it_installed_before(home, portable):
    run(home, portable)
    old = home / ".local/opt/grnstudio/of_an_older_version"
    old.touch()
    assert run(home, portable).returncode == 0
    assert not old.exists()


def test_removes_what_it_installed_and_leaves_projects_and_settings(home, portable):
    run(home, portable)
    kept = [home / "study.grnstudio", home / ".config/grnstudio/settings.json"]
    for path in kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    done = run(home, home / ".local/opt/grnstudio/uninstall.sh")
    assert done.returncode == 0, done.stderr
    assert str(kept[1].parent) in done.stdout
    files = [path for path in home.rglob("*") if path.is_file() or path.is_symlink()]
    indices = [home / ".local/share/applications/mimeinfo.cache"]  # the desktop's own, of all
    assert sorted(path for path in files if path not in indices) == sorted(kept)


def test_unpacks_only_where_asked_to(home, portable):
    done = run(home, portable, "--portable", "tools/grn studio")
    assert done.returncode == 0, done.stderr
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files == [home / "tools/grn studio/grnstudio"]


def test_refuses_a_folder_that_holds_something_else(home, portable):
    (home / "thesis").mkdir()
    (home / "thesis/chapter").touch()
    done = run(home, portable, "--folder", "thesis")
    assert done.returncode == 1
    assert "is no GRNStudio" in done.stderr
    assert (home / "thesis/chapter").exists()


def test_refuses_to_install_what_was_not_downloaded_whole(home, portable):
    portable.write_bytes(portable.read_bytes()[:-100])
    done = run(home, portable)
    assert done.returncode == 1
    assert "download it again" in done.stderr
    assert not any(home.iterdir())


def test_the_uninstaller_removes_no_other_folder(home):
    copied = home / "uninstall.sh"
    copied.write_bytes((LINUX / "uninstall.sh").read_bytes())
    done = run(home, copied)
    assert done.returncode == 1
    assert copied.exists()
