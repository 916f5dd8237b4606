"""A process that tries file after file with little memory, and tells of what it must not do."""

import os
import resource
import shutil
import sys
import tempfile
import traceback
from pathlib import Path

FORBIDDEN = (
    "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "subprocess.Popen",
    "socket.connect", "socket.getaddrinfo", "urllib.Request", "webbrowser.open", "os.remove",
    "os.rmdir", "shutil.rmtree",
)  # fmt: skip
UNPICKLED = ("os", "posix", "nt", "subprocess", "shutil", "runpy", "importlib", "socket")
MEMORY = 4 * 1024**3


class Trespass(BaseException):
    """Something was done that reading a file never needs."""


def serve(connection, memory=MEMORY):
    """Try what comes through ``connection``, ``(suffix, bytes)``, until it is closed."""
    os.environ["NUMBA_NUM_THREADS"] = "1"
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from tests.fuzz import trial

    folder = Path(tempfile.mkdtemp(prefix="grnstudio-fuzz-"))
    os.chdir(folder)
    watched = Watch(folder)
    sys.addaudithook(watched.hook)
    connection.send("ready")
    try:
        while True:
            suffix, data = connection.recv()
            path = folder / f"model{suffix}"
            path.write_bytes(data)
            connection.send((verdict(trial, path, watched), peak()))
    except EOFError:
        pass
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def verdict(trial, path, watched):
    """Return the verdict on one file, whatever happens to it."""
    try:
        with watched:
            result = trial.tried(path)
    except BaseException:  # noqa: BLE001 - whatever it is, it is what was looked for
        result = trial.Verdict("fault", "raised", traceback.format_exc()[-3_000:])
    for one in (path, *trial.copies(path)):
        one.unlink(missing_ok=True)
    for stranger in path.parent.iterdir():
        stranger.unlink()
        result = trial.Verdict("fault", "files", f"left {stranger.name}")
    return result


def peak():
    """Return the most memory this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Watch:
    """Raises `Trespass` while it is on the watch."""

    def __init__(self, folder):
        self._folder, self._on = str(folder), False

    def __enter__(self):
        self._on = True

    def __exit__(self, *_):
        self._on = False

    def hook(self, event, arguments):
        if not self._on:
            return
        if event in FORBIDDEN and self._folder not in str(arguments):
            raise Trespass(f"{event} {arguments}")
        if event == "pickle.find_class" and arguments[0] in UNPICKLED:
            raise Trespass(f"{event} {arguments}")
        if event == "open" and self._writes(arguments):
            raise Trespass(f"wrote {arguments[0]}")

    def _writes(self, arguments):
        path, mode = str(arguments[0]), str(arguments[1])
        outside = not path.startswith((self._folder, "/dev/null", "model", "copy"))
        return outside and any(letter in mode for letter in "wax+") and "__pycache__" not in path
