"""What a worker process does before its first training: the slow first things of torch.

    python -m grnstudio.learn.warm

compiles the kernels of the learners besides, which takes some seconds once.
"""

from __future__ import annotations

from grnstudio.jobs import Step, Steps


def warm() -> Steps[None]:
    """Import torch, take an Adam step and two steps of a circuit; each is slow the first time."""
    import torch

    yield Step(0, 2)
    torch.set_num_threads(1)
    weights = torch.ones(4, 4, requires_grad=True)
    optimizer = torch.optim.Adam([weights])
    torch.sigmoid(weights @ weights).square().mean().backward()
    optimizer.step()
    yield Step(1, 2)
    _train_a_circuit()
    yield Step(2, 2)


def _train_a_circuit() -> None:
    from grnstudio.core.curves import constant
    from grnstudio.core.task import Condition, Gene, Task, TimeAxis
    from grnstudio.learn.circuit.config import CircuitConfig
    from grnstudio.learn.circuit.train import train

    level = Condition("level", {}, {"g": constant(0.5, 3)})
    task = Task(axis=TimeAxis(0.2, 3), genes=(Gene("g"),), conditions=(level,))
    for _ in train(CircuitConfig(networks=1, steps=2, hidden=4), task):
        pass


def device() -> Steps[str]:
    """Return the name of the device that networks can be trained on."""
    import torch

    yield Step(1, 1)
    return torch.cuda.get_device_name(0) if torch.cuda.is_available() else "CPU"


def version() -> Steps[str]:
    """Return the version of the torch that networks are trained by."""
    import torch

    yield Step(1, 1)
    return str(torch.__version__)


if __name__ == "__main__":
    for _ in warm():
        pass
