"""Rate equations less those that follow from what is conserved."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grnstudio.core.conservation import conservation_laws
from grnstudio.core.network import Network


class Reduction:
    """Replaces as many rate equations as there are conserved sums by these sums.

    ``names`` are those of the rows of the state, which was ``start`` when the sums were taken.
    """

    def __init__(self, network: Network, names: Sequence[str], start: np.ndarray) -> None:
        rows = {name: row for row, name in enumerate(names)}
        laws = [one for one in conservation_laws(network) if one.coefficients.keys() <= rows.keys()]
        self.laws = tuple(laws)
        self._sums = np.zeros((len(laws), len(names)))
        for index, law in enumerate(laws):
            for name, factor in law.coefficients.items():
                self._sums[index, rows[name]] = factor
        self._totals = self._sums @ start
        self._bound = self._chosen()
        self._free = np.setdiff1d(np.arange(len(names)), self._bound)

    def _chosen(self) -> np.ndarray:
        """Return rows that follow from the others by the conserved sums, one for each sum."""
        if not self.laws:
            return np.empty(0, dtype=np.int64)
        from scipy.linalg import qr

        order = qr(self._sums, mode="r", pivoting=True)[1]
        return np.sort(order[: len(self.laws)]).astype(np.int64)

    def step(self, slopes: np.ndarray, rates: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return Newton's step from ``y``, the shortest one where there are many."""
        matrix, excess = slopes.copy(), rates.copy()
        size = np.abs(slopes).max(initial=0.0) or 1.0  # keeps the sums as weighty as the rates
        matrix[self._bound] = self._sums * size
        excess[self._bound] = (self._sums @ y - self._totals) * size
        try:
            step = np.linalg.solve(matrix, -excess)
        except np.linalg.LinAlgError:
            step = np.full(len(y), np.nan)
        if not np.isfinite(step).all():
            step = np.linalg.lstsq(matrix, -excess, rcond=None)[0]
        return np.asarray(step)

    def excess(self, rates: np.ndarray, y: np.ndarray) -> float:
        """Return how far ``y`` is from a steady state; not a number compares as too far."""
        return float(np.abs(rates).sum() + np.abs(self._sums @ y - self._totals).sum())

    def eigenvalues(self, slopes: np.ndarray) -> np.ndarray:
        """Return those of the Jacobian among states of equal sums, largest real part first."""
        reduced = slopes[np.ix_(self._free, self._free)]
        if self.laws:
            follow = np.linalg.solve(self._sums[:, self._bound], self._sums[:, self._free])
            reduced = reduced - slopes[np.ix_(self._free, self._bound)] @ follow
        found = np.linalg.eigvals(reduced).astype(complex)
        return np.asarray(found[np.lexsort((-found.imag, -found.real))])
