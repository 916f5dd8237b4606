"""The network of an emulator: inputs, body, and head."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from grnstudio.core.emulator import Emulator
from grnstudio.errors import ModelError
from grnstudio.learn.emulator.body import body_of
from grnstudio.learn.emulator.chance import Source
from grnstudio.learn.emulator.coordinates import Coordinates
from grnstudio.learn.emulator.encoding import Encoding
from grnstudio.learn.emulator.heads.mixture import Mixture
from grnstudio.learn.emulator.heads.one_by_one import OneByOne
from grnstudio.learn.emulator.heads.targets import Targets

MEASURED = 100_000  # pairs that scales are measured from, or a few more


class Model(nn.Module):
    """The distribution of the next state.

    ``x`` is a state in molecules and the values of the parameters that are inputs, side by side
    ``[batch, species + parameters]``; ``y`` is the state one step later ``[batch, species]``.
    """

    def __init__(
        self, coordinates: Coordinates, body: Mapping[str, Any], head: Mapping[str, Any]
    ) -> None:
        super().__init__()
        self.coordinates = coordinates
        self.encoding = Encoding(coordinates)
        self.body_description = {**body, "inputs": self.encoding.inputs}
        self.body = body_of(self.body_description)
        self.head = _head_of(head, coordinates, self.encoding, int(self.body.width))  # type: ignore[arg-type]

    @classmethod
    def of(
        cls, source: Emulator | Mapping[str, Any], weights: Mapping[str, np.ndarray] | None = None
    ) -> Model:
        """Return the network of an emulator, or one as described with ``weights``."""
        described = source.model if isinstance(source, Emulator) else source
        arrays = source.weights if isinstance(source, Emulator) else weights
        model = cls(
            Coordinates.decode(described["coordinates"]), described["body"], described["head"]
        )
        if arrays is not None:
            model.load(arrays)
        return model

    def describe(self) -> dict[str, Any]:
        """Return all but the weights, as JSON can hold it."""
        return {
            "coordinates": self.coordinates.encode(),
            "body": dict(self.body_description),
            "head": self.head.describe(),
        }

    def weights(self) -> dict[str, np.ndarray]:
        """Return a copy of the weights by name."""
        return {name: one.cpu().numpy().copy() for name, one in self.state_dict().items()}

    def load(self, weights: Mapping[str, np.ndarray]) -> None:
        """Take ``weights``; raises `ModelError` if they are those of another network."""
        try:
            self.load_state_dict(
                {name: torch.as_tensor(np.array(one)) for name, one in weights.items()}
            )
        except RuntimeError as error:
            raise ModelError(
                f"The weights of the emulator do not fit its description: {error}"
            ) from error

    @torch.no_grad()
    def measure(self, x: Tensor, y: Tensor) -> None:
        """Measure scales and linear forecasts from pairs, before training."""
        every = max(1, len(x) // MEASURED)
        self.encoding.measure(x[::every], y[::every])
        self.head.measure(x[::every], y[::every])

    @torch.no_grad()
    def targets(self, x: Tensor, y: Tensor) -> Targets:
        """Return pairs as `loss_of` takes them; they do not depend on what is trained."""
        return self.head.targets(x, y)

    def log_prob_of(self, targets: Targets) -> Tensor:
        """Return the log-probability of pairs ``[batch]``."""
        return self.head.log_prob(self.body(targets.state), targets)

    def log_prob(self, x: Tensor, y: Tensor) -> Tensor:
        """Return the log of the probability that ``y`` follows ``x``, ``[batch]``."""
        return self.log_prob_of(self.targets(x, y))

    @torch.no_grad()
    def sample(self, x: Tensor, source: Source = None) -> Tensor:
        """Return whole counts ``[batch, species]`` that follow ``x``."""
        state = self.encoding.state(x)
        return self.head.sample(self.body(state), state, x, source)


def _head_of(
    description: Mapping[str, Any], coordinates: Coordinates, encoding: Encoding, width: int
) -> OneByOne | Mixture:
    kind = description["kind"]
    sizes = {name: int(value) for name, value in description.items() if name != "kind"}
    if kind == "one by one":
        return OneByOne(coordinates, encoding, width, **sizes)
    if kind == "mixture":
        return Mixture(coordinates, encoding, width, **sizes)
    raise ModelError(f"There is no head of kind '{kind}' in an emulator; update the program.")
