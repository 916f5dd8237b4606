"""Settings of the Hill check."""

from __future__ import annotations

from dataclasses import dataclass

from grnstudio.core.setting import check, setting

METHODS = ("both", "sampling", "gradient fit")
AIMS = ("success and curves", "success", "drawn curves")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyConfig:
    """Settings of the Hill check: which links, and how their parameters are looked for."""

    links: str = setting(
        "", "Links", help="Such as 'I -> g1, I -> g2, g2 -| g1'; those of an inferred network."
    )
    method: str = setting(
        METHODS[0],
        "Look for parameters by",
        choices=METHODS,
        help="Sampling says how often random parameters do the task; a fit looks for good ones.",
    )
    samples: int = setting(
        16_000, "Random parameter sets", low=1, high=100_000_000, help="160,000 as published."
    )
    fits: int = setting(
        32, "Fits", low=1, high=2_000, help="Sets that are fitted, from as many beginnings."
    )
    fit_steps: int = setting(300, "Steps of each fit", low=3, high=100_000)
    exponent: float = setting(
        2.0, "Hill exponent, n", low=0.1, high=20.0, help="How steep links are; 2 as published."
    )
    basal: float = setting(
        0.0,
        "Basal synthesis",
        low=0.0,
        high=10.0,
        help="Rate at which genes are made without activators; 0, as published, keeps a gene "
        "silent that has none.",
    )
    fit_shape: bool = setting(
        True,
        "Fit exponent and basal syntheses",
        help="Off: fits keep those above. On: n from 1 to 4, and basal syntheses of genes up to 1.",
    )
    mirrors: bool = setting(
        True,
        "Turn signs of free genes",
        help="High and low of a gene without a target may be exchanged, as a network does not "
        "tell them apart. The mirror image is taken that does much better than the links given.",
    )
    aim: str = setting(
        AIMS[0],
        "Fit to",
        choices=AIMS,
        advanced=True,
        help="What counts as success allows for other levels and periods than those drawn.",
    )
    fit_rate: float = setting(0.05, "Learning rate of fits", low=1e-5, high=1.0, advanced=True)
    kept: int = setting(20, "Best sets kept", low=1, high=1_000, advanced=True)
    neighbours: int = setting(
        200,
        "Sets around each",
        low=0,
        high=100_000,
        advanced=True,
        help="Tried around each kept set, to see how much its parameters matter.",
    )
    variation: float = setting(
        0.2,
        "Variation around a set",
        low=0.0,
        high=3.0,
        advanced=True,
        help="Standard deviation of the parameters' logarithms: 0.2 is about 20 %.",
    )
    seed: int = setting(0, "Seed", low=0, high=2**31 - 1)

    def __post_init__(self) -> None:
        check(self)

    @property
    def samples_drawn(self) -> int:
        """How many random sets are tried."""
        return 0 if self.method == METHODS[2] else self.samples

    @property
    def steps_of_fit(self) -> int:
        """How many steps fits take."""
        return 0 if self.method == METHODS[1] else self.fit_steps
