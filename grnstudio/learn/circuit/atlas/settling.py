"""Takes each network as it is once it does its task and gets no better. No torch here.

A network that is trained on and on finds tricks that suit its targets and little else: its links
fade, and fewer of the topologies are what biochemistry can do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grnstudio.jobs import Checkpoint

LOOK_EVERY = 50  # training steps between two looks
FALLS = 0.99  # of what it was: with more, a loss has not fallen
PARTS = ("mark", "fallen_at", "kept", "kept_losses", "is_settled")


class Settling:
    """Looks at the losses of a batch, and keeps the parameters of networks that have settled.

    A network settles within ``tolerance`` when its loss has not fallen by 1 % for ``patience``
    steps; with 0 none does. What becomes of one does not depend on the others.
    """

    def __init__(self, patience: int, tolerance: float, state: Checkpoint | None = None) -> None:
        self._patience, self._tolerance = patience, tolerance
        self._arrays = {name: np.array(state[name]) for name in PARTS} if state else {}

    @property
    def all_settled(self) -> bool:
        """Whether no network is left to train."""
        return bool(self._arrays) and bool(self._arrays["is_settled"].all())

    @property
    def share(self) -> float:
        """The share of the networks that have settled."""
        return float(self._arrays["is_settled"].mean()) if self._arrays else 0.0

    def looks_at(self, step: int) -> bool:
        """Whether there is a look after ``step`` steps."""
        return self._patience > 0 and step % LOOK_EVERY == 0

    def look(self, step: int, checkpoint: Checkpoint) -> None:
        """Take a look at a batch in training."""
        losses, best = checkpoint["best_losses"], checkpoint["best"]
        if not self._arrays:
            self._arrays = {
                "mark": np.full(len(losses), np.inf),
                "fallen_at": np.zeros(len(losses), int),
                "kept": best.copy(),
                "kept_losses": losses.copy(),
                "is_settled": np.zeros(len(losses), bool),
            }
        mine = self._arrays
        fell = losses < FALLS * mine["mark"]
        mine["mark"] = np.where(fell, losses, mine["mark"])
        mine["fallen_at"] = np.where(fell, step, mine["fallen_at"])
        settles = (losses <= self._tolerance) & (step - mine["fallen_at"] >= self._patience)
        settles &= ~mine["is_settled"]
        mine["kept"] = np.where(settles[:, None], best, mine["kept"])
        mine["kept_losses"] = np.where(settles, losses, mine["kept_losses"])
        mine["is_settled"] = mine["is_settled"] | settles

    def settled(self, checkpoint: Checkpoint) -> Checkpoint:
        """Return ``checkpoint`` with the networks that have settled as they were then."""
        if not self._arrays:
            return checkpoint
        done = self._arrays["is_settled"]
        best = np.where(done[:, None], self._arrays["kept"], checkpoint["best"])
        losses = np.where(done, self._arrays["kept_losses"], checkpoint["best_losses"])
        return {**checkpoint, "best": best, "best_losses": losses}

    def state(self) -> Mapping[str, Any]:
        """Return what has to be saved, arrays that change no more."""
        return dict(self._arrays)
