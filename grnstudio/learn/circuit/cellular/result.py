"""What was learned from films of a row of cells: foretold films, links, scores. No torch here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grnstudio.core import scores
from grnstudio.core.figures import Figure
from grnstudio.core.frames import SpaceTime
from grnstudio.core.regulation import RegulatoryGraph, majority
from grnstudio.core.scores import Roc
from grnstudio.core.task import Task
from grnstudio.errors import SettingError
from grnstudio.learn.circuit.cellular.data import Experiment
from grnstudio.project import Run


@dataclass(frozen=True, slots=True, eq=False)
class LinkReading:
    """Effects of mutated links, ``[networks, regulator, target]``; positive is activation.

    NaN where the films cannot show a link. ``fraction`` (lambda) is what a mutated link passes on,
    ``frames`` says what was observed. ``relative`` effects are in units of how much the target's
    synthesis varies, others in units of its peak.
    """

    effects: np.ndarray
    fraction: float
    frames: str
    relative: bool = True

    @property
    def unit(self) -> str:
        """What effects are measured in."""
        return "standard deviation of synthesis" if self.relative else "peak"

    @property
    def method(self) -> str:
        """One line that belongs beside every sign."""
        return f"static difference, λ = {self.fraction:g}, mean over {self.frames}"


@dataclass(frozen=True, eq=False)
class CellularResult:
    """Networks trained on ``experiment``, in the order of their seeds.

    ``weights`` are parameters by name, networks first. ``losses`` are mean squared errors from one
    frame to the next in films held out, in units of each gene's peak, ``[networks, genes]``.
    ``foretold`` are the films held out as the best network runs on from their first frames.
    ``linear`` are the coefficients of the linear auto-regressor, ``[2 genes + 1, genes]``.
    ``weakest`` is the share of links taken for none in the confusion matrix.
    """

    experiment: Experiment
    weights: Mapping[str, np.ndarray]
    losses: np.ndarray
    foretold: np.ndarray
    linear: np.ndarray
    reading: LinkReading
    weakest: float = 0.3
    device: str = "cpu"

    @property
    def films(self) -> SpaceTime:
        """The films that were learned from."""
        return self.experiment.known

    @property
    def silent(self) -> np.ndarray:
        """Say which genes are never made to speak of; their regulators are not scored."""
        return self.experiment.silent

    @property
    def best(self) -> int:
        """The network that foretells frames best."""
        means = self.losses.mean(axis=1)
        return int(np.nanargmin(means)) if np.isfinite(means).any() else 0

    @property
    def graph(self) -> RegulatoryGraph:
        """The graph to look at first."""
        return self.graph_of("")

    def networks(self, choice: str) -> list[int]:
        """Return the networks meant by "all", "best" or a number from 1; "" is all.

        Raises `SettingError`.
        """
        count, choice = len(self.losses), choice or "all"
        if choice in ("all", "best"):
            return list(range(count)) if choice == "all" else [self.best]
        if not choice.isdecimal() or not 1 <= int(choice) <= count:
            raise SettingError(f"The network is all, best, or 1 to {count}, not '{choice}'.")
        return [int(choice) - 1]

    def graph_of(self, choice: str) -> RegulatoryGraph:
        """Return the links' mean effects over the networks that `networks` takes ``choice`` for."""
        chosen = self.networks(choice)
        named = f"mean of {len(chosen)} networks" if len(chosen) > 1 else f"network {chosen[0] + 1}"
        members = self.reading.effects[chosen]
        method = f"{self.reading.method}; {named}"
        return majority(self.films.regulators, self.films.names, members, method)

    @cached_property
    def links(self) -> np.ndarray:
        """The mean effect of each link over all networks, ``[regulator, target]``."""
        links: np.ndarray = self.reading.effects.mean(axis=0)
        return links

    @property
    def baseline(self) -> np.ndarray:
        """The linear auto-regressor's coefficients, NaN where ``links`` is."""
        return np.where(np.isnan(self.links), np.nan, self.linear[:-1])

    @property
    def confusion(self) -> np.ndarray | None:
        """How often each true sign was found as which, ``[truth, found]``: -1, 0, 1."""
        truth = self.films.links
        if truth is None:
            return None
        shown = ~np.isnan(self.links)
        found = scores.weakest_as_none(self.links, self.weakest)
        return scores.confusion(truth[shown], found[shown])

    def roc(self, sign: int, linear: bool = False) -> Roc | None:
        """Return how well links of a ``sign`` stand out, None where they are not known."""
        if self.films.links is None:
            return None
        found = self.baseline if linear else self.links
        return scores.roc(sign * found, self.films.links == sign)

    def auc(self, sign: int, linear: bool = False) -> float:
        """Return the area below `roc`, NaN where there is none."""
        curve = self.roc(sign, linear)
        return float("nan") if curve is None else curve.area

    @property
    def errors(self) -> np.ndarray:
        """Root mean square error of each frame foretold, in units of the peaks, ``[frames]``."""
        difference = (self.foretold - self.experiment.held_out.levels) / self.experiment.scales
        errors: np.ndarray = np.sqrt((difference**2).mean(axis=(0, 2, 3)))
        return errors


def to_arrays(result: CellularResult) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the result as named arrays, and the weights apart from them."""
    films = result.films
    arrays = {
        "names": np.array(films.names),
        "known": films.levels.astype(np.float32),
        "held_out": result.experiment.held_out.levels.astype(np.float32),
        "foretold": result.foretold.astype(np.float32),
        "interval": np.array(films.interval),
        "left": np.array(result.experiment.left),
        "ring": np.array(films.ring),
        "losses": result.losses,
        "linear": result.linear,
        "link_effects": result.reading.effects,
        "link_fraction": np.array(result.reading.fraction),
        "link_frames": np.array(result.reading.frames),
        "link_relative": np.array(result.reading.relative),
        "weakest": np.array(result.weakest),
    }
    if films.links is not None:
        arrays["links"] = films.links
    return arrays, dict(result.weights)


def from_arrays(run: Run) -> CellularResult:
    """Return the result that ``run`` keeps."""
    arrays = run.arrays
    names = tuple(str(name) for name in arrays["names"])

    def films(levels: str) -> SpaceTime:
        return SpaceTime(
            names,
            arrays[levels].astype(float),
            float(arrays["interval"]),
            bool(arrays["ring"]),
            arrays.get("links"),
        )

    reading = LinkReading(
        arrays["link_effects"],
        float(arrays["link_fraction"]),
        str(arrays["link_frames"]),
        bool(arrays["link_relative"]),
    )
    return CellularResult(
        Experiment(films("known"), films("held_out"), float(arrays["left"])),
        run.weights,
        arrays["losses"],
        arrays["foretold"].astype(float),
        arrays["linear"],
        reading,
        float(arrays["weakest"]),
        run.device,
    )


def figures(result: CellularResult, task: Task | None = None) -> tuple[Figure, ...]:
    """Draw films held out beside those foretold, the links, and how right they are."""
    from grnstudio.learn.circuit.cellular.drawing import all_figures

    return all_figures(result)


def film_figures(
    result: CellularResult, film: int = 0, genes: Sequence[int] = ()
) -> tuple[Figure, ...]:
    """Draw a film held out, counted from 0, beside what was foretold of it."""
    from grnstudio.learn.circuit.cellular.drawing import film_figures as drawn

    return drawn(result, film, genes)


def link_figures(result: CellularResult, choice: str = "") -> tuple[Figure, ...]:
    """Draw the links of the networks that ``choice`` means as a heat-map and as a graph."""
    from grnstudio.learn.circuit.cellular.drawing import link_figures as drawn

    return drawn(result, choice)
