"""The verdict of a Hill check, in words. No torch here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from grnstudio.learn.circuit.verify.result import VerifyResult


def verdict(result: VerifyResult) -> str:
    """Return whether Hill functions can do it, how often, and how surely."""
    who, sound = _who(result), int(result.is_sound.sum())
    if not result.succeeds.any():
        return f"No parameters found: {who} the task{_errors(result)}.{_turned(result)}"
    if not sound:
        return (
            f"Doubtful: {who} the task, but none of the best with Euler steps of a quarter: it is "
            f"the steps that do it.{_turned(result)}"
        )
    count = len(result.losses)
    return (
        f"Yes: {who} the task, {sound} of the best {count} with Euler steps of a quarter as well."
        f"{_around(result)}{_turned(result)}"
    )


def _who(result: VerifyResult) -> str:
    tried, ways = result.tried, []
    if tried.samples:
        share = f" ({100 * tried.robustness:.2g} %)" if tried.hits else ""
        ways.append(f"{tried.hits or 'none'} of {tried.samples:,} random parameter sets{share}")
    if tried.fits:
        ways.append(f"{tried.fits_passed or 'none'} of {tried.fits} fits")
    is_single = len(ways) == 1 and ways[0].startswith(("1 of", "none"))
    return f"{' and '.join(ways)} {'does' if is_single else 'do'}"


def _around(result: VerifyResult) -> str:
    share = result.nearby[0]
    if np.isnan(share):
        return ""
    return (
        f" Of sets that vary by {100 * result.tried.variation:.0f} % around the best, "
        f"{100 * share:.0f} % do it."
    )


def _errors(result: VerifyResult) -> str:
    if not len(result.losses):
        return ""
    trained = f", that of the trained network {result.trained.loss:.3g}" if result.trained else ""
    return f"; the smallest error is {np.nanmin(result.losses):.3g}{trained}"


def _turned(result: VerifyResult) -> str:
    genes = result.turned
    if not genes:
        return ""
    return f" High and low of {' and '.join(genes)} are exchanged as against the links given."
