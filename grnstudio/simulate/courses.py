"""Courses from many starts, under varied parameters: what emulators are taught and tested with."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from grnstudio.core.network import Network
from grnstudio.core.network_values import adjustables, with_values
from grnstudio.core.starts import Starts
from grnstudio.errors import ModelError, SettingError, Unsupported
from grnstudio.simulate import come_and_go, ssa, tau_leap
from grnstudio.simulate.come_and_go import Renewed
from grnstudio.simulate.jumps import JumpProcess, jump_process

METHODS = ("ssa", "tau")
TRIED = 3  # starts


class Stop:
    """Says whether what is being made is still wanted; threads share it, processes do not."""

    def __init__(self) -> None:
        self.is_unwanted = False

    def __call__(self) -> bool:
        """Return whether to stop."""
        return self.is_unwanted


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Some runs of one start, to be made on any thread or in any process."""

    process: JumpProcess
    method: str
    times: np.ndarray
    seed: int
    first: int
    runs: int
    stop: Stop
    leapt: Renewed | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """Counts ``[runs, times, species]``, how many reactions happened, and seconds of computing.

    Where species are leapt over reactions are told about; tau-leaping does not tell of them.
    """

    counts: np.ndarray
    reactions: int
    seconds: float


def make(piece: Piece) -> Made:
    """Make the runs of ``piece``; what they say is the same wherever they are made."""
    out = np.full((piece.runs, piece.times.size, len(piece.process.names)), np.nan)
    begun, reactions = time.thread_time(), 0
    arguments = (piece.process, piece.times, piece.seed, piece.first, out, piece.stop)
    try:
        if piece.method == "tau":
            tau_leap.leaps(*arguments)
        elif piece.leapt is not None:
            reactions = come_and_go.leaps(piece.process, piece.leapt, *arguments[1:])
        else:
            reactions = ssa.events(*arguments)
    except ModelError as error:
        start = zip(piece.process.names, piece.process.initial, strict=True)
        told = ", ".join(f"{name} = {count:g}" for name, count in start)
        raise ModelError(
            f"{error} It began with {told}, which may be what should not be."
        ) from error
    return Made(out, reactions, time.thread_time() - begun)


@dataclass(frozen=True, eq=False, kw_only=True)
class Courses:
    """``runs`` courses of ``steps`` steps from each of ``settings`` starts.

    The parameters ``vary`` are multiplied by factors drawn between ``lowest`` and ``highest``, once
    for each start. If ``leaping``, exact simulation leaps over species that only come and go, where
    that pays. Every start has chance of its own, so it is the same however many there are.
    Raises `ModelError` for a network that cannot be emulated, `SettingError` for the rest.
    """

    network: Network
    starts: Starts
    step: float
    steps: int
    settings: int
    runs: int
    vary: tuple[str, ...] = ()
    lowest: float = 0.6
    highest: float = 1.4
    method: str = "ssa"
    seed: int = 0
    leaping: bool = False
    process: JumpProcess = field(init=False)
    nominal: Mapping[str, float] = field(init=False)

    def __post_init__(self) -> None:
        if not (self.step > 0 and math.isfinite(self.step)):
            raise SettingError(f"The time step must be above 0, not {self.step:g}.")
        if min(self.steps, self.settings, self.runs) < 1:
            raise SettingError("There must be at least one step, one start and one run of it.")
        if not 0 <= self.lowest <= self.highest:
            raise SettingError(
                f"Parameters are multiplied by {self.lowest:g} to {self.highest:g}; the lowest "
                "factor must not be negative, nor above the highest."
            )
        if self.method not in METHODS:
            raise SettingError(f"There is no method '{self.method}'; there are ssa and tau.")
        object.__setattr__(self, "process", emulable(self.network))
        object.__setattr__(self, "nominal", varied(self.network, self.vary))

    @property
    def species(self) -> tuple[str, ...]:
        """The species that reactions change, as states list them."""
        return self.process.names

    @cached_property
    def times(self) -> np.ndarray:
        """From 0 to the horizon."""
        return self.step * np.arange(self.steps + 1)

    @cached_property
    def leapt(self) -> Renewed | None:
        """What exact simulation leaps over, None if that would not pay."""
        leaps = self.leaping and self.method == "ssa"
        plan = come_and_go.renewed(self.process) if leaps else None
        if plan is None:
            return None
        tried = [self.process_of(setting) for setting in range(TRIED)]
        pays = [come_and_go.is_worthwhile(one, plan, self.times) for one in tried]
        return plan if sum(pays) > TRIED / 2 else None

    def start(self, setting: int) -> dict[str, int]:
        """Return the amounts that a start begins with."""
        return self._drawn(setting)[0]

    def values(self, setting: int) -> np.ndarray:
        """Return the values of the parameters that vary, as a start has them."""
        return self._drawn(setting)[1]

    def seed_of(self, setting: int) -> int:
        """Return the seed of the runs of a start."""
        return int(self._chance(setting)[1].generate_state(1, np.uint64)[0])

    def process_of(self, setting: int) -> JumpProcess:
        """Return the jump process that begins as a start does."""
        start, values = self._drawn(setting)
        process = self.process
        if self.vary:
            chosen = dict(zip(self.vary, values.tolist(), strict=True))
            process = jump_process(with_values(self.network, chosen))
        initial = process.initial.copy()
        for name, count in start.items():
            initial[process.names.index(name)] = count
        return replace(process, initial=initial)

    def piece(self, setting: int, first: int, runs: int, stop: Stop) -> Piece:
        """Return runs of a start, ready to be made."""
        process, seed = self.process_of(setting), self.seed_of(setting)
        leapt = self.leapt
        if leapt is not None and self.vary:  # an exponent of 1 may have become another
            leapt = come_and_go.renewed(process)
        return Piece(process, self.method, self.times, seed, first, runs, stop, leapt)

    def _chance(self, setting: int) -> list[np.random.SeedSequence]:
        return np.random.SeedSequence(self.seed, spawn_key=(setting,)).spawn(2)

    def _drawn(self, setting: int) -> tuple[dict[str, int], np.ndarray]:
        rng = np.random.default_rng(self._chance(setting)[0])
        start = self.starts.draw(rng)
        if strangers := [name for name in start if name not in self.species]:
            raise ModelError(
                f"No reaction changes {strangers[0]}, so no start can. Leave it out of the initial "
                "states; name it among the parameters if it is to be varied."
            )
        factors = rng.uniform(self.lowest, self.highest, len(self.vary))
        return start, factors * np.array(list(self.nominal.values()))


def emulable(network: Network) -> JumpProcess:
    """Return ``network`` as a jump process; raises `ModelError` if it cannot be emulated."""
    if not any(one.kinetics for one in network.reactions):
        raise ModelError("The network has no reactions, so there is nothing to learn. Add some.")
    try:
        process = jump_process(network)
    except Unsupported as refusal:
        raise Unsupported(
            "This network cannot be emulated, for which the present state alone must tell what "
            f"comes next. {refusal}"
        ) from refusal
    if not process.changes.any():
        raise ModelError(
            "The reactions of the network change nothing, so there is nothing to learn."
        )
    return process


def varied(network: Network, names: tuple[str, ...]) -> dict[str, float]:
    """Return the values of the parameters ``names``; raises `SettingError` for what is none."""
    states = emulable(network).names if names else ()
    known = {one.name: one.value for one in adjustables(network) if one.name not in states}
    for index, name in enumerate(names):
        if name in states:
            raise SettingError(f"{name} is part of the state already; vary parameters only.")
        if name not in known:
            there = ", ".join(known) or "none"
            raise SettingError(
                f"'{name}' is no parameter that can be varied: it is unknown, or a rule sets it. "
                f"There are {there}."
            )
        if name in names[:index]:
            raise SettingError(f"'{name}' is named twice among the parameters that vary.")
    return {name: known[name] for name in names}
