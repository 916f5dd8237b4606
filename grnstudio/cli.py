"""The command line's way in: decides between the window and a command, and words all errors.

Light on purpose: the window must not wait for what only commands need.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from grnstudio.errors import GRNStudioError, MissingInput

USER_ERROR, INTERRUPTED = 1, 130
COMMANDS = ("open", "examples", "train", "export")
WINDOWS_NEED = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``grnstudio`` with ``arguments`` (those of the process if None); return the exit code."""
    from multiprocessing import freeze_support

    freeze_support()
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
    if sys.platform == "linux" and not any(os.environ.get(name) for name in WINDOWS_NEED):
        raise MissingInput(
            "There is no display here, so no window can open. 'grnstudio train' and "
            "'grnstudio export' work without one; 'grnstudio --help' lists all commands."
        )
    from grnstudio.gui.app import main as show

    return show(paths)


def _refused(message: str) -> int:
    print(f"grnstudio: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201
    return USER_ERROR


if __name__ == "__main__":
    sys.exit(main())
