"""Transitions: states of a network and the states one time step later, to learn from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from grnstudio.errors import ModelError


@dataclass(frozen=True, slots=True, eq=False)
class Transitions:
    """Pairs of states a ``step`` of time apart, in molecules.

    ``before`` and ``after`` are ``[pairs, species]`` whole counts; ``values`` ``[pairs,
    parameters]`` are those under which a pair was made. ``setting`` ``[pairs]`` numbers the start
    it descends from, so that pairs of one start are never split between learning and testing.
    ``cost`` is in seconds of computing, ``reactions`` how many happened in all.
    """

    species: tuple[str, ...]
    parameters: tuple[str, ...]
    step: float
    before: np.ndarray
    after: np.ndarray
    values: np.ndarray
    setting: np.ndarray
    cost: float = 0.0
    reactions: int = 0
    method: str = "ssa"

    def __post_init__(self) -> None:
        pairs, species = len(self.setting), len(self.species)
        if self.before.shape != (pairs, species) or self.after.shape != (pairs, species):
            raise ModelError(
                f"Transitions of {species} species and {pairs} pairs were given states of shapes "
                f"{self.before.shape} and {self.after.shape}."
            )
        if self.values.shape != (pairs, len(self.parameters)):
            raise ModelError(
                f"Transitions of {pairs} pairs were given values of shape {self.values.shape} for "
                f"{len(self.parameters)} parameters."
            )

    def __len__(self) -> int:
        return int(self.setting.size)

    def joined(self, others: Transitions) -> Transitions:
        """Return these pairs and ``others`` of the same species, whose starts are other ones."""
        first = int(self.setting.max(initial=-1)) + 1
        return replace(
            self,
            before=np.concatenate([self.before, others.before]),
            after=np.concatenate([self.after, others.after]),
            values=np.concatenate([self.values, others.values]),
            setting=np.concatenate([self.setting, first + others.setting]),
            cost=self.cost + others.cost,
            reactions=self.reactions + others.reactions,
        )

    def of_settings(self, settings: np.ndarray) -> Transitions:
        """Return the pairs that descend from the starts numbered ``settings``."""
        kept = np.isin(self.setting, settings)
        return Transitions(
            self.species, self.parameters, self.step, self.before[kept], self.after[kept],
            self.values[kept], self.setting[kept], self.cost, self.reactions, self.method,
        )  # fmt: skip
