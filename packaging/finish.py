"""Makes a frozen folder whole: licences, build facts, compiled kernels, and its list of files.

    python packaging/finish.py PROGRAM INTERNAL MANIFEST

PROGRAM is the frozen executable, INTERNAL the folder that it reads its modules from, and MANIFEST
the file for the list. Runs with the Python that froze the program, outside the checkout.

GRNSTUDIO_COMMIT  the commit that was frozen, and its date: what git log -1 --format='%H %cI' says
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import distributions
from importlib.resources import files
from pathlib import Path

import licences

KERNELS = "kernels"
# What strip leaves working; other libraries come from their makers with little to strip.
STRIPPED = (
    "torch/lib/libtorch_cpu.so",
    "torch/lib/libtorch_python.so",
    "llvmlite/binding/libllvmlite.so",
    "libsbml/_libsbml*.so",
    "libpython3*.so*",
)


def main(program: Path, internal: Path, manifest: Path) -> None:
    """Finish the folder that ``program`` runs from."""
    _write_facts(internal / "grnstudio/_build.json")
    entries = licences.gather(internal, internal / "grnstudio/_licences")
    _strip(internal)
    _compile_kernels(program, internal)
    versions = [f"{entry.name} {entry.version}" for entry in entries]
    manifest.parent.mkdir(parents=True, exist_ok=True)
    manifest.write_text("\n".join([*versions, "", *_sums(program.parent)]) + "\n")


def _write_facts(path: Path) -> None:
    commit, date = os.environ["GRNSTUDIO_COMMIT"].split()
    facts = {"commit": commit, "date": date, "kind": "packaged"}
    path.write_text(f"{json.dumps(facts)}\n")


def _strip(internal: Path) -> None:
    if not sys.platform.startswith("linux"):
        return
    for pattern in STRIPPED:
        for path in internal.glob(pattern):
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)


# ---- kernels ---------------------------------------------------------------------------------


def _compile_kernels(program: Path, internal: Path) -> None:
    """Let the program compile its kernels as for a user, and keep them with it."""
    folder = internal / KERNELS
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    stamp = _stamp()
    (folder / "STAMP").write_text(f"{stamp}\n")
    with tempfile.TemporaryDirectory() as home:
        place = _home(Path(home))
        for words in (["--warm"], ["--selftest"]):
            subprocess.run([str(program), *words], env=place, check=True)
        made = next(Path(home).rglob(f"{KERNELS}/{stamp}"))
        for module in sorted(made.iterdir()):
            target = shutil.copytree(module, folder / module.name)
            target.chmod(0o755)  # it was one user's own


def _stamp() -> str:
    """Return a sum over the sources that were frozen, and the packages that make kernels."""
    total = hashlib.sha256()
    sources = Path(str(files("grnstudio")))
    for path in sorted(sources.rglob("*.py")):
        total.update(path.relative_to(sources).as_posix().encode() + path.read_bytes())
    made_by = {"numba", "llvmlite", "numpy"}
    packages = [f for f in distributions() if f.metadata["Name"].lower() in made_by]
    total.update(" ".join(sorted(f"{f.metadata['Name']} {f.version}" for f in packages)).encode())
    return total.hexdigest()[:16]


def _home(folder: Path) -> dict[str, str]:
    """Return an environment in which ``folder`` is the user's home."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("XDG_")}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    homes = dict.fromkeys(("HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"), str(folder))
    return {**kept, **homes, **threads, "QT_QPA_PLATFORM": "offscreen"}


# ---- the list of files -----------------------------------------------------------------------


def _sums(folder: Path) -> list[str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return [f"{_sum(path)}  {path.relative_to(folder).as_posix()}" for path in files]


def _sum(path: Path) -> str:
    if path.is_symlink():
        return f"-> {os.readlink(path)}"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main(*(Path(word).resolve() for word in sys.argv[1:4]))
