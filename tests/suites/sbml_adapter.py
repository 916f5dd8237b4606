"""What a scorer of SBML test cases calls: a file and its settings in, the columns wanted out.

`simulate` is for time courses, `ensemble` for means and standard deviations over many runs.
"""

import numpy as np

from grnstudio.core.network import Network
from grnstudio.io import sbml
from grnstudio.simulate import ode, ssa
from grnstudio.simulate.compile import compile
from grnstudio.simulate.initial import initial

THREADS = 1


def simulate(path, settings):
    """Return the names of the columns, time first, and their values."""
    network, _ = sbml.read(path)
    wanted = settings["variables"]
    tracked = tracked_names(network, wanted)
    times = np.asarray(settings["times"], float)
    found = ode.simulate(
        network,
        times,
        names=tuple(dict.fromkeys(tracked)),
        seed=int(settings.get("seed") or 0),
        relative=1e-8,
        absolute=min(1e-12, 1e-6 * (settings.get("absolute") or 1e-6)),
    )
    columns = [values_of(network, found, name, settings)[0] for name in wanted]
    return ["time", *wanted], np.column_stack([times, *columns])


def ensemble(path, settings, runs):
    """Return the means and standard deviations of the columns wanted over ``runs`` exact runs."""
    network, _ = sbml.read(path)
    times = np.asarray(settings["times"], float)
    found = ssa.simulate(network, times, runs, seed=int(settings.get("seed") or 0), threads=THREADS)
    values = {name: values_of(network, found, name, settings) for name in settings["variables"]}
    return {
        "means": {name: one.mean(axis=0) for name, one in values.items()},
        "sds": {name: one.std(axis=0, ddof=1) for name, one in values.items()},
    }


def values_of(network: Network, found, name, settings):
    """Return ``[runs, times]`` of a name in the file: an amount, a concentration, or a value."""
    own = own_name(network, name)
    values = recorded(network, found, own)
    species = {one.id: one for one in network.species}.get(own)
    as_concentration = name in settings["concentration"]
    if species is None or not as_concentration or not species.compartment:
        return values
    return values / recorded(network, found, species.compartment)


def recorded(network: Network, found, name):
    """Return the values of ``name``; those at the start if it was not recorded, as it is constant.

    Stochastic engines record only what changes.
    """
    if name in found.names:
        return found.of(name)
    compiled = compile(network)
    return np.full(found.values.shape[:2], initial(compiled)[compiled.slots[name]])


def tracked_names(network: Network, wanted):
    """Return the names to record for the columns ``wanted``: species' compartments as well."""
    places = {one.id: one.compartment for one in network.species}
    for name in wanted:
        own = own_name(network, name)
        yield own
        if places.get(own):
            yield places[own]


def own_name(network: Network, name):
    """Return what an id of the file is called in the network."""
    return network.extras.get("", {}).get("ids", {}).get(name, name)
