"""Settings of a simulation."""

from __future__ import annotations

from dataclasses import dataclass

from grnstudio.core.setting import check, setting

UNTAUGHT = ("ode", "ssa", "tau", "cle", "fsp")  # which take any network as it is
METHODS = (*UNTAUGHT, "emulator")
SOLVERS = ("LSODA", "BDF", "Radau")
KEEP = ("all runs", "statistics")


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationConfig:
    """How a network is simulated; the fields and defaults that users of COPASI know."""

    method: str = setting("ode", "Method", choices=METHODS)
    emulator: str = setting(
        "", "Emulator", help="A run of the project, such as run 3, or a file, for that method."
    )
    duration: float = setting(100.0, "Duration", low=1e-12, high=1e12)
    intervals: int = setting(
        100, "Intervals", low=1, high=1_000_000, help="Times of output, less the first."
    )
    runs: int = setting(
        100,
        "Trajectories",
        low=1,
        high=10_000_000,
        help="Runs of a stochastic method. Run r of a seed is the same however many there are.",
    )
    seed: int = setting(1, "Seed", low=0, high=2**31 - 1)
    start_output: float = setting(
        0.0,
        "Start output at",
        low=0.0,
        high=1e12,
        advanced=True,
        help="What lies before is simulated and not kept; the duration is counted from 0.",
    )
    points: str = setting(
        "",
        "Explicit times",
        advanced=True,
        help="Times of output, such as 0 1 5 20, in the place of even intervals.",
    )
    keep: str = setting(
        KEEP[0],
        "Keep",
        choices=KEEP,
        advanced=True,
        help="Statistics alone need little memory, but give no histograms and no single runs.",
    )
    solver: str = setting("LSODA", "Solver", choices=SOLVERS, advanced=True)
    relative: float = setting(1e-6, "Relative tolerance", low=1e-13, high=1e-1, advanced=True)
    absolute: float = setting(1e-12, "Absolute tolerance", low=1e-30, high=1.0, advanced=True)
    max_steps: int = setting(
        10_000,
        "Max internal steps",
        low=1,
        high=10**9,
        advanced=True,
        help="Most steps of the solver between two times of output.",
    )
    epsilon: float = setting(
        0.03,
        "Leap control, ε",
        low=1e-6,
        high=0.9,
        advanced=True,
        help="Share by which propensities may change during a leap of tau-leaping.",
    )
    loss: float = setting(
        1e-8,
        "Probability lost at most",
        low=1e-14,
        high=0.1,
        advanced=True,
        help="Finite state projection adds states until less than this leaves them.",
    )
    threads: int = setting(
        0, "Threads", low=0, high=1024, advanced=True, help="0 uses every core. Results are equal."
    )

    def __post_init__(self) -> None:
        check(self)
