"""Settings of an atlas."""

from __future__ import annotations

from dataclasses import dataclass

from grnstudio.core.atlas import JOINED
from grnstudio.core.setting import check, setting
from grnstudio.learn.circuit.config import CircuitConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class AtlasConfig(CircuitConfig):
    """Settings of an atlas: those of training, and how links become topologies."""

    networks: int = setting(
        200, "Networks", low=1, high=10_000, own=True, help="Each from its own seed."
    )
    fraction: float = setting(
        0.9,
        "Link value under mutation, λ",
        low=0.0,
        high=0.999,
        own=True,
        help="What a mutated link passes on of its source's level: 0 cuts it, near 1 nudges it.",
    )
    cutoff: float = setting(
        0.0,
        "Cut-off on links",
        low=0.0,
        high=1e6,
        help="A link is there if its effect exceeds this. 0: the cut-off that tells most "
        "topologies apart.",
    )
    tolerance: float = setting(
        0.0,
        "Tolerated loss",
        low=0.0,
        high=1e9,
        help="A network with more loss is left out. 0: between the best loss and that of flat "
        "curves, as the geometric mean.",
    )
    joined: str = setting(
        JOINED[1],
        "Genes are linked",
        choices=JOINED,
        help="both ways: each gene reaches each; one way: no gene stands apart. Every input "
        "reaches a gene with a target in any case. Other networks are left out.",
    )
    gauge: bool = setting(
        False,
        "Free genes up to sign",
        help="Topologies that differ by reversing a gene without a target count as one.",
    )
    patience: int = setting(
        200,
        "Patience",
        low=0,
        high=1_000_000,
        advanced=True,
        own=True,
        help="A network that does its task is taken as it is once its loss has not fallen by 1 % "
        "for so many steps. 0: after all steps, when links have faded and topologies are odder.",
    )
    batch: int = setting(
        50,
        "Networks at once",
        low=1,
        high=1000,
        advanced=True,
        help="Trained together; the atlas grows by so many. What comes out does not depend on it.",
    )
    workers: int = setting(
        0, "Threads", low=0, high=256, advanced=True, help="0: one per core, at most 8."
    )

    def __post_init__(self) -> None:
        check(self)
