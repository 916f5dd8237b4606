"""Optimisers of a whole ensemble: element by element, so that networks do not meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.optim import Optimizer


class RMSProp(Optimizer):
    """RMSProp as TensorFlow 1 had it: decay 0.9, mean square from 1, epsilon within the root.

    The first twenty steps, and with them what is learned, differ from `torch.optim.RMSprop`.
    """

    def __init__(self, parameters: list[Tensor], lr: float) -> None:
        super().__init__(parameters, {"lr": lr})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """Take one step along the gradients that the parameters hold."""
        for group in self.param_groups:
            for parameter in group["params"]:
                state = self.state[parameter]
                if not state:
                    state["mean_square"] = torch.ones_like(parameter)
                square = state["mean_square"]
                square.mul_(0.9).addcmul_(parameter.grad, parameter.grad, value=0.1)
                parameter.addcdiv_(parameter.grad, (square + 1e-10).sqrt_(), value=-group["lr"])


def optimizer_of(name: str, flat: Tensor, rate: float) -> Optimizer:
    """Return the optimiser called ``name`` for one flat tensor of parameters."""
    if name == "RMSProp":
        return RMSProp([flat], rate)
    return torch.optim.Adam([flat], lr=rate, foreach=False)


def saved(optimizer: Optimizer) -> dict[str, np.ndarray]:
    """Return an optimiser's state as arrays of their own."""
    state: dict[str, Any] = next(iter(optimizer.state.values()), {})
    return {f"optimizer.{name}": x.detach().cpu().numpy().copy() for name, x in state.items()}


def restore(optimizer: Optimizer, arrays: Mapping[str, Any]) -> None:
    """Take back the state that `saved` returned."""
    state = {
        name.removeprefix("optimizer."): torch.as_tensor(np.array(x))
        for name, x in arrays.items()
        if name.startswith("optimizer.")
    }
    whole = optimizer.state_dict()
    optimizer.load_state_dict(whole | {"state": {0: state} if state else {}})
