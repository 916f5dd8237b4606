"""Settings of agents on a grid."""

from __future__ import annotations

from dataclasses import dataclass

from grnstudio.core.setting import check, setting

METHODS = ("ssa", "emulator", "mixed")
HOPS, KERNEL, LOOSE, LARGEST = MODES = (
    "molecules hop",
    "Gaussian",
    "Gaussian, not conserved",
    "share of the largest",
)
CLOSED, WRAPPED = EDGES = ("closed", "wrapped around")


@dataclass(frozen=True, slots=True, kw_only=True)
class GridConfig:
    """Every node of a grid holds the network; some species go from node to node."""

    nx: int = setting(10, "Nodes across", low=1, high=1000)
    ny: int = setting(10, "Nodes down", low=1, high=1000)
    start: str = setting(
        "",
        "Start",
        help="Such as Bee 10; 9 10: P 1; 1..3 2: Bee 5..15, P 2. Nodes are counted from 1; what "
        "is not named starts as in the network.",
    )
    spreading: str = setting(
        "", "Species that spread", help="Such as P. Others stay in their node."
    )
    mode: str = setting(
        HOPS,
        "Spreading",
        choices=MODES,
        help="Hopping and the Gaussian keep every molecule; the others make molecules up, and are "
        "there to compare with what was published.",
    )
    rate: float = setting(
        0.1,
        "Hops per time",
        low=0.0,
        high=1e9,
        help="How often a molecule hops to each of the four nodes beside.",
    )
    sigma: float = setting(
        0.5, "Width", low=0.01, high=100.0, advanced=True, help="Of a Gaussian, in nodes."
    )
    alpha: float = setting(
        0.33,
        "Share",
        low=0.0,
        high=1.0,
        advanced=True,
        help="A node gets this share of the largest amount among the eight beside, if it has less.",
    )
    edges: str = setting(CLOSED, "Edges", choices=EDGES)
    step: float = setting(
        0.0,
        "Time step",
        low=0.0,
        high=1e12,
        help="Molecules spread between two steps. 0 takes the emulator's, or a two-hundredth of "
        "the time.",
    )
    spread_every: int = setting(
        1, "Steps between", low=1, high=100_000, advanced=True, help="Steps between two spreadings."
    )
    end: float = setting(100.0, "Until", low=1e-12, high=1e15)
    method: str = setting(
        "ssa",
        "Nodes are",
        choices=METHODS,
        help="Simulated exactly, drawn by an emulator, or mixed: exact where a node is near-empty, "
        "and where the emulator was not taught the like.",
    )
    few: int = setting(
        5,
        "Near-empty",
        low=0,
        high=1_000_000,
        advanced=True,
        help="In a mixed grid nodes are exact that have so many molecules or fewer, of species "
        "that reactions take.",
    )
    rare: float = setting(
        0.0,
        "Rare",
        low=0.0,
        high=1e9,
        advanced=True,
        help="In a mixed grid nodes are exact as well in which no more reactions than this are to "
        "be expected in a step.",
    )
    counted: str = setting(
        "", "Counted together", help="Such as Bee BeeA: their sum over the grid is drawn."
    )
    runs: int = setting(1, "Runs", low=1, high=100_000)
    seed: int = setting(0, "Seed", low=0, high=2**31 - 1)
    threads: int = setting(
        0, "Threads", low=0, high=64, advanced=True, help="0 uses every core. Results are equal."
    )

    def __post_init__(self) -> None:
        check(self)

    @property
    def spread(self) -> tuple[str, ...]:
        """The species that spread."""
        return _names(self.spreading)

    @property
    def summed(self) -> tuple[str, ...]:
        """The species that are counted together."""
        return _names(self.counted.replace("+", " "))


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())
