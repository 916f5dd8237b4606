"""What a frozen program is given: licences of all that is in it, and kernels compiled before."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PACKAGING = Path(__file__).parents[2] / "packaging"
USE = """
import sys
sys.path.insert(0, sys.argv[1])
sys._MEIPASS = sys.argv[2]
import launcher
launcher.use_kernels()
from grnstudio.simulate.watch_kernels import is_turned
print(is_turned._cache.cache_path)
"""


def python(*words, home, **more):
    environment = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), **more}
    return subprocess.run(
        [sys.executable, *map(str, words)],
        env=environment,
        cwd=PACKAGING.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def bundle(folder):
    kernels = folder / "kernels/grnstudio.simulate.watch_kernels"
    kernels.mkdir(parents=True)
    (folder / "kernels/STAMP").write_text("abc\n")
    (kernels / "compiled.nbc").touch()
    return folder


def test_every_package_comes_with_its_licence(tmp_path):
    script = "import licences, pathlib, sys; p = pathlib.Path(sys.argv[1]); licences.gather(p, p)"
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], cwd=PACKAGING, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    entries = json.loads((tmp_path / "index.json").read_text())
    pinned = (PACKAGING / "constraints.txt").read_text().lower()
    bundled = [one for one in entries if f"{one['name'].lower()}==" in pinned]
    assert len(bundled) > 20
    for entry in entries:
        assert all((tmp_path / file).stat().st_size for file in entry["files"])
    assert [one["name"] for one in bundled if not one["files"] or not one["licence"]] == []


def test_kernels_that_come_with_the_program_go_to_the_users_cache(tmp_path):
    done = python("-c", USE, PACKAGING, bundle(tmp_path / "bundle"), home=tmp_path)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "cache/grnstudio/kernels/abc/grnstudio.simulate.watch_kernels"
    assert done.stdout.strip() == str(folder)
    assert (folder / "compiled.nbc").is_file()


def test_kernels_of_a_user_without_a_cache_folder_are_kept_for_the_process(tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    done = python("-c", USE, PACKAGING, bundle(tmp_path / "bundle"), home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "grnstudio-kernels-" in done.stdout
    assert not Path(done.stdout.strip()).exists()
