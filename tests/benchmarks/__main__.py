"""Run benchmarks by name, or all of them."""

import argparse
import importlib
import os
import sys
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.benchmarks import emulator, report  # noqa: E402
from tests.benchmarks.peers import client  # noqa: E402

BENCHMARKS = {
    "circuit-speed": "tests.benchmarks.circuit_speed",
    "circuit-adaptation": "tests.benchmarks.circuit_accuracy:adaptation",
    "circuit-oscillation": "tests.benchmarks.circuit_accuracy:oscillation",
    "circuit-gap-genes": "tests.benchmarks.circuit_accuracy:gap_genes",
    "circuit-cellular": "tests.benchmarks.circuit_cellular",
    "circuit-atlas": "tests.benchmarks.circuit_atlas",
    "hill-enumeration": "tests.benchmarks.hill_enumeration",
    "hill-enumeration-whole": "tests.benchmarks.hill_enumeration:whole",
    "hill-check": "tests.benchmarks.circuit_verify",
    "circuit-distil-adaptation": "tests.benchmarks.circuit_distil:adaptation",
    "circuit-distil-oscillation": "tests.benchmarks.circuit_distil:oscillation",
    "emulator-grid": "tests.benchmarks.emulator_grid",
    "window": "tests.benchmarks.window",
    "ssa-speed": "tests.benchmarks.ssa_speed",
    "network-speed": "tests.benchmarks.network_speed",
    "network-start": "tests.benchmarks.network_start",
    "editor": "tests.benchmarks.editor",
    "canvas": "tests.benchmarks.canvas",
    "tables": "tests.benchmarks.tables",
    "network-text": "tests.benchmarks.network_text",
    "ode-speed": "tests.benchmarks.ode_speed",
    "layout": "tests.benchmarks.layout",
    "emulator": "tests.benchmarks.emulator",
    "emulator-speed": "tests.benchmarks.emulator:speed",
    "emulator-search": "tests.benchmarks.emulator:search",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--peers", metavar="FOLDER", help="environment of the other simulators")
    parser.add_argument("--models", metavar="KEYS", help="of emulator, such as x16,gene")
    parser.add_argument("--kept", action="store_true", help="take emulators taught before")
    chosen = parser.parse_args()
    if chosen.models:
        os.environ[emulator.CHOSEN] = chosen.models
    if chosen.kept:
        os.environ[emulator.KEPT] = "1"
    if chosen.peers:
        os.environ[client.VARIABLE] = chosen.peers
    if unknown := [name for name in chosen.names if name not in BENCHMARKS]:
        parser.error(f"no benchmark '{unknown[0]}'; there are {', '.join(BENCHMARKS)}")
    results = {}
    for name in chosen.names or BENCHMARKS:
        module, _, function = BENCHMARKS[name].partition(":")
        results[name] = getattr(importlib.import_module(module), function or "measure")()
        report.show({name: results[name]})
    if chosen.json:
        report.write(results, chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
