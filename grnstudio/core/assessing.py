"""Settings of how an emulator is held against exact simulation."""

from __future__ import annotations

from dataclasses import dataclass

from grnstudio.core.setting import check, setting
from grnstudio.errors import SettingError

FAR_STARTS = 3
FAR_SHARE = 4  # one in so many runs is a long one


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessConfig:
    """How an emulator is held against exact simulation."""

    starts: str = setting(
        "",
        "Initial states",
        help="Such as G1 0..4; G2 4 - G1; P 80..1199. Empty: from the amounts of the network.",
    )
    near_empty: float = setting(0.1, "Near-empty starts", low=0.0, high=1.0)
    settings: int = setting(
        10, "Starts", low=1, high=10_000, help="Drawn anew; it has not learned from them."
    )
    runs: int = setting(
        1000,
        "Runs of each",
        low=10,
        high=1_000_000,
        help="As many by the emulator, and twice as many exact ones, to tell chance from error.",
    )
    lags: str = setting("3 10", "After steps", help="Such as 3 10.")
    bins: int = setting(
        0, "Bins", low=0, high=10_000, advanced=True, help="0: as suits the runs, at most 200."
    )
    longer: int = setting(
        3,
        "Long runs",
        low=0,
        high=1000,
        advanced=True,
        help="A few runs go on for so many times the longest of these. 0: none do.",
    )
    workers: int = setting(
        0, "Threads", low=0, high=64, advanced=True, help="0 uses every core. Results are equal."
    )
    seed: int = setting(0, "Seed", low=0, high=2**31 - 1)

    def __post_init__(self) -> None:
        check(self)
        _ = self.tested

    @property
    def tested(self) -> tuple[int, ...]:
        """The numbers of steps after which distributions are compared, ascending.

        Raises `SettingError` if the setting does not name any.
        """
        words = self.lags.replace(",", " ").split()
        if not words or not all(word.isdecimal() and 0 < int(word) <= 10_000 for word in words):
            raise SettingError(
                f"After steps ('lags') takes whole numbers from 1 to 10,000, such as 3 10, not "
                f"'{self.lags}'."
            )
        return tuple(sorted({int(word) for word in words}))

    @property
    def far_starts(self) -> int:
        """How many starts have long runs."""
        return min(FAR_STARTS, self.settings) if self.longer else 0

    @property
    def far_runs(self) -> int:
        """How many long runs there are of each of these."""
        return max(10, self.runs // FAR_SHARE)

    @property
    def steps(self) -> tuple[int, int]:
        """How many steps of single runs are made, exact ones and emulated ones."""
        last = self.tested[-1]
        far = self.far_starts * self.far_runs * self.longer * last
        near = self.settings * self.runs * last
        return 2 * near + far, near + far
