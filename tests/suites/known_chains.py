"""Exact distributions against closed forms and tables, and the three engines against each other."""

import csv

import numpy as np
from scipy.stats import poisson

from grnstudio.io.network_examples import load_example
from grnstudio.simulate import fsp, ode, ssa
from tests.simulate.test_fsp import birth_death, feedback, mass_action, poisson_beta, telegraph

TELEGRAPHS = (
    (0.1, 0.1, 10, 1),
    (1, 3, 40, 0.5),
    (0.05, 2.0, 50, 1),
    (5, 5, 20, 1),
    (3, 0.2, 4, 0.1),
)
COUNTS = (0, 1, 5, 10, 20, 40, 80)
DOGMA = ("kon", "koff", "ksynon", "ksynoff", "ksynM", "kdegM", "kdegP")
TIMES = np.array([0.5, 1.0, 3.0, 8.0])


def table(folder, name):
    """Return the rows of a table of reference data."""
    with (folder / "ctmc" / name).open() as file:
        return list(csv.DictReader(file))


def numbers(row, names):
    """Return some cells of a row as numbers."""
    return np.array([float(row[name]) for name in names])


def closed_forms(folder, effort):
    """Yield how far FSP is from the laws that theory gives."""
    for rates in TELEGRAPHS:
        found = fsp.stationary(telegraph(*rates)).marginal("M")[0]
        off = np.abs(found - poisson_beta(np.arange(found.size), *rates)).max()
        yield f"telegraph {rates[0]:g} {rates[1]:g}", found.size, off, 1e-10, "abs"
    found = fsp.stationary(birth_death()).marginal("X")[0]
    off = np.abs(found - poisson.pmf(np.arange(found.size), 40)).max()
    yield "birth and death", found.size, off, 1e-10, "abs"


def telegraph_tables(folder, effort):
    """Yield how far FSP is from the tables of the telegraph model."""
    pmf = table(folder, "telegraph_stationary_pmf.csv")
    for number, row in enumerate(table(folder, "telegraph_stationary.csv")):
        end = fsp.stationary(telegraph(*numbers(row, ("kon", "koff", "ksyn", "kdeg"))))
        found = end.marginal("M")[0]
        wanted = np.array([float(one[f"set{number}"]) for one in pmf])
        size = min(found.size, wanted.size)
        off = np.abs(found[:size] - wanted[:size]).max()
        yield f"set {number}, law", size, off, 1e-8, "abs"
        moments = np.array([end.mean("M")[0], end.sd("M")[0] ** 2])
        off = np.abs(moments / numbers(row, ("mean", "var")) - 1).max()
        yield f"set {number}, moments", 2, off, 1e-8, "rel"


def feedback_tables(folder, effort):
    """Yield how far FSP is from the tables of the auto-regulated gene, over time and in the end."""
    rows = table(folder, "afl_fsp.csv")
    joint = table(folder, "afl_stationary_joint.csv")
    for number in sorted({row["set"] for row in rows}):
        chosen = [row for row in rows if row["set"] == number]
        network = feedback(*numbers(chosen[0], ("sigma_u", "sigma_b", "rho_u", "rho_b")))
        times = [float(row["time"]) for row in chosen if row["time"] != "inf"]
        over = fsp.distributions(network, np.array(times), tolerance=1e-10)
        end = fsp.stationary(network)
        laws, moments = [], []
        for index, row in enumerate(chosen):
            result, place = (end, 0) if row["time"] == "inf" else (over, index)
            laws.append(law_off(result.marginal("P")[place], row))
            found = (result.mean("G")[place], result.mean("P")[place], result.sd("P")[place])
            moments.append(np.abs(found - numbers(row, ("mean_G", "mean_P", "sd_P"))).max())
        yield f"set {number}, laws", len(laws) * len(COUNTS), max(laws), 1e-8, "abs"
        # Printed with six digits after the point.
        yield f"set {number}, moments", len(moments) * 3, max(moments), 1.5e-6, "abs"
        yield f"set {number}, joint", len(joint) * 2, joint_off(end, joint, number), 1e-8, "abs"


def law_off(found, row):
    """Return how far probabilities are off beyond the seven digits that are printed."""
    wanted = numbers(row, [f"p{count}" for count in COUNTS])
    padded = np.pad(found, (0, max(COUNTS) + 1))[list(COUNTS)]
    return (np.abs(padded - wanted) - 5e-7 * wanted).max()


def joint_off(end, joint, number):
    """Return how far the joint distribution of gene and protein is off."""
    off = 0.0
    for gene in (0, 1):
        wanted = np.array([float(row[f"set{number}_G{gene}"]) for row in joint])
        found = np.zeros(max(wanted.size, int(end.states.max()) + 1))
        inside = end.states[:, end.names.index("G")] == gene
        np.add.at(
            found,
            end.states[inside, end.names.index("P")].astype(int),
            end.probabilities[0, inside],
        )
        off = max(off, np.abs(found[: wanted.size] - wanted).max())
    return off


def central_dogma(kon, koff, ksynon, ksynoff, ksynm, kdegm, kdegp):
    """Return gene, RNA and protein; ``mean_G`` of the table is the share of time in ON."""
    rates = {"a": kon, "b": koff, "c": ksynon, "d": ksynoff, "e": ksynm, "f": kdegm, "g": kdegp}
    return mass_action(
        "dogma",
        {"ON": 1.0, "OFF": 0.0, "M": 0.0, "P": 0.0},
        rates,
        ("OFF", "ON", "a"), ("ON", "OFF", "b"), ("ON", "ON M", "c"), ("OFF", "OFF M", "d"),
        ("M", "M P", "e"), ("M", "", "f"), ("P", "", "g"),
    )  # fmt: skip


def dogma_tables(folder, effort):
    """Yield how far rate equations, FSP and SSA are from exact moments of the central dogma."""
    runs = max(500, int(4_000 * effort))
    for number, row in enumerate(table(folder, "central_dogma_moments.csv")):
        network = central_dogma(*numbers(row, DOGMA))
        names = ("ON", "M", "P")
        means = numbers(row, ("mean_G", "mean_M", "mean_P"))
        late = np.array([600.0])
        solved = ode.simulate(network, late, relative=1e-10, names=names).values[0, 0]
        yield f"set {number}, ODE means", 3, np.abs(solved - means).max(), 2e-6, "abs"
        variances = numbers(row, ("var_G", "var_M", "var_P"))
        covariances = numbers(row, ("cov_GM", "cov_GP", "cov_MP"))
        drawn = ssa.simulate(network, late / 3, runs, seed=number)
        values = np.array([drawn.of(name)[:, 0] for name in names])
        off = np.abs(values.mean(axis=1) - means) / np.sqrt(variances / runs)
        yield f"set {number}, SSA means", 3, off.max(), 4.0, "SE"
        yield (
            f"set {number}, SSA (co)variances",
            6,
            second_off(values, variances, covariances),
            4.0,
            "SE",
        )
        if means[2] < 10:
            yield exact_dogma(network, number, means, variances)


def second_off(values, variances, covariances):
    """Return by how many standard errors second moments of samples are off."""
    centred = values - values.mean(axis=1)[:, None]
    pairs = [(0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2)]
    off = []
    for (i, j), wanted in zip(pairs, (*variances, *covariances), strict=True):
        products = centred[i] * centred[j]
        # A gene that is on half the time has products that hardly differ.
        error = products.std() / np.sqrt(products.size) + 2 * abs(wanted) / products.size
        off.append(abs(products.mean() * products.size / (products.size - 1) - wanted) / error)
    return max(off)


def exact_dogma(network, number, means, variances):
    """Compare the exact stationary distribution with the moments."""
    end = fsp.stationary(network, tolerance=1e-9)
    names = ("ON", "M", "P")
    found = np.array(
        [[end.mean(name)[0] for name in names], [end.sd(name)[0] ** 2 for name in names]]
    )
    off = np.abs(found / np.array([means, variances]) - 1).max()
    return f"set {number}, FSP", 6, off, 2e-6, "rel"


def engines(folder, effort):
    """Yield how far SSA is from FSP, and linear networks from their rate equations."""
    runs = max(1_000, int(20_000 * effort))
    for key in ("telegraph", "nascent-mature", "auto-feedback", "central-dogma", "schloegl"):
        network = load_example(key)
        names = [
            one.id for one in network.species if not one.boundary and one.id not in ("ON", "OFF")
        ]
        times = TIMES / 8 if key == "schloegl" else TIMES
        exact = fsp.distributions(network, times, tolerance=1e-7)
        drawn = ssa.simulate(network, times, runs, seed=5)
        off = []
        for name in names:
            error = np.maximum(exact.sd(name), 1e-3) / np.sqrt(runs)
            off.append((np.abs(drawn.of(name).mean(axis=0) - exact.mean(name)) / error).max())
        yield f"{key}, SSA - FSP", len(off) * len(times), max(off), 4.0, "SE"
        if key in ("telegraph", "nascent-mature", "central-dogma"):
            solved = ode.simulate(network, times, relative=1e-10, names=names).values[0]
            means = np.array([exact.mean(name) for name in names]).T
            yield f"{key}, ODE - FSP", means.size, np.abs(solved - means).max(), 1e-4, "abs"


def cascade(folder, effort):
    """Yield how far ten steps are from ten independent Poisson laws in the end."""
    network = load_example("cascade")
    value = {one.id: one.value for one in network.parameters}
    passed = value["k"] / (value["k"] + value["delta"])
    means = value["rho"] / (value["k"] + value["delta"]) * passed ** np.arange(10)
    means[9] = value["k"] * means[8] / value["delta"]
    solved = ode.simulate(network, [400.0], relative=1e-10).values[0, 0, :10]
    yield "ODE means", 10, np.abs(solved / means - 1).max(), 1e-6, "rel"
    runs = max(1_000, int(10_000 * effort))
    values = ssa.simulate(network, [100.0], runs, seed=2).values[:, 0, :10]
    off = np.abs(values.mean(axis=0) - means) / np.sqrt(means / runs)
    yield "SSA means", 10, off.max(), 4.0, "SE"
    error = np.sqrt((2 * means**2 + means) / runs)
    yield "SSA variances", 10, (np.abs(values.var(axis=0, ddof=1) - means) / error).max(), 4.0, "SE"
    covariance = np.cov(values.T)[np.triu_indices(10, 1)]
    error = np.sqrt(np.outer(means, means)[np.triu_indices(10, 1)] / runs)
    yield "SSA covariances", 45, np.abs(covariance / error).max(), 4.5, "SE"


def repressed_promoter(folder, effort):
    """Yield how far FSP is from the known moments of a gene that its RNA represses."""
    end = fsp.stationary(load_example("regulated-promoter"))
    found = np.array([end.mean("ON")[0], end.mean("M")[0], end.sd("M")[0]])
    wanted = np.array([0.32765015, 6.553003, 4.701639])
    yield "kon 1, K 3, n 2", 3, np.abs(found - wanted).max(), 1e-6, "abs"


CHECKS = {
    "FSP: closed forms": closed_forms,
    "FSP: telegraph tables": telegraph_tables,
    "FSP: auto-regulation tables": feedback_tables,
    "FSP: promoter under its RNA": repressed_promoter,
    "ODE, SSA, FSP: central dogma": dogma_tables,
    "ODE, SSA: cascade of Poissons": cascade,
    "SSA, FSP, ODE: each other": engines,
}
