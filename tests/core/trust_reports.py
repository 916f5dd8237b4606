"""Reports on an emulator that draws numbers whose right distribution is known."""

import numpy as np

from grnstudio.core.trust import AssessConfig, Conduct, Timing, TrustReport
from grnstudio.core.trust_comparison import Comparison, compared, edges_of

MEANS = np.array([20.0, 60.0])


def report(shift=0.0, runs=5000, timing=None, conduct=None, far_shift=0.0, narrow=1.0, tied=False):
    """Return a report on two species from three starts, whose second is off by ``shift``."""
    rng = np.random.default_rng(2)
    config = AssessConfig(settings=3, runs=runs, lags="1 3")
    shape = (3, runs, 3, 2)  # starts, runs, lags, species
    exact = rng.poisson(MEANS, (2, *shape))
    ours = rng.poisson(MEANS + np.array([0, shift]), shape)
    ours = np.round(MEANS + narrow * (ours - MEANS))
    if tied:
        ours = np.sort(ours, axis=1)  # which keeps every distribution
    edges = edges_of(exact, 40)
    found = [compared(*exact[:, one], ours[one], edges, rng) for one in range(3)]
    parts = {name: np.array([getattr(one, name) for one in found]) for name in Comparison._fields}
    far = np.zeros((2, 2, 1, 4, 2))
    far[:, 0] = MEANS
    far[:, 1] = np.sqrt(MEANS)
    far[1, 0, :, :, 1] += far_shift
    return TrustReport(
        config, ("A", "B"), (), 2.0, 6.0, np.array([[5, 9], [6, 9], [7, 9]]), np.zeros((3, 0)),
        np.array([1, 2, 3]), parts["distances"].swapaxes(0, 1), parts["chance"].swapaxes(0, 1),
        parts["chances"].sum(axis=0), parts["linked"].swapaxes(0, 1), np.arange(1, 5) * 3,
        far, 250, conduct or Conduct(),
        timing or Timing(1e-3, 1e-6, 2, 60.0), edges, parts["exact"], parts["emulated"],
    )  # fmt: skip
