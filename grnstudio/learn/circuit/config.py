"""Settings of the gene-circuit learner."""

from __future__ import annotations

from dataclasses import dataclass

from grnstudio.core.setting import check, setting

PROCEDURES = ("trajectory mutant", "static difference", "derivative limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitConfig:
    """Settings of the gene-circuit finder."""

    networks: int = setting(
        10, "Networks", low=1, high=1000, help="Networks trained together, each from its own seed."
    )
    steps: int = setting(4_000, "Training steps", low=1, high=1_000_000)
    hidden: int = setting(
        16, "Hidden width", low=1, high=512, help="Units in each of the two hidden layers."
    )
    shared: bool = setting(
        False, "One network for all genes", help="Off: every target gene has a network of its own."
    )
    optimizer: str = setting("RMSProp", "Optimiser", choices=("RMSProp", "Adam"), advanced=True)
    learning_rate: float = setting(0.001, "Learning rate", low=1e-7, high=1.0, advanced=True)
    noise: float = setting(
        0.0,
        "Noise on synthesis",
        low=0.0,
        high=1.0,
        advanced=True,
        help="Standard deviation of noise added to f at every step, cut at two of it.",
    )
    langevin: float = setting(
        0.0,
        "Langevin noise",
        low=0.0,
        high=1.0,
        advanced=True,
        help="Strength of intrinsic noise, growing with synthesis and decay.",
    )
    scale: bool = setting(
        False,
        "Find each gene's maximal level",
        advanced=True,
        help="Train a factor on f for each gene, so that levels above 1 can be reached.",
    )
    spread: float = setting(0.1, "Spread of initial weights", low=1e-6, high=2.0, advanced=True)
    procedure: str = setting(
        PROCEDURES[0],
        "Link mutation",
        choices=PROCEDURES,
        advanced=True,
        help="How a link's effect is measured when training ends; it can be read again.",
    )
    fraction: float = setting(
        0.5,
        "Link value under mutation, λ",
        low=0.0,
        high=0.999,
        advanced=True,
        help="What a mutated link passes on of its source's level: 0 cuts it, near 1 nudges it.",
    )
    device: str = setting(
        "auto",
        "Device",
        choices=("auto", "cpu", "cuda"),
        advanced=True,
        help="auto: the GPU where there is one and the ensemble is large enough to need it. An "
        "installed program uses one with a GPU pack; see the About box.",
    )
    seed: int = setting(0, "Seed", low=0, high=2**31 - 1, help="Network n trains from seed + n.")

    def __post_init__(self) -> None:
        check(self)
