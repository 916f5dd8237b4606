"""Score the program on a folder of SBML test cases.

    python -m tests.suites.sbml FOLDER [--tiers T1,T2,T3] [--list]

FOLDER holds ``semantic/NNNNN/NNNNN-{sbml-lXvY.xml,settings.txt,results.csv,tags.txt}``. A case
passes when every point of every variable lies within its tolerance; a refusal by name is no pass.
"""

import argparse
import sys
import time
from collections import Counter, defaultdict

from grnstudio.errors import GRNStudioError, Unsupported
from tests.suites.cases import cases, fault
from tests.suites.sbml_adapter import simulate

ATTEMPTS = 3
"""Chances for a case whose events happen in random order."""


def main(arguments=None):
    """Score a folder; the exit code is 1 if a result was wrong or a case could not be run."""
    options = parsed(arguments)
    outcomes = defaultdict(Counter)
    begun = time.perf_counter()
    for case in cases(options.folder, options.tiers):
        verdict, reason = judged(case)
        outcomes[case.tier][verdict] += 1
        if options.list and verdict != "pass":
            print(f"{case.key} {case.tier} {verdict}: {reason}", flush=True)
    for tier, counts in sorted(outcomes.items()):
        share = counts["pass"] / counts.total()
        told = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items()))
        print(f"{tier}: {share:.2%} of {counts.total()} passed ({told})")
    print(f"{time.perf_counter() - begun:.0f} s")
    return int(any(counts["wrong"] or counts["error"] for counts in outcomes.values()))


def parsed(arguments):
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.suites.sbml")
    parser.add_argument("folder")
    parser.add_argument("--tiers", type=lambda text: tuple(text.split(",")), default=())
    parser.add_argument("--list", action="store_true", help="list the cases that did not pass")
    return parser.parse_args(arguments)


def judged(case):
    """Return the verdict on a case, and why."""
    reason = ""
    for seed in range(ATTEMPTS):
        try:
            names, values = simulate(case.model, case.settings | {"seed": seed})
        except Unsupported as error:
            return "refused", str(error)
        except GRNStudioError as error:
            return "error", str(error)
        reason = fault(case, names, values)
        if not reason:
            return "pass", ""
    return "wrong", reason


if __name__ == "__main__":
    sys.exit(main())
