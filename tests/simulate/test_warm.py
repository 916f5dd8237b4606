"""After warming, nothing is compiled or loaded any more."""

import sys

import numpy as np

from grnstudio.io.network_examples import examples, load_example
from grnstudio.jobs import Job
from grnstudio.simulate import ensemble
from grnstudio.simulate.config import SimulationConfig

FSP_TOO = ("telegraph", "schloegl", "x16")


def compiled():
    """Return how often each kernel of the engines has been compiled, by its name."""
    found = {}
    for name, module in list(sys.modules.items()):
        if name.startswith("grnstudio.simulate"):
            for key, value in vars(module).items():
                if hasattr(value, "overloads") and hasattr(value, "py_func"):
                    found[f"{value.py_func.__module__}.{key}"] = len(value.signatures)
    return found


def test_the_job_tells_its_steps_and_leaves_no_kernel_to_compile():
    steps = list(Job("grnstudio.simulate.warm:warm").begin())
    assert [one.done for one in steps] == list(range(1, len(steps) + 1))
    assert {one.total for one in steps} == {len(steps)}
    warm = compiled()
    assert any(warm.values())
    for example in examples():
        network = load_example(example.key)
        for method in ("ode", "ssa", "tau", "cle", *(["fsp"] if example.key in FSP_TOO else ())):
            config = SimulationConfig(
                method=method, duration=example.step / 1e3, intervals=3, runs=2, threads=1,
                relative=1e-3, loss=0.1,
            )  # fmt: skip
            for step in ensemble.simulate(network, config):
                assert np.isfinite(step.done)
    after = compiled()
    assert {name: count for name, count in after.items() if warm.get(name, 0) != count} == {}
