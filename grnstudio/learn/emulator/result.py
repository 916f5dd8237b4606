"""A trained emulator with how it came about and how far it can be trusted. No torch here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np

from grnstudio.core.emulator import Emulator
from grnstudio.core.figures import Curve, CurveFigure, Figure
from grnstudio.core.task import Task
from grnstudio.core.trust import TrustReport, report_of
from grnstudio.core.trust_figures import figures as trust_figures
from grnstudio.errors import FileFormatError
from grnstudio.learn.emulator.search_figures import Found
from grnstudio.project import Run

ALIKE = 1e-3  # nats a pair by which losses may differ by chance
NAMES = {"search": "searched", "fixed": "fixed", "plain": "plain"}


@dataclass(frozen=True, slots=True)
class Compared:
    """A network that was trained: its ``loss`` in nats per pair, on pairs from other starts."""

    name: str
    loss: float
    parameters: int
    epochs: int


@dataclass(frozen=True, slots=True, eq=False)
class EmulatorResult:
    """An emulator, and how it was made.

    ``losses`` ``[2, epochs]`` of each network by name are those learned and those tested.
    ``compared`` are the networks that were trained, the emulator's first. ``search`` are arrays
    that tell how its architecture was found, if it was. ``seconds`` are what each stage took.
    """

    emulator: Emulator
    losses: Mapping[str, np.ndarray]
    compared: tuple[Compared, ...]
    pairs: int
    notes: tuple[str, ...] = ()
    search: Mapping[str, np.ndarray] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    device: str = "cpu"

    @property
    def report(self) -> TrustReport | None:
        """How the emulator fared against exact simulation, once it has been tested."""
        return report_of(self.emulator)

    @property
    def loss(self) -> float:
        """The emulator's loss in nats per pair, on pairs from other starts."""
        return self.compared[0].loss if self.compared else float("nan")


def comparison(compared: Sequence[Compared]) -> tuple[str, ...]:
    """Say in a sentence whether a search was worth it; nothing if there is nothing beside it."""
    first, *others = compared or (None,)
    if first is None or first.name != NAMES["search"] or not others:
        return ()
    parts = []
    for one in others:
        less = one.loss - first.loss
        word = "as well as" if abs(less) < ALIKE else "better than" if less > 0 else "worse than"
        parts.append(f"{word} the {one.name} one ({less:+.4f})")
    plain = next((one for one in others if one.name == NAMES["plain"]), None)
    beaten = plain is None or plain.loss - first.loss >= ALIKE
    advice = "" if beaten else " The search did not beat the plain network."
    return (
        f"On pairs from other starts the searched network does {' and '.join(parts)}, in nats "
        f"a pair.{advice}",
    )


def to_arrays(result: EmulatorResult) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the result as named arrays, and the weights apart from them.

    What clocks told is in ``seconds`` and ``timing``; all else follows from the settings.
    """
    emulator = result.emulator
    report = dict(emulator.report)
    timing = report.pop("timing", {})
    told = {
        "step": emulator.step, "horizon": emulator.horizon, "species": list(emulator.species),
        "parameters": list(emulator.parameters), "model": emulator.model, "report": report,
        "title": emulator.title, "pairs": result.pairs, "notes": list(result.notes),
        "compared": [asdict(one) for one in result.compared],
    }  # fmt: skip
    arrays = {
        "told": np.array(json.dumps(told, sort_keys=True)),
        "low": np.asarray(emulator.low, dtype=float),
        "high": np.asarray(emulator.high, dtype=float),
        "seconds": np.array(json.dumps(dict(result.seconds))),
        "timing": np.array(json.dumps(timing)),
    }
    for group, members in (
        ("domain", emulator.domain), ("losses", result.losses), ("search", result.search)
    ):  # fmt: skip
        arrays |= {f"{group}/{name}": np.asarray(one) for name, one in members.items()}
    return arrays, dict(emulator.weights)


def from_arrays(run: Run) -> EmulatorResult:
    """Return the result that ``run`` keeps; raises `FileFormatError` if its network is missing."""
    arrays, network = run.arrays, run.design.network
    if network is None:
        raise FileFormatError(
            f"Run {run.key} lacks the network that its emulator was taught; train it again."
        )
    told = json.loads(str(arrays["told"]))
    timing = json.loads(str(arrays["timing"]))
    emulator = Emulator(
        network, float(told["step"]), float(told["horizon"]), tuple(told["species"]),
        tuple(told["parameters"]), arrays["low"], arrays["high"], told["model"], run.weights,
        _group(arrays, "domain"), told["report"] | ({"timing": timing} if timing else {}),
        told["title"] or run.title, run.started,
    )  # fmt: skip
    return EmulatorResult(
        emulator,
        _group(arrays, "losses"),
        tuple(Compared(**one) for one in told["compared"]),
        int(told["pairs"]),
        tuple(told["notes"]),
        _group(arrays, "search"),
        json.loads(str(arrays["seconds"])),
        run.device,
    )


def _group(arrays: Mapping[str, np.ndarray], group: str) -> dict[str, np.ndarray]:
    start = f"{group}/"
    found = arrays.items()
    return {name.removeprefix(start): one for name, one in found if name.startswith(start)}


def figures(result: EmulatorResult, task: Task | None = None) -> tuple[Figure, ...]:
    """Draw how the losses fell, and how the emulator fared against exact simulation."""
    shown: list[Figure] = [loss_figure(result.losses)]
    if result.search:
        shown += Found.from_arrays(result.search).figures()
    if result.report is not None:
        shown += trust_figures(result.report)
    return tuple(shown)


def loss_figure(losses: Mapping[str, np.ndarray]) -> CurveFigure:
    """Draw losses ``[2, epochs]`` over the epochs, learned and tested, of each network by name."""
    curves = []
    for series, (name, (learned, tested)) in enumerate(losses.items()):
        epochs = np.arange(1, len(tested) + 1)
        curves.append(Curve(f"{name}, learned", epochs, learned, series, dashed=True))
        curves.append(Curve(f"{name}, tested", epochs, tested, series))
    return CurveFigure("Losses", tuple(curves), "epoch", "loss (nats per pair)", x_from=0.0)
