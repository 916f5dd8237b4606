"""The command line's way in: decides between the window and a command, and words all errors.

Light on purpose: the window must not wait for what only commands need.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from grnstudio.errors import GRNStudioError, MissingInput
from grnstudio.gpu_pack import use as use_gpu_pack

USER_ERROR, INTERRUPTED = 1, 130
CIRCUITS = ("distil", "atlas", "verify", "enumerate", "cellular")
NETWORKS = ("simulate", "scan", "convert")
EMULATORS = ("check-emulator", "grid")
LIBRARIES = (
    "libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxkbcommon-x11-0"
)
COMMANDS = ("open", "examples", "train", *CIRCUITS, "mutants", "export", *NETWORKS, *EMULATORS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``grnstudio`` with ``arguments`` (those of the process if None); return the exit code."""
    from multiprocessing import freeze_support

    freeze_support()
    use_gpu_pack()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if opens_window(words):
            return open_window(words[1:] if words[:1] == ["open"] else words)
        from grnstudio.commands import invoke

        return invoke(words)
    except GRNStudioError as error:
        return _refused(str(error))
    except KeyboardInterrupt:
        print("grnstudio: interrupted.", file=sys.stderr)  # noqa: T201
        return INTERRUPTED


def opens_window(words: Sequence[str]) -> bool:
    """Whether ``words`` are files to open, or none at all."""
    options = any(word.startswith("-") for word in words)
    return not options and (not words or words[0] == "open" or words[0] not in COMMANDS)


def open_window(paths: Sequence[str]) -> int:
    """Open the window with the files in ``paths``; return when it closes."""
    for path in paths:
        if not os.path.exists(path):
            raise MissingInput(
                f"There is no file '{path}', nor a command of that name; "
                "'grnstudio --help' lists the commands."
            )
    try:
        from grnstudio.gui.app import main as show
    except ImportError as error:
        if (error.name or "").startswith("grnstudio"):
            raise  # not the system's fault
        raise MissingInput(f"The window's libraries do not load: {error}. {_remedy()}") from error
    return show(paths)


def _remedy() -> str:
    from grnstudio.build import build

    if not build().packaged:
        return "On Debian and Ubuntu, 'bash packaging/run.sh' installs what they need."
    return f"Install what is missing; on Debian and Ubuntu: 'sudo apt install {LIBRARIES}'."


def _refused(message: str) -> int:
    print(f"grnstudio: {_laid_out(message)}", file=sys.stderr)  # noqa: T201
    return USER_ERROR


def _laid_out(message: str) -> str:
    """Return ``message`` in one line, but for lines that are set off, such as a caret's."""
    lines: list[str] = []
    for line in message.splitlines():
        if line.startswith("    ") or not lines or lines[-1].startswith("    "):
            lines.append(line.rstrip())
        else:
            lines[-1] = f"{lines[-1]} {line}"
    return "\n".join(
        line if line.startswith("    ") else " ".join(line.split()) for line in lines
    ).strip("\n")


if __name__ == "__main__":
    sys.exit(main())
