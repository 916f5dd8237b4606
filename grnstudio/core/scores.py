"""How well scores tell links apart: receiver operating characteristics and confusion matrices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SIGNS = (-1, 0, 1)  # rows and columns of a confusion matrix: inhibiting, none, activating


@dataclass(frozen=True, slots=True, eq=False)
class Roc:
    """A receiver operating characteristic from (0, 0) to (1, 1): shares of wrong and right hits."""

    false_hits: np.ndarray
    true_hits: np.ndarray

    @property
    def area(self) -> float:
        """The area below it, which is `auc`."""
        return float(np.trapezoid(self.true_hits, self.false_hits))


def roc(scores: np.ndarray, positive: np.ndarray) -> Roc | None:
    """Return the curve that lowering a threshold draws; equal scores are passed in one go.

    NaN scores are left out. None where all cases are positive, or none is.
    """
    scores, hits = _rated(scores, positive)
    count = int(hits.sum())
    if count in (0, len(hits)):
        return None
    order = np.argsort(-scores, kind="stable")
    scores, hits = scores[order], hits[order]
    last = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)
    right = np.concatenate([[0], np.cumsum(hits)[last]])
    wrong = np.concatenate([[0], np.cumsum(~hits)[last]])
    return Roc(wrong / (len(hits) - count), right / count)


def auc(scores: np.ndarray, positive: np.ndarray) -> float:
    """Return the chance that a positive case scores above a negative one; ties count a half.

    NaN scores are left out; the answer is NaN where all cases are positive, or none is.
    """
    curve = roc(scores, positive)
    return float("nan") if curve is None else curve.area


def weakest_as_none(scores: np.ndarray, share: float) -> np.ndarray:
    """Return the sign of each score, 0 for that ``share`` of them which are weakest.

    NaN scores have the sign 0 and are no part of the share.
    """
    known = ~np.isnan(scores)
    strength = np.abs(scores[known])
    signs = np.sign(scores[known]).astype(int)
    signs[np.argsort(strength, kind="stable")[: round(share * len(strength))]] = 0
    found = np.zeros(scores.shape, int)
    found[known] = signs
    return found


def confusion(truth: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Return how often each true sign was found as which, ``[truth, found]`` by `SIGNS`."""
    return np.array([[int(((truth == t) & (found == f)).sum()) for f in SIGNS] for t in SIGNS])


def accuracy(matrix: np.ndarray) -> float:
    """Return the share of a confusion matrix on its diagonal, NaN for an empty one."""
    return float(np.trace(matrix) / matrix.sum()) if matrix.sum() else float("nan")


def _rated(scores: np.ndarray, positive: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    known = ~np.isnan(scores)
    return np.asarray(scores)[known], np.asarray(positive, bool)[known]
