"""Simulation jobs for the tests of pages and sessions: quick, and with results known beforehand."""

import time

import numpy as np

from grnstudio.core.figures import Curve, CurveFigure
from grnstudio.core.network_values import with_values
from grnstudio.core.trajectories import Trajectories
from grnstudio.errors import ModelError
from grnstudio.jobs import Step
from grnstudio.simulate.check import Check
from grnstudio.simulate.scan import Scan
from grnstudio.simulate.simulation import SHARES, Simulation
from grnstudio.simulate.steady_state import steady_state


def simulation_of(network, config, values=None, runs=None):
    """Return decays at the rate ``k`` from the initial amounts, with a little spread."""
    network = with_values(network, values or {})
    k = next((one.value for one in network.parameters if one.id == "k"), 0.1)
    times = np.linspace(0, config.duration, config.intervals + 1)
    names = tuple(one.id for one in network.species)
    runs = runs or (1 if config.method in ("ode", "fsp") else config.runs)
    starts = np.array([one.initial for one in network.species])
    spread = np.linspace(0.9, 1.1, runs) if runs > 1 else np.ones(1)
    decay = np.exp(-k * times)
    data = spread[:, None, None] * decay[None, :, None] * starts[None, None, :]
    if config.method != "ode":
        data = np.round(data)
    found = Trajectories(times, names, data, config.method)
    return Simulation(
        network,
        config,
        config.method.upper(),
        times,
        names,
        runs,
        found.mean(),
        found.sd(),
        found.quantiles(SHARES),
        found,
        cost=0.25,
        notes=("A remark of the engine.",) if config.method == "tau" else (),
    )


def simulate(network, config, values=None, shown=(), emulator=None):
    """Take ten steps, or for ever with 999 runs, and give what `simulation_of` does."""
    if any(one.id == "broken" for one in network.parameters):
        raise ModelError("Reaction 'decay' uses Q, which the network does not have.")
    done, total = 0, 10
    while done < total or config.runs == 999:
        time.sleep(0.002)
        done += 1
        so_far = simulation_of(network, config, values, 2)
        curves = tuple(
            Curve(name, so_far.times, so_far.mean[:, place], place)
            for place, name in enumerate(so_far.names)
        )
        yield Step(
            min(done, total),
            total,
            {"runs": float(done)},
            figures=lambda curves=curves: (CurveFigure("Time course", curves, "time", "amount"),),
            result=lambda so_far=so_far: so_far,
        )
    return simulation_of(network, config, values)


def check(network, config, emulator=None):
    """Find fault with networks without reactions."""
    yield Step(0, 1)
    found = () if network.reactions else (("warning", "No reaction can happen at the start."),)
    return Check(found)


def scan(network, config, scan, values=None, shown=(), emulator=None):
    """Measure final values at every point, at once."""
    axes = scan.axes()
    shape = [axis.size for _, axis in axes]
    found = []
    for point in range(int(np.prod(shape))):
        places = np.unravel_index(point, shape)
        turned = {name: axis[place] for (name, axis), place in zip(axes, places, strict=True)}
        found.append(simulation_of(network, config, {**(values or {}), **turned}))
        yield Step(point + 1, int(np.prod(shape)), {"points": float(point + 1)})
    courses = np.array([one.mean for one in found])
    names, times = found[0].names, found[0].times
    final = courses[:, -1]
    return Scan(
        network, config, scan, axes, names, times, final, 0 * final, courses, len(found), 0.1, "ODE"
    )


def steady(network, values=None, is_nearest=False):
    """Find a steady state on the thread that asks."""
    yield Step(0, 1)
    return steady_state(with_values(network, values or {}), duration=0.0 if is_nearest else None)
