"""What there is to say of the nodes of a grid that an emulator drew, and of those it did not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from grnstudio.simulate.grid_config import GridConfig

MUCH = 0.02  # of the states, being unlike what the emulator was taught


def notes_on(
    config: GridConfig, counts: np.ndarray, species: Sequence[str], seen: np.ndarray
) -> Iterator[str]:
    """Yield remarks on steps of nodes, of which `Nodes.counts` were of each kind.

    ``seen`` are states of some nodes, ``[..., species]``.
    """
    exact, emulated, _, asked, strange = (int(one) for one in counts)
    is_mixed = config.method == "mixed"
    if is_mixed and exact and not emulated:
        yield _all_exact(config, strange / exact)
    elif is_mixed and exact:
        unlike = 100 * strange / exact
        yield (
            f"Of the exact ones {100 - unlike:.3g} % were {_near_empty(config)}, and {unlike:.3g} "
            "% unlike what the emulator was taught."
        )
    if strange > MUCH * asked:
        yield _strange(strange / asked, is_mixed, species, seen)


def _near_empty(config: GridConfig) -> str:
    rare = f" or expected {config.rare:g} reactions a step or fewer" if config.rare else ""
    return f"near-empty (had {config.few:,} molecules that react or fewer{rare})"


def _all_exact(config: GridConfig, unlike: float) -> str:
    """Say why the emulator had nothing to draw, and what would let it draw."""
    if unlike == 1.0:
        return "The emulator drew nothing: it was not taught the like of any node."
    others = f", or unlike what it was taught ({100 * unlike:.3g} %)" if unlike else ""
    lower = "'Near-empty' (few) or 'Rare' (rare)" if config.rare else "'Near-empty' (few)"
    return (
        f"The emulator drew nothing: each node in which something could happen was "
        f"{_near_empty(config)}{others}. Lower {lower} to let it draw, or stay with exact nodes, "
        "which are quick where there is so little."
    )


def _strange(share: float, is_mixed: bool, species: Sequence[str], seen: np.ndarray) -> str:
    """Say that the emulator was asked about what it was not taught, and what to teach it."""
    states = seen.reshape(-1, len(species))
    starts = "; ".join(
        f"{name} {low:.0f}..{high:.0f}"
        for name, low, high in zip(species, states.min(0), states.max(0), strict=True)
    )
    so = "these nodes were exact" if is_mixed else "do not rely on what was drawn"
    return (
        f"{100 * share:.3g} % of the states were unlike any that the emulator was taught, "
        f"so {so}. Teach it from starts such as {starts}, and nearly empty ones."
    )
