"""An emulator as an engine: draws the states of many runs, a step of time after the other.

Runs are drawn by the block, each from a stream of chance of its own, so run r of a seed is the same
however many there are and whoever draws them. The first blocks are small, for those who want few
runs. A GPU draws other runs of the same law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from grnstudio.core.emulator import Emulator
from grnstudio.core.network import Network
from grnstudio.core.trajectories import Trajectories
from grnstudio.errors import ModelError
from grnstudio.simulate.emulated import (
    has_strayed,
    process_of,
    start_of,
    steps_of,
    strangeness,
    taken,
    values_of,
)
from grnstudio.simulate.grid_nodes import Follow
from grnstudio.simulate.many_runs import Prepared, Watcher, checked

if TYPE_CHECKING:
    import torch

    from grnstudio.learn.emulator.model import Model

ENGINE = "emulator"
LEAST = 128  # runs that are drawn together, the first ones
BLOCK = 1024  # the others
BLOCK_ON_GPU = 16_384
LOOKED_AT = 64  # runs of a batch, to see where they have come to
STRAYED = (
    "Runs end in states unlike any that the emulator was taught, so what it gives there is a guess."
)


def simulate(
    network: Network,
    times: np.ndarray,
    runs: int = 1,
    seed: int = 0,
    threads: int = 1,
    *,
    emulator: Emulator | None = None,
    device: str = "auto",
    on_runs: Watcher | None = None,
) -> Trajectories:
    """Draw ``runs`` runs from time 0 and give the amounts at ``times``, multiples of its step.

    Raises `ModelError` for a network that is not the one ``emulator`` was taught.
    """
    grid = checked(times, runs, threads)
    prepared = prepare(network, grid, seed, emulator=emulator, device=device)
    found = prepared.trajectories(grid, runs, threads, on_runs)
    return replace(found, notes=(*prepared.notes, *found.notes))


def prepare(
    network: Network,
    times: np.ndarray,
    seed: int,
    *,
    emulator: Emulator | None = None,
    device: str = "auto",
) -> Prepared:
    """Return the engine ready to draw any runs of ``seed``."""
    emulator = taken(emulator)
    steps = steps_of(emulator, times)
    process = process_of(emulator, network)
    start = np.append(start_of(emulator, process), values_of(emulator, network))
    order = np.array([emulator.species.index(name) for name in process.names])
    chain = Chain.of(emulator, device)

    def fill(first: int, out: np.ndarray, stopped: Callable[[], bool]) -> None:
        done = 0
        while done < len(out) and not stopped():
            begun, runs = block_of(first + done, chain.block)
            skipped = first + done - begun
            room = out[done : done + runs - skipped]
            for place, states in chain.walk(start, steps, runs, (seed, begun), stopped):
                room[:, place] = states[skipped : skipped + len(room), order]
            done += len(room)

    def observed(times: np.ndarray, counts: np.ndarray) -> Trajectories:
        found = process.observed(times, counts, ENGINE)
        ends = counts[:LOOKED_AT, -1][:, np.argsort(order)]
        astray = has_strayed(emulator, ends, start[len(emulator.species) :])
        return replace(found, notes=(*found.notes, STRAYED)) if astray else found

    notes = tuple(text for _, text in strangeness(emulator, network, process))
    return Prepared(len(process.names), fill, observed, notes, chain.block)


def block_of(run: int, most: int) -> tuple[int, int]:
    """Return the first run of the block that ``run`` is drawn in, and how many that has.

    Blocks double from `LEAST` until they have ``most``, so whole ones begin at its multiples.
    """
    if run >= most or most <= LEAST:
        return run - run % most, most
    if run < LEAST:
        return 0, LEAST
    runs = LEAST << ((run // LEAST).bit_length() - 1)
    return runs, runs


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """States drawn one from another by ``model``, for up to ``block`` runs at a time."""

    model: Model
    device: torch.device
    block: int

    @classmethod
    def of(cls, emulator: Emulator, device: str = "auto") -> Chain:
        """Return the chain of ``emulator``; raises `SettingError` for a GPU that is not there.

        Raises `ModelError` for layers that cannot be made as they are described.
        """
        from grnstudio.learn.device import chosen
        from grnstudio.learn.emulator.model import Model

        place = chosen(device, 1, 1)
        try:
            model = Model.of(emulator).to(place).eval()
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise ModelError(
                f"The layers of the emulator are not described as they should be ({error!r}). It "
                "may be of a later GRNStudio; get it afresh, or train another."
            ) from error
        return cls(model, place, BLOCK if place.type == "cpu" else BLOCK_ON_GPU)

    def walk(
        self,
        start: np.ndarray,
        steps: np.ndarray,
        runs: int,
        seed: tuple[int, ...],
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[tuple[int, np.ndarray]]:
        """Yield the places in ``steps`` with the counts ``[runs, species]`` that many steps on.

        All runs begin at ``start`` ``[species + parameters]``. Raises `ModelError` for what is no
        number of molecules.
        """
        import torch

        torch.set_num_threads(1)  # which torch counts for each thread apart
        generator = generator_of(seed, self.device)
        begun = np.broadcast_to(start, (runs, len(start))).astype(np.float32)
        x = torch.from_numpy(begun).to(self.device)
        done = 0
        for place, step in enumerate(steps):
            while done < step and not stopped():
                x = self.next(x, generator)
                done += 1
            if done < step:
                return
            yield place, self._counts(x, done)

    def next(self, x: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
        """Return the states that follow ``x`` ``[runs, species + parameters]``."""
        import torch

        with torch.inference_mode():
            drawn = self.model.sample(x, generator)
            return torch.cat([drawn.to(x.dtype), x[:, drawn.shape[1] :]], dim=1)

    def _counts(self, x: torch.Tensor, step: int) -> np.ndarray:
        found = x.cpu().numpy()
        if not np.isfinite(found).all():
            raise ModelError(
                f"The emulator drew no number of molecules at step {step}. It may have been asked "
                "of states unlike any it was taught; see what its report says of them."
            )
        return found


def generator_of(seed: tuple[int, ...], device: torch.device) -> torch.Generator:
    """Return the stream of chance that belongs to some numbers."""
    import torch

    word = int(np.random.SeedSequence(seed).generate_state(1, np.uint64)[0])
    return torch.Generator(device).manual_seed(word >> 1)


def stepper(emulator: Emulator, values: np.ndarray) -> Follow:
    """Return a function from states to those one step later, under the parameters ``values``.

    What a state is followed by depends on its word alone, and not on the states beside it. Each
    thread needs a function of its own.
    """
    import torch

    from grnstudio.learn.emulator.heads.one_by_one import OneByOne
    from grnstudio.learn.emulator.shared_draws import SharedDraws, drawn_apart

    model = Chain.of(emulator, "cpu").model
    head = model.head
    shared = SharedDraws(model, head) if isinstance(head, OneByOne) else None

    def follow(states: np.ndarray, words: np.ndarray, stopped: Callable[[], bool]) -> np.ndarray:
        torch.set_num_threads(1)
        told = np.broadcast_to(values, (len(states), len(values)))
        x = np.concatenate([states, told], axis=1)
        if shared is not None:
            return shared.draw(x, words, stopped)
        return drawn_apart(model, x, words, stopped)

    return follow
