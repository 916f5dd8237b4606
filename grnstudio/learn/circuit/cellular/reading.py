"""Who regulates whom, read from trained networks by mutating links."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from grnstudio.jobs import Step, Steps
from grnstudio.learn.circuit.cellular.config import CellularConfig
from grnstudio.learn.circuit.cellular.data import Experiment
from grnstudio.learn.circuit.cellular.model import Members, restored
from grnstudio.learn.circuit.cellular.result import CellularResult, LinkReading
from grnstudio.learn.circuit.cellular.rollout import regulators_of, synthesis
from grnstudio.learn.device import begin

MOST_FILMS = 100  # that links are mutated in
LEAST_SPREAD = 1e-6  # of synthesis, in peaks: less is none


def read_links(
    members: Members, experiment: Experiment, config: CellularConfig, most: int = MOST_FILMS
) -> LinkReading:
    """Mutate every link in the frames observed; return the mean change of synthesis it makes.

    Each level is that which was observed, so that only the direct effect of a link counts. Effects
    are in units of the standard deviation of the gene's synthesis, or of its peak.
    """
    frames = experiment.known.levels[:most, : config.read_frames or None]
    layers, beside = members.layers, _tensor(experiment.known.neighbours)
    levels = _tensor(frames / experiment.scales).permute(3, 0, 1, 2).flatten(1)
    levels = levels[None].expand(len(layers.scale), -1, -1)
    effects = []
    with torch.no_grad():
        seen = regulators_of(levels, beside)
        usual = synthesis(layers, seen)
        for regulator in range(seen.shape[1]):
            mutated = seen.clone()
            mutated[:, regulator] *= config.fraction
            effects.append((usual - synthesis(layers, mutated)).mean(dim=2))
    found = torch.stack(effects, dim=1).numpy().astype(float)
    if config.relative:
        found /= np.maximum(usual.std(dim=2).numpy()[:, None], LEAST_SPREAD)
    found[:, :, experiment.silent] = np.nan
    found[:, np.tile(experiment.absent, 2)] = np.nan
    shown = f"{frames.shape[0]} films, {frames.shape[1]} frames each"
    return LinkReading(found, config.fraction, shown, config.relative)


def reread(result: CellularResult, config: CellularConfig) -> Steps[CellularResult]:
    """Read a result's links again, as ``config`` says."""
    begin(config.seed)
    reading = read_links(restored(result.weights), result.experiment, config)
    found = replace(result, reading=reading, weakest=config.weakest)
    yield Step(1, 1, result=lambda: found)
    return found


def _tensor(values: np.ndarray) -> torch.Tensor:
    return torch.as_tensor(values, dtype=torch.float32)
