"""Talks to the other simulators, which run in an environment of their own."""

import json
import os
import subprocess
from pathlib import Path
from threading import Timer

SERVE = Path(__file__).with_name("serve.py")
VARIABLE = "GRNSTUDIO_PEERS"
LIMIT = 120.0
NAMES = ("GillesPy2", "libRoadRunner", "COPASI")


class Peers:
    """A process that all peers live in; only one of them is at work at any time."""

    def __init__(self, environment):
        self._command = [Path(environment) / "bin" / "python", SERVE]
        self._start()

    def _start(self):
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def ask(self, peer, do, limit=LIMIT, **more):
        """Return the answer to a request; raises RuntimeError with the peer's own reason.

        One that crashes, or takes longer than ``limit`` seconds, begins anew without its model.
        """
        end = Timer(limit, self._process.kill)
        end.start()
        try:
            self._process.stdin.write(json.dumps({"peer": peer, "do": do} | more) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        finally:
            end.cancel()
        if not line:
            self._process.wait()
            self._start()
        answer = json.loads(line) if line else {"failed": f"no answer within {limit} s"}
        if "failed" in answer:
            raise RuntimeError(f"{peer}: {answer['failed']}")
        return answer

    def close(self):
        self._process.stdin.close()
        self._process.wait(60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def from_environment():
    """Return the peers of the environment that was named, None if none was."""
    place = os.environ.get(VARIABLE)
    return Peers(place) if place else None
