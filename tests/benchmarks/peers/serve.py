"""Answers requests, a line of JSON each, in the environment of the other simulators.

``{"peer": "COPASI", "do": "open", ...}`` opens a model, ``run`` simulates it; the answer tells the
seconds it took. Every request that fails is answered with its reason.
"""

import json
import os
import sys
import sysconfig
import time
from importlib import import_module

PEERS = {
    "GillesPy2": "gillespy2_peer",
    "libRoadRunner": "roadrunner_peer",
    "COPASI": "copasi_peer",
}


def main():
    # GillesPy2's build starts the Python behind the environment, which finds no packages by itself.
    os.environ["PYTHONPATH"] = sysconfig.get_path("purelib")
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    peers = {}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = answered(peers, request)
        except Exception as error:  # noqa: BLE001 - whatever a peer raises is its answer
            answer = {"failed": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def answered(peers, request):
    """Return what the peer of a request answers, with the seconds that it took."""
    name = request.pop("peer")
    if name not in peers:
        peers[name] = import_module(PEERS[name]).Peer()
    work = getattr(peers[name], request.pop("do"))
    start = time.perf_counter()
    answer = work(**request) or {}
    return answer | {"seconds": time.perf_counter() - start}


if __name__ == "__main__":
    main()
