"""What will not go well when an emulator is taught, told before it begins."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grnstudio.core.conservation import ConservationLaw, conservation_laws
from grnstudio.core.initial_amounts import initial_amounts
from grnstudio.core.network import Network
from grnstudio.core.starts import MOST_TOKENS, Starts, moving
from grnstudio.errors import GRNStudioError, SettingError
from grnstudio.jobs import run
from grnstudio.learn.emulator.config import EmulatorConfig
from grnstudio.learn.emulator.genotype import widths
from grnstudio.project import Design
from grnstudio.simulate.courses import varied
from grnstudio.simulate.estimate import Estimate, memory, suggested_step

LONG = 600.0  # seconds
SEARCH = "search"
FEW_STARTS = 10
MANY_IDLE = 0.5
FORGOTTEN = 3.0  # times as long as molecules last
SHORT = 0.1  # of the time that molecules last
DRAWN = 200


def of_design(design: Design, config: EmulatorConfig) -> tuple[str, ...]:
    """Return the remarks on the network of ``design``, what stands against it being the first."""
    from grnstudio.learn.emulator.outlook import look

    if design.network is None:
        return ()
    try:
        return run(look(design.network, config)).remarks
    except GRNStudioError as error:
        return (str(error),)


def remarks(
    network: Network, starts: Starts, config: EmulatorConfig, step: float, found: Estimate
) -> Iterator[str]:
    """Yield a sentence for each thing that will not go well, with a remedy."""
    yield from _idle(found)
    yield from _step(network, starts, config, step, found)
    yield from _kept(network, starts)
    yield from _amounts(network)
    yield from _parameters(network, config)
    if config.settings < FEW_STARTS:
        yield (
            f"{config.settings} starts are few to learn from, and a share of them is kept for "
            "testing. Have a hundred or more, with fewer runs of each."
        )
    yield from _cells(network, config)
    if found.seconds > LONG:
        yield _long(config, found)
    yield from _test(config, found)


def _cells(network: Network, config: EmulatorConfig) -> Iterator[str]:
    if config.architecture == SEARCH:
        try:
            check_cells(network, config)
        except SettingError as error:
            yield str(error)


def check_cells(network: Network, config: EmulatorConfig) -> None:
    """Raise `SettingError` if searched cells would get too wide for ``network``."""
    numbers = len(moving(network)) + len(config.varied)
    widths(numbers, numbers, config.cells, config.widening)


def _long(config: EmulatorConfig, found: Estimate) -> str:
    said = f"To simulate {found.pairs:,} pairs of states takes about {_duration(found.seconds)}."
    fewer = max(1, int(config.runs * LONG / found.seconds))
    if fewer == config.runs:
        return f"{said} Fewer starts, or fewer steps, take less."
    less = found.seconds * fewer / config.runs
    runs = f"{fewer} runs" if fewer > 1 else "1 run"
    return f"{said} With {runs} of each start it would be about {_duration(less)}."


def _test(config: EmulatorConfig, found: Estimate) -> Iterator[str]:
    """Tell of a test that takes long; it is made of exact runs, whatever taught the emulator."""
    each = found.seconds / max(1, found.pairs)
    seconds = each * config.tests.steps[0]
    if seconds > LONG:
        yield (
            f"The test of the emulator takes about {_duration(seconds)} more. Fewer starts for the "
            "test, or fewer runs of each, take less."
        )


def _idle(found: Estimate) -> Iterator[str]:
    if found.idle == 1:
        yield (
            "No reaction can happen from any of the starts, so there is nothing to learn. Give "
            "what reactions need a range among the initial states."
        )
    elif found.idle >= MANY_IDLE:
        yield (
            f"From {found.idle:.0%} of the starts no reaction can ever happen. Give what reactions "
            "need more molecules among the initial states."
        )


def _step(
    network: Network, starts: Starts, config: EmulatorConfig, step: float, found: Estimate
) -> Iterator[str]:
    lasting, better = memory(network, starts), suggested_step(network, starts)
    if config.method == "ssa" and found.idle < 1 and found.reactions_per_step < 1:
        instead = f", to {better:g} say" if better > step else ""
        yield (
            f"In a time step of {step:g} fewer than one reaction is to be expected, which exact "
            f"simulation does as fast as an emulator can. Lengthen it{instead}, or simulate."
        )
    if step > FORGOTTEN * lasting > 0:
        yield (
            f"Within a time step of {step:g} the network forgets where it was: what is slowest in "
            f"it lasts about {lasting:.2g}. Shorten it, to {better:g} say."
        )
    elif step * config.steps < SHORT * lasting:
        yield (
            f"Courses end after {step * config.steps:g}, long before what is slowest in the "
            f"network has moved, which lasts about {lasting:.2g}. Lengthen the time step, to "
            f"{better:g} say, or have more steps."
        )


def _kept(network: Network, starts: Starts) -> Iterator[str]:
    """Yield sums that stay in the network, but are others in the starts."""
    rng = np.random.default_rng(0)
    drawn = [starts.draw(rng) for _ in range(DRAWN)]
    own = initial_amounts(network)
    for law in conservation_laws(network):
        if not set(law.coefficients) <= own.keys() & set(starts.species):
            continue
        totals, total = [law.total(one) for one in drawn], law.total(own)
        low, high = min(totals), max(totals)
        if _is_of_tokens(law, total) and low < high:
            yield (
                f"{law} stays {total:g} in the network, and is {low:g} to {high:g} in the starts. "
                f"If these are copies of a gene, write {' '.join(law.coefficients)} {total:g} "
                "tokens."
            )
        elif not low <= total <= high:
            between = f"{low:g}" if low == high else f"{low:g} to {high:g}"
            yield (
                f"The network itself begins with {law} = {total:g}, of which the starts have "
                f"{between}: an emulator of these says nothing of it. Let some starts have "
                f"{total:g}, or simulate from amounts such as those of the starts."
            )


def _is_of_tokens(law: ConservationLaw, total: float) -> bool:
    return set(law.coefficients.values()) == {1} and 1 <= total <= MOST_TOKENS


def _amounts(network: Network) -> Iterator[str]:
    moved = set(moving(network))
    own = {name: value for name, value in initial_amounts(network).items() if name in moved}
    split = [f"{name} with {value:g}" for name, value in own.items() if value % 1]
    if split:
        yield (
            f"Not all starts with whole molecules: {', '.join(split[:3])}. An emulator counts "
            "molecules; if amounts are meant as concentrations, multiply them by a volume first."
        )


def _parameters(network: Network, config: EmulatorConfig) -> Iterator[str]:
    names = config.varied
    nothing = [name for name, value in varied(network, names).items() if value == 0]
    if nothing:
        yield (
            f"{', '.join(nothing)} {'is' if len(nothing) == 1 else 'are'} 0, and so is any "
            "multiple. Give it a value, or leave it out of the parameters that vary."
        )
    if names and config.lowest == config.highest:
        yield "All factors of parameters are the same, so nothing is learned of what they do."


def _duration(seconds: float) -> str:
    if seconds < 5_400:
        return f"{max(2, round(seconds / 60))} minutes"
    return f"{seconds / 3_600:.1f} hours" if seconds < 172_800 else f"{seconds / 86_400:.0f} days"
