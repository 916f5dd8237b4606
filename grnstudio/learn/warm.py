"""What a worker process does before its first training: the slow first things of torch."""

from __future__ import annotations

from grnstudio.jobs import Step, Steps


def warm() -> Steps[None]:
    """Import torch and make one Adam step; the first of a process takes about a second."""
    import torch

    yield Step(0, 1)
    torch.set_num_threads(1)
    weights = torch.ones(4, 4, requires_grad=True)
    optimizer = torch.optim.Adam([weights])
    torch.sigmoid(weights @ weights).square().mean().backward()
    optimizer.step()
    yield Step(1, 1)


def device() -> Steps[str]:
    """Return the name of the device that networks can be trained on."""
    import torch

    yield Step(1, 1)
    return torch.cuda.get_device_name(0) if torch.cuda.is_available() else "CPU"
