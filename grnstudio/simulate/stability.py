"""What the eigenvalues of a Jacobian say of a steady state."""

from __future__ import annotations

import numpy as np

ZERO = 1e-11  # of the largest eigenvalue: below it one is as good as 0


def judged(eigenvalues: np.ndarray) -> tuple[bool | None, str]:
    """Return whether a steady state is stable, None where that is open, and its kind in words."""
    if not eigenvalues.size:
        return True, "fixed by what is conserved"
    small = ZERO * np.abs(eigenvalues).max()
    growing = eigenvalues[eigenvalues.real > small]
    swings = np.abs(eigenvalues.imag) > small
    if growing.size:
        return False, _unstable(growing, eigenvalues, small)
    still = np.abs(eigenvalues.real) <= small
    if np.any(still & swings):
        return None, "centre"
    if np.any(still):
        return None, "not isolated, or about to change its kind"
    leading = eigenvalues.real >= eigenvalues.real.max() - small
    return True, "stable focus" if np.any(leading & swings) else "stable node"


def _unstable(growing: np.ndarray, eigenvalues: np.ndarray, small: float) -> str:
    if np.any(np.abs(growing.imag) > small):
        return "unstable focus"
    return "unstable node" if len(growing) == len(eigenvalues) else "saddle"
