"""Settings of the search through all topologies."""

from __future__ import annotations

from dataclasses import dataclass

from grnstudio.core.atlas import JOINED, Connection
from grnstudio.core.setting import check, setting
from grnstudio.core.task import Task
from grnstudio.core.topology_space import Space, read_rules


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumerateConfig:
    """Settings of the search: which topologies, and how each is tried."""

    samples: int = setting(
        16_000,
        "Parameter sets",
        low=1,
        high=100_000_000,
        help="Drawn at random for each topology. 160,000 find what succeeds once in 80,000 times.",
    )
    required: str = setting(
        "",
        "Links that must be",
        help="Such as 'I -> g1, g2 -| g1'; 'g1 -? g2' is a link of either sign.",
    )
    barred: str = setting(
        "",
        "Links that must not be",
        help="Written likewise; those that the task forbids are left out anyway.",
    )
    joined: str = setting(
        JOINED[1],
        "Genes are linked",
        choices=JOINED,
        help="both ways: each gene reaches each; one way: no gene stands apart. Every input "
        "reaches a gene with a target in any case.",
    )
    least_links: int = setting(0, "Fewest links of a topology", low=0, high=1_000)
    most_links: int = setting(
        0, "Most links of a topology", low=0, high=1_000, help="0: as many as there can be."
    )
    needed: int = setting(
        2,
        "Successes needed",
        low=1,
        high=100_000_000,
        help="A topology with fewer successful parameter sets does not count as successful.",
    )
    exponent: float = setting(
        2.0, "Hill exponent, n", low=0.1, high=20.0, advanced=True, help="How steep links are."
    )
    basal: float = setting(
        0.0,
        "Basal synthesis",
        low=0.0,
        high=10.0,
        advanced=True,
        help="Rate at which genes are made without activators; 0, as published, keeps a gene "
        "silent that has none.",
    )
    kept: int = setting(
        5, "Best sets kept", low=1, high=100, advanced=True, help="For each topology."
    )
    workers: int = setting(
        0,
        "Threads",
        low=0,
        high=64,
        advanced=True,
        help="0: one per core, at most 8. The result is the same with any number.",
    )
    seed: int = setting(0, "Seed", low=0, high=2**31 - 1)

    def __post_init__(self) -> None:
        check(self)

    def space(self, task: Task) -> Space:
        """Return the topologies to search for ``task``; raises `ModelError` for a rule amiss."""
        names = task.regulators, task.targets
        return Space(
            *names,
            task.allowed,
            Connection(self.joined, task.outputs),
            read_rules(self.required, *names),
            read_rules(self.barred, *names),
            self.least_links,
            self.most_links,
        )
