"""Settings of the emulator: what it is taught with, what it consists of, how it is tested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grnstudio.core.assessing import AssessConfig
from grnstudio.core.setting import check, setting
from grnstudio.errors import SettingError
from grnstudio.learn.emulator.genotype import operations_of

METHODS = ("ssa", "tau")
HEADS = ("one by one", "mixture")
MOST_COMPONENTS = 16
ARCHITECTURES = ("search", "fixed", "plain")
DEVICES = ("auto", "cpu", "cuda")
EARLY_STEPS = 2
SEARCHED = "architecture", "search"  # which settings of a search need
MIXED = "head", "mixture"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulatorConfig:
    """How a network is abstracted. Times are in the network's own unit."""

    step: float = setting(
        0.0,
        "Time step",
        low=0.0,
        high=1e12,
        help="The emulator jumps by this much. 0 chooses one from how fast the network moves.",
    )
    steps: int = setting(10, "Steps", low=1, high=10_000, help="Length of the courses it learns.")
    settings: int = setting(1500, "Starts", low=4, high=100_000, help="Different initial states.")
    runs: int = setting(20, "Runs of each start", low=1, high=100_000)
    early: int = setting(
        0,
        "Early starts",
        low=0,
        high=1_000_000,
        help="More starts, one run of each and two steps of it: the first steps move the furthest "
        "where a network begins far from rest, and the more species it has the more starts differ.",
    )
    starts: str = setting(
        "",
        "Initial states",
        help="Such as G1 0..4; G2 4 - G1; P 80..1199, or G1 G2 G3 2 tokens. Empty: from the "
        "amounts of the network.",
    )
    near_empty: float = setting(
        0.1,
        "Near-empty starts",
        low=0.0,
        high=1.0,
        help="Share of starts in which species are taken away or left with a few molecules.",
    )
    vary: str = setting(
        "", "Parameters as inputs", help="Such as beta gamma: each is varied, and told to the net."
    )
    lowest: float = setting(0.6, "Lowest factor", low=0.0, high=1e6, advanced=True)
    highest: float = setting(1.4, "Highest factor", low=0.0, high=1e6, advanced=True)
    method: str = setting(
        "ssa", "Taught by", choices=METHODS, help="Exact simulation, or tau-leaping."
    )
    head: str = setting(
        "one by one",
        "Distribution",
        choices=HEADS,
        advanced=True,
        help="Species one after the other as whole molecules, or one mixture of all.",
    )
    components: int = setting(12, "Components", low=0, high=16, advanced=True)
    triangular: int = setting(
        0,
        "Triangular components",
        low=0,
        high=16,
        advanced=True,
        help="In a mixture of all.",
        needs=MIXED,
    )
    lognormal: int = setting(
        0,
        "Log-normal components",
        low=0,
        high=16,
        advanced=True,
        help="In a mixture of all.",
        needs=MIXED,
    )
    architecture: str = setting("fixed", "Architecture", choices=ARCHITECTURES)
    cells: int = setting(2, "Cells", low=1, high=8, advanced=True, needs=SEARCHED)
    nodes: int = setting(2, "Nodes of a cell", low=1, high=8, advanced=True, needs=SEARCHED)
    widening: int = setting(20, "Widening", low=1, high=100, advanced=True, needs=SEARCHED)
    operations: str = setting(
        "",
        "Operations",
        advanced=True,
        help="Those to search among, such as dense gated skip relu none. Empty: all eight.",
        needs=SEARCHED,
    )
    warm_up: int = setting(
        5,
        "Warm-up",
        low=0,
        high=1000,
        advanced=True,
        help="Epochs before the search chooses.",
        needs=SEARCHED,
    )
    search_epochs: int = setting(
        20,
        "Search",
        low=1,
        high=1000,
        advanced=True,
        help="Epochs of weights after the warm-up.",
        needs=SEARCHED,
    )
    turn: int = setting(
        2,
        "Turn",
        low=1,
        high=1000,
        advanced=True,
        help="Epochs of weights, and then of architecture, before the other's turn.",
        needs=SEARCHED,
    )
    architecture_rate: float = setting(
        0.01, "Rate of the architecture", low=1e-7, high=1.0, advanced=True, needs=SEARCHED
    )
    entropy: float = setting(
        1e-3,
        "Reward for deciding",
        low=0.0,
        high=10.0,
        advanced=True,
        help="Weight of the entropy of each edge's operations in the search.",
        needs=SEARCHED,
    )
    fine_tune: int = setting(
        30,
        "Fine-tuning",
        low=1,
        high=10_000,
        advanced=True,
        help="Epochs of training once the architecture is found.",
        needs=SEARCHED,
    )
    epochs: int = setting(
        20,
        "Epochs",
        low=1,
        high=10_000,
        help="Of a fixed network or a plain one; a searched one has its own: Search, Fine-tuning.",
    )
    patience: int = setting(
        10, "Patience", low=1, high=10_000, advanced=True, help="Epochs without a better test."
    )
    batch: int = setting(512, "Batch", low=8, high=100_000, advanced=True)
    learning_rate: float = setting(2e-3, "Learning rate", low=1e-7, high=1.0, advanced=True)
    compare: bool = setting(
        True,
        "Compare architectures",
        help="Train a fixed network and a plain one beside a searched one, for the report.",
        needs=SEARCHED,
    )
    lags: str = setting("3 10", "Tested after steps", help="Such as 3 10.")
    test_settings: int = setting(10, "Starts for the test", low=1, high=10_000)
    test_runs: int = setting(1000, "Runs of each in the test", low=10, high=1_000_000)
    workers: int = setting(
        0, "Threads", low=0, high=64, advanced=True, help="0 uses every core. Results are equal."
    )
    seed: int = setting(0, "Seed", low=0, high=2**31 - 1)
    device: str = setting("auto", "Device", choices=DEVICES, advanced=True)

    def __post_init__(self) -> None:
        check(self)
        operations_of(self.operations)
        if self.lowest > self.highest:
            raise SettingError(
                f"The lowest factor of parameters, {self.lowest:g}, is above the highest, "
                f"{self.highest:g}."
            )
        kinds = self.components, self.triangular, self.lognormal
        count = sum(kinds) if self.head == HEADS[1] else self.components
        if not 1 <= count <= MOST_COMPONENTS:
            raise SettingError(
                f"A distribution of {count} components cannot be; have 1 to {MOST_COMPONENTS}."
            )
        _ = self.tests.tested

    @property
    def varied(self) -> tuple[str, ...]:
        """The parameters that are inputs."""
        return tuple(self.vary.replace(",", " ").split())

    @property
    def courses(self) -> dict[str, Any]:
        """What is simulated to be learned from, as `transitions` and `estimate` take it."""
        names = ("steps", "settings", "runs", "lowest", "highest", "near_empty", "method", "seed")
        told = {name: getattr(self, name) for name in names}
        return told | {"vary": self.varied, "threads": self.workers}

    @property
    def early_courses(self) -> dict[str, Any]:
        """What is simulated of the first steps alone; its starts are none of the others."""
        seed = self.seed + 1_000_003
        return self.courses | {
            "steps": min(EARLY_STEPS, self.steps), "settings": self.early, "runs": 1, "seed": seed
        }  # fmt: skip

    @property
    def pairs(self) -> int:
        """How many pairs of states are learned from, and kept for tests."""
        early = self.early * min(EARLY_STEPS, self.steps)
        return self.settings * self.runs * self.steps + early

    @property
    def tests(self) -> AssessConfig:
        """How the emulator is held against exact simulation when it has been taught."""
        return AssessConfig(
            starts=self.starts,
            near_empty=self.near_empty,
            settings=self.test_settings,
            runs=self.test_runs,
            lags=self.lags,
            workers=self.workers,
            seed=self.seed,
        )
