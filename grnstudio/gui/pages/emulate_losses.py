"""The losses of a training of emulators while they come, drawn as those it ends with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grnstudio.core.figures import Curve, CurveFigure
from grnstudio.project import Arrays

LEARNED, TESTED = "loss", "test loss"  # metrics, and what is drawn of them
DRAWN = {LEARNED: "learned", TESTED: "tested"}


@dataclass(slots=True)
class _Losses:
    """Those of one network, as epochs and values."""

    learned: list[tuple[float, float]] = field(default_factory=list)
    tested: list[tuple[float, float]] = field(default_factory=list)

    def drop_after(self, epoch: float) -> None:
        """Forget what came later than ``epoch``, to which the training went back."""
        self.learned = [one for one in self.learned if one[0] <= epoch]
        self.tested = [one for one in self.tested if one[0] <= epoch]

    def means(self) -> np.ndarray:
        """Return ``[2, points]``: the mean of each epoch that is over, all while none is."""
        x, y = np.array(self.learned).reshape(-1, 2).T
        over = np.ceil(x).astype(int)
        ended = [epoch for epoch in np.unique(over) if (x[over == epoch] == epoch).any()]
        if not ended:
            return np.stack([x, y])
        return np.array([[epoch, y[over == epoch].mean()] for epoch in ended], float).T


class LossesSoFar:
    """Losses over epochs, of one network after the other as a training comes to them."""

    def __init__(self, names: Sequence[str], metrics: Arrays | None = None) -> None:
        self._names = tuple(names)
        self._networks: list[_Losses] = []
        self._last = 0, 0.0  # step and epoch
        known = {name: metrics[name] for name in ("epoch", *DRAWN) if metrics and name in metrics}
        if metrics and len(known) > 1:
            for row, step in enumerate(metrics["step"].tolist()):
                self.add(step, {name: float(column[row]) for name, column in known.items()})

    def add(self, step: int, metrics: Mapping[str, float]) -> bool:
        """Take over the losses of a step, and say whether there are any.

        Where epochs begin again while steps go on, the next network is trained; where both go back,
        a training has returned to what it was.
        """
        epoch, last = metrics.get("epoch", np.nan), self._last
        values = {name: metrics.get(name, np.nan) for name in DRAWN}
        if not np.isfinite(epoch) or not np.isfinite(list(values.values())).any():
            return False
        if not self._networks or (epoch < last[1] and step >= last[0]):
            self._networks.append(_Losses())
        current = self._networks[-1]
        if epoch < last[1]:
            current.drop_after(epoch)
        for name, points in ((LEARNED, current.learned), (TESTED, current.tested)):
            if np.isfinite(values[name]):
                points.append((epoch, values[name]))
        self._last = step, epoch
        return True

    def figure(self, title: str) -> CurveFigure | None:
        """Draw the losses over the epochs of each network; there may be none yet."""
        curves = []
        for series, one in enumerate(self._networks):
            name = self._names[min(series, len(self._names) - 1)]
            tested = np.array(one.tested).reshape(-1, 2).T
            for label, (x, y) in ((DRAWN[LEARNED], one.means()), (DRAWN[TESTED], tested)):
                if len(x):
                    dashed = label == DRAWN[LEARNED]
                    curves.append(Curve(f"{name}, {label}", x, y, series, dashed))
        if not curves:
            return None
        return CurveFigure(title, tuple(curves), "epoch", "loss (nats per pair)", x_from=0.0)


def networks_of(config: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a training goes through, by its settings: a search, and networks in turn."""
    first = str(config.get("architecture", ""))
    if first != "search":
        return (first,)
    others = ("fixed", "plain") if config.get("compare") else ()
    return ("search", "searched", *others)
