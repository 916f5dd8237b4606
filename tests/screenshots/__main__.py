"""Pictures of every page: ``python -m tests.screenshots DIR [--only NAME]``.

The real window is opened on example content and works for real, in both themes, at two sizes and
two densities. Look at them after every change to a page; the README's pictures are theirs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SCENES = {
    "design": "tests.screenshots.design:DesignScenes",
    "network": "tests.screenshots.network:NetworkScenes",
    "editor": "tests.screenshots.editor:EditorScenes",
    "circuits": "tests.screenshots.circuits:CircuitScenes",
    "emulate": "tests.screenshots.emulate:EmulateScenes",
}


def main() -> int:
    """Take the pictures of each kind, at each density, in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="pictures whose names begin so")
    parser.add_argument("--scenes", choices=SCENES, help="only these; else all")
    parser.add_argument("--density", type=int, choices=(1, 2), help="only this density")
    options = parser.parse_args()
    if "GRNSTUDIO_SCREENSHOTS" in os.environ:
        return play(options.folder, options.only, options.scenes)
    densities = (options.density,) if options.density else (1, 2)
    kinds = (options.scenes,) if options.scenes else tuple(SCENES)
    return max(_in_a_process(options, kind, one) for kind in kinds for one in densities)


def play(folder: Path, only: str, kind: str) -> int:
    """Take the pictures here and now."""
    from importlib import import_module

    folder.mkdir(parents=True, exist_ok=True)
    module, _, name = SCENES[kind].partition(":")
    scenes = getattr(import_module(module), name)(folder, only)
    scenes.play()
    scenes.close()
    return 0


def _in_a_process(options: argparse.Namespace, kind: str, density: int) -> int:
    words = [str(options.folder), "--scenes", kind, "--only", options.only]
    with tempfile.TemporaryDirectory() as home:
        env = {
            **os.environ,
            "GRNSTUDIO_SCREENSHOTS": str(density),  # marks the process that takes them
            "QT_SCALE_FACTOR": str(density),
            "XDG_CONFIG_HOME": home,
            "XDG_STATE_HOME": home,
        }
        if "DISPLAY" not in env:
            env.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, "-m", "tests.screenshots", *words]
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
