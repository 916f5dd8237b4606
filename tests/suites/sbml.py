"""Score the program on a folder of SBML test cases.

    python -m tests.suites.sbml FOLDER [--tiers T1,T2,T3] [--list] [--workers 2] [--seconds 60]
    python -m tests.suites.sbml FOLDER --saved [...]
    python -m tests.suites.sbml FOLDER --runs 10000 [--tiers SSA]

FOLDER holds ``semantic/NNNNN/NNNNN-{sbml-lXvY.xml,settings.txt,results.csv,tags.txt}``. A case
passes when every point of every variable lies within its tolerance; a refusal by name is no pass.
With ``--saved``, each model is read, saved, checked by libSBML and read again; it must be the same
model, and what is simulated is the saved file.
With ``--runs``, the cases of ``stochastic/`` are run so often with the exact method: means and
deviations must lie in the ranges of the case, but for as many points as chance leaves outside.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import replace
from functools import partial
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import libsbml

from grnstudio.errors import GRNStudioError, ModelError, Unsupported
from grnstudio.io import networks
from tests.suites import stochastic_cases
from tests.suites.cases import cases, fault
from tests.suites.sbml_adapter import ensemble, simulate
from tests.suites.workers import results

ATTEMPTS = 3
"""Chances for a case whose events happen in random order."""
WRONG = ("wrong", "error", "no result")


def main(arguments=None):
    """Score a folder; the exit code is 1 if a result was wrong or a case could not be run."""
    options = parsed(arguments)
    outcomes, taken = defaultdict(Counter), Counter()
    begun = time.perf_counter()
    if options.runs:
        chosen = stochastic_cases.cases(options.folder, options.tiers)
        judge = partial(judged_by_runs, runs=options.runs)
    else:
        chosen = cases(options.folder, options.tiers)
        judge = judged_when_saved if options.saved else judged
    for case, result, seconds in results(judge, chosen, options.workers, options.seconds):
        verdict, reason = result or ("no result", f"none after {seconds:.0f} s")
        outcomes[case.tier][verdict] += 1
        taken[case.key] = seconds
        if options.list and verdict != "pass":
            print(f"{case.key} {case.tier} {verdict}: {reason}", flush=True)
    show(outcomes, taken, time.perf_counter() - begun)
    return int(any(counts[one] for counts in outcomes.values() for one in WRONG))


def parsed(arguments):
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.suites.sbml")
    parser.add_argument("folder")
    parser.add_argument("--tiers", type=lambda text: tuple(text.split(",")), default=())
    parser.add_argument("--list", action="store_true", help="list the cases that did not pass")
    parser.add_argument("--workers", type=int, default=1, help="processes at a time")
    parser.add_argument("--seconds", type=float, default=60.0, help="limit for each case")
    parser.add_argument("--saved", action="store_true", help="save each model first")
    parser.add_argument("--runs", type=int, help="score stochastic cases with so many runs")
    return parser.parse_args(arguments)


def judged(case):
    """Return the verdict on a case, and why."""
    reason = ""
    for seed in range(ATTEMPTS if case.is_random else 1):
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


def judged_when_saved(case):
    """Return the verdict on a case that was saved and read again, and why."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "saved.xml"
        try:
            network = networks.read(case.model)[0]
        except Unsupported as error:
            return "refused", str(error)
        networks.write(network, path)
        if reason := saved_otherwise(network, path):
            return "wrong", reason
        return judged(replace(case, model=path))


def saved_otherwise(network, path):
    """Return how the file at ``path`` fails to be valid and ``network``, or an empty text."""
    document = libsbml.readSBMLFromFile(str(path))
    document.checkConsistency()
    for index in range(document.getNumErrors()):
        error = document.getError(index)
        if error.getSeverity() >= libsbml.LIBSBML_SEV_ERROR:
            return f"the saved file is not valid: {error.getMessage()}"
    return "" if networks.read(path)[0] == network else "the saved file is another model"


def judged_by_runs(case, runs):
    """Return the verdict on a stochastic case, and why; chance has a second one."""
    reason = ""
    for attempt in range(2):
        try:
            settings = case.settings | {"seed": int(case.key) + 7919 * attempt}
            found = ensemble(case.model, settings, runs)
        except (Unsupported, ModelError) as error:
            return "refused", str(error)
        except GRNStudioError as error:
            return "error", str(error)
        reason = stochastic_cases.fault(case, found, runs)
        if not reason:
            return "pass", ""
    return "wrong", reason


def show(outcomes, taken, seconds):
    """Print the verdicts by tier, and what took long."""
    for tier, counts in sorted(outcomes.items()):
        share = counts["pass"] / counts.total()
        told = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items()))
        print(f"{tier}: {share:.2%} of {counts.total()} passed ({told})")
    slowest = ", ".join(f"{key} {one:.1f} s" for key, one in taken.most_common(3))
    print(f"{seconds:.0f} s in all; {sum(taken.values()):.0f} s of cases, the slowest {slowest}")


if __name__ == "__main__":
    sys.exit(main())
