"""Gates: which operation an edge uses, learned from pairs that are drawn and compared.

After Cai, Zhu and Han (ProxylessNAS, 2019): two operations are drawn, one acts, and the gradient is
that of both gates through a soft-max of the two. So only two operations are ever computed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grnstudio.jobs import Checkpoint

START = 1e-3  # standard deviation of the first scores
DECAY = 0.999  # of the mean square gradient
TINY = 1e-8


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Of each edge the operation that acts and another to compare it with, both ``[edges]``."""

    active: np.ndarray
    other: np.ndarray

    @property
    def both(self) -> np.ndarray:
        """The two ``[edges, 2]``, the active one first."""
        return np.stack([self.active, self.other], 1)


class Gates:
    """Scores ``[edges, operations]`` whose soft-max are the probabilities of operations.

    ``entropy`` rewards edges that have made up their mind.
    """

    def __init__(
        self, edges: int, operations: int, rate: float, entropy: float, rng: np.random.Generator
    ) -> None:
        self.rate, self.entropy = rate, entropy
        self.scores = START * rng.standard_normal((edges, operations))
        self._square = np.zeros((edges, operations))
        self._steps = 0

    def probabilities(self) -> np.ndarray:
        """Return how probable each operation of each edge is."""
        return softmax(self.scores)

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """Return an operation for each edge."""
        return np.asarray((self.scores + rng.gumbel(size=self.scores.shape)).argmax(1))

    def draw_pairs(self, rng: np.random.Generator) -> Pairs:
        """Return two operations for each edge, drawn without putting back, one of them to act."""
        edges, operations = self.scores.shape
        if operations == 1:
            return Pairs(np.zeros(edges, np.int64), np.zeros(edges, np.int64))
        noisy = self.scores + rng.gumbel(size=self.scores.shape)
        two = np.argsort(-noisy, axis=1)[:, :2]
        share = softmax(np.take_along_axis(self.scores, two, 1))
        swapped = rng.random(edges) >= share[:, 0]
        first, second = two[:, 0], two[:, 1]
        return Pairs(np.where(swapped, second, first), np.where(swapped, first, second))

    def gradient(self, pairs: Pairs, of_gates: np.ndarray) -> np.ndarray:
        """Return the gradient ``[edges, 2]`` by the scores of ``pairs``.

        ``of_gates`` ``[edges, 2]`` is that of the loss by the gates of the two, in their order.
        """
        share = softmax(np.take_along_axis(self.scores, pairs.both, 1))
        mean = (share * of_gates).sum(1, keepdims=True)
        return np.asarray(share * (of_gates - mean) + self._towards_one(pairs))

    def learn(self, pairs: Pairs, of_gates: np.ndarray) -> None:
        """Take one step for ``pairs``; all other operations keep their probabilities."""
        if self.scores.shape[1] == 1:
            return
        both = pairs.both
        gradient = np.zeros_like(self.scores)
        np.put_along_axis(gradient, both, self.gradient(pairs, of_gates), 1)
        before = _log_sum(np.take_along_axis(self.scores, both, 1))
        self._steps += 1
        self._square = DECAY * self._square + (1 - DECAY) * gradient**2
        size = np.sqrt(self._square / (1 - DECAY**self._steps)) + TINY
        self.scores -= self.rate * gradient / size
        moved = np.take_along_axis(self.scores, both, 1)
        np.put_along_axis(self.scores, both, moved - (_log_sum(moved) - before), 1)

    def _towards_one(self, pairs: Pairs) -> np.ndarray:
        """Return the gradient of the entropy of each edge, weighted, by the scores of pairs."""
        p = np.maximum(self.probabilities(), TINY)
        entropy = -(p * np.log(p)).sum(1, keepdims=True)
        return self.entropy * np.take_along_axis(-p * (np.log(p) + entropy), pairs.both, 1)

    def checkpoint(self) -> dict[str, np.ndarray | int]:
        """Return all that is needed to go on."""
        return {
            "gates": self.scores.copy(),
            "gate_squares": self._square.copy(),
            "gate_steps": self._steps,
        }

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go back to ``checkpoint``."""
        self.scores = np.array(checkpoint["gates"], dtype=float)
        self._square = np.array(checkpoint["gate_squares"], dtype=float)
        self._steps = int(checkpoint["gate_steps"])


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return shares that grow with ``scores`` ``[..., choices]`` and sum to 1."""
    high = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(high / high.sum(-1, keepdims=True))


def _log_sum(scores: np.ndarray) -> np.ndarray:
    most = scores.max(1, keepdims=True)
    return np.asarray(most + np.log(np.exp(scores - most).sum(1, keepdims=True)))
