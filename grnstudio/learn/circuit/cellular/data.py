"""Films as pairs of frames to learn from, and films held out. No torch here."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from grnstudio.core.cellular import CellRule, scattered, seeded
from grnstudio.core.frames import SpaceTime
from grnstudio.errors import MissingInput
from grnstudio.learn.circuit.cellular.config import STARTS, CellularConfig
from grnstudio.project import Design

SILENT = 0.02  # of a gene's peak: a gene that is never made faster than this says nothing
FORETOLD = 32  # frames after the first of a generated film that is held out
FINEST = 0.2  # Euler step that generated films are made with


@dataclass(frozen=True, slots=True, eq=False)
class Experiment:
    """Films to learn from, and films (or the later frames of one) to be foretold.

    ``left`` is what decay leaves of a level from a frame to the next.
    """

    known: SpaceTime
    held_out: SpaceTime
    left: float

    @property
    def scales(self) -> np.ndarray:
        """What levels are divided by: each gene's peak, ``[genes]``."""
        peaks = self.known.peaks
        return np.where(peaks > 0, peaks, 1.0)

    @property
    def silent(self) -> np.ndarray:
        """Say which genes are never made to speak of, so that nothing shows their regulators."""
        before, after = self.known.levels[:, :-1], self.known.levels[:, 1:]
        made = (after - self.left * before).max(axis=(0, 1, 2))
        silent: np.ndarray = made / self.scales < SILENT * (1 - self.left)
        return silent

    @property
    def absent(self) -> np.ndarray:
        """Say which genes never appear, so that nothing shows what they regulate."""
        absent: np.ndarray = np.ptp(self.known.levels, axis=(0, 1, 2)) <= 0
        return absent


def inputs(design: Design) -> SpaceTime | None:
    """Return the design's films; without any, a rule and its films are generated."""
    if design.frames is not None:
        _require_enough(design.frames)
    return design.frames


def experiment(films: SpaceTime, config: CellularConfig) -> Experiment:
    """Return films with a share of them held out, drawn by the seed; of one film, its end."""
    _require_enough(films)
    left = float(np.exp(-films.interval))
    if films.starts == 1:
        cut = min(max(2, round((1 - config.held_out) * films.frames)), films.frames - 2)
        early, late = films.levels[:, :cut], films.levels[:, cut:]
        return Experiment(replace(films, levels=early), replace(films, levels=late), left)
    count = min(max(1, round(config.held_out * films.starts)), films.starts - 1)
    order = np.random.default_rng((config.seed, 4)).permutation(films.starts)
    known, held_out = np.sort(order[count:]), np.sort(order[:count])
    return Experiment(films.some(known), films.some(held_out), left)


def generated(rule: CellRule, config: CellularConfig) -> Experiment:
    """Return films that a rule makes; those held out are longer than those to learn from."""
    from grnstudio.simulate.cellular import simulate

    first = first_frames(np.random.default_rng((config.seed, 5)), config, rule.genes)
    held_out = min(max(1, round(config.held_out * config.films)), config.films - 1)
    every = steps_between(config.interval, FINEST)
    step = config.interval / every
    names = tuple(f"g{gene}" for gene in range(1, rule.genes + 1))

    def films(first: np.ndarray, frames: int) -> SpaceTime:
        levels = simulate(rule, first, step, every * frames, every, config.ring)
        return SpaceTime(names, levels, config.interval, config.ring, np.asarray(rule.signs))

    known = films(first[held_out:], config.frames)
    longer = films(first[:held_out], max(config.frames, FORETOLD))
    return Experiment(known, longer, (1 - step) ** every)


def first_frames(rng: np.random.Generator, config: CellularConfig, genes: int) -> np.ndarray:
    """Draw the first frames of all films, ``[films, cells, genes]``."""
    shape = (config.films, config.cells, genes)
    if config.first_frame == STARTS[2]:
        return seeded(rng, *shape)
    levels = scattered(rng, *shape)
    if config.first_frame == STARTS[0]:
        shares = rng.random((config.films, 1, genes))
        levels *= rng.random(shape) < shares
    return levels


def steps_between(interval: float, longest: float) -> int:
    """Return the Euler steps from a frame to the next."""
    return max(1, int(np.ceil(interval / longest * (1 - 1e-9))))


def linear_baseline(experiment: Experiment) -> np.ndarray:
    """Return the coefficients of a linear auto-regressor, ``[2 genes + 1, genes]``.

    It foretells a frame from the one before by least squares; the last row are constants.
    """
    levels = experiment.known.levels / experiment.scales
    before, after = levels[:, :-1], levels[:, 1:]
    seen = with_constant(before, experiment.known.neighbours)
    genes = levels.shape[-1]
    found: np.ndarray = np.linalg.lstsq(
        seen.reshape(-1, 2 * genes + 1), after.reshape(-1, genes), rcond=None
    )[0]
    return found


def with_constant(levels: np.ndarray, neighbours: np.ndarray) -> np.ndarray:
    """Return the levels nearby, in the cell, and 1, for levels ``[..., cells, genes]``."""
    return np.concatenate([neighbours @ levels, levels, np.ones((*levels.shape[:-1], 1))], axis=-1)


def _require_enough(films: SpaceTime) -> None:
    if films.frames < 2 or (films.starts == 1 and films.frames < 4):
        raise MissingInput(
            f"There are {films.starts} films of {films.frames} frames. Learning takes 2 films of 2 "
            "frames, or one of 4: add frames, or films from other starts."
        )
