"""Exact simulation against reference propensities, means and standard deviations."""

from dataclasses import replace

import numpy as np

from grnstudio.core.network import MassAction
from grnstudio.simulate import ssa
from grnstudio.simulate.jumps import jump_process
from tests.simulate.crn import networks, reference

# Enough runs to see a slip; a run has from some hundred reactions to twenty million.
RUNS = {
    "SIR": 20_000, "Bees": 20_000, "EGFR": 4_000, "X16": 1_000, "X40": 2_000, "X44": 300,
    "X47": 60, "Gene": 40,
}  # fmt: skip
STANDARD_ERRORS = 4.0
EXACT = {
    "from_G1_2_G2_2_P1_800": {"G1": 2, "G2": 2, "P1": 800},
    "from_G1_1_G2_1_P1_100": {"G1": 1, "G2": 1, "P1": 100},
}


def propensities(folder, effort):
    """Yield how far propensities in given states are off; changes must be the very ones."""
    models = networks(folder)
    for name, vector in reference(folder, "propensity_test_vectors.json").items():
        process = jump_process(models[name])
        counts = dict(zip(process.names, vector["state"], strict=True))
        wanted, found = np.array(vector["propensities"]), process.propensities(counts)
        off = np.abs(found - wanted) / np.where(wanted, np.abs(wanted), 1.0)
        same = np.array_equal(process.changes, vector["stoichiometry"])
        yield name, wanted.size, off.max() if same else np.inf, 1e-9, "rel"


def moments(folder, effort):
    """Yield how many standard errors means are off, over all lags and species; then sds."""
    for name, told in reference(folder, "ssa_reference_moments.json")["models"].items():
        model = started(networks(folder)[name], dict(zip(told["species"], told["x0"], strict=True)))
        runs = max(20, int(RUNS[name] * effort))
        times = told["dt"] * np.array(told["lags"], dtype=float)
        values = ssa.simulate(model, times, runs, seed=7).values
        mean, sd = np.array(told["mean"]), np.array(told["sd"])
        # Either sample may lack a rare burst, hence the larger sd; three digits are told.
        larger = np.maximum(sd, values.std(axis=0, ddof=1))
        error = larger * np.sqrt(1 / runs + 1 / told["n"]) + 1e-3
        off = np.abs(values.mean(axis=0) - mean) / error
        yield f"{name}, means", mean.size, off.max(), STANDARD_ERRORS, "SE"
        off = spread_off(values, sd, told["n"])
        yield f"{name}, sds", sd.size, off.max(), STANDARD_ERRORS, "SE"


def spread_off(values, sd, others):
    """Return how many standard errors standard deviations are off; others had ``others`` runs."""
    runs = values.shape[0]
    own = values.std(axis=0, ddof=1)
    # Rare events make fourth moments of few runs too small; some floor keeps the test honest.
    centred = (values - values.mean(axis=0)) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        kurtosis = np.nan_to_num((centred**2).mean(axis=0) / centred.mean(axis=0) ** 2, nan=3.0)
    rare = np.maximum(kurtosis, 1.0 + 1.0 / np.maximum(sd**2, 1.0 / others))
    error = np.maximum(sd, own) * np.sqrt((rare - 1) / 4 * (1 / runs + 1 / others)) + 1e-3
    return np.abs(own - sd) / error


def exact_moments(folder, effort):
    """Yield how far means and sds of X16 and of Gene are from those of exact samplers."""
    exact = reference(folder, "ssa_reference_moments.json")["exact"]
    for key, start in EXACT.items():
        told = exact["X16"] | exact["X16"][key]
        lags = np.arange(1.0, len(told["mean"]) + 1)
        yield from sampled(
            "X16", f"X16 {start['P1']}", "P1", told, start, lags, 1_500 * effort, folder
        )
    told = exact["Gene"]
    for name in ("M", "P"):
        values = {"mean": told[f"mean_{name}"], "sd": told[f"sd_{name}"]}
        lags = np.array(told["lags"], dtype=float)
        yield from sampled(
            "Gene", f"Gene {name}", name, told | values, told["x0"], lags, 60 * effort, folder
        )


def sampled(model, case, name, told, start, lags, runs, folder):
    """Yield how far means and sds of one species are off."""
    runs = max(40, int(runs))
    network = started(networks(folder)[model], start)
    mean, sd = np.array(told["mean"]), np.array(told["sd"])
    values = ssa.simulate(network, told["dt"] * lags, runs, seed=3).of(name)
    error = sd * np.sqrt(1 / runs + 1 / told["n"]) + 0.05
    off = np.abs(values.mean(axis=0) - mean) / error
    yield f"{case}, means", mean.size, off.max(), STANDARD_ERRORS, "SE"
    yield f"{case}, sds", sd.size, spread_off(values, sd, told["n"]).max(), STANDARD_ERRORS, "SE"


def started(model, start):
    """Return ``model`` with another start, and pairs of Ra as the reference counts them."""
    return replace(
        model,
        species=tuple(replace(one, initial=float(start[one.id])) for one in model.species),
        reactions=tuple(
            replace(one, kinetics=MassAction("k2f")) if one.id == "v2" else one
            for one in model.reactions
        ),
    )


CHECKS = {
    "SSA: propensities": propensities,
    "SSA: reference moments": moments,
    "SSA: exact moments": exact_moments,
}
