"""Plays random sequences of edits through all views of a network: ``--count 500 --seed 0``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=15, help="how many sequences")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--edits", type=int, default=40, help="edits in a sequence")
    parser.add_argument("--keep-going", action="store_true", help="play on after a disagreement")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
            os.environ[name] = home
        return _play(options)


def _play(options: argparse.Namespace) -> int:
    from PySide6.QtCore import qInstallMessageHandler

    from grnstudio.gui import app as program
    from tests.network_views.hands import Disagreement
    from tests.network_views.play import play

    qInstallMessageHandler(lambda *_: None)  # of screens that are none
    _app = program.application()
    begun, failed = time.monotonic(), []
    for done, seed in enumerate(range(options.seed, options.seed + options.count), 1):
        try:
            play(seed, options.edits)
        except Disagreement as error:
            failed.append(seed)
            print(f"\n{error}\n")
            if not options.keep_going:
                break
        seconds = time.monotonic() - begun
        print(f"\r{done}/{options.count} sequences, {seconds:.0f} s, failed: {failed}", end="")
    print()
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
