"""Settings of distilling."""

from __future__ import annotations

from dataclasses import dataclass

from grnstudio.core.setting import check, setting
from grnstudio.learn.circuit.config import CircuitConfig

CRITERIA = ("loss", "target change")
TIES = ("together", "one")
STARTS = ("both", "fresh", "warm")
AFTER_FAILURE = ("next weakest", "go on")


@dataclass(frozen=True, slots=True, kw_only=True)
class DistilConfig(CircuitConfig):
    """Settings of distilling: those of training, and how links are taken away."""

    criterion: str = setting(
        CRITERIA[0],
        "The weakest link",
        choices=CRITERIA,
        help="loss: the loss rises least when its target sees the mean level of its source only; "
        "target change: its mutation changes its target least, as published.",
    )
    keep_inputs: bool = setting(
        False, "Keep the links of inputs", help="Take away links between genes only."
    )
    protected: str = setting(
        "", "Links to keep", help="Links that are never taken away, such as 'I -> g1, g2 -> g1'."
    )
    fewest: int = setting(1, "Fewest links", low=1, high=100_000, help="Stop when so few are left.")
    after_failure: str = setting(
        AFTER_FAILURE[0],
        "After a failure",
        choices=AFTER_FAILURE,
        help="next weakest: put the link back and take another; go on: take more, as published.",
    )
    failures: int = setting(
        2, "Failures to stop at", low=1, high=1000, help="Removals that fail one after the other."
    )
    retries: int = setting(
        0,
        "Retries",
        low=0,
        high=100,
        help="Trainings from other seeds before a network has failed.",
    )
    tolerance: float = setting(
        0.0,
        "Tolerated loss",
        low=0.0,
        high=1e9,
        help="A network with more loss has failed. 0: between the full network's loss and that of "
        "flat curves, as the geometric mean.",
    )
    repeats: int = setting(
        1,
        "Repeats",
        low=1,
        high=100,
        help="Distillations from other seeds; links that stay stand out.",
    )
    start: str = setting(
        STARTS[0],
        "Start of a training",
        choices=STARTS,
        advanced=True,
        help="fresh: from random weights, as published; warm: from those before the removal; "
        "both: half the networks so, half so.",
    )
    ties: str = setting(
        TIES[0],
        "Equally weak links",
        choices=TIES,
        advanced=True,
        help="together: all go at once, as published; one: the first of them goes.",
    )
    patience: int = setting(
        1_500,
        "Patience",
        low=0,
        high=1_000_000,
        advanced=True,
        help="End a training once its loss has not fallen by 1 % for so many steps, or for twice "
        "as many where it is above the tolerated one. 0: take all steps.",
    )
    workers: int = setting(
        0, "Threads", low=0, high=256, advanced=True, help="0: one per core, at most 8."
    )

    def __post_init__(self) -> None:
        check(self)
